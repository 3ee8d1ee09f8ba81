import { stepTask } from '../engine/step.ts'
import { copyMachine } from '../machine.ts'
import type { Index, Machine } from '../machine.ts'
import { wake } from '../mechanisms/schedule.ts'
import type { World } from '../world.ts'

/**
 * What can happen next: a runnable task takes its next step, the timer of a sleeping one fires, or the delay is over after
 * which the reaper may have the next victim (`task` is the reaper then).
 */
export type Move = { readonly kind: 'step' | 'timer' | 'due'; readonly task: Index }

const kinds = ['step', 'timer', 'due'] as const

/** A move as a number, to be kept by the million. */
export const codeOf = (move: Move): number => move.task * 4 + kinds.indexOf(move.kind)
export const moveOf = (code: number): Move => ({ kind: kinds[(code & 3) as 0 | 1 | 2], task: code >> 2 })

const isWaiting = (m: Machine, task: Index): boolean => {
  const { frames } = m.tasks[task]!
  return frames.length === 1 && frames[0]!.pc === 'wait'
}

/** Moves of a machine as codes, written into `into`. */
export const codesOf = (m: Machine, into: number[]): void => {
  into.length = 0
  if (m.panic !== null) return
  for (let i = 0; i < m.tasks.length; i++) {
    const t = m.tasks[i]!
    if (t.state === 'runnable') into.push(i * 4)
    // Where the reaper waits for work its timer is the delay of the next victim.
    else if (t.wakeAtUs >= 0 && !(i === m.reaper.task && isWaiting(m, i))) into.push(i * 4 + 1)
  }
  if (m.reaper.delayed.some(d => d.atUs > m.nowUs)) into.push(m.reaper.task * 4 + 2)
}

/** Moves of a machine. */
export const movesOf = (m: Machine): readonly Move[] => {
  const codes: number[] = []
  codesOf(m, codes)
  return codes.map(moveOf)
}

/** Makes a move given by its code, in place. */
export const makeCode = (w: World, code: number): void => {
  const { m } = w
  const task = code >> 2
  const kind = code & 3
  if (kind === 0) stepTask(w, m.tasks[task]!, task)
  else if (kind === 1) {
    m.tasks[task]!.wakeAtUs = -1
    wake(m, task)
  } else {
    m.reaper.delayed.find(d => d.atUs > m.nowUs)!.atUs = m.nowUs
    if (isWaiting(m, task)) wake(m, task)
  }
  // Timers are known by `wakeAtUs`; when they were to fire decides nothing here.
  m.pending.length = 0
}

/** Makes a move, in place. */
export const make = (w: World, move: Move): void => makeCode(w, codeOf(move))

/** A machine whose tasks are bound to no CPU: any of them may take the next step. */
export const unbound = (m: Machine): Machine => ({ ...copyMachine(m), cpus: [], pending: [] })
