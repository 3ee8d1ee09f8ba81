import type { TraceEvent } from '../../model/index.ts'
import { copyInto, copyMachine } from '../machine.ts'
import type { Machine } from '../machine.ts'
import { newLedger, quietLedger } from '../ledger.ts'
import type { World } from '../world.ts'
import { keyOf } from './key.ts'
import type { Names } from './key.ts'
import { make, movesOf, unbound } from './moves.ts'
import type { Move } from './moves.ts'

/** States visited at most when nobody says otherwise. */
export const statesMax = 2_000_000

/** What is asked of every interleaving. */
export type Questions = {
  /** What is to happen; a state in which it has is not followed further. */
  readonly goal: { readonly says: string; readonly isReached: (m: Machine) => boolean }
  /** What must hold in every state on the way. */
  readonly always: readonly { readonly id: string; readonly says: string; readonly holds: (m: Machine) => boolean }[]
}

export type Exploration = {
  readonly states: number
  readonly moves: number
  /** Every state that can be reached was visited. */
  readonly complete: boolean
  /** What is proved for every interleaving, in words; empty unless complete. */
  readonly proved: readonly string[]
  /** What is refuted, with the shortest way there (of those visited). */
  readonly refuted: string | null
  readonly counterexample: readonly TraceEvent[] | null
}

/** Numbers in a growing typed array. */
const column = () => {
  let values = new Int32Array(1 << 16)
  let length = 0
  return {
    push(value: number): void {
      if (length === values.length) {
        const more = new Int32Array(values.length * 2)
        more.set(values)
        values = more
      }
      values[length++] = value
    },
    at: (i: number): number => values[i]!,
    get length() {
      return length
    },
  }
}

/** What was visited: how each state was reached first, and every move between states. */
type Graph = {
  readonly parents: ReturnType<typeof column>
  readonly tasks: ReturnType<typeof column>
  readonly timers: ReturnType<typeof column>
  readonly from: ReturnType<typeof column>
  readonly to: ReturnType<typeof column>
  readonly goals: number[]
}

/**
 * Visits every interleaving of a small machine breadth first: at each point any runnable task may take the next step and
 * any timer may fire. Times and CPUs are left out, so what holds here holds for every speed of every task. Equal
 * states are followed once. "In the end" is proved as: from every reachable state the goal can still be reached, which
 * a scheduler that neglects no possibility for ever then reaches.
 */
export const explore = (start: World, questions: Questions, most = statesMax): Exploration => {
  const first = unbound(start.m)
  const names: Names = new Map()
  const ids = new Map<string, number>([[keyOf(first, names), 0]])
  const graph: Graph = { parents: column(), tasks: column(), timers: column(), from: column(), to: column(), goals: [] }
  graph.parents.push(-1)
  graph.tasks.push(-1)
  graph.timers.push(0)
  const queue: (Machine | null)[] = [first]
  // Most moves lead to a state that is known: they are tried on one machine.
  const scratch: World = { ...start, m: copyMachine(first), out: quietLedger(first) }
  /** States not followed yet: whatever the reader wants may still come of them. */
  const open: number[] = []
  for (let at = 0; at < queue.length; at++) {
    const m = queue[at]!
    queue[at] = null
    const broken = questions.always.find(q => !q.holds(m))
    if (broken !== undefined) return refuted(start, graph, at, queue.length, `not always: ${broken.says}`)
    if (questions.goal.isReached(m)) {
      graph.goals.push(at)
      continue
    }
    for (const move of movesOf(m, start.k)) {
      copyInto(scratch.m, m)
      make(scratch, move)
      const key = keyOf(scratch.m, names)
      let id = ids.get(key)
      if (id === undefined) {
        if (queue.length >= most) {
          if (open[open.length - 1] !== at) open.push(at)
          continue
        }
        id = queue.length
        ids.set(key, id)
        queue.push(copyMachine(scratch.m))
        graph.parents.push(at)
        graph.tasks.push(move.task)
        graph.timers.push(move.kind === 'timer' ? 1 : 0)
      }
      graph.from.push(at)
      graph.to.push(id)
    }
  }
  const complete = open.length === 0
  const trap = firstTrap(graph, open, queue.length)
  if (trap >= 0)
    return refuted(start, graph, trap, queue.length, `it can come to a point from which never: ${questions.goal.says}`)
  const said = [
    `in the end, whatever the order: ${questions.goal.says}`,
    ...questions.always.map(q => `always: ${q.says}`),
  ]
  return {
    states: queue.length,
    moves: graph.from.length,
    complete,
    proved: complete ? said : [],
    refuted: null,
    counterexample: null,
  }
}

/** The state nearest to the start from which no goal can be reached, or -1. */
const firstTrap = (graph: Graph, open: readonly number[], states: number): number => {
  // Moves by their target, as one array of offsets and one of sources.
  const offsets = new Int32Array(states + 1)
  for (let i = 0; i < graph.to.length; i++) offsets[graph.to.at(i) + 1]!++
  for (let i = 0; i < states; i++) offsets[i + 1]! += offsets[i]!
  const filled = offsets.slice()
  const sources = new Int32Array(graph.to.length)
  for (let i = 0; i < graph.to.length; i++) sources[filled[graph.to.at(i)]!++] = graph.from.at(i)
  const good = new Uint8Array(states)
  const stack = [...graph.goals, ...open]
  for (const id of stack) good[id] = 1
  for (let id = stack.pop(); id !== undefined; id = stack.pop())
    for (let i = offsets[id]!; i < offsets[id + 1]!; i++) {
      const source = sources[i]!
      if (good[source] === 1) continue
      good[source] = 1
      stack.push(source)
    }
  return good.indexOf(0)
}

/** Moves from the start to a state, the shortest there are. */
const pathTo = (graph: Graph, state: number): readonly Move[] => {
  const path: Move[] = []
  for (let id = state; id > 0; id = graph.parents.at(id))
    path.push({ kind: graph.timers.at(id) === 1 ? 'timer' : 'step', task: graph.tasks.at(id) })
  return path.reverse()
}

const refuted = (start: World, graph: Graph, state: number, states: number, says: string): Exploration => ({
  states,
  moves: graph.from.length,
  complete: false,
  proved: [],
  refuted: says,
  counterexample: tell(start, pathTo(graph, state)),
})

/** Moves that are told beyond a trap, at most. */
const lassoMax = 2_000

/**
 * The events of a way through the machine, and of what goes on from there with everybody taking turns until the machine
 * repeats itself. `atUs` counts moves.
 */
const tell = (start: World, path: readonly Move[]): readonly TraceEvent[] => {
  const m = unbound(start.m)
  const out = newLedger(m)
  const w: World = { ...start, m, out }
  let moves = 0
  const step = (move: Move): void => {
    const before = out.events.length
    make(w, move)
    moves++
    for (let e = before; e < out.events.length; e++) out.events[e] = { ...out.events[e]!, atUs: moves }
  }
  path.forEach(step)
  const names: Names = new Map()
  const seen = new Set<string>()
  for (let turn = 0; seen.size < lassoMax; turn++) {
    const key = keyOf(m, names)
    const possible = movesOf(m, start.k)
    if (seen.has(key) || possible.length === 0) break
    seen.add(key)
    step(possible[turn % possible.length]!)
  }
  return out.events
}
