import type { MechanismFact } from '../mechanism.ts'

export const allocationStallWarning: MechanismFact = {
  slug: 'allocation-stall-warning',
  title: 'Allocation warnings',
  says: 'What the allocator prints when a request fails, and, from 4.9 to 4.14, when one has been trying for ten seconds.',
  aliases: [
    'allocation stall',
    'allocation stalls',
    'page allocation failure',
    'page allocation failures',
    'page allocation stall',
    'page allocation stalls',
    'warn_alloc',
    'warn_alloc_failed',
  ],
  since: null,
  also: [],
  functions: ['warn_alloc'],
  related: ['oom-report', 'should-reclaim-retry'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@400e22499dd9', note: 'removal of the stall warning' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
