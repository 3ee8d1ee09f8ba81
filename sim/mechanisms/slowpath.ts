import type { AllocFrame, MayOomFrame, SlowpathFrame } from '../frames.ts'
import { bug } from '../ints.ts'
import { note, noteOnce } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { gfpToAllocFlags } from './alloc-flags.ts'
import { costUs } from './costs.ts'
import { getPageFromFreelist, highZone } from './freelist.ts'
import { tryLock, unlockWrite } from './locks.ts'
import { tryToFreePages } from './reclaim.ts'
import { printMask } from './report.ts'
import { sleepJiffies } from './schedule.ts'
import { ALLOC_CPUSET, ALLOC_NO_WATERMARKS, ALLOC_WMARK_HIGH, ALLOC_WMARK_LOW } from './watermarks.ts'

/** PAGE_ALLOC_COSTLY_ORDER. */
export const costlyOrder = 3

/** Starts __alloc_pages_nodemask on top of a task's stack. */
export const pushAlloc = (t: Task, gfp: number, order: number): void => {
  t.frames.push({ fn: '__alloc_pages_nodemask', pc: 'fast', gfp, order })
}

/** Returns a page, or -1 for NULL, to the frame below. */
const finish = (t: Task, page: Index): void => {
  t.frames.pop()
  t.page = page
  t.ret = page >= 0 ? 1 : 0
}

/** __alloc_pages_nodemask: one try above the low watermark, then the slow path. */
export const stepAlloc = (w: World, t: Task, f: AllocFrame, index: Index): number => {
  if (f.pc === 'fast') {
    const page = getPageFromFreelist(w, f.gfp, f.order, ALLOC_WMARK_LOW | ALLOC_CPUSET)
    if (page >= 0) {
      finish(t, page)
      return costUs.fastPath
    }
    f.pc = 'slow'
    w.out.stallFromUs[index] = w.m.nowUs
    t.frames.push({
      fn: '__alloc_pages_slowpath',
      pc: 'retry',
      gfp: f.gfp,
      order: f.order,
      allocFlags: 0,
      progress: 0,
      reclaimed: 0,
    })
    noteOnce(
      w.out,
      w.m,
      t.lane,
      'alloc-slow',
      '__alloc_pages_slowpath',
      () => `${t.lane} finds no page above the low watermark and enters the slow path with ${printMask(w, f.gfp)}`,
      { gfp: f.gfp, order: f.order, pagesFree: w.m.zones[0]!.freePages },
    )
    return costUs.fastPath
  }
  const stalled = w.m.nowUs - (w.out.stallFromUs[index] ?? w.m.nowUs)
  if (stalled > w.out.longestStallUs) w.out.longestStallUs = stalled
  w.out.stallFromUs[index] = -1
  if (t.page < 0) {
    w.out.measures.failedAllocs++
    note(w.out, w.m, t.lane, 'alloc-failed', 'warn_alloc_failed', `${t.lane} gets NULL`, { gfp: f.gfp, order: f.order })
  }
  finish(t, t.page)
  return costUs.fastPath
}

