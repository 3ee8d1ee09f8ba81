import type { MechanismFact } from '../mechanism.ts'

export const shouldReclaimRetry: MechanismFact = {
  slug: 'should-reclaim-retry',
  title: 'Retrying in the allocator',
  says: 'Whether a request that found nothing goes round again: until 4.6 as long as reclaim claims progress, since 4.7 at most 16 rounds without progress and only if all that could be reclaimed would suffice.',
  aliases: [
    'did_some_progress',
    'max_reclaim_retries',
    'no_progress_loops',
    'oom detection rework',
    'should_alloc_retry',
    'should_reclaim_retry',
    'zone_reclaimable',
  ],
  since: 'v4.7',
  also: ['page-allocator-retry'],
  functions: ['should_alloc_retry', 'should_compact_retry', 'should_reclaim_retry'],
  related: ['compaction', 'direct-reclaim', 'oom-killer'],
  cites: [
    { kind: 'commit', ref: '0a0337e0d1d1' },
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
