import { bug, clamp, div, isqrt } from '../ints.ts'
import type { Behaviours } from '../kernels/behaviours.ts'
import type { Zone } from '../machine.ts'

/** alloc_flags of mm/internal.h as numbered up to 6.2 (kernel-mm.md 2.7). */
export const ALLOC_WMARK_MIN = 0x0
export const ALLOC_WMARK_LOW = 0x1
export const ALLOC_WMARK_HIGH = 0x2
export const ALLOC_WMARK_MASK = 0x3
export const ALLOC_NO_WATERMARKS = 0x4
/** 4.14 on. */
export const ALLOC_OOM = 0x8
export const ALLOC_HARDER = 0x10
export const ALLOC_HIGH = 0x20
export const ALLOC_CPUSET = 0x40

/** Lower clamp of the computed min_free_kbytes (kernel-mm.md 2.1). */
export const minFreeKbytesMin = 128
/** Default of watermark_scale_factor, in 10000ths of a zone (kernel-mm.md 2.2). */
export const watermarkScaleFactor = 10
/** sysctl_lowmem_reserve_ratio by zone type DMA, DMA32, Normal (kernel-mm.md 2.4). */
export const lowmemReserveRatio = [256, 256, 32] as const

/** min_free_kbytes as init_per_zone_wmark_min computes it from the lowmem pages (kernel-mm.md 2.1). */
export const minFreeKbytes = (lowmemPages: number, max: number): number =>
  clamp(isqrt(lowmemPages * 4 * 16), minFreeKbytesMin, max)

/** One zone's marks from its share of min_free_kbytes (kernel-mm.md 2.2). */
export const marksOf = (
  managedPages: number,
  lowmemPages: number,
  minFreeKb: number,
  step: Behaviours['watermarkStep'],
): { minPages: number; lowPages: number; highPages: number } => {
  const minPages = div((minFreeKb >> 2) * managedPages, lowmemPages)
  if (step === 'quarter-of-min')
    return { minPages, lowPages: minPages + (minPages >> 2), highPages: minPages + (minPages >> 1) }
  const gap = Math.max(minPages >> 2, div(managedPages * watermarkScaleFactor, 10_000))
  return { minPages, lowPages: minPages + gap, highPages: minPages + 2 * gap }
}

/**
 * Marks of a zone as "[PATCH 09/12] mm: page_alloc: private memory reserves for OOM-killing allocations" (March 2015, in
 * no release) would set them: what was MIN becomes a mark below it that only a request which called the OOM killer may
 * go down to. No mechanism reads it yet.
 */
export const privateReserveMarks = (
  minPages: number,
): { oomPages: number; minPages: number; lowPages: number; highPages: number } => ({
  oomPages: minPages,
  minPages: minPages + (minPages >> 3),
  lowPages: minPages + (minPages >> 2),
  highPages: minPages + (minPages >> 1),
})

/** lowmem_reserve of zone i against requests of class zone j: what the zones above it manage, by its ratio (2.4). */
export const lowmemReserve = (managed: readonly number[], i: number, j: number): number => {
  let above = 0
  for (let z = i + 1; z <= j; z++) above += managed[z] ?? 0
  const ratio = lowmemReserveRatio[i] ?? bug(`no lowmem_reserve_ratio for zone type ${i}`)
  return j <= i ? 0 : div(above, ratio)
}

/** Writes watermarks and reserves into all zones of a machine; zones are ordered by type. */
export const setWatermarks = (zones: readonly Zone[], k: Behaviours): void => {
  const lowmem = zones.reduce((sum, z) => sum + z.managedPages, 0)
  const minFreeKb = minFreeKbytes(lowmem, k.minFreeKbytesMax)
  for (const zone of zones) {
    Object.assign(zone, marksOf(zone.managedPages, lowmem, minFreeKb, k.watermarkStep))
    const managed = [0, 0, 0]
    for (const other of zones) if (other.node === zone.node) managed[other.type]! += other.managedPages
    zone.reservePages = managed.map((_, j) => lowmemReserve(managed, zone.type, j))
  }
}

/** What a mark is lowered to for these flags; the request passes only with more free than that (kernel-mm.md 2.5). */
export const loweredMark = (mark: number, allocFlags: number, rule: Behaviours['watermarkRule']): number => {
  let floor = mark
  if (rule === 'high-then-harder') {
    if (allocFlags & ALLOC_HIGH) floor -= floor >> 1
    if (allocFlags & ALLOC_HARDER) floor -= floor >> 2
    return floor
  }
  if (rule === 'high-then-oom-or-harder') {
    if (allocFlags & ALLOC_HIGH) floor -= floor >> 1
    if (allocFlags & ALLOC_OOM) return floor - (floor >> 1)
    return allocFlags & ALLOC_HARDER ? floor - (floor >> 2) : floor
  }
  if (allocFlags & ALLOC_HIGH) {
    floor -= floor >> 1
    if (allocFlags & ALLOC_HARDER) floor -= floor >> 2
  }
  return allocFlags & ALLOC_OOM ? floor - (floor >> 1) : floor
}

/** Mark that alloc_flags name. */
export const markOf = (zone: Zone, allocFlags: number): number => {
  const which = allocFlags & ALLOC_WMARK_MASK
  return which === ALLOC_WMARK_MIN ? zone.minPages : which === ALLOC_WMARK_LOW ? zone.lowPages : zone.highPages
}

/** __zone_watermark_ok for order 0 with so many pages free; ALLOC_NO_WATERMARKS is not looked at here. */
export const passesMark = (
  zone: Zone,
  classZone: number,
  allocFlags: number,
  rule: Behaviours['watermarkRule'],
  freePages: number,
): boolean => freePages > loweredMark(markOf(zone, allocFlags), allocFlags, rule) + (zone.reservePages[classZone] ?? 0)

/** __zone_watermark_ok for order 0, the only order this model hands out. */
export const watermarkOk = (
  zone: Zone,
  classZone: number,
  allocFlags: number,
  rule: Behaviours['watermarkRule'],
): boolean => passesMark(zone, classZone, allocFlags, rule, zone.freePages)
