import type { MechanismFact } from '../mechanism.ts'

export const watermarks: MechanismFact = {
  slug: 'watermarks',
  title: 'Watermarks',
  says: 'Per zone three marks of free pages: below low kswapd is woken, below min ordinary requests must reclaim, at high kswapd rests. Some requests may go below min by a fixed share.',
  aliases: [
    '__zone_watermark_ok',
    'alloc_wmark_high',
    'alloc_wmark_low',
    'alloc_wmark_min',
    'high watermark',
    'low watermark',
    'min watermark',
    'min_free_kbytes',
    'watermark',
    'watermark_scale_factor',
    'watermarks',
    'wmark_high',
    'wmark_low',
    'wmark_min',
    'zone_watermark_ok',
  ],
  since: null,
  also: [],
  functions: ['__zone_watermark_ok', 'setup_per_zone_wmarks'],
  related: ['kswapd', 'lowmem-reserve', 'memory-reserves'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
