import type { MechanismFact } from '../mechanism.ts'

export const kswapd: MechanismFact = {
  slug: 'kswapd',
  title: 'kswapd',
  says: 'One kernel thread a node that frees pages in the background, woken when a zone falls below its low watermark, until it is above the high one.',
  aliases: ['balance_pgdat', 'kswapd', 'kswapd_failures', 'wake_all_kswapds', 'wakeup_kswapd'],
  since: null,
  also: [],
  functions: ['balance_pgdat', 'kswapd', 'wakeup_kswapd'],
  related: ['direct-reclaim', 'watermarks'],
  cites: [
    { kind: 'source', ref: 'mm/vmscan.c@v4.10' },
    { kind: 'source', ref: 'mm/page_alloc.c@v6.12' },
  ],
}
