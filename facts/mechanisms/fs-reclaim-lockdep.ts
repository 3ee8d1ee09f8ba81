import type { MechanismFact } from '../mechanism.ts'

export const fsReclaimLockdep: MechanismFact = {
  slug: 'fs-reclaim-lockdep',
  title: 'fs_reclaim in lockdep',
  says: 'A pretended lock taken around reclaim and at every allocation that may reclaim and enter filesystems, so that lockdep finds a lock that is both held while allocating and taken in reclaim.',
  aliases: [
    '__fs_reclaim_acquire',
    '__gfp_nolockdep',
    '__need_fs_reclaim',
    'fs_reclaim',
    'fs_reclaim_acquire',
    'fs_reclaim_release',
    'lockdep_set_current_reclaim_state',
    'lockdep_trace_alloc',
    'might_alloc',
    'reclaim_fs',
  ],
  since: 'v4.14',
  also: ['fs-reclaim-annotation'],
  functions: ['fs_reclaim_acquire', 'fs_reclaim_release', 'lockdep_trace_alloc', 'might_alloc'],
  related: ['gfp-nofs-scope', 'lockdep', 'non-block-start', 'reclaim-recursion'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@400e22499dd9' },
    { kind: 'commit', ref: 'f920e413ff9c', note: 'release 5.11 from memory' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
