import type { SlowpathFrame } from '../frames.ts'
import { divUp } from '../ints.ts'
import type { Index, Zone } from '../machine.ts'
import type { World } from '../world.ts'
import { highZone, onNodes } from './freelist.ts'
import { swappable } from './swap.ts'
import { ALLOC_WMARK_MASK, passesMark } from './watermarks.ts'

/** MAX_RECLAIM_RETRIES. */
export const reclaimRetriesMax = 16

/** zone_reclaimable_pages: file pages; anonymous ones only with free swap. */
const reclaimablePages = (w: World, zone: Zone, index: Index): number => {
  const pages = zone.fileClean + zone.fileBusy + swappable(w, index)
  return pages === 0 && w.k.nothingReclaimable === 'free-pages-again' ? zone.freePages : pages
}

/**
 * should_reclaim_retry from 4.7 on (kernel-mm.md 3.3): counts rounds without progress, and says yes while some zone
 * would be above MIN if all that can be reclaimed were.
 */
export const shouldReclaimRetry = (w: World, f: SlowpathFrame, costlyOrder: number, nodes: number): boolean => {
  f.noProgressLoops = f.progress > 0 && f.order <= costlyOrder ? 0 : f.noProgressLoops + 1
  if (f.noProgressLoops > reclaimRetriesMax) return false
  const limit = highZone(w, f.gfp)
  let classZone = -1
  for (let i = w.m.zones.length - 1; i >= 0; i--) {
    const zone = w.m.zones[i]!
    if (zone.type > limit || !onNodes(zone, nodes)) continue
    if (classZone < 0) classZone = zone.type
    const reclaimable = reclaimablePages(w, zone, i)
    const backOff =
      w.k.reclaimRetry === 'sixteen-with-back-off' ? divUp(f.noProgressLoops * reclaimable, reclaimRetriesMax) : 0
    const available = reclaimable - backOff + zone.freePages
    if (passesMark(zone, classZone, f.allocFlags & ~ALLOC_WMARK_MASK, w.k.watermarkRule, available)) return true
  }
  return false
}
