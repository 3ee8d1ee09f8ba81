import type { MechanismFact } from '../mechanism.ts'

export const victimSelection: MechanismFact = {
  slug: 'victim-selection',
  title: 'Choice of the OOM victim',
  says: 'Among eligible processes the one with the highest badness is chosen: resident pages, swap and page tables, moved by oom_score_adj.',
  aliases: ['oom badness', 'oom victim selection', 'oom_badness', 'select_bad_process', 'victim selection'],
  since: null,
  also: [],
  functions: ['oom_badness', 'oom_evaluate_task', 'select_bad_process'],
  related: ['oom-killer', 'oom-score-adj'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
