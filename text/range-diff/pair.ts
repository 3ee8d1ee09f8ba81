import { assign } from './assign.ts'
import type { Scratch } from './edit-script.ts'
import { diffSize } from './hunks.ts'
import type { Rendered } from './render.ts'

/*
 * Which patch of one revision is which of the other, by git's rule (range-diff.c): equal diffs first; of the rest the
 * assignment that costs least, where a pair costs the lines of the diff between the two diffs and a patch without
 * counterpart costs a share of its own lines.
 */

/** What git takes for "never": the cost of parting two patches whose diffs are equal. */
const costMax = 1 << 16
/** Steps of searches spent on distances; beyond them a lower bound stands in for the distance. */
const stepsMax = 20_000_000

/** A patch with its lines as classes: equal numbers for equal lines. */
export type Lined = Rendered & { readonly lines: Int32Array }

/** Numbers the lines of all patches. */
export const lineClasses = (patches: readonly Rendered[]): { lined: Lined[]; classes: number } => {
  const numbers = new Map<string, number>()
  const lined = patches.map(patch => {
    const lines = new Int32Array(patch.texts.length)
    patch.texts.forEach((text, i) => {
      let number = numbers.get(text)
      if (number === undefined) numbers.set(text, (number = numbers.size))
      lines[i] = number
    })
    return { ...patch, lines }
  })
  return { lined, classes: numbers.size }
}

/** Pairs of equal diffs; of several equal ones in the earlier revision the last comes first, as in git's table. */
const pairEqual = (before: readonly string[], after: readonly string[]): Map<number, number> => {
  const open = new Map<string, number[]>()
  before.forEach((diff, i) => {
    const same = open.get(diff)
    if (same) same.push(i)
    else open.set(diff, [i])
  })
  const pairs = new Map<number, number>()
  after.forEach((diff, j) => {
    const i = open.get(diff)?.pop()
    if (i !== undefined) pairs.set(i, j)
  })
  return pairs
}

/** Lines that two sorted lists have in common. */
const common = (a: Int32Array, b: Int32Array): number => {
  let n = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i]!, b[j]!]
    if (x === y) n++
    if (x <= y) i++
    if (y <= x) j++
  }
  return n
}

/**
 * Index after by index before of the patches that belong together, and the number of distances that were estimated
 * because exact ones took too long.
 */
export const pairPatches = (
  before: readonly Lined[],
  after: readonly Lined[],
  scratch: Scratch,
  creationFactorPercent: number,
): { pairs: Map<number, number>; estimated: number } => {
  const diffOf = (patch: Lined) => patch.texts.slice(patch.diffFrom).join('\n')
  const equal = pairEqual(before.map(diffOf), after.map(diffOf))
  const taken = new Set(equal.values())
  const restBefore = before.flatMap((_, i) => (equal.has(i) ? [] : [i]))
  const restAfter = after.flatMap((_, j) => (taken.has(j) ? [] : [j]))
  if (restBefore.length === 0 || restAfter.length === 0) return { pairs: equal, estimated: 0 }

  const linesOf = (patch: Lined) => patch.lines.subarray(patch.diffFrom)
  const alone = (patch: Lined) => Math.trunc((patch.diffRows * creationFactorPercent) / 100)
  const sortedBefore = before.map(patch => linesOf(patch).slice().sort())
  const sortedAfter = after.map(patch => linesOf(patch).slice().sort())
  const n = before.length + after.length
  const cost = new Int32Array(n * n)
  let estimated = 0
  for (let j = 0; j < n; j++) {
    const b = after[j]
    for (let i = 0; i < n; i++) {
      const a = before[i]
      const at = j * n + i
      if (a === undefined && b === undefined) cost[at] = 0
      else if (a === undefined) cost[at] = taken.has(j) ? costMax : alone(b!)
      else if (b === undefined) cost[at] = equal.has(i) ? costMax : alone(a)
      else if (equal.has(i) || taken.has(j)) cost[at] = equal.get(i) === j ? 0 : costMax
      else {
        const [x, y] = [linesOf(a), linesOf(b)]
        const apart = x.length + y.length - 2 * common(sortedBefore[i]!, sortedAfter[j]!)
        // A pair that costs more than both patches alone is in no least-cost assignment, whatever it costs exactly.
        const isNever = apart + 1 > alone(a) + alone(b)
        if (!isNever && scratch.steps > stepsMax) estimated++
        const isExact = !isNever && scratch.steps <= stepsMax
        cost[at] = Math.min(isExact ? diffSize({ a: x, b: y, texts: null }, scratch) : apart + 1, costMax)
      }
    }
  }
  const rowOf = assign(n, cost)
  const pairs = new Map<number, number>()
  for (let i = 0; i < before.length; i++) if (rowOf[i]! < after.length) pairs.set(i, rowOf[i]!)
  return { pairs, estimated }
}
