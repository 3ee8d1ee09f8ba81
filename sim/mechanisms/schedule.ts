import { addPending, dropTimer } from '../engine/queue.ts'
import { bug, div } from '../ints.ts'
import { jiffyUs } from '../machine.ts'
import type { Index, Machine, Task, TaskState } from '../machine.ts'
import type { World } from '../world.ts'

export const taskOf = (m: Machine, index: Index): Task => m.tasks[index] ?? bug(`no task ${index}`)

/** Gives an idle CPU something to do at once. */
const kickIdleCpu = (m: Machine): void => {
  for (let i = 0; i < m.cpus.length; i++) {
    const cpu = m.cpus[i]!
    if (cpu.task >= 0 || cpu.busyUntilUs > m.nowUs) continue
    if (m.pending.some(e => e.kind === 'cpu' && e.index === i)) continue
    addPending(m, m.nowUs, 'cpu', i)
    return
  }
}

/** Makes a sleeping task runnable. */
export const wake = (m: Machine, index: Index): void => {
  const t = taskOf(m, index)
  if (t.state === 'runnable' || t.state === 'dead') return
  if (t.wakeAtUs >= 0) dropTimer(m, index)
  t.wakeAtUs = -1
  t.state = 'runnable'
  t.vruntimeUs = Math.max(t.vruntimeUs, m.floorVruntimeUs)
  kickIdleCpu(m)
}

/** Puts the running task to sleep until somebody wakes it. */
export const sleep = (t: Task, state: Exclude<TaskState, 'runnable' | 'dead'>): void => {
  t.state = state
}

/** schedule_timeout: sleeps so many jiffies; the timer fires on a tick, as timers do. */
export const sleepJiffies = (
  m: Machine,
  index: Index,
  jiffies: number,
  state: Exclude<TaskState, 'runnable' | 'dead'>,
): void => {
  const t = taskOf(m, index)
  const tick = jiffyUs(m)
  t.wakeAtUs = (div(m.nowUs, tick) + Math.max(1, jiffies)) * tick
  t.state = state
  addPending(m, t.wakeAtUs, 'timer', index)
}

/** Sleeps to the first tick at or after a time. */
export const sleepUntil = (
  m: Machine,
  index: Index,
  atUs: number,
  state: Exclude<TaskState, 'runnable' | 'dead'>,
): void => sleepJiffies(m, index, div(atUs + jiffyUs(m) - 1, jiffyUs(m)) - div(m.nowUs, jiffyUs(m)), state)

/**
 * SIGKILL to a whole process: pending on every thread, and those wake that sleep where signals count. A task in D
 * state goes on waiting (kernel-mm.md 5.1).
 */
export const sendSigkill = (w: World, process: Index): void => {
  const { m } = w
  const p = m.processes[process] ?? bug(`no process ${process}`)
  p.groupExit = true
  for (let i = 0; i < m.tasks.length; i++) {
    const t = m.tasks[i]!
    if (t.process !== process || t.state === 'dead') continue
    t.sigkill = true
    if (t.state === 'interruptible' || t.state === 'killable') wake(m, i)
  }
}
