import type { FaultFrame } from '../frames.ts'
import { noteOnce } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { costUs } from './costs.ts'
import { lockOrSleep, tryLock, unlockRead, unlockWrite } from './locks.ts'
import { printLeakedFault } from './report.ts'
import { pushAlloc } from './slowpath.ts'

/**
 * An anonymous page fault from user mode: mmap_sem for reading, one page, and on VM_FAULT_OOM the call of
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
      pushAlloc(t, f.gfp, 0)
      return costUs.fault
    case 'alloced': {
      const zone = t.page
      t.page = -1
      unlockRead(w, m.mms[t.mm]!.mmapSem, index)
      if (zone < 0) {
        f.pc = 'oom'
        return costUs.fault
      }
      m.mms[t.mm]!.pages.anon[zone]!++
      t.frames.pop()
      t.ret = 1
      return costUs.fault
    }
    case 'oom':
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
      t.frames.push({ fn: 'out_of_memory', pc: 'enter', gfp: 0, order: 0 })
      return costUs.fault
    case 'oomDone':
      unlockWrite(w, m.oomLock, index)
      t.frames.pop()
      t.ret = 0
      return costUs.fault
  }
}
