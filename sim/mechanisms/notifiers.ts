import type { CallbackOp } from '../callbacks.ts'
import type { InvalidateFrame, ReapVmasFrame } from '../frames.ts'
import { bug, div } from '../ints.ts'
import { note, noteOnce, printk } from '../ledger.ts'
import type { Index, Machine, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { pagesOf } from './badness.ts'
import { takeCompletion } from './completions.ts'
import { costUs } from './costs.ts'
import { freePages, highZone, onNodes } from './freelist.ts'
import { mightSleep, notifierMapAcquire, notifierMapRelease } from './lockdep.ts'
import { lockOrSleep, tryLock, unlockWrite } from './locks.ts'
import { swapClusterMax } from './reclaim.ts'
import { noRequest } from './requests.ts'
import { sleepJiffies } from './schedule.ts'

/** mm_has_notifiers: exit_mmap begins by taking them off. */
export const hasNotifiers = (m: Machine, mm: Index): boolean =>
  m.notifiers.length > 0 && m.mms[mm]!.users > 0 && m.notifiers.some(n => n.mm === mm)

/**
 * The address space with notifiers from which direct reclaim of this request would take pages next, or -1: pages go to
 * swap, the oldest address space first, once clean cache is used up, and only with __GFP_IO. Such a page is unmapped
 * first, and that calls the notifiers.
 */
export const unmappedByReclaim = (w: World, gfp: number, nodes: number): Index => {
  const { m } = w
  if (m.notifiers.length === 0 || m.swapFreePages === 0 || !(gfp & w.gfp.io)) return -1
  const limit = highZone(w, gfp)
  const isOpen = m.zones.map(z => z.type <= limit && onNodes(z, nodes))
  let left = Math.min(swapClusterMax, m.swapFreePages)
  m.zones.forEach((z, i) => (left -= isOpen[i] ? z.fileClean : 0))
  for (let i = 0; i < m.mms.length && left > 0; i++) {
    const { users, pages } = m.mms[i]!
    const taken = users === 0 ? 0 : pages.anon.reduce((sum, n, zone) => sum + (isOpen[zone] ? n : 0), 0)
    if (taken > 0 && hasNotifiers(m, i)) return i
    left -= taken
  }
  return -1
}

/**
 * Starts __mmu_notifier_invalidate_range_start over one VM area (-1: all) on top of a task's stack. Returns 1, or 0 when
 * a callback said -EAGAIN, to the frame below.
 */
export const pushInvalidate = (w: World, t: Task, index: Index, mm: Index, vma: number, blockable: boolean): void => {
  notifierMapAcquire(w, index)
  t.frames.push({
    fn: '__mmu_notifier_invalidate_range_start',
    pc: 'next',
    mm,
    vma,
    blockable,
    notifier: 0,
    opIndex: 0,
    again: 0,
  })
}

/** Every callback of the range is called, also after one said -EAGAIN (kernel-mm.md 6.1, 6.2). */
export const stepInvalidate = (w: World, t: Task, f: InvalidateFrame, index: Index): number => {
  const { m } = w
  switch (f.pc) {
    case 'next': {
      const covers = (i: number): boolean => {
        const n = m.notifiers[i]!
        return n.mm === f.mm && (f.vma < 0 || (f.vma >= n.firstVma && f.vma < n.firstVma + n.vmas))
      }
      while (f.notifier < m.notifiers.length && !covers(f.notifier)) f.notifier++
      if (f.notifier < m.notifiers.length && m.mms[f.mm]!.users > 0) {
        f.pc = 'op'
        f.opIndex = 0
        return costUs.op
      }
      notifierMapRelease(w, index)
      t.frames.pop()
      t.ret = f.again ? 0 : 1
      return costUs.op
    }
    case 'op': {
      const op = m.notifiers[f.notifier]!.callback[f.opIndex]
      if (op === undefined) {
        f.pc = 'next'
        f.notifier++
        return costUs.op
      }
      return stepCallback(w, t, f, index, op)
    }
    case 'alloced':
      // What a callback allocates it gives back at once; NULL is nothing that it can pass on.
      if (t.page >= 0) freePages(w, t.page, 1)
      t.page = -1
      t.ret = noRequest
      f.opIndex++
      f.pc = 'op'
      return costUs.op
  }
}

const stepCallback = (w: World, t: Task, f: InvalidateFrame, index: Index, op: CallbackOp): number => {
  const { m, k } = w
  // Where callbacks are not told, all of them block.
  const mayBlock = f.blockable || k.notifierNonblock === 'unknown'
  switch (op.op) {
    case 'mutexLockOrAgain':
      if (!mayBlock) {
        if (tryLock(w, op.lock, index)) f.opIndex++
        else sayAgain(w, t, f, index)
        return costUs.lock
      }
    // falls through
    case 'mutexLock':
      f.opIndex++
      lockOrSleep(w, op.lock, index, 'write')
      return costUs.lock
    case 'unlock':
      f.opIndex++
      unlockWrite(w, op.lock, index)
      return costUs.lock
    case 'again':
      if (mayBlock) f.opIndex++
      else sayAgain(w, t, f, index)
      return costUs.op
    case 'sleep':
      f.opIndex++
      mightSleep(w, t, 'a sleep')
      sleepJiffies(m, index, op.jiffies, 'uninterruptible')
      return costUs.op
    case 'wait':
      f.opIndex++
      takeCompletion(w, t, op.completion, index)
      return costUs.op
    case 'alloc':
      if (op.order !== 0) bug('a callback allocates single pages')
      f.pc = 'alloced'
      t.frames.push({ fn: '__alloc_pages_nodemask', pc: 'fast', gfp: op.gfp, order: op.order })
      return costUs.op
  }
}

/** -EAGAIN: the callback lets go of its locks and returns; the next one is called. */
const sayAgain = (w: World, t: Task, f: InvalidateFrame, index: Index): void => {
  const { name, callback } = w.m.notifiers[f.notifier]!
  const held: Index[] = []
  for (const op of callback.slice(0, f.opIndex))
    if (op.op === 'mutexLock' || op.op === 'mutexLockOrAgain') held.push(op.lock)
    else if (op.op === 'unlock') held.splice(held.lastIndexOf(op.lock), 1)
  for (const lock of held.reverse()) unlockWrite(w, lock, index)
  f.again = 1
  noteOnce(
    w.out,
    w.m,
    t.lane,
    'notifier-again',
    '__mmu_notifier_invalidate_range_start',
    () => `${name} would have to block and says -EAGAIN`,
    { notifier: name, area: f.vma },
  )
  // As %pS prints a symbol, without its offset; -EAGAIN is -11 (kernel-mm.md 8.16).
  printk(w.out, w.m, `${name} callback failed with -11 in non-blockable context.`)
  f.notifier++
  f.pc = 'next'
}

/** Starts __oom_reap_task_mm, area by area, on top of the reaper's stack. */
export const pushReapVmas = (t: Task, mm: Index): void => {
  t.frames.push({ fn: '__oom_reap_task_mm', pc: 'begin', mm, vma: 0, left: 0, pool: 0, pages: 0, blocked: 0 })
}

const isReaped = (m: Machine, mm: Index, vma: number): boolean => (m.mms[mm]!.reapedVmas & (1 << vma)) !== 0

/**
 * __oom_reap_task_mm from 4.19 on where the mm has notifiers: each area is asked for without blocking, one that says
 * -EAGAIN is left, and then the whole attempt counts as failed (kernel-mm.md 4.6, 6.3). What may be reaped is spread
 * evenly over the areas that were not reaped yet. `takeUpTo` frees so many pages at most and returns how many.
 */
export const stepReapVmas = (
  w: World,
  t: Task,
  f: ReapVmasFrame,
  index: Index,
  reapablePages: (mm: Index) => number,
  takeUpTo: (mm: Index, pages: number) => number,
): number => {
  const { m } = w
  const mm = m.mms[f.mm]!
  const nextVma = (): void => {
    f.vma++
    f.pc = 'vma'
  }
  switch (f.pc) {
    case 'begin':
      f.pool = reapablePages(f.mm)
      for (let i = 0; i < mm.vmas; i++) if (!isReaped(m, f.mm, i)) f.left++
      f.pc = 'vma'
      return costUs.reaper
    case 'vma':
      if (f.vma === mm.vmas) {
        t.frames.pop()
        t.ret = f.blocked ? 0 : 1
        return costUs.reaper
      }
      if (isReaped(m, f.mm, f.vma)) {
        nextVma()
        return costUs.reaper
      }
      f.pages = div(f.pool, f.left)
      f.pool -= f.pages
      f.left--
      f.pc = 'asked'
      pushInvalidate(w, t, index, f.mm, f.vma, false)
      return costUs.reaper
    case 'asked':
      if (t.ret === 1) f.pc = 'unmap'
      else {
        f.blocked = 1
        note(w.out, m, t.lane, 'area-blocked', '__oom_reap_task_mm', `area ${f.vma} of ${mm.name} is left alone`, {
          area: f.vma,
        })
        nextVma()
      }
      t.ret = noRequest
      return costUs.reaper
    case 'unmap': {
      const caller = t.frames[t.frames.length - 2]
      if (caller?.fn !== 'oom_reap_task') return bug('__oom_reap_task_mm has no reaper below it')
      const freed = takeUpTo(f.mm, f.pages)
      caller.freed += freed
      w.out.measures.pagesReaped += freed
      f.pages -= freed
      if (freed > 0 && f.pages > 0) return costUs.unmap
      mm.reapedVmas |= 1 << f.vma
      note(w.out, m, t.lane, 'area-reaped', '__oom_reap_task_mm', `area ${f.vma} of ${mm.name} is reaped`, {
        area: f.vma,
        anonPagesLeft: pagesOf(mm, 'anon'),
      })
      nextVma()
      return costUs.unmap
    }
  }
}
