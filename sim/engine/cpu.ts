import { watchLane } from '../ledger.ts'
import type { Cpu, Index, Machine, Task } from '../machine.ts'
import { sliceUs } from '../mechanisms/costs.ts'
import { wake } from '../mechanisms/schedule.ts'
import type { World } from '../world.ts'
import { addPending } from './queue.ts'
import { laneState, stepTask } from './step.ts'

/** Whether `a` goes before `b`: real-time first, then who ran least, then the lower number. */
const goesBefore = (a: Task, b: Task): boolean => (a.realtime !== b.realtime ? a.realtime : a.vruntimeUs < b.vruntimeUs)

/** The runnable task that no CPU has and that goes first, or -1. */
const pickNext = (m: Machine): Index => {
  let best = -1
  for (let i = 0; i < m.tasks.length; i++) {
    const t = m.tasks[i]!
    if (t.state !== 'runnable' || t.cpu >= 0) continue
    if (best < 0 || goesBefore(t, m.tasks[best]!)) best = i
  }
  return best
}

/** Whether the task that a CPU has must make room. */
const mustYield = (cpu: Cpu, current: Task, next: Task | undefined): boolean =>
  next !== undefined &&
  ((next.realtime && !current.realtime) || (cpu.sliceUs >= sliceUs && next.realtime === current.realtime))

/** A CPU has finished a step: it goes on with its task or takes another one, and does one step of it. */
const runCpu = (w: World, index: Index): void => {
  const { m, out } = w
  const cpu = m.cpus[index]!
  let current = cpu.task < 0 ? undefined : m.tasks[cpu.task]!
  if (current !== undefined && current.state !== 'runnable') {
    current.cpu = -1
    cpu.task = -1
    current = undefined
  }
  if (
    current === undefined ||
    cpu.sliceUs >= sliceUs ||
    m.tasks.some(t => t.realtime && t.cpu < 0 && t.state === 'runnable')
  ) {
    const at = pickNext(m)
    const next = at < 0 ? undefined : m.tasks[at]!
    if (current !== undefined && mustYield(cpu, current, next)) {
      current.cpu = -1
      current = undefined
    }
    if (current === undefined) {
      if (next === undefined) {
        cpu.task = -1
        cpu.sliceUs = 0
        return
      }
      next.cpu = index
      cpu.task = at
      cpu.sliceUs = 0
      current = next
    }
  }
  const task = cpu.task
  const us = stepTask(w, current, task)
  out.measures.steps++
  current.vruntimeUs += us
  cpu.sliceUs = Math.min(cpu.sliceUs + us, sliceUs)
  cpu.busyUntilUs = m.nowUs + us
  if (current.state === 'dead') {
    current.cpu = -1
    cpu.task = -1
    cpu.sliceUs = 0
  }
  raiseFloor(m)
  watchLane(out, m, task, current, laneState(w, current, task))
  addPending(m, cpu.busyUntilUs, 'cpu', index)
}

/** The floor follows the runnable task that ran least, and never falls. */
const raiseFloor = (m: Machine): void => {
  let least = -1
  for (const t of m.tasks) if (t.state === 'runnable' && (least < 0 || t.vruntimeUs < least)) least = t.vruntimeUs
  if (least > m.floorVruntimeUs) m.floorVruntimeUs = least
}

/** Lets the next pending event happen. False: there is none. */
export const advance = (w: World): boolean => {
  const { m } = w
  const event = m.pending.pop()
  if (event === undefined) return false
  m.nowUs = event.atUs
  if (event.kind === 'cpu') runCpu(w, event.index)
  else {
    m.tasks[event.index]!.wakeAtUs = -1
    wake(m, event.index)
  }
  return true
}
