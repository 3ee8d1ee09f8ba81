import type { MechanismFact } from '../mechanism.ts'

export const oomLock: MechanismFact = {
  slug: 'oom-lock',
  title: 'oom_lock',
  says: 'The one mutex of the OOM killer. An allocator that cannot get it at once takes it that somebody else makes progress, sleeps a tick and retries.',
  aliases: ['oom_lock', 'oom_sem', 'oom_zonelist_trylock', 'oom_zonelist_unlock', 'zone_oom_locked'],
  since: 'v4.2',
  also: [],
  functions: ['__alloc_pages_may_oom'],
  related: ['oom-killer', 'oom-reaper'],
  cites: [
    { kind: 'commit', ref: 'dc56401fc9f2' },
    { kind: 'source', ref: 'mm/oom_kill.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
