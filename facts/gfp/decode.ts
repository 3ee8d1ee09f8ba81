import type { Certainty, Cite, KernelVersion } from '../../model/index.ts'
import { formatGfp } from './format.ts'
import { gfpNameOrder } from './name-order.ts'
import { gfpPermits } from './permits.ts'
import type { GfpPermits } from './permits.ts'
import { gfpTableFor } from './standin.ts'

/** Highest mask that is decoded: gfp_t is an unsigned int. */
export const gfpMaskMax = 0xffff_ffff

/** A mask taken apart for one kernel. */
export type GfpDecoded = GfpPermits & {
  readonly mask: number
  readonly kernel: KernelVersion
  /** The table whose numbers were used, and how surely they are this kernel's. */
  readonly table: KernelVersion
  readonly sure: Certainty
  readonly reason: string
  /** Names in the order printed; before 4.6, where nothing is printed, of the single bits. */
  readonly names: readonly string[]
  /** What %pGg prints: null before 4.6, empty for 0 (the log then shows `0x0()`). */
  readonly printed: string | null
  /** True: the order of names was not read in this release's source. */
  readonly unproven: boolean
  readonly orderReason: string
  readonly orderCites: readonly Cite[]
  /** Every set bit of a known name, lowest first; then `unknown`, what no name covers. */
  readonly bits: readonly { readonly name: string; readonly value: number }[]
  readonly unknown: number
}

/** Takes a mask apart for a kernel; null when the text names no kernel version, or one that was never released. */
export const decodeGfp = (mask: number, kernel: KernelVersion, order = 0): GfpDecoded | null => {
  const found = gfpTableFor(kernel)
  if (found === null || !Number.isSafeInteger(mask) || mask < 0 || mask > gfpMaskMax) return null
  const { table } = found
  const nameOrder = gfpNameOrder(kernel, table)
  const printed = formatGfp(mask, { ...table, nameTable: nameOrder.names })
  const bits = Object.values(table.flags)
    .filter(f => f.kind === 'bit' && f.value !== 0 && (BigInt(mask) & BigInt(f.value)) === BigInt(f.value))
    .sort((a, b) => a.value - b.value)
    .map(({ name, value }) => ({ name, value }))
  const covered = bits.reduce((sum, b) => sum | BigInt(b.value), 0n)
  return {
    ...gfpPermits(mask, kernel, table, order),
    mask,
    kernel,
    table: table.kernel,
    sure: found.sure,
    reason: found.reason,
    names: printed === null ? bits.map(b => b.name) : printed === '' ? [] : printed.split('|'),
    printed,
    unproven: printed !== null && !nameOrder.proven,
    orderReason: nameOrder.reason,
    orderCites: nameOrder.cites,
    bits,
    unknown: Number(BigInt(mask) & ~covered),
  }
}

/** First release of each stretch that one table and one order of names stand for, from 4.6 on, oldest first. */
const stretches = ['v4.6', 'v4.10', 'v4.12', 'v4.13', 'v4.18', 'v5.1', 'v5.14', 'v6.3', 'v6.15'] as const

/** Which kernels print this mask with these names: first release, and the first one that does not any more. */
export type GfpPrintRange = { readonly from: KernelVersion; readonly before: KernelVersion | null }

/** Ranges of kernels whose %pGg prints `names` for `mask`, neighbours joined; empty when none known does. */
export const gfpKernelsPrinting = (mask: number, names: string): readonly GfpPrintRange[] => {
  const ranges: { from: KernelVersion; before: KernelVersion | null }[] = []
  stretches.forEach((from, i) => {
    if (decodeGfp(mask, from)?.printed !== names) return
    const last = ranges.at(-1)
    const before = stretches[i + 1] ?? null
    if (last !== undefined && last.before === from) last.before = before
    else ranges.push({ from, before })
  })
  return ranges
}
