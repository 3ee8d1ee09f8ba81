import type { FaultFrame } from '../frames.ts'
import { noteOnce } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { pushCharge } from './charge.ts'
import { costUs } from './costs.ts'
import { freePages } from './freelist.ts'
import { lockOrSleep, tryLock, unlockRead, unlockWrite } from './locks.ts'
import { printLeakedFault } from './report.ts'
import { pushAlloc } from './slowpath.ts'

/** mem_cgroup_out_of_memory for the fault that hit a limit. Runs with oom_lock held. */
const callMemcgOom = (t: Task): void => {
  const memcg = t.memcgInOom
  t.memcgInOom = -1
  t.frames.push({ fn: 'out_of_memory', pc: 'enter', gfp: 0, order: 0, memcg })
}

/** The page or page table is there, or not. */
const finishFault = (w: World, t: Task, f: FaultFrame, index: Index): number => {
  const { m } = w
  const mm = m.mms[t.mm]!
  const zone = t.page
  t.page = -1
  if (zone >= 0 && f.table !== 0) {
    mm.pages.pageTables[zone]!++
    f.table = 0
    f.pc = 'alloc'
    return costUs.fault
  }
  unlockRead(w, mm.mmapSem, index)
  if (zone < 0) {
    f.pc = 'oom'
    return costUs.fault
  }
  mm.pages[f.kind][zone]!++
  t.frames.pop()
  t.ret = 1
  return costUs.fault
}

/**
 * An anonymous page fault: mmap_sem for reading, one page, and on VM_FAULT_OOM the call of
 * pagefault_out_of_memory with mask 0, which may kill (4.2 .. 5.15, kernel-mm.md 4.7). Returns 1 when the page is there.
 */
export const stepFault = (w: World, t: Task, f: FaultFrame, index: Index): number => {
  const { m } = w
  switch (f.pc) {
    case 'down':
      f.pc = 'alloc'
      lockOrSleep(w, m.mms[t.mm]!.mmapSem, index, 'read')
      return costUs.fault
    case 'alloc':
      f.pc = 'alloced'
      pushAlloc(t, f.table || f.gfp, 0)
      return costUs.fault
    case 'alloced': {
      if (t.page >= 0 && m.mms[t.mm]!.memcg >= 0) {
        f.pc = 'charged'
        pushCharge(t, w.gfp.kernel, m.mms[t.mm]!.memcg, f.user)
        return costUs.fault
      }
      return finishFault(w, t, f, index)
    }
    case 'charged':
      if (t.ret !== 1) {
        freePages(w, t.page, 1)
        t.page = -1
      }
      return finishFault(w, t, f, index)
    case 'oom':
      if (!f.user) {
        t.frames.pop()
        t.ret = 0
        return costUs.fault
      }
      if (t.memcgInOom >= 0) {
        // mem_cgroup_oom_synchronize: the holder kills, nobody holds a lock of the fault any more.
        f.pc = 'oomDone'
        if (lockOrSleep(w, m.oomLock, index, 'write')) callMemcgOom(t)
        else f.pc = 'memcgOom'
        return costUs.fault
      }
      if (w.k.faultOom === 'only-retries') {
        noteOnce(
          w.out,
          m,
          t.lane,
          'fault-retried',
          'pagefault_out_of_memory',
          () => `the fault of ${t.lane} failed: nobody is killed for it, it is tried again`,
        )
        if (!t.sigkill) printLeakedFault(w)
        t.frames.pop()
        t.ret = 0
        return costUs.fault
      }
      noteOnce(
        w.out,
        m,
        t.lane,
        'fault-oom',
        'pagefault_out_of_memory',
        () => `the fault of ${t.lane} failed: out_of_memory with mask 0`,
      )
      if (!tryLock(w, m.oomLock, index)) {
        t.frames.pop()
        t.ret = 0
        return costUs.fault
      }
      f.pc = 'oomDone'
      t.frames.push({ fn: 'out_of_memory', pc: 'enter', gfp: 0, order: 0, memcg: -1 })
      return costUs.fault
    case 'memcgOom':
      f.pc = 'oomDone'
      callMemcgOom(t)
      return costUs.fault
    case 'oomDone':
      unlockWrite(w, m.oomLock, index)
      t.frames.pop()
      t.ret = 0
      return costUs.fault
  }
}
