import type { ReaperFrame, ReapFrame, ReapVmasFrame } from '../frames.ts'
import { div } from '../ints.ts'
import { note } from '../ledger.ts'
import { memoryKinds } from '../machine.ts'
import type { Index, MemoryKind, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { findTaskWithMm, oomScoreAdjMin, pagesOf } from './badness.ts'
import { costUs, unmapBitePages } from './costs.ts'
import { holders, lockOrSleep, tryRead, unlockRead, unlockWrite } from './locks.ts'
import { mmput } from './exit.ts'
import { unmapPrivate } from './files.ts'
import { freePages } from './freelist.ts'
import { uncharge } from './memcg.ts'
import { dropSwap } from './swap.ts'
import { hasNotifiers, pushReapVmas, stepReapVmas } from './notifiers.ts'
import { printGaveUp, printReaped } from './report.ts'
import { noRequest } from './requests.ts'
import { sleep, sleepJiffies, sleepUntil, taskOf } from './schedule.ts'
import { exitOomVictim, skipMm } from './victims.ts'

/** oom_reaper: waits for work, takes one piece, works on it. The slot is freed only after the work. */
export const stepReaper = (w: World, t: Task, f: ReaperFrame, index: Index): number => {
  const r = w.m.reaper
  const single = w.k.reaperQueue === 'single-slot'
  switch (f.pc) {
    case 'wait':
      takeDue(w)
      if (single ? r.slot < 0 : r.list.length === 0) {
        const next = r.delayed[0]
        if (next === undefined) sleep(t, 'interruptible')
        else sleepUntil(w.m, index, next.atUs, 'interruptible')
        return costUs.reaper
      }
      f.pc = 'take'
      return costUs.reaper
    case 'take': {
      const taken = single ? r.slot : r.list.shift()!
      f.pc = 'taken'
      const isMm = single && w.k.reaperTarget === 'mm'
      t.frames.push({
        fn: 'oom_reap_task',
        pc: w.k.reaperHoldsOomLock ? 'lockOom' : 'attempt',
        victim: isMm ? -1 : taken,
        mm: isMm ? taken : -1,
        attempts: 0,
        freed: 0,
      })
      return costUs.reaper
    }
    case 'taken':
      if (single) r.slot = -1
      f.pc = 'wait'
      return costUs.reaper
  }
}

/** oom_reap_task and __oom_reap_task (kernel-mm.md 4.6; read in mm/oom_kill.c@855b01832573). */
export const stepReap = (w: World, t: Task, f: ReapFrame, index: Index): number => {
  const { m, k, out } = w
  /** Ends an attempt: oom_lock is let go where it is held. */
  const endAttempt = (): void => {
    if (k.reaperHoldsOomLock) unlockWrite(w, m.oomLock, index)
  }
  switch (f.pc) {
    case 'lockOom':
      f.pc = 'attempt'
      if (f.attempts < k.reaperAttempts) lockOrSleep(w, m.oomLock, index, 'write')
      return costUs.reaper
    case 'attempt': {
      if (f.attempts === k.reaperAttempts) return giveUp(w, t, f)
      f.attempts++
      out.measures.reapAttempts++
      if (f.victim >= 0 && k.reaperTarget === 'oom-mm') f.mm = m.processes[taskOf(m, f.victim).process]!.oomMm
      else if (f.victim >= 0) {
        // find_lock_task_mm: any thread of the victim that still has the mm.
        const withMm = findTaskWithMm(m, taskOf(m, f.victim).process)
        f.mm = withMm < 0 ? -1 : taskOf(m, withMm).mm
      }
      const mm = f.mm < 0 ? undefined : m.mms[f.mm]
      if (mm === undefined || (k.reaperPinsMm ? mm.users === 0 : mm.oomSkip)) {
        note(out, m, t.lane, 'reap-gone', '__oom_reap_task', 'the address space is gone already: nothing to reap', {
          attempt: f.attempts,
        })
        endAttempt()
        t.frames.pop()
        return costUs.reaper
      }
      if (k.reaperPinsMm) mm.users++
      if (!tryRead(w, mm.mmapSem, index)) {
        out.measures.reapFailures++
        const lock = m.locks[mm.mmapSem]!
        const queued = lock.waiters.length > 0 && lock.writer < 0
        note(
          out,
          m,
          t.lane,
          'reap-failed',
          '__oom_reap_task',
          `try ${f.attempts} of ${k.reaperAttempts}: ${lock.name} cannot be read, ${queued ? `${taskOf(m, lock.waiters[0]!).lane} waits to write` : `${holders(w, lock).join(', ')} writes`}`,
          { attempt: f.attempts, lock: lock.name },
        )
        f.pc = 'slept'
        endAttempt()
        if (k.reaperPinsMm) mmput(w, t, f.mm)
        return costUs.reaper
      }
      f.freed = 0
      f.pc = 'unmap'
      if (k.reaperNotifiers !== 'ignored' && hasNotifiers(m, f.mm)) {
        f.pc = k.reaperNotifiers === 'non-blocking' ? 'areas' : 'notified'
        if (f.pc === 'areas') pushReapVmas(t, f.mm)
        else leaveToNotifiers(w, t, f, index)
      }
      return costUs.reaper
    }
    case 'slept':
      // After mmput, which may have had work to do.
      f.pc = k.reaperHoldsOomLock ? 'lockOom' : 'attempt'
      sleepJiffies(m, index, div(m.hz, k.reaperSleepHzDivisor), 'interruptible')
      return costUs.reaper
    case 'unmap': {
      const freed = unmapBite(w, f.mm)
      f.freed += freed
      out.measures.pagesReaped += freed
      if (freed < unmapBitePages) f.pc = 'finish'
      return costUs.unmap
    }
    case 'areas': {
      const done = t.ret === 1
      t.ret = noRequest
      f.pc = 'finish'
      if (done) return costUs.reaper
      out.measures.reapFailures++
      note(
        out,
        m,
        t.lane,
        'reap-failed',
        '__oom_reap_task_mm',
        `try ${f.attempts} of ${k.reaperAttempts}: ${f.freed} pages of ${m.mms[f.mm]!.name} are freed, not every area could be asked`,
        { attempt: f.attempts, pages: f.freed },
      )
      f.pc = 'slept'
      unlockRead(w, m.mms[f.mm]!.mmapSem, index)
      endAttempt()
      if (k.reaperPinsMm) mmput(w, t, f.mm)
      return costUs.reaper
    }
    case 'notified':
      endAttempt()
      if (k.reaperOnSuccess === 'unmark-and-hide-victim') unmarkAndHide(w, f.victim)
      if (k.reaperOnSuccess === 'skip-mm') skipMm(w, f.mm, t.lane, 'oom_reap_task')
      t.frames.pop()
      if (k.reaperPinsMm) mmput(w, t, f.mm)
      return costUs.reaper
    case 'finish': {
      const mm = m.mms[f.mm]!
      unmapPrivate(mm)
      dropSwap(w, mm)
      const left = memoryKinds.reduce((sum, kind) => sum + pagesOf(mm, kind), 0)
      note(out, m, t.lane, 'reaped', '__oom_reap_task', `${f.freed} pages of ${mm.name} are freed, ${left} stay`, {
        victim: mm.name,
        pages: f.freed,
        pagesLeft: left,
      })
      if (f.victim >= 0) printReaped(w, taskOf(m, f.victim), mm)
      unlockRead(w, mm.mmapSem, index)
      endAttempt()
      if (k.reaperOnSuccess === 'unmark-and-hide-victim') unmarkAndHide(w, f.victim)
      if (k.reaperOnSuccess === 'skip-mm') skipMm(w, f.mm, t.lane, 'oom_reap_task')
      t.frames.pop()
      if (k.reaperPinsMm) mmput(w, t, f.mm)
      return costUs.reaper
    }
  }
}

/** An mm with notifiers, 4.14 to 4.18: HZ of sleep without mmap_sem, and then it counts as reaped (kernel-mm.md 4.6). */
const leaveToNotifiers = (w: World, t: Task, f: ReapFrame, index: Index): void => {
  const mm = w.m.mms[f.mm]!
  note(
    w.out,
    w.m,
    t.lane,
    'reap-left',
    '__oom_reap_task_mm',
    `${mm.name} has mmu notifiers: the reaper sleeps a second and leaves it alone`,
    { victim: mm.name },
  )
  unlockRead(w, mm.mmapSem, index)
  sleepJiffies(w.m, index, w.m.hz, 'interruptible')
}

/** __oom_reap_task_mm where notifiers have to be asked. */
export const stepAreas = (w: World, t: Task, f: ReapVmasFrame, index: Index): number =>
  stepReapVmas(
    w,
    t,
    f,
    index,
    mm => reapable(w).reduce((sum, kind) => sum + pagesOf(w.m.mms[mm]!, kind), 0),
    (mm, pages) => unmapBite(w, mm, pages),
  )

/** Victims whose delay is over go on the list, unless they managed to exit by themselves (wake_oom_reaper from 5.18 on). */
const takeDue = (w: World): void => {
  const r = w.m.reaper
  for (let next = r.delayed[0]; next !== undefined && next.atUs <= w.m.nowUs; next = r.delayed[0]) {
    r.delayed.shift()
    const mm = w.m.processes[taskOf(w.m, next.victim).process]!.oomMm
    if (mm >= 0 && !w.m.mms[mm]!.oomSkip) r.list.unshift(next.victim)
  }
}

const unmarkAndHide = (w: World, victim: Index): void => {
  if (victim < 0) return
  w.m.processes[taskOf(w.m, victim).process]!.oomScoreAdj = oomScoreAdjMin
  exitOomVictim(w, victim, 'oom_reaper')
}

const giveUp = (w: World, t: Task, f: ReapFrame): number => {
  const name = w.m.mms[f.mm]?.name ?? 'the victim'
  note(
    w.out,
    w.m,
    t.lane,
    'reap-gave-up',
    'oom_reap_task',
    `after ${f.attempts} tries the reaper leaves ${name} alone`,
    { victim: name, attempts: f.attempts },
  )
  if (f.victim >= 0) printGaveUp(w, taskOf(w.m, f.victim))
  if (w.k.reaperOnGivingUp === 'unmark-and-hide-victim') unmarkAndHide(w, f.victim)
  if (w.k.reaperOnGivingUp === 'skip-mm') skipMm(w, f.mm, t.lane, 'oom_reap_task')
  t.frames.pop()
  return costUs.reaper
}

/** Kinds the reaper may take, as the version says. Page tables go only with exit_mmap (kernel-mm.md 5.4). */
export const reapable = (w: World): readonly MemoryKind[] => {
  const kinds: MemoryKind[] = ['anon']
  if (!w.k.reaperSkipsMlocked) kinds.push('mlocked')
  if (!w.k.reaperSkipsHugetlb) kinds.push('hugetlb')
  if (!w.k.reaperSkipsShmem) kinds.push('shmem')
  return kinds
}

/** Frees up to one bite of what may be reaped, and no more than `most`; returns how many pages. */
const unmapBite = (w: World, mm: Index, most = unmapBitePages): number => {
  const bite = Math.min(unmapBitePages, most)
  let left = bite
  for (const kind of reapable(w)) {
    const pages = w.m.mms[mm]!.pages[kind]
    for (let zone = 0; zone < pages.length && left > 0; zone++) {
      const take = Math.min(pages[zone]!, left)
      pages[zone]! -= take
      left -= take
      freePages(w, zone, take)
      uncharge(w.m, w.m.mms[mm]!.memcg, take)
    }
  }
  return bite - left
}
