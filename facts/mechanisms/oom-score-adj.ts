import type { MechanismFact } from '../mechanism.ts'

export const oomScoreAdj: MechanismFact = {
  slug: 'oom-score-adj',
  title: 'oom_score_adj',
  says: 'Per process a number from -1000 to 1000 that moves its badness by thousandths of all memory; -1000 exempts it.',
  aliases: ['oom_adj', 'oom_score', 'oom_score_adj', 'oom_score_adj_max', 'oom_score_adj_min'],
  since: null,
  also: [],
  functions: ['oom_badness'],
  related: ['victim-selection'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