/** __alloc_pages_slowpath of v4.2 .. v4.6 (kernel-mm.md 3.2; read in mm/page_alloc.c@d0164adc). */
export const stepSlowpath = (w: World, t: Task, f: SlowpathFrame): number => {
  const { gfp } = w
  switch (f.pc) {
    case 'retry': {
      // wake_all_kswapds would come here: this model has no kswapd.
      f.allocFlags = gfpToAllocFlags(w, t, f.gfp)
      const page = getPageFromFreelist(w, f.gfp, f.order, f.allocFlags & ~ALLOC_NO_WATERMARKS)
      if (page >= 0) {
        finish(t, page)
        return costUs.slowPath
      }
      if (f.allocFlags & ALLOC_NO_WATERMARKS) {
        f.pc = 'highPriority'
        return costUs.slowPath
      }
      return afterReserves(w, t, f)
    }
    case 'highPriority': {
      // __alloc_pages_high_priority; wait_iff_congested does not wait, since nothing is congested here.
      const page = getPageFromFreelist(w, f.gfp, f.order, ALLOC_NO_WATERMARKS)
      if (page >= 0) {
        noteOnce(
          w.out,
          w.m,
          t.lane,
          'reserves',
          '__alloc_pages_high_priority',
          () => `${t.lane} takes a page regardless of watermarks`,
          { pagesFree: w.m.zones[page]!.freePages },
        )
        finish(t, page)
        return costUs.slowPath
      }
      if (f.gfp & gfp.noFail && w.k.highPriorityNoFail === 'loops-there') return costUs.slowPath
      return afterReserves(w, t, f)
    }
    case 'reclaim': {
      // Order 0: direct compaction is a no-op, before and after.
      f.progress = tryToFreePages(w, f.gfp)
      noteOnce(
        w.out,
        w.m,
        t.lane,
        f.progress > 0 ? 'reclaim' : 'reclaim-nothing',
        'try_to_free_pages',
        () =>
          f.progress > 0 ? `direct reclaim of ${t.lane} makes progress` : `direct reclaim of ${t.lane} finds nothing`,
        { progress: f.progress },
      )
      if (f.progress > 0) {
        const page = getPageFromFreelist(w, f.gfp, f.order, f.allocFlags & ~ALLOC_NO_WATERMARKS)
        if (page >= 0) {
          finish(t, page)
          return costUs.reclaim
        }
      }
      if (f.gfp & gfp.noRetry) {
        finish(t, -1)
        return costUs.reclaim
      }
      if (f.gfp & gfp.repeat) f.reclaimed = Math.min(f.reclaimed + f.progress, 1 << f.order)
      if ((f.progress > 0 && f.order <= costlyOrder) || (f.gfp & gfp.repeat && f.reclaimed < 1 << f.order)) {
        f.pc = 'retry'
        return costUs.reclaim
      }
      f.pc = 'mayOomDone'
      t.frames.push({ fn: '__alloc_pages_may_oom', pc: 'trylock', gfp: f.gfp, order: f.order })
      return costUs.reclaim
    }
    case 'mayOomDone':
      if (t.page >= 0 || f.progress === 0) finish(t, t.page)
      else f.pc = 'retry'
      return costUs.slowPath
  }
}

/** What follows the tries for a page in the slow path: who may not reclaim leaves. */
const afterReserves = (w: World, t: Task, f: SlowpathFrame): number => {
  const leaves =
    !(f.gfp & w.gfp.directReclaim) ||
    t.memalloc ||
    (t.memdie && !(f.gfp & w.gfp.noFail) && w.k.victimLeaves === 'before-reclaim')
  if (leaves) finish(t, -1)
  else f.pc = 'reclaim'
  return costUs.slowPath
}

/** __alloc_pages_may_oom of 4.2 .. 4.6 (kernel-mm.md 3.6). Its did_some_progress is the slow path's. */
export const stepMayOom = (w: World, t: Task, f: MayOomFrame, index: Index): number => {
  const { m, gfp } = w
  const caller = t.frames[t.frames.length - 2]
  if (caller?.fn !== '__alloc_pages_slowpath') return bug('__alloc_pages_may_oom has no slow path below it')
  const noFail = (f.gfp & gfp.noFail) !== 0
  const leave = (page: Index): number => {
    unlockWrite(w, m.oomLock, index)
    finish(t, page)
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
        finish(t, -1)
        sleepJiffies(m, index, 1, 'uninterruptible')
        return costUs.mayOom
      }
      f.pc = 'lastTry'
      return costUs.mayOom
    case 'lastTry': {
      const page = getPageFromFreelist(w, f.gfp, f.order, ALLOC_WMARK_HIGH | ALLOC_CPUSET)
      if (page >= 0) return leave(page)
      if (!noFail || !w.k.noFailPassesSkips) {
        if (t.dumpcore || f.order > costlyOrder || highZone(w, f.gfp) < 2) return leave(-1)
        if (!(f.gfp & gfp.fs) && w.k.noFsRequest === 'progress-without-oom') {
          noteOnce(
            w.out,
            m,
            t.lane,
            'oom-skipped',
            '__alloc_pages_may_oom',
            () => `${t.lane} may not call the OOM killer without __GFP_FS, and loops`,
          )
          caller.progress = 1
          return leave(-1)
        }
        if (f.gfp & gfp.thisNode) return leave(-1)
      }
      f.pc = 'killed'
      t.frames.push({ fn: 'out_of_memory', pc: 'enter', gfp: f.gfp, order: f.order })
      return costUs.mayOom
    }
    case 'killed': {
      const done = t.ret > 0
      if (done || noFail) caller.progress = 1
      const page =
        noFail && w.k.noFailAfterOom === 'no-watermarks'
          ? getPageFromFreelist(w, f.gfp, f.order, ALLOC_NO_WATERMARKS | ALLOC_CPUSET)
          : -1
      if (page >= 0)
        noteOnce(
          w.out,
          m,
          t.lane,
          'reserves',
          '__alloc_pages_may_oom',
          () => `${t.lane} takes a page regardless of watermarks (__GFP_NOFAIL)`,
          { pagesFree: m.zones[page]!.freePages },
        )
      return leave(page)
    }
  }
}
