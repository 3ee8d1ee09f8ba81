import type { ExitFrame, MmputFrame } from '../frames.ts'
import { note } from '../ledger.ts'
import { memoryKinds } from '../machine.ts'
import type { Index, MemoryKind, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { pagesOf } from './badness.ts'
import { costUs, gracePeriodJiffies, tableBatchPages, unmapBitePages } from './costs.ts'
import { dropMaps } from './files.ts'
import { freePages } from './freelist.ts'
import { lockOrSleep, unlockRead, unlockWrite } from './locks.ts'
import { uncharge } from './memcg.ts'
import { sleep, sleepJiffies } from './schedule.ts'
import { dropSwap } from './swap.ts'
import { exitOomVictim, skipMm } from './victims.ts'

/** do_exit with exit_mm (kernel-mm.md 5.1): mmap_sem for reading, in D state, before the mm can be given up. */
export const stepExit = (w: World, t: Task, f: ExitFrame, index: Index): number => {
  const { m, out } = w
  switch (f.pc) {
    case 'traced':
      // PTRACE_EVENT_EXIT: goes on when its tracer says so.
      if (t.traced) sleep(t, 'uninterruptible')
      else f.pc = 'signals'
      return costUs.exit
    case 'signals':
      if (t.traced) {
        note(out, m, t.lane, 'exit-stopped', 'ptrace_event', `${t.lane} is stopped by its tracer before it exits`)
        f.pc = 'traced'
        return costUs.exit
      }
      t.exiting = true
      note(out, m, t.lane, 'exit', 'do_exit', `${t.lane} begins to exit`)
      f.pc = t.mm < 0 ? 'mmputDone' : 'exitMm'
      return costUs.exit
    case 'exitMm':
      f.pc = 'detach'
      lockOrSleep(w, m.mms[t.mm]!.mmapSem, index, 'read')
      return costUs.exit
    case 'detach': {
      const mm = t.mm
      t.mm = -1
      unlockRead(w, m.mms[mm]!.mmapSem, index)
      f.pc = 'mmputDone'
      mmput(w, t, mm)
      return costUs.exit
    }
    case 'mmputDone':
      exitOomVictim(w, index, 'exit')
      t.kernelPages.forEach((pages, zone) => {
        t.kernelPages[zone] = 0
        // What a program did not free stays with the kernel.
        if (t.freesKernel) freePages(w, zone, pages)
        else m.zones[zone]!.kernelPages += pages
      })
      t.frames.length = 0
      t.state = 'dead'
      note(out, m, t.lane, 'exited', 'do_exit', `${t.lane} is gone`)
      return costUs.exit
  }
}

/** mmput: the last user tears the address space down, in its own context. */
export const mmput = (w: World, t: Task, mm: Index): void => {
  const space = w.m.mms[mm]!
  space.users--
  if (space.users === 0) t.frames.push({ fn: 'exit_mmap', pc: 'unmap', mm })
}

/** Kinds that exit_mmap takes before the page tables. */
const mapped = memoryKinds.filter(kind => kind !== 'pageTables')

/** Takes up to one bite of some kinds; the contents of shared memory stay. Returns what is left of the bite. */
const takeBite = (w: World, mm: Index, kinds: readonly MemoryKind[]): number => {
  const { m, out } = w
  const { pages } = m.mms[mm]!
  let left = unmapBitePages
  for (const kind of kinds)
    for (let zone = 0; zone < m.zones.length && left > 0; zone++) {
      const take = Math.min(pages[kind][zone]!, left)
      if (take === 0) continue
      pages[kind][zone]! -= take
      left -= take
      uncharge(m, m.mms[mm]!.memcg, take)
      if (kind === 'shmem') m.zones[zone]!.shmemUnmapped += take
      else {
        freePages(w, zone, take)
        out.measures.pagesFreedByExit += take
      }
    }
  return left
}

/**
 * exit_mmap: everything goes, the contents of shared memory excepted (kernel-mm.md 5.2, 5.4). Where page tables go
 * after MMF_OOM_SKIP, the next victim may be chosen before they are back.
 */
export const stepExitMmap = (w: World, t: Task, f: MmputFrame, index: Index): number => {
  const { m, out, k } = w
  const mm = m.mms[f.mm]!
  const early = k.exitSkipsMm === 'before-page-tables'
  switch (f.pc) {
    case 'unmap':
      if (takeBite(w, f.mm, early ? mapped : memoryKinds) === 0) return costUs.unmap
      dropMaps(w, mm)
      dropSwap(w, mm)
      if (early) {
        skipMm(w, f.mm, t.lane, 'exit_mmap')
        f.pc = k.exitWaitsForReaper ? 'lock' : 'tables'
        // More than one batch of page tables comes back only after a grace period of RCU.
        if (pagesOf(mm, 'pageTables') > tableBatchPages) sleepJiffies(m, index, gracePeriodJiffies, 'uninterruptible')
        return costUs.unmap
      }
      break
    case 'lock':
      f.pc = 'tables'
      lockOrSleep(w, mm.mmapSem, index, 'write')
      return costUs.exit
    case 'tables':
      if (takeBite(w, f.mm, ['pageTables']) === 0) return costUs.unmap
      if (k.exitWaitsForReaper) unlockWrite(w, mm.mmapSem, index)
      break
  }
  t.frames.pop()
  if (k.exitSkipsMm === 'end-of-mmput') skipMm(w, f.mm, t.lane, '__mmput')
  note(out, m, t.lane, 'mm-freed', 'exit_mmap', `the address space of ${mm.name} is gone`, {
    mm: mm.name,
    pagesFree: m.zones[0]!.freePages,
  })
  return costUs.unmap
}
