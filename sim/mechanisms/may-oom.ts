import type { MayOomFrame } from '../frames.ts'
import { bug } from '../ints.ts'
import { noteOnce } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { costUs } from './costs.ts'
import { getPageFromFreelist, highZone, nodesOf } from './freelist.ts'
import { tryLock, unlockWrite } from './locks.ts'
import { sleepJiffies } from './schedule.ts'
import { costlyOrder, finishAlloc, noteReserves } from './slowpath.ts'
import { ALLOC_CPUSET, ALLOC_NO_WATERMARKS, ALLOC_WMARK_HIGH } from './watermarks.ts'

/** A reason of __alloc_pages_may_oom not to call out_of_memory; `progress`: the request loops instead of failing. */
type Skip = { readonly progress: boolean } | null

/** The skip table (kernel-mm.md 3.6), in its order. */
const skipOf = (w: World, t: Task, f: MayOomFrame): Skip => {
  const { gfp, k } = w
  if (f.gfp & gfp.noFail && k.noFailPassesSkips) return null
  if (t.dumpcore || f.order > costlyOrder) return { progress: false }
  if (k.repeatFlag === 'may-fail' && f.gfp & gfp.repeat) return { progress: false }
  // A kill frees memory of every zone; a request bound to the lowest ones may get none of it.
  if (highZone(w, f.gfp) < 2) return { progress: false }
  if (!(f.gfp & gfp.fs) && k.noFsRequest !== 'calls-oom') return { progress: k.noFsRequest === 'progress-without-oom' }
  return f.gfp & gfp.thisNode ? { progress: false } : null
}

/**
 * __alloc_pages_may_oom (kernel-mm.md 3.6). Its did_some_progress is the slow path's. One zonelist: the bits of its
 * zones (up to 4.1) exclude others just as oom_lock does.
 */
export const stepMayOom = (w: World, t: Task, f: MayOomFrame, index: Index): number => {
  const { m, gfp } = w
  const caller = t.frames[t.frames.length - 2]
  if (caller?.fn !== '__alloc_pages_slowpath') return bug('__alloc_pages_may_oom has no slow path below it')
  const noFail = (f.gfp & gfp.noFail) !== 0
  const leave = (page: Index): number => {
    unlockWrite(w, m.oomLock, index)
    finishAlloc(t, page)
    return costUs.mayOom
  }
  switch (f.pc) {
    case 'trylock':
      caller.progress = 0
      if (!tryLock(w, m.oomLock, index)) {
        w.out.measures.oomLockLost++
        noteOnce(
          w.out,
          m,
          t.lane,
          'oom-lock-lost',
          '__alloc_pages_may_oom',
          () => `${t.lane} finds oom_lock taken: counts it as progress and sleeps a jiffy`,
        )
        caller.progress = 1
        finishAlloc(t, -1)
        sleepJiffies(m, index, 1, 'uninterruptible')
        return costUs.mayOom
      }
      f.pc = 'lastTry'
      return costUs.mayOom
    case 'lastTry': {
      const page = getPageFromFreelist(w, f.gfp, f.order, ALLOC_WMARK_HIGH | ALLOC_CPUSET, nodesOf(t))
      if (page >= 0) return leave(page)
      const skip = skipOf(w, t, f)
      if (skip !== null) {
        if (skip.progress) {
          noteOnce(
            w.out,
            m,
            t.lane,
            'oom-skipped',
            '__alloc_pages_may_oom',
            () => `${t.lane} may not call the OOM killer without __GFP_FS, and loops`,
          )
          caller.progress = 1
        }
        return leave(-1)
      }
      f.pc = 'killed'
      t.frames.push({ fn: 'out_of_memory', pc: 'enter', gfp: f.gfp, order: f.order, memcg: -1 })
      return costUs.mayOom
    }
    case 'killed': {
      const done = t.ret > 0
      if (done || noFail) caller.progress = 1
      const page =
        noFail && w.k.noFailAfterOom === 'no-watermarks'
          ? getPageFromFreelist(w, f.gfp, f.order, ALLOC_NO_WATERMARKS | ALLOC_CPUSET, nodesOf(t))
          : -1
      if (page >= 0) noteReserves(w, t, '__alloc_pages_may_oom', page, ' (__GFP_NOFAIL)')
      return leave(page)
    }
  }
}
