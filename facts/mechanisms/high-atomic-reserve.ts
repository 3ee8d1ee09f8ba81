import type { MechanismFact } from '../mechanism.ts'

export const highAtomicReserve: MechanismFact = {
  slug: 'high-atomic-reserve',
  title: 'Reserve for high-order atomic requests',
  says: 'Page blocks set aside, about one hundredth of a zone, for atomic requests of order 1 and more; given back before anyone is killed.',
  aliases: [
    'high atomic reserve',
    'highatomic',
    'highatomic reserve',
    'migrate_highatomic',
    'nr_reserved_highatomic',
    'reserve_highatomic_pageblock',
    'reserved_highatomic',
    'unreserve_highatomic_pageblock',
  ],
  since: 'v4.4',
  also: ['highatomic-reserve'],
  functions: ['reserve_highatomic_pageblock', 'unreserve_highatomic_pageblock'],
  related: ['memory-reserves', 'watermarks'],
  cites: [
    { kind: 'source', ref: 'mm/page_alloc.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
    { kind: 'memory', ref: 'release 4.4' },
  ],
}
