import { note } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { stepContext } from './context.ts'
import { costUs } from './costs.ts'
import { freePages } from './freelist.ts'
import { lockOrSleep, unlockRead, unlockWrite } from './locks.ts'
import { noRequest } from './requests.ts'
import { sleep, sleepJiffies } from './schedule.ts'
import { stepFileWrite, stepGrow, stepScript } from './script.ts'
import { pushAlloc } from './slowpath.ts'

const taken = (w: World, t: Task, lock: Index, fn: string): void =>
  note(w.out, w.m, t.lane, 'lock-taken', fn, `${t.lane} takes ${w.m.locks[lock]!.name}`, {
    lock: w.m.locks[lock]!.name,
  })

const released = (w: World, t: Task, lock: Index, fn: string): void =>
  note(w.out, w.m, t.lane, 'lock-released', fn, `${t.lane} releases ${w.m.locks[lock]!.name}`, {
    lock: w.m.locks[lock]!.name,
  })

/**
 * One step of a task's own program. SIGKILL is acted on outside system calls only; a request that failed makes the
 * rest of its system call skip requests and sleeps, and give up its locks.
 */
export const stepProgram = (w: World, t: Task, index: Index): number => {
  const { m } = w
  if (t.sigkill && !t.inKernel) {
    t.frames.push({ fn: 'do_exit', pc: 'signals' })
    return costUs.op
  }
  const op = t.program[t.opIndex]
  if (op === undefined) {
    t.frames.push({ fn: 'do_exit', pc: 'signals' })
    return costUs.op
  }
  const next = (): void => {
    t.opIndex++
    t.opDone = 0
  }
  switch (op.op) {
    case 'enter':
      t.inKernel = true
      t.failed = false
      next()
      return costUs.op
    case 'leave':
      t.inKernel = false
      t.failed = false
      next()
      return costUs.op
    case 'lock':
    case 'downWrite':
    case 'downRead': {
      next()
      const mode = op.op === 'downRead' ? 'read' : 'write'
      if (lockOrSleep(w, op.lock, index, mode))
        taken(w, t, op.lock, op.op === 'lock' ? 'mutex_lock' : op.op === 'downRead' ? 'down_read' : 'down_write')
      return costUs.lock
    }
    case 'unlock':
    case 'upWrite':
      next()
      released(w, t, op.lock, op.op === 'unlock' ? 'mutex_unlock' : 'up_write')
      unlockWrite(w, op.lock, index)
      return costUs.lock
    case 'upRead':
      next()
      released(w, t, op.lock, 'up_read')
      unlockRead(w, op.lock, index)
      return costUs.lock
    case 'sleep':
      next()
      if (t.failed) return costUs.op
      sleepJiffies(m, index, op.jiffies, op.state)
      return costUs.op
    case 'pause':
      // Woken by a signal only: the program is looked at again.
      sleep(t, op.state)
      return costUs.op
    case 'alloc':
      return stepAllocOp(w, t, op.gfp, op.order, op.count, next)
    case 'fault':
      if (t.ret === 1) t.opDone++
      t.ret = noRequest
      if (t.opDone >= op.count) next()
      else t.frames.push({ fn: 'handle_mm_fault', pc: 'down', gfp: op.gfp, table: 0, kind: 'anon', user: true })
      return costUs.op
    case 'grow':
      return stepGrow(w, t, op, next)
    case 'fileWrite':
      return stepFileWrite(w, t, op, next)
    case 'free':
      next()
      t.kernelPages.forEach((pages, zone) => {
        t.kernelPages[zone] = 0
        freePages(w, zone, pages)
      })
      return costUs.op
    case 'scopeEnter':
    case 'scopeLeave':
    case 'invalidate':
    case 'reclaimFrom':
    case 'wait':
    case 'complete':
      return stepContext(w, t, op, index, next)
    case 'loop':
      t.opIndex -= op.by
      t.opDone = 0
      return costUs.op
    case 'spawn':
    case 'await':
    case 'go':
    case 'ptrace':
    case 'ptraceCont':
    case 'kill':
    case 'sysrqOom':
    case 'memcgMax':
    case 'memcgGroup':
    case 'adj':
    case 'scenarioOver':
    case 'panicOnOom':
    case 'allocatingTask':
      return stepScript(w, t, op, index, next)
  }
}

const stepAllocOp = (w: World, t: Task, gfp: number, order: number, count: number, next: () => void): number => {
  if (t.ret !== noRequest) {
    if (t.page >= 0) {
      t.kernelPages[t.page]! += 1 << order
      t.page = -1
      t.opDone++
    } else t.failed = true
    t.ret = noRequest
  }
  if (t.failed || t.opDone >= count) {
    next()
    return costUs.op
  }
  pushAlloc(t, gfp, order)
  return costUs.op
}
