import type { MechanismFact } from '../mechanism.ts'

export const memoryReserves: MechanismFact = {
  slug: 'memory-reserves',
  title: 'Memory reserves',
  says: 'The pages below the min watermark, kept for those who free memory or cannot wait. Who may take how much of them differs by flag, by task and by version.',
  aliases: [
    'access to memory reserves',
    'access to reserves',
    'alloc_harder',
    'alloc_high',
    'alloc_min_reserve',
    'alloc_no_watermarks',
    'emergency reserve',
    'emergency reserves',
    'gfp_pfmemalloc_allowed',
    'memory reserve',
    'memory reserves',
  ],
  since: null,
  also: [],
  functions: ['gfp_pfmemalloc_allowed', 'gfp_to_alloc_flags'],
  related: ['high-atomic-reserve', 'nofail', 'oom-victim-reserves', 'pf-memalloc', 'watermarks'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
