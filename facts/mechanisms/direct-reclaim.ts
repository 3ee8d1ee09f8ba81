import type { MechanismFact } from '../mechanism.ts'

export const directReclaim: MechanismFact = {
  slug: 'direct-reclaim',
  title: 'Direct reclaim',
  says: 'A task that finds too little memory frees some itself before it asks again, as far as its mask lets it.',
  aliases: [
    '__alloc_pages_direct_reclaim',
    '__perform_reclaim',
    'direct reclaim',
    'direct reclaimer',
    'direct reclaimers',
    'do_try_to_free_pages',
    'throttle_direct_reclaim',
    'try_to_free_pages',
  ],
  since: null,
  also: [],
  functions: ['__alloc_pages_direct_reclaim', '__perform_reclaim', 'try_to_free_pages'],
  related: ['gfp-nofs-scope', 'kswapd', 'should-reclaim-retry', 'shrinkers'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/vmscan.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
