import type { Cite, KernelVersion } from '../../model/index.ts'
import { gfpTables } from './tables.ts'
import type { GfpVersion } from './types.ts'

/** Release numbers of a kernel's name: `v4.6`, `4.9.291`, `6.12.117-generic`; null when it names none. */
export const releaseOf = (kernel: KernelVersion): readonly [major: number, minor: number] | null => {
  const match = /^v?(\d{1,2})\.(\d{1,3})(?!\d)/.exec(kernel)
  return match === null ? null : [Number(match[1]), Number(match[2])]
}

/** True when `release` is `since` or later. */
export const isSince = (release: readonly [number, number], since: readonly [number, number]): boolean =>
  release[0] > since[0] || (release[0] === since[0] && release[1] >= since[1])

/** In what order a kernel's %pGg tries names, and whether that was read in a tree of that very release. */
export type GfpNameOrder = {
  /** Null: the kernel prints the number only. */
  readonly names: readonly string[] | null
  readonly proven: boolean
  readonly reason: string
  readonly cites: readonly Cite[]
}

const composites = [
  'GFP_TRANSHUGE',
  'GFP_TRANSHUGE_LIGHT',
  'GFP_HIGHUSER_MOVABLE',
  'GFP_HIGHUSER',
  'GFP_USER',
  'GFP_KERNEL_ACCOUNT',
  'GFP_KERNEL',
  'GFP_NOFS',
  'GFP_ATOMIC',
  'GFP_NOIO',
  'GFP_NOWAIT',
  'GFP_DMA',
  'GFP_DMA32',
  '__GFP_RECLAIM',
]

/** Composites first, then every bit from the lowest up: the list is made from the enum of the bits. */
const byBit = (table: GfpVersion): readonly string[] => [
  ...composites,
  ...Object.values(table.flags)
    .filter(f => f.kind === 'bit')
    .sort((a, b) => a.value - b.value)
    .map(f => f.name),
]

const byBitCites: readonly Cite[] = [
  {
    kind: 'mail',
    ref: '20250225135611.1942b65c@gandalf.local.home',
    note: 'the patch; its release, 6.15, is from memory',
  },
  { kind: 'run', ref: '7.2.13', note: 'prints __GFP_ZERO before __GFP_COMP' },
]

/** The order of names of one kernel, from the table that stands for it. */
export const gfpNameOrder = (kernel: KernelVersion, table: GfpVersion): GfpNameOrder => {
  const release = releaseOf(kernel)
  if (release !== null && !isSince(release, [4, 6]))
    return { names: null, proven: true, reason: 'masks are printed as numbers before 4.6', cites: table.cites }
  if (release !== null && isSince(release, [6, 15]))
    return {
      names: byBit(gfpTables['v6.12'] ?? table),
      proven: false,
      reason:
        'order by bit, read in a patch of February 2025 and seen in logs of 7.2.13; since which release is from memory',
      cites: byBitCites,
    }
  const own = releaseOf(table.kernel)
  const isOwn = release !== null && own !== null && release[0] === own[0] && release[1] === own[1]
  if (table.nameTable !== null && table.nameTableRead && isOwn)
    return {
      names: table.nameTable,
      proven: true,
      reason: `order read in a tree of ${table.kernel}`,
      cites: table.cites,
    }
  return {
    names: table.nameTable,
    proven: false,
    reason: `order taken over from the table of ${table.kernel}${table.nameTableRead ? '' : ', itself derived from its neighbours'}`,
    cites: table.cites,
  }
}
