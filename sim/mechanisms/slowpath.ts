import type { AllocFrame, SlowpathFrame } from '../frames.ts'
import { note, noteOnce } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { gfpToAllocFlags, hasVictimReserves, plainFlags, reserveFlag } from './alloc-flags.ts'
import { costUs } from './costs.ts'
import { getPageFromFreelist, nodesOf } from './freelist.ts'
import { shouldReclaimRetry } from './reclaim-retry.ts'
import { tryToFreePages } from './reclaim.ts'
import { printMask, printStall } from './report.ts'
import { fsReclaimAcquire, fsReclaimRelease, traceAlloc } from './lockdep.ts'
import { pushInvalidate, unmappedByReclaim } from './notifiers.ts'
import { noRequest } from './requests.ts'
import { currentGfpContext, enterScope, leaveScope } from './scopes.ts'
import { ALLOC_CPUSET, ALLOC_HARDER, ALLOC_HIGH, ALLOC_NO_WATERMARKS, ALLOC_WMARK_LOW } from './watermarks.ts'

/** PAGE_ALLOC_COSTLY_ORDER. */
export const costlyOrder = 3

/** Starts __alloc_pages_nodemask on top of a task's stack. */
export const pushAlloc = (t: Task, gfp: number, order: number): void => {
  t.frames.push({ fn: '__alloc_pages_nodemask', pc: 'fast', gfp, order })
}

/** Returns a page, or -1 for NULL, to the frame below. */
export const finishAlloc = (t: Task, page: Index): void => {
  t.frames.pop()
  t.page = page
  t.ret = page >= 0 ? 1 : 0
}

