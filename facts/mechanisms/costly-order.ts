import type { MechanismFact } from '../mechanism.ts'

export const costlyOrder: MechanismFact = {
  slug: 'costly-order',
  title: 'Costly orders',
  says: 'Requests for more than eight contiguous pages (order above 3) are not worth much effort: they may fail, and do not invoke the OOM killer by themselves (with __GFP_NOFAIL they did until 4.11).',
  aliases: [
    'costly allocation',
    'costly allocations',
    'costly high order',
    'costly order',
    'costly orders',
    'costly request',
    'costly requests',
    'costly_order',
    'page_alloc_costly_order',
  ],
  since: null,
  also: [],
  functions: [],
  related: ['compaction', 'nofail', 'too-small-to-fail'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
