import type { MechanismFact } from '../mechanism.ts'

export const mempool: MechanismFact = {
  slug: 'mempool',
  title: 'Mempools',
  says: 'A private stock of preallocated objects from which a caller that must go on is served when the allocator fails, one at a time.',
  aliases: ['mempool', 'mempool_alloc', 'mempool_create', 'mempool_free', 'mempool_resize', 'mempools'],
  since: null,
  also: [],
  functions: ['mempool_alloc'],
  related: ['memory-reserves', 'nofail'],
  cites: [
    { kind: 'source', ref: 'mm/mempool.c@v6.12' },
    { kind: 'memory', ref: 'behaviour from memory' },
  ],
}
