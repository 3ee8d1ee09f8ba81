import type { World } from '../world.ts'
import { freePages, highZone, onNodes } from './freelist.ts'
import { swapOut } from './swap.ts'

/** SWAP_CLUSTER_MAX and DEF_PRIORITY (kernel-mm.md 3.8). */
export const swapClusterMax = 32
export const defPriority = 12
/** zone_reclaimable: scanned less than this many times over (kernel-mm.md 3.1). */
export const scannedTimesMax = 6

/**
 * try_to_free_pages up to 4.6, simplified: clean file cache is freed, up to SWAP_CLUSTER_MAX pages a call; cache that
 * is busy is scanned at each priority and stays; anonymous pages go to swap where there is some, and are neither scanned nor
 * counted otherwise.
 * Returns pages freed, else 1 while a zone is reclaimable in the sense of `zone_reclaimable`, else 0.
 */
export const tryToFreePages = (w: World, gfp: number, nodes = 0): number => {
  const limit = highZone(w, gfp)
  let freed = 0
  let reclaimable = false
  for (let priority = defPriority; priority >= 0 && freed < swapClusterMax; priority--) {
    reclaimable = false
    for (let i = w.m.zones.length - 1; i >= 0; i--) {
      const zone = w.m.zones[i]!
      if (zone.type > limit || !onNodes(zone, nodes)) continue
      const lru = zone.fileClean + zone.fileBusy
      const zoneReclaimable = zone.pagesScanned < scannedTimesMax * lru
      // A zone that is not reclaimable is left to kswapd, except at the first priority.
      if (priority !== defPriority && !zoneReclaimable) continue
      const take = Math.min(zone.fileClean, swapClusterMax - freed)
      zone.pagesScanned += Math.max(lru >> priority, take)
      if (take > 0) {
        zone.fileClean -= take
        freePages(w, i, take)
        freed += take
      }
      if (zone.pagesScanned < scannedTimesMax * (zone.fileClean + zone.fileBusy)) reclaimable = true
    }
  }
  w.out.measures.reclaimRounds++
  if (freed < swapClusterMax) freed += swapOut(w, swapClusterMax - freed, { memcg: -1, zoneType: limit, nodes })
  if (freed > 0) return freed
  return w.k.reclaimProgress === 'zone-reclaimable' && reclaimable ? 1 : 0
}
