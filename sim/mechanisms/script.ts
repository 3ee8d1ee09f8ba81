import { div } from '../ints.ts'
import type { FileWriteOp, GrowOp, Index, ScriptOp, Task } from '../machine.ts'
import { note } from '../ledger.ts'
import type { World } from '../world.ts'
import { pagesOf } from './badness.ts'
import { pushCharge } from './charge.ts'
import { costUs } from './costs.ts'
import { freePages } from './freelist.ts'
import { lockOrSleep, unlockWrite } from './locks.ts'
import { noRequest } from './requests.ts'
import { sendSigkill, sleepJiffies, taskOf, wake } from './schedule.ts'
import { pushAlloc } from './slowpath.ts'

/** Pages that one page table page maps. */
const tableSpan = 512

const pagesFree = (w: World): number => w.m.zones.reduce((sum, z) => sum + z.freePages, 0)

/** One page of a `grow` step. At the beginning of each stretch it is mapped, which overcommit_memory=2 may refuse. */
export const stepGrow = (w: World, t: Task, op: GrowOp, next: () => void): number => {
  const { m } = w
  const isStart = t.opDone % op.stepPages === 0
  if (t.ret === 1) {
    t.opDone++
    t.failed = false
  } else if (t.ret === 0 && op.read) {
    // A page that cannot be had inside read(2): a short read, then -EFAULT.
    if (t.failed || isStart) {
      t.ret = noRequest
      t.failed = false
      next()
      return costUs.op
    }
    t.failed = true
  }
  const retried = t.ret === 0
  t.ret = noRequest
  if (t.opDone >= op.pages) {
    next()
    return costUs.op
  }
  if (t.opDone % op.stepPages === 0 && !retried) {
    if (op.stopFreePages >= 0 && pagesFree(w) <= op.stopFreePages) {
      next()
      return costUs.op
    }
    if (m.commitLimitPages >= 0) {
      if (m.committedPages + op.stepPages > m.commitLimitPages) {
        note(w.out, m, t.lane, 'mmap-refused', 'mmap', `${t.lane} gets ENOMEM: Committed_AS would pass CommitLimit`)
        next()
        return costUs.op
      }
      m.committedPages += op.stepPages
    }
    m.mms[t.mm]!.totalVmPages += op.stepPages
  }
  const mm = m.mms[t.mm]!
  const has = pagesOf(mm, 'anon') + pagesOf(mm, 'mlocked') + mm.swapPages
  const tablesNeeded = op.tablesBase + div(has, tableSpan) + 1
  t.requestNodes = op.nodes
  t.frames.push({
    fn: 'handle_mm_fault',
    pc: 'down',
    gfp: op.gfp,
    table: op.kind !== 'pageTables' && pagesOf(mm, 'pageTables') < tablesNeeded ? op.tableGfp : 0,
    kind: op.kind,
    user: !op.read,
  })
  return costUs.op
}

/** One page of a write to a file in memory. Between pages the kernel looks for signals; no page ends the write. */
export const stepFileWrite = (w: World, t: Task, op: FileWriteOp, next: () => void): number => {
  const { m } = w
  const file = m.files[op.file]!
  const keep = (): void => {
    file.pages[t.page]!++
    t.page = -1
    t.opDone++
    t.ret = noRequest
  }
  const giveUp = (): number => {
    t.ret = noRequest
    next()
    return costUs.op
  }
  if (t.ret !== noRequest) {
    if (t.page < 0) return giveUp()
    if (file.memcg < 0) keep()
    else if (!t.failed) {
      t.failed = true
      pushCharge(t, op.gfp, file.memcg, false)
      t.ret = noRequest
      return costUs.op
    } else {
      t.failed = false
      if (t.ret === 1) keep()
      else {
        freePages(w, t.page, 1)
        t.page = -1
        return giveUp()
      }
    }
  }
  if (t.opDone >= op.pages) {
    next()
    return costUs.op
  }
  pushAlloc(t, op.gfp, 0)
  return costUs.op
}

/** The child takes over what fork allocated for it. */
const begin = (w: World, parent: Task, index: Index, mm: Index): void => {
  const t = taskOf(w.m, index)
  t.freesKernel = true
  for (const [zone, pages] of parent.kernelPages.entries()) t.kernelPages[zone]! += pages
  parent.kernelPages = parent.kernelPages.map(() => 0)
  t.mm = mm
  if (mm >= 0) w.m.mms[mm]!.users++
  // A task that is not born yet counts as dead; wake() passes over the dead.
  t.state = 'interruptible'
  wake(w.m, index)
  note(w.out, w.m, t.lane, 'begins', 'wake_up_new_task', `${t.lane} begins`)
}

/** What the first process of a real kernel run does. */
export const stepScript = (w: World, t: Task, op: ScriptOp, index: Index, next: () => void): number => {
  const { m } = w
  switch (op.op) {
    case 'spawn':
      begin(w, t, op.task, op.mm)
      break
    case 'await': {
      const other = taskOf(m, op.task)
      if (other.state !== 'dead' && other.program[other.opIndex]?.op !== 'pause') {
        sleepJiffies(m, index, 1, 'interruptible')
        return costUs.op
      }
      break
    }
    case 'go': {
      const other = taskOf(m, op.task)
      if (other.state !== 'dead' && other.program[other.opIndex]?.op === 'pause') {
        other.opIndex++
        wake(m, op.task)
      }
      break
    }
    case 'ptrace':
      taskOf(m, op.task).traced = true
      break
    case 'ptraceCont': {
      const other = taskOf(m, op.task)
      other.traced = false
      if (other.frames[other.frames.length - 1]?.pc === 'traced') wake(m, op.task)
      break
    }
    case 'kill':
      sendSigkill(w, op.process)
      break
    case 'sysrqOom':
      return stepSysrq(w, t, index, next)
    case 'memcgMax':
      m.memcgs[op.memcg]!.maxPages = op.pages
      t.frames.push({ fn: 'memory_max_write', pc: 'look', memcg: op.memcg, retries: 0 })
      break
    case 'memcgGroup':
      m.memcgs[op.memcg]!.oomGroup = op.value
      break
    case 'adj':
      m.processes[op.process]!.oomScoreAdj = op.value
      break
    case 'scenarioOver':
      note(w.out, m, t.lane, 'scenario-over', 'init', 'the last command was played')
      break
    case 'panicOnOom':
      m.panicOnOom = op.value
      break
    case 'allocatingTask':
      m.oomKillAllocatingTask = op.value
      break
  }
  next()
  return costUs.op
}

/** moom_callback, which runs on a worker: oom_lock, then out_of_memory with order -1. */
const stepSysrq = (w: World, t: Task, index: Index, next: () => void): number => {
  const { m } = w
  if (m.locks[m.oomLock]!.writer !== index) {
    lockOrSleep(w, m.oomLock, index, 'write')
    return costUs.lock
  }
  if (t.ret === noRequest) {
    t.frames.push({ fn: 'out_of_memory', pc: 'enter', gfp: w.gfp.kernel, order: -1, memcg: -1 })
    return costUs.op
  }
  t.ret = noRequest
  unlockWrite(w, m.oomLock, index)
  next()
  return costUs.op
}
