import type { Index, Mm } from '../machine.ts'
import type { World } from '../world.ts'
import { freePages } from './freelist.ts'
import { uncharge, upFrom } from './memcg.ts'

/** What may be taken: pages of these zones, of address spaces of this memory cgroup (-1: all). */
export type SwapScope = { readonly memcg: Index; readonly zoneType: number; readonly nodes: number }

const takes = (w: World, zone: Index, scope: SwapScope): boolean => {
  const z = w.m.zones[zone]!
  return z.type <= scope.zoneType && (scope.nodes === 0 || (scope.nodes & (1 << z.node)) !== 0)
}

/**
 * Swaps anonymous pages out, those of the oldest address spaces first (a stand-in for the LRU lists: who was touched
 * longest ago goes first). Returns how many pages came free.
 */
export const swapOut = (w: World, pagesMax: number, scope: SwapScope): number => {
  const { m } = w
  let left = Math.min(pagesMax, m.swapFreePages)
  const most = left
  for (const mm of m.mms) {
    if (left === 0) break
    if (mm.users === 0 || (scope.memcg >= 0 && !upFrom(m, mm.memcg).includes(scope.memcg))) continue
    for (let zone = 0; zone < m.zones.length && left > 0; zone++) {
      const take = takes(w, zone, scope) ? Math.min(mm.pages.anon[zone]!, left) : 0
      if (take === 0) continue
      mm.pages.anon[zone]! -= take
      mm.swapPages += take
      m.swapFreePages -= take
      left -= take
      freePages(w, zone, take)
      uncharge(m, mm.memcg, take)
    }
  }
  return most - left
}

/** Gives back the swap slots of an address space that is torn down or reaped. */
export const dropSwap = (w: World, mm: Mm): void => {
  w.m.swapFreePages += mm.swapPages
  mm.swapPages = 0
}

/** Anonymous pages of a zone that could be swapped out now. */
export const swappable = (w: World, zone: Index): number => {
  if (w.m.swapFreePages === 0) return 0
  let pages = 0
  for (const mm of w.m.mms) pages += mm.pages.anon[zone]!
  return pages
}
