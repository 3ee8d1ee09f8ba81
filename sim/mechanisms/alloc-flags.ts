import type { Task } from '../machine.ts'
import type { World } from '../world.ts'
import {
  ALLOC_CPUSET,
  ALLOC_HARDER,
  ALLOC_HIGH,
  ALLOC_NO_WATERMARKS,
  ALLOC_OOM,
  ALLOC_WMARK_MIN,
} from './watermarks.ts'

/** Whether a request that cannot sleep is one of those that dig deeper (gfp_to_alloc_flags). */
const isHarder = (w: World, gfp: number): boolean => {
  const { gfp: bits, k } = w
  if (k.harderFor === 'atomic-flag') return (gfp & bits.atomic) !== 0
  if (gfp & bits.directReclaim) return false
  return k.harderFor === 'no-direct-reclaim' || !(gfp & bits.noKswapd)
}

/** gfp_to_alloc_flags without reserves (kernel-mm.md 3.1 step 2, 3.3, 3.5). ALLOC_HARDER stands for ALLOC_NON_BLOCK from 6.3 on. */
export const plainFlags = (w: World, t: Task, gfp: number): number => {
  let flags = ALLOC_WMARK_MIN | ALLOC_CPUSET
  if (gfp & w.gfp.high) flags |= ALLOC_HIGH
  if (isHarder(w, gfp)) {
    if (!(gfp & w.gfp.noMemalloc)) flags |= ALLOC_HARDER
    // From 6.3 on the cpuset is ignored only with __GFP_HIGH, which is what makes a request atomic there.
    if (w.k.harderFor !== 'no-direct-reclaim' || gfp & w.gfp.high) flags &= ~ALLOC_CPUSET
  } else if (t.realtime) flags |= w.k.realtimeMark === 'harder' ? ALLOC_HARDER : ALLOC_HIGH
  return flags
}

/** True for a thread that may use what is kept for victims (kernel-mm.md 4.5). */
export const hasVictimReserves = (w: World, t: Task): boolean => {
  if (w.k.victimReserves === 'marked-thread') return t.memdie
  return w.k.victimReserves === 'whole-process-half' && w.m.processes[t.process]!.oomMm >= 0
}

/** The flag by which a request may dig into reserves, 0 for none (gfp_pfmemalloc_allowed, __gfp_pfmemalloc_flags). */
export const reserveFlag = (w: World, t: Task, gfp: number): number => {
  if (gfp & w.gfp.noMemalloc) return 0
  if (gfp & w.gfp.memalloc || t.memalloc) return ALLOC_NO_WATERMARKS
  if (!hasVictimReserves(w, t)) return 0
  return w.k.victimReserves === 'whole-process-half' ? ALLOC_OOM : ALLOC_NO_WATERMARKS
}

/** gfp_to_alloc_flags with reserves. Where they are tried in place of the plain flags they replace them. */
export const gfpToAllocFlags = (w: World, t: Task, gfp: number): number => {
  const reserve = reserveFlag(w, t, gfp)
  if (reserve !== 0 && w.k.reserveTry === 'in-its-place') return reserve
  return plainFlags(w, t, gfp) | reserve
}