/** __alloc_pages_nodemask: one try above the low watermark, then the slow path. */
export const stepAlloc = (w: World, t: Task, f: AllocFrame, index: Index): number => {
  if (f.pc === 'fast') {
    traceAlloc(w, t, index, f.gfp)
    if (w.k.scopesApplied === 'entry') f.gfp = currentGfpContext(w, t, f.gfp)
    const page = getPageFromFreelist(w, f.gfp, f.order, ALLOC_WMARK_LOW | ALLOC_CPUSET, nodesOf(t))
    if (page >= 0) {
      finishAlloc(t, page)
      return costUs.fastPath
    }
    f.pc = 'slow'
    f.gfp = currentGfpContext(w, t, f.gfp)
    w.out.stallFromUs[index] = w.m.nowUs
    w.out.stallWarnedUs[index] = w.m.nowUs
    t.frames.push({
      fn: '__alloc_pages_slowpath',
      pc: w.k.reserveTry === 'in-its-place' ? 'plain' : 'retry',
      gfp: f.gfp,
      order: f.order,
      allocFlags: 0,
      progress: 0,
      reclaimed: 0,
      noProgressLoops: 0,
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
  finishAlloc(t, t.page)
  return costUs.fastPath
}

/** __alloc_pages_slowpath (kernel-mm.md 3.1 to 3.5); what differs from kernel to kernel is read from its behaviours. */
export const stepSlowpath = (w: World, t: Task, f: SlowpathFrame, index: Index): number => {
  switch (f.pc) {
    case 'plain': {
      // Once, before the rounds in which reserves take the place of the plain flags.
      const page = getPageFromFreelist(w, f.gfp, f.order, plainFlags(w, t, f.gfp), nodesOf(t))
      if (page >= 0) finishAlloc(t, page)
      else f.pc = 'retry'
      return costUs.slowPath
    }
    case 'retry':
      return retry(w, t, f)
    case 'highPriority': {
      // __alloc_pages_high_priority; wait_iff_congested does not wait, since nothing is congested here.
      const page = getPageFromFreelist(w, f.gfp, f.order, ALLOC_NO_WATERMARKS, nodesOf(t))
      if (page >= 0) {
        noteReserves(w, t, '__alloc_pages_high_priority', page)
        finishAlloc(t, page)
        return costUs.slowPath
      }
      if (f.gfp & w.gfp.noFail && w.k.highPriorityNoFail === 'loops-there') return costUs.slowPath
      return afterReserves(w, t, f)
    }
    case 'reclaim':
      warnStall(w, t, f, index)
      return beginReclaim(w, t, f, index)
    case 'unmapped':
      t.ret = noRequest
      leaveScope(t, 'noreclaim')
      fsReclaimRelease(w, index)
      return reclaim(w, t, f)
    case 'mayOomDone':
      return mayOomDone(w, t, f)
  }
}

const retry = (w: World, t: Task, f: SlowpathFrame): number => {
  // wake_all_kswapds would come here: this model has no kswapd.
  f.allocFlags = gfpToAllocFlags(w, t, f.gfp)
  const inPlace = w.k.reserveTry === 'in-its-place'
  const page = getPageFromFreelist(
    w,
    f.gfp,
    f.order,
    inPlace ? f.allocFlags : f.allocFlags & ~ALLOC_NO_WATERMARKS,
    nodesOf(t),
  )
  if (page >= 0) {
    if (inPlace && reserveFlag(w, t, f.gfp) !== 0) noteReserves(w, t, '__alloc_pages_slowpath', page)
    finishAlloc(t, page)
    return costUs.slowPath
  }
  if (!inPlace && f.allocFlags & ALLOC_NO_WATERMARKS) {
    f.pc = 'highPriority'
    return costUs.slowPath
  }
  return afterReserves(w, t, f)
}

/** What follows the tries for a page: who may not reclaim leaves. */
const afterReserves = (w: World, t: Task, f: SlowpathFrame): number => {
  const leaves =
    !(f.gfp & w.gfp.directReclaim) ||
    t.memalloc ||
    (w.k.victimLeaves === 'before-reclaim' && t.memdie && !(f.gfp & w.gfp.noFail))
  if (leaves) nopage(w, t, f)
  else f.pc = 'reclaim'
  return costUs.slowPath
}

/** Where direct reclaim unmaps pages of an address space with notifiers, they are called first: they may block here. */
const beginReclaim = (w: World, t: Task, f: SlowpathFrame, index: Index): number => {
  const mm = unmappedByReclaim(w, f.gfp, nodesOf(t))
  if (mm < 0) return reclaim(w, t, f)
  f.pc = 'unmapped'
  fsReclaimAcquire(w, t, index, f.gfp)
  enterScope(t, 'noreclaim')
  pushInvalidate(w, t, index, mm, -1, true)
  return costUs.reclaim
}

const reclaim = (w: World, t: Task, f: SlowpathFrame): number => {
  const { gfp } = w
  // Order 0: direct compaction is a no-op, before and after.
  f.progress = tryToFreePages(w, f.gfp, nodesOf(t))
  noteOnce(
    w.out,
    w.m,
    t.lane,
    f.progress > 0 ? 'reclaim' : 'reclaim-nothing',
    'try_to_free_pages',
    () => (f.progress > 0 ? `direct reclaim of ${t.lane} makes progress` : `direct reclaim of ${t.lane} finds nothing`),
    { progress: f.progress },
  )
  if (f.progress > 0) {
    const flags = w.k.reserveTry === 'in-its-place' ? f.allocFlags : f.allocFlags & ~ALLOC_NO_WATERMARKS
    const page = getPageFromFreelist(w, f.gfp, f.order, flags, nodesOf(t))
    if (page >= 0) {
      finishAlloc(t, page)
      return costUs.reclaim
    }
  }
  if (f.gfp & gfp.noRetry) {
    nopage(w, t, f)
    return costUs.reclaim
  }
  if (retries(w, t, f)) {
    f.pc = 'retry'
    return costUs.reclaim
  }
  f.pc = 'mayOomDone'
  t.frames.push({ fn: '__alloc_pages_may_oom', pc: 'trylock', gfp: f.gfp, order: f.order })
  return costUs.reclaim
}

/** Whether another round comes before the OOM killer is thought of. */
const retries = (w: World, t: Task, f: SlowpathFrame): boolean => {
  if (w.k.reclaimRetry !== 'progress-only') return shouldReclaimRetry(w, f, costlyOrder, nodesOf(t))
  const repeat = (f.gfp & w.gfp.repeat) !== 0
  if (repeat) f.reclaimed = Math.min(f.reclaimed + f.progress, 1 << f.order)
  return (f.progress > 0 && f.order <= costlyOrder) || (repeat && f.reclaimed < 1 << f.order)
}

const mayOomDone = (w: World, t: Task, f: SlowpathFrame): number => {
  if (t.page >= 0) {
    finishAlloc(t, t.page)
    return costUs.slowPath
  }
  const noMemalloc = (f.gfp & w.gfp.noMemalloc) !== 0
  const leaves =
    w.k.victimLeaves === 'after-may-oom' &&
    hasVictimReserves(w, t) &&
    // A fresh victim goes round once more, with its reserves.
    (noMemalloc || f.allocFlags === reserveFlag(w, t, f.gfp))
  if (f.progress === 0 || leaves) nopage(w, t, f)
  else {
    f.noProgressLoops = 0
    f.pc = 'retry'
  }
  return costUs.slowPath
}

/** Where others fail: __GFP_NOFAIL goes round again, from 4.12 on after a try of its own (9a67f6488eca). */
const nopage = (w: World, t: Task, f: SlowpathFrame): void => {
  const mustNotFail = (f.gfp & w.gfp.noFail) !== 0 && (f.gfp & w.gfp.directReclaim) !== 0
  if (!mustNotFail || w.k.noFailAtEnd === 'nothing') {
    finishAlloc(t, -1)
    return
  }
  const flags = w.k.noFailAtEnd === 'harder' ? ALLOC_HARDER : ALLOC_HIGH
  const page = getPageFromFreelist(w, f.gfp, f.order, flags | ALLOC_CPUSET, nodesOf(t))
  if (page >= 0) finishAlloc(t, page)
  else f.pc = 'retry'
}

export const noteReserves = (w: World, t: Task, fn: string, page: Index, why = ''): void =>
  noteOnce(
    w.out,
    w.m,
    t.lane,
    'reserves',
    fn,
    () =>
      `${t.lane} takes a page ${w.k.victimReserves === 'whole-process-half' && !why ? 'out of the reserves' : 'regardless of watermarks'}${why}`,
    { pagesFree: w.m.zones[page]!.freePages },
  )

/** "page allocation stalls": 4.9 to 4.14, every so many seconds in the slow path. Decides nothing. */
const warnStall = (w: World, t: Task, f: SlowpathFrame, index: Index): void => {
  const everyUs = w.k.stallWarningSeconds * 1_000_000
  if (everyUs === 0 || w.m.nowUs - w.out.stallWarnedUs[index]! < everyUs) return
  w.out.stallWarnedUs[index] = w.m.nowUs
  printStall(w, t, f.gfp, f.order, w.m.nowUs - w.out.stallFromUs[index]!)
}
