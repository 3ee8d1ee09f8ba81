import type { TraceEvent } from '../../model/index.ts'
import type { Machine } from '../machine.ts'
import { newLedger, quietLedger } from '../ledger.ts'
import type { World } from '../world.ts'
import { codecOf } from './codec.ts'
import { column, stateStore } from './columns.ts'
import type { Column } from './columns.ts'
import { settle } from './local.ts'
import { codesOf, makeCode, unbound } from './moves.ts'

/** States visited at most when nobody says otherwise. */
export const statesMax = 6_000_000

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
  /** Memory that states and moves take, bytes. */
  readonly bytes: number
  /** Every state that can be reached was visited, and nothing is refuted. */
  readonly complete: boolean
  /** Every state that can be reached was visited: where the goal is refuted all else holds in every one of them. */
  readonly closed: boolean
  /** What is proved for every interleaving, in words; empty unless complete. */
  readonly proved: readonly string[]
  /** What is refuted, with the shortest way there (of those visited). */
  readonly refuted: string | null
  readonly counterexample: readonly TraceEvent[] | null
  /** Decisive moves of that way; null when nothing is refuted. */
  readonly length: number | null
}

/** What was visited: how each state was reached first, and every move between states, in the order of their sources. */
type Graph = {
  readonly parents: Column
  readonly codes: Column
  /** Moves out of a state are `to[firstMove(state) .. firstMove(state + 1))`. */
  readonly firstMoves: Column
  readonly to: Column
  readonly goals: number[]
}

export type ExploreOptions = {
  /** States visited at most. */
  readonly most?: number
  /** Local steps go first, which is enough (`local.ts`). Off: every order of them is played too. */
  readonly localFirst?: boolean
}

/**
 * Visits every interleaving of a small machine breadth first: at each point any runnable task may take the next step and
 * any timer may fire. Times and CPUs are left out, so what holds here holds for every speed of every task. Equal
 * states are followed once. "In the end" is proved as: from every reachable state the goal can still be reached, which
 * a scheduler that neglects no possibility for ever then reaches. Questions must not depend on what a local step changes.
 */
export const explore = (start: World, questions: Questions, options: ExploreOptions = {}): Exploration => {
  const { most = statesMax, localFirst = true } = options
  const m = unbound(start.m)
  const w: World = { ...start, m, out: quietLedger(m) }
  const codec = codecOf(m)
  const store = stateStore()
  const graph: Graph = { parents: column(), codes: column(), firstMoves: column(), to: column(), goals: [] }
  /** Number of the machine as it stands, or -1 where there is no room for it. */
  const numberOf = (parent: number, code: number): number => {
    const words = (codec.encode(m) + 3) >> 2
    const known = store.find(codec.words(), words)
    if (known >= 0) return known
    if (store.size() >= most) return -1
    graph.parents.push(parent)
    graph.codes.push(code)
    return store.add(codec.words(), words)
  }
  if (localFirst) settle(w)
  numberOf(-1, -1)
  /** States not followed to the end: whatever the reader wants may still come of them. */
  const open: number[] = []
  const codes: number[] = []
  const end = (says: string | null, at: number, isClosed: boolean): Exploration => {
    const complete = says === null && isClosed
    const said = [
      `in the end, whatever the order: ${questions.goal.says}`,
      ...questions.always.map(q => `always: ${q.says}`),
    ]
    const path = says === null ? null : pathTo(graph, at)
    return {
      states: store.size(),
      moves: graph.to.length(),
      bytes: store.bytesUsed() + 4 * (graph.to.length() + 3 * store.size()),
      complete,
      closed: isClosed,
      proved: complete ? said : [],
      refuted: says,
      counterexample: path === null ? null : tell(start, path, localFirst),
      length: path === null ? null : path.length,
    }
  }
  for (let at = 0; at < store.size(); at++) {
    graph.firstMoves.push(graph.to.length())
    codec.decode(m, store.chunkOf(at), store.offsetOf(at))
    for (const q of questions.always) if (!q.holds(m)) return end(`not always: ${q.says}`, at, false)
    if (questions.goal.isReached(m)) {
      graph.goals.push(at)
      continue
    }
    codesOf(m, codes)
    for (let i = 0; i < codes.length; i++) {
      // Most moves lead to a state that is known: they are tried on one machine, which is put back after each.
      if (i > 0) codec.restore(m)
      makeCode(w, codes[i]!)
      if (localFirst) settle(w)
      const id = numberOf(at, codes[i]!)
      if (id >= 0) graph.to.push(id)
      else if (open[open.length - 1] !== at) open.push(at)
    }
  }
  graph.firstMoves.push(graph.to.length())
  const trap = firstTrap(graph, open, store.size())
  const isClosed = open.length === 0
  return trap < 0
    ? end(null, -1, isClosed)
    : end(`it can come to a point from which never: ${questions.goal.says}`, trap, isClosed)
}

/** The state nearest to the start from which no goal can be reached, or -1. */
const firstTrap = (graph: Graph, open: readonly number[], states: number): number => {
  // Moves by their target, as one array of offsets and one of sources.
  const count = graph.to.length()
  const offsets = new Int32Array(states + 1)
  for (let i = 0; i < count; i++) offsets[graph.to.at(i) + 1]!++
  for (let i = 0; i < states; i++) offsets[i + 1]! += offsets[i]!
  const filled = offsets.slice()
  const sources = new Int32Array(count)
  for (let source = 0; source < states; source++)
    for (let i = graph.firstMoves.at(source); i < graph.firstMoves.at(source + 1); i++)
      sources[filled[graph.to.at(i)]!++] = source
  const good = new Uint8Array(states)
  const stack = [...graph.goals]
  for (const id of open) stack.push(id)
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
const pathTo = (graph: Graph, state: number): readonly number[] => {
  const path: number[] = []
  for (let id = state; id > 0; id = graph.parents.at(id)) path.push(graph.codes.at(id))
  return path.reverse()
}

/** Moves that are told beyond a trap, at most. */
const lassoMax = 2_000

/**
 * The events of a way through the machine, and of what goes on from there with everybody taking turns until the machine
 * repeats itself. `atUs` counts decisive moves: local steps belong to the move before them.
 */
const tell = (start: World, path: readonly number[], localFirst: boolean): readonly TraceEvent[] => {
  const m = unbound(start.m)
  const out = newLedger(m)
  const w: World = { ...start, m, out }
  const codec = codecOf(m)
  let moves = 0
  const number = (from: number): void => {
    for (let e = from; e < out.events.length; e++) out.events[e] = { ...out.events[e]!, atUs: moves }
  }
  const step = (code: number): void => {
    const before = out.events.length
    moves++
    makeCode(w, code)
    if (localFirst) settle(w)
    number(before)
  }
  if (localFirst) settle(w)
  path.forEach(step)
  const seen = stateStore()
  const codes: number[] = []
  for (let turn = 0; turn < lassoMax; turn++) {
    const words = (codec.encode(m) + 3) >> 2
    codesOf(m, codes)
    if (seen.find(codec.words(), words) >= 0 || codes.length === 0) break
    seen.add(codec.words(), words)
    step(codes[turn % codes.length]!)
  }
  return out.events
}
