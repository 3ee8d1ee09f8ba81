import type { Behaviours } from '../behaviours.ts'
import type { Histories } from '../history.ts'
import { commit, memory } from '../sources.ts'
import { alloc412, alloc44, alloc54, alloc61, gfp412, s40, s410, s612 } from '../trees.ts'

/** Numbers of flags and what a task's scope takes off a mask. */
export const masks = {
  gfpTable: {
    values: [
      { since: 'v3.19', value: 'v3.19', says: 'Numbers of 3.19, taken over from 4.0.' },
      { since: 'v4.0', value: 'v4.0', says: 'Numbers of 4.0.' },
      { since: 'v4.4', value: 'v4.4', says: '__GFP_WAIT was split into direct and kswapd reclaim.' },
      { since: 'v4.6', value: 'v4.9', says: 'Masks as in 4.9 (GFP_TRANSHUGE apart), printed with names.' },
      { since: 'v4.10', value: 'v4.10', says: '__GFP_OTHER_NODE went, higher bits moved down one.' },
      { since: 'v4.12', value: 'v4.12', says: '__GFP_NOLOCKDEP came.' },
      {
        since: 'v4.13',
        value: 'v4.13',
        says: '__GFP_REPEAT became __GFP_RETRY_MAYFAIL.',
        cites: [commit('dcda9b04713c')],
      },
      { since: 'v4.18', value: 'v4.19', says: 'The bits were shuffled.' },
      {
        since: 'v5.1',
        value: 'v5.4',
        says: 'The bits were shuffled again.',
        cites: [memory('start of the layout, 5.1')],
      },
      { since: 'v5.14', value: 'v6.1', says: 'Bits up to 0x800000 as in 6.1.' },
      { since: 'v6.3', value: 'v6.12', says: '__GFP_ATOMIC is gone.', cites: [commit('2973d8229b78')] },
    ],
    readIn: [s40, alloc44, s410, gfp412, alloc61, s612],
  },
  blockingBit: {
    values: [
      { since: 'v3.19', value: '__GFP_WAIT', says: '__GFP_WAIT allows sleeping and reclaim.' },
      { since: 'v4.4', value: '__GFP_DIRECT_RECLAIM', says: '__GFP_DIRECT_RECLAIM allows sleeping and reclaim.' },
    ],
    readIn: [s40, alloc44, s410, s612],
  },
  scopes: {
    values: [
      { since: 'v3.19', value: 'noio', says: 'PF_MEMALLOC_NOIO takes __GFP_IO and __GFP_FS off.' },
      { since: 'v4.12', value: 'noio-nofs', says: 'PF_MEMALLOC_NOFS takes __GFP_FS off, PF_MEMALLOC_NOIO both.' },
    ],
    readIn: [s40, s410, gfp412, s612],
  },
  scopesApplied: {
    values: [
      {
        since: 'v3.19',
        value: 'slow-path',
        says: 'The fast path sees the mask as it was asked for, the slow path what scopes leave of it.',
      },
      {
        since: 'v5.13',
        value: 'entry',
        says: 'What scopes leave of the mask is used from the entry on.',
        cites: [memory('start between 5.4 and 6.1')],
      },
    ],
    readIn: [s40, s410, alloc412, alloc54, alloc61, s612],
    unknownAt: ['v5.16'],
  },
} as const satisfies Partial<Histories<Behaviours>>
