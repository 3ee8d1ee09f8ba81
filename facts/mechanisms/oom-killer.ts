import type { MechanismFact } from '../mechanism.ts'

export const oomKiller: MechanismFact = {
  slug: 'oom-killer',
  title: 'OOM killer',
  says: 'When reclaim frees nothing more and a request may not fail, out_of_memory() chooses a process by its memory use and its adjustment and kills it.',
  aliases: ['oom kill', 'oom killer', 'oom killing', 'oom kills', 'oom_kill_process', 'out_of_memory'],
  since: null,
  also: [],
  functions: ['__alloc_pages_may_oom', 'oom_kill_process', 'out_of_memory'],
  related: ['memcg-oom', 'oom-lock', 'oom-reaper', 'victim-selection'],
  cites: [
    { kind: 'source', ref: 'mm/oom_kill.c@v4.0.5' },
    { kind: 'source', ref: 'mm/oom_kill.c@v6.12' },
  ],
}
