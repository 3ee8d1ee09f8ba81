import type { Behaviours } from '../behaviours.ts'
import type { Histories } from '../history.ts'
import { commit, memory } from '../sources.ts'
import { alloc44, alloc415, alloc54, ran, s40, s410, s612 } from '../trees.ts'

const measured = (says: string) =>
  ({ value: 'quarter-of-min-or-scale-factor', says, known: 'run', cites: [ran('z_*')] }) as const

/** Marks of a zone and what lowers them. */
export const watermarks = {
  minFreeKbytesMax: {
    values: [
      { since: 'v3.19', value: 65_536, says: 'The computed min_free_kbytes is at most 65536 kB.' },
      {
        since: 'v5.9',
        value: 262_144,
        says: 'The computed min_free_kbytes is at most 262144 kB.',
        cites: [memory('raised in 5.9')],
      },
    ],
    readIn: [s40, s410, s612],
  },
  watermarkStep: {
    values: [
      { since: 'v3.19', value: 'quarter-of-min', says: 'LOW is MIN and a quarter, HIGH is MIN and a half.' },
      {
        since: 'v4.6',
        value: 'quarter-of-min-or-scale-factor',
        says: 'The step is at least managed * watermark_scale_factor / 10000.',
        cites: [memory('watermark_scale_factor, 4.6')],
      },
    ],
    readIn: [s40, s410, s612],
    inBuilds: {
      '5.10.223': measured('After a write to the sysctls all zones match to the page.'),
      '6.1.192': measured('After a write to the sysctls all zones match to the page.'),
      '6.12.117': measured('After a write to the sysctls all zones match to the page.'),
      '7.2.13': measured('After a write to the sysctls all zones match to the page.'),
    },
  },
  watermarkRule: {
    values: [
      {
        since: 'v3.19',
        value: 'high-then-harder',
        says: 'ALLOC_HIGH takes half off, then ALLOC_HARDER a quarter of the rest.',
      },
      {
        since: 'v4.14',
        value: 'high-then-oom-or-harder',
        says: 'ALLOC_HIGH takes half off, then ALLOC_OOM half or ALLOC_HARDER a quarter, never both.',
      },
      {
        since: 'v6.3',
        value: 'min-reserve',
        says: 'ALLOC_MIN_RESERVE takes half off and only then ALLOC_NON_BLOCK a quarter; ALLOC_OOM takes half on top.',
      },
    ],
    readIn: [s40, s410, alloc415, s612],
  },
  orderTest: {
    values: [
      {
        since: 'v3.19',
        value: 'halve-mark-per-order',
        says: 'Blocks below the order are taken off and the mark halved, order by order.',
      },
      {
        since: 'v4.4',
        value: 'a-block-is-free',
        says: 'One free block of the order or above is enough.',
        cites: [memory('start 4.4')],
      },
    ],
    readIn: [s40, s410, s612],
  },
  watermarkBoost: {
    values: [
      { since: 'v3.19', value: false, says: 'Marks stay as computed.' },
      {
        since: 'v5.0',
        value: true,
        says: 'Stealing a pageblock raises the marks for a while.',
        cites: [memory('boost, 5.0')],
      },
    ],
    readIn: [s40, s410, s612],
    inBuilds: {
      '5.10.223': {
        value: true,
        says: 'Marks of reports include a boost that is not printed.',
        known: 'run',
        cites: [ran('5.10.223 reports')],
      },
      '6.1.192': {
        value: true,
        says: 'boost:2048kB is printed after stealing.',
        known: 'run',
        cites: [ran('6.1.192 reports')],
      },
      '6.12.117': {
        value: true,
        says: 'boost:2048kB is printed after stealing.',
        known: 'run',
        cites: [ran('6.12.117 reports')],
      },
      '7.2.13': {
        value: true,
        says: 'boost:2048kB is printed after stealing.',
        known: 'run',
        cites: [ran('7.2.13 reports')],
      },
    },
  },
  highAtomicReserve: {
    values: [
      { since: 'v3.19', value: 'none', says: 'MIGRATE_RESERVE blocks stand in this place; not modelled.' },
      {
        since: 'v4.4',
        value: 'kept',
        says: 'High-atomic blocks are given back by direct reclaim only, one block kept.',
        cites: [memory('start 4.4')],
      },
      {
        since: 'v4.10',
        value: 'given-back-before-oom',
        says: 'Before OOM is declared the last high-atomic block is given back.',
      },
    ],
    readIn: [s410, s612],
  },
  harderFor: {
    values: [
      { since: 'v3.19', value: 'no-wait', says: 'Neither __GFP_WAIT nor __GFP_NO_KSWAPD: ALLOC_HARDER.' },
      { since: 'v4.4', value: 'atomic-flag', says: '__GFP_ATOMIC: ALLOC_HARDER.' },
      {
        since: 'v6.3',
        value: 'no-direct-reclaim',
        says: 'No direct reclaim: ALLOC_NON_BLOCK, which counts beside __GFP_HIGH only.',
        cites: [commit('2973d8229b78')],
      },
    ],
    readIn: [s40, alloc44, s410, alloc54, s612],
  },
  realtimeMark: {
    values: [
      { since: 'v3.19', value: 'harder', says: 'A real-time task gets ALLOC_HARDER.' },
      {
        since: 'v6.3',
        value: 'min-reserve',
        says: 'A real-time or deadline task gets ALLOC_MIN_RESERVE.',
        cites: [memory('release 6.3')],
      },
    ],
    readIn: [s40, alloc44, s410, s612],
  },
} as const satisfies Partial<Histories<Behaviours>>
