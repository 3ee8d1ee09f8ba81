import type { MechanismFact } from '../mechanism.ts'

export const lowmemReserve: MechanismFact = {
  slug: 'lowmem-reserve',
  title: 'Reserve of low zones',
  says: 'Pages of a low zone that requests which could use a higher zone must leave alone.',
  aliases: ['lowmem reserve', 'lowmem_reserve', 'lowmem_reserve_ratio', 'sysctl_lowmem_reserve_ratio'],
  since: null,
  also: [],
  functions: ['setup_per_zone_lowmem_reserve'],
  related: ['watermarks'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
