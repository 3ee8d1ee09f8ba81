import { bug } from '../ints.ts'
import { watchFree } from '../ledger.ts'
import type { Index, Task, Zone } from '../machine.ts'
import type { World } from '../world.ts'
import { ALLOC_NO_WATERMARKS, markOf, watermarkOk } from './watermarks.ts'

/** gfp_zone: the highest zone type a mask may use. HIGHMEM and MOVABLE end at Normal: this model has no zone above it. */
export const highZone = (w: World, gfp: number): number => (gfp & w.gfp.dma ? 0 : gfp & w.gfp.dma32 ? 1 : 2)

/** Whether a zone belongs to the nodes (as bits, 0 for all) that a request is bound to. */
export const onNodes = (zone: Zone, nodes: number): boolean => nodes === 0 || (nodes & (1 << zone.node)) !== 0

/** Nodes that the request of a task is bound to: by the policy of the area, else by its own. */
export const nodesOf = (t: Task): number => t.requestNodes || t.policyNodes

/**
 * get_page_from_freelist: the first zone of the zonelist (highest type first) that passes its watermark gives one
 * page. `nodes` binds it to some nodes. Returns the zone's index, or -1 for NULL (kernel-mm.md 2.5; order 0 only: free pages have no order here).
 */
export const getPageFromFreelist = (w: World, gfp: number, order: number, allocFlags: number, nodes = 0): Index => {
  if (order !== 0) bug('free pages have no order in this model: only order 0 can be handed out')
  const { m } = w
  const limit = highZone(w, gfp)
  let classZone = -1
  for (let i = m.zones.length - 1; i >= 0; i--) {
    const zone = m.zones[i]!
    if (zone.type > limit || !onNodes(zone, nodes)) continue
    if (classZone < 0) classZone = zone.type
    const free =
      allocFlags & ALLOC_NO_WATERMARKS
        ? zone.freePages > 0
        : watermarkOk(zone, classZone, allocFlags, w.k.watermarkRule)
    if (!free) continue
    if (zone.freePages <= zone.minPages && allocFlags & ALLOC_NO_WATERMARKS) w.out.measures.reserveAllocs++
    zone.freePages--
    watchFree(w.out, m)
    return i
  }
  return -1
}

/** Gives pages back to a zone, and forgets what was scanned there (free_pcppages_bulk up to 4.7, kernel-mm.md 3.1). */
export const freePages = (w: World, zone: Index, pages: number): void => {
  if (pages === 0) return
  const z = w.m.zones[zone] ?? bug(`no zone ${zone}`)
  z.freePages += pages
  z.pagesScanned = 0
  watchFree(w.out, w.m)
}

/** The mark a zone would have to be above for these flags, for the words of an event. */
export const markPages = (w: World, allocFlags: number): number => {
  const zone = w.m.zones[w.m.zones.length - 1] ?? bug('a machine without zones')
  return markOf(zone, allocFlags)
}
