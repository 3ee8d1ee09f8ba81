import { gfpPermits, gfpTableFor } from '../../facts/index.ts'
import type { LogMask, MemInfo } from '../../model/index.ts'
import { div } from '../ints.ts'

/** One zone of a report against the mark that the request had to stay above, pages. */
export type ZoneCheck = {
  readonly node: number | null
  readonly name: string
  readonly freePages: number
  readonly minPages: number
  readonly lowPages: number
  readonly highPages: number
  readonly boostPages: number
  readonly managedPages: number | null
  /** lowmem_reserve against the class zone of the request; null when it is not known. */
  readonly reservePages: number | null
  /** min lowered by what the mask may use, plus the reserve: order 0 passes with more free than that. */
  readonly neededPages: number
  /** Order 0 passes here. For a higher order that is not enough: a block of that size must be free as well. */
  readonly passesOrder0: boolean
  /** A free block of the order or above; null when the report has no list of blocks. */
  readonly hasBlock: boolean | null
  /** False: the request may not take pages of this zone at all. */
  readonly isUsable: boolean
}

const zoneOrder = ['DMA', 'DMA32', 'Normal', 'HighMem', 'Movable']

/** Highest zone name that a mask allows (gfp_zone): __GFP_DMA, __GFP_DMA32, __GFP_HIGHMEM with __GFP_MOVABLE. */
const topZone = (mask: number, flags: Readonly<Record<string, { value: number }>>): string => {
  const has = (name: string) => {
    const bits = flags[name]?.value ?? 0
    return bits !== 0 && (mask & bits) === bits
  }
  if (has('__GFP_DMA')) return 'DMA'
  if (has('__GFP_DMA32')) return 'DMA32'
  if (has('__GFP_HIGHMEM')) return has('__GFP_MOVABLE') ? 'Movable' : 'HighMem'
  return 'Normal'
}

/**
 * Zones of a report as __zone_watermark_ok sees them. lowmem_reserve has one entry a zone type: with five of them
 * DMA, DMA32, Normal, Movable, Device; where a HighMem zone is printed, DMA, Normal, HighMem, Movable.
 */
export const zonesAgainst = (
  info: MemInfo,
  mask: LogMask | null,
  kernel: string | null,
  order = 0,
): readonly ZoneCheck[] => {
  const pageKb = info.pageKb ?? 4
  const pages = (kb: number): number => div(kb, pageKb)
  const found = kernel === null ? null : gfpTableFor(kernel)
  const table = found?.table ?? gfpTableFor('v6.12')!.table
  const top = mask === null ? 'Normal' : topZone(mask.value, table.flags)
  const permits = mask === null ? null : gfpPermits(mask.value, kernel ?? table.kernel, table, order)
  const [num, den] = permits?.fraction ?? [1, 1]
  const names = info.zones.map(z => z.name)
  const has32 = names.includes('DMA32')
  const types = names.includes('HighMem')
    ? ['DMA', ...(has32 ? ['DMA32'] : []), 'Normal', 'HighMem', 'Movable']
    : ['DMA', 'DMA32', 'Normal', 'Movable', 'Device']
  return info.zones.map(zone => {
    const reserves = zone.reservePages
    const at = types.indexOf(top === 'HighMem' && !types.includes('HighMem') ? 'Normal' : top)
    const reserve = reserves === null || at < 0 ? null : (reserves[Math.min(at, reserves.length - 1)] ?? null)
    const minPages = pages(zone.minKb)
    const neededPages = div(minPages * num, den) + (reserve ?? 0)
    const freePages = pages(zone.freeKb)
    return {
      node: zone.node,
      name: zone.name,
      freePages,
      minPages,
      lowPages: pages(zone.lowKb),
      highPages: pages(zone.highKb),
      boostPages: pages(zone.boostKb ?? 0),
      managedPages: zone.managedKb === null ? null : pages(zone.managedKb),
      reservePages: reserve,
      neededPages,
      passesOrder0: freePages > neededPages,
      hasBlock: zone.blocks === null ? null : zone.blocks.some(b => b.order >= Math.max(order, 0) && b.count > 0),
      isUsable: zoneOrder.indexOf(zone.name) <= zoneOrder.indexOf(top),
    }
  })
}
