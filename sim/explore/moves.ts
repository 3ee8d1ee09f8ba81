import { dropTimer } from '../engine/queue.ts'
import { stepTask } from '../engine/step.ts'
import type { Behaviours } from '../kernels/behaviours.ts'
import { copyMachine } from '../machine.ts'
import type { Index, Machine, Task } from '../machine.ts'
import { wake } from '../mechanisms/schedule.ts'
import type { World } from '../world.ts'

/** What can happen next: a runnable task takes its next step, or the timer of a sleeping one fires. */
export type Move = { readonly kind: 'step' | 'timer'; readonly task: Index }

/**
 * A step that touches nothing but its own task, that nobody else's step can change, and that nobody else sees: taking
 * such a step first, alone, loses no outcome, and none of them can repeat for ever. They are: the return of a request to
 * its system call; going to sleep, where a signal would end the sleep just as it would have kept the task from it; the
 * end of a turn of the slow path and of the reaper that only looks at what the task itself found out.
 */
const isLocal = (t: Task, k: Behaviours): boolean => {
  const top = t.frames[t.frames.length - 1]
  if (top === undefined) {
    const op = t.program[t.opIndex]
    if (op === undefined || (t.sigkill && !t.inKernel)) return false
    if (op.op === 'alloc') return t.inKernel && t.ret !== -1
    if (op.op === 'pause' || op.op === 'sleep') return op.state === 'uninterruptible' || !t.inKernel
    return false
  }
  switch (top.fn) {
    case '__alloc_pages_nodemask':
      return top.pc === 'slow'
    case '__alloc_pages_slowpath':
      return top.pc === 'mayOomDone' && k.victimLeaves !== 'after-may-oom' && k.noFailAtEnd === 'nothing'
    case 'out_of_memory':
      return top.pc === 'slept'
    case 'oom_reap_task':
      return top.pc === 'slept'
    default:
      return false
  }
}

/** Moves of a machine; where a local step is possible only that, which is enough. */
export const movesOf = (m: Machine, k: Behaviours): readonly Move[] => {
  if (m.panic !== null) return []
  const moves: Move[] = []
  for (let i = 0; i < m.tasks.length; i++) {
    const t = m.tasks[i]!
    if (t.state === 'runnable') {
      if (isLocal(t, k)) return [{ kind: 'step', task: i }]
      moves.push({ kind: 'step', task: i })
    } else if (t.wakeAtUs >= 0) moves.push({ kind: 'timer', task: i })
  }
  return moves
}

/** Makes a move, in place. */
export const make = (w: World, move: Move): void => {
  const { m } = w
  const t = m.tasks[move.task]!
  if (move.kind === 'step') {
    stepTask(w, t, move.task)
    return
  }
  dropTimer(m, move.task)
  t.wakeAtUs = -1
  // Whatever was to wait for this timer has waited long enough.
  const first = m.reaper.delayed[0]
  if (move.task === m.reaper.task && first !== undefined) first.atUs = m.nowUs
  wake(m, move.task)
}

/** A machine whose tasks are bound to no CPU: any of them may take the next step. */
export const unbound = (m: Machine): Machine => ({ ...copyMachine(m), cpus: [], pending: [] })
