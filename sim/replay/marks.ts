import { div, isqrt } from '../ints.ts'

/** Watermarks of one zone, pages, without boost. */
export type Marks = { readonly minPages: number; readonly lowPages: number; readonly highPages: number }

/** A zone as __setup_per_zone_wmarks looks at it. */
export type MarkZone = {
  readonly managedPages: number
  /** HighMem and Movable have a small min of their own; Movable only in kernels that count it so. */
  readonly hasOwnMin: boolean
}

/**
 * Watermarks of all zones after min_free_kbytes or watermark_scale_factor was written (kernel-mm.md 2.2): a share of
 * min_free_kbytes by managed pages; steps of a quarter of that or of the scale factor, in 10000ths of the zone.
 * `scaleFactor` null: 4.5 and older, steps of a quarter.
 */
export const zoneMarks = (
  zones: readonly MarkZone[],
  minFreeKbytes: number,
  scaleFactor: number | null,
  lowmemPages = zones.reduce((sum, z) => sum + (z.hasOwnMin ? 0 : z.managedPages), 0),
): readonly Marks[] =>
  zones.map(z => {
    const share = lowmemPages === 0 ? 0 : div((minFreeKbytes >> 2) * z.managedPages, lowmemPages)
    const minPages = z.hasOwnMin ? Math.max(32, Math.min(128, div(z.managedPages, 1024))) : share
    if (scaleFactor === null) return { minPages, lowPages: minPages + (share >> 2), highPages: minPages + (share >> 1) }
    const step = Math.max(share >> 2, div(z.managedPages * scaleFactor, 10_000))
    return { minPages, lowPages: minPages + step, highPages: minPages + 2 * step }
  })

/** lowmem_reserve of every zone against every class zone (kernel-mm.md 2.4); a ratio of 0 protects nothing. */
export const protections = (
  managedPages: readonly number[],
  ratios: readonly number[],
): readonly (readonly number[])[] =>
  managedPages.map((_, i) =>
    managedPages.map((__, j) => {
      const above = managedPages.slice(i + 1, j + 1).reduce((sum, n) => sum + n, 0)
      const ratio = ratios[i] ?? 0
      return j <= i || ratio === 0 || managedPages[i] === 0 ? 0 : div(above, ratio)
    }),
  )

/** Every T with isqrt(64 T) = min_free_kbytes: lowmem pages that init_per_zone_wmark_min may have counted. */
export const earlyManagedRange = (minFreeKbytes: number): readonly [from: number, to: number] => {
  const least = div(minFreeKbytes * minFreeKbytes + 63, 64)
  const most = div((minFreeKbytes + 1) * (minFreeKbytes + 1) - 1, 64)
  return [least, most]
}

/** What explains the marks of a guest at boot. */
export type EarlyCount = {
  /** Lowmem pages managed when the marks were set. */
  readonly managedPages: number
  /** T: what was counted for min_free_kbytes, managed pages less the high marks in force. */
  readonly countedPages: number
  /** True: counted a second time, with the marks of the first time in force. */
  readonly isRecount: boolean
}

const same = (a: Marks, b: Marks): boolean =>
  a.minPages === b.minPages && a.lowPages === b.lowPages && a.highPages === b.highPages

/**
 * The early count of managed lowmem pages that explains the marks of a two-zone guest at boot, when the initrd and
 * .init were not yet given back: the lower zone had its final size, the other what was left. min_free_kbytes comes
 * from managed pages less high marks (kernel-mm.md 2.1): none are in force the first time; a kernel that starts with
 * transparent huge pages off counts again. Null: neither explains them.
 */
export const earlyManaged = (
  minFreeKbytes: number,
  lower: Marks & { readonly managedPages: number },
  upper: Marks,
  scaleFactor: number,
): EarlyCount | null => {
  const [from, to] = earlyManagedRange(minFreeKbytes)
  const split = (managed: number) =>
    [lower.managedPages, managed - lower.managedPages].map(managedPages => ({ managedPages, hasOwnMin: false }))
  const explains = (managed: number): boolean => {
    const marks = zoneMarks(split(managed), minFreeKbytes, scaleFactor)
    return same(marks[0]!, lower) && same(marks[1]!, upper)
  }
  for (let managed = Math.max(from, lower.managedPages + 1); managed <= to; managed++)
    if (explains(managed)) return { managedPages: managed, countedPages: managed, isRecount: false }
  // High marks are a small part of a zone: an eighth is more than any scale factor below 625 takes.
  for (let managed = Math.max(from, lower.managedPages + 1); managed <= to + div(to, 8); managed++) {
    if (!explains(managed)) continue
    const first = zoneMarks(split(managed), isqrt(64 * managed), scaleFactor)
    const counted = managed - first.reduce((sum, m) => sum + m.highPages, 0)
    if (isqrt(64 * counted) === minFreeKbytes) return { managedPages: managed, countedPages: counted, isRecount: true }
  }
  return null
}
