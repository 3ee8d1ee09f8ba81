import type { Task } from '../machine.ts'
import type { World } from '../world.ts'
import { ALLOC_CPUSET, ALLOC_HARDER, ALLOC_HIGH, ALLOC_NO_WATERMARKS, ALLOC_WMARK_MIN } from './watermarks.ts'

/** gfp_to_alloc_flags of 4.4 (kernel-mm.md 3.1 step 2, read in mm/page_alloc.c@d0164adc). */
export const gfpToAllocFlags = (w: World, t: Task, gfp: number): number => {
  let flags = ALLOC_WMARK_MIN | ALLOC_CPUSET
  if (gfp & w.gfp.high) flags |= ALLOC_HIGH
  if (gfp & w.gfp.atomic) {
    if (!(gfp & w.gfp.noMemalloc)) flags |= ALLOC_HARDER
    flags &= ~ALLOC_CPUSET
  } else if (t.realtime) flags |= ALLOC_HARDER
  if (gfp & w.gfp.noMemalloc) return flags
  const marked = w.k.victimReserves === 'marked-thread' && t.memdie
  return gfp & w.gfp.memalloc || t.memalloc || marked ? flags | ALLOC_NO_WATERMARKS : flags
}
