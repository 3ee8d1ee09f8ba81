import type { MechanismFact } from '../mechanism.ts'

export const lockdep: MechanismFact = {
  slug: 'lockdep',
  title: 'lockdep',
  says: 'Watches in which order locks are taken and reports an order that could deadlock, even when this run did not.',
  aliases: [
    'config_lockdep',
    'config_prove_locking',
    'lock_acquire',
    'lock_map_acquire',
    'lockdep',
    'lockdep splat',
    'lockdep_map',
    'prove_locking',
  ],
  since: null,
  also: [],
  functions: ['lock_acquire', 'lock_map_acquire'],
  related: ['fs-reclaim-lockdep', 'non-block-start'],
  cites: [
    { kind: 'source', ref: 'kernel/locking/lockdep.c@v6.12' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12', note: 'its use for reclaim' },
  ],
}
