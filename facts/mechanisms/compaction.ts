import type { MechanismFact } from '../mechanism.ts'

export const compaction: MechanismFact = {
  slug: 'compaction',
  title: 'Compaction',
  says: 'Moves pages together so that a run of contiguous free pages comes about; it helps requests of order 1 and more.',
  aliases: [
    '__alloc_pages_direct_compact',
    'compact_zone',
    'compaction',
    'compaction_suitable',
    'direct compaction',
    'kcompactd',
    'should_compact_retry',
    'try_to_compact_pages',
  ],
  since: null,
  also: [],
  functions: ['__alloc_pages_direct_compact', 'try_to_compact_pages'],
  related: ['costly-order', 'should-reclaim-retry'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
