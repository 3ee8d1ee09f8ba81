import { changedLines } from './edit-script.ts'
import type { Changed, Scratch } from './edit-script.ts'
import { slide } from './slide.ts'
import type { Sides } from './slide.ts'

/** Unchanged lines shown around a change. */
const contextLines = 3

/** Lines [a, aEnd) of one side replaced by [b, bEnd) of the other; one of them may be empty, never both. */
export type Change = { readonly a: number; readonly aEnd: number; readonly b: number; readonly bEnd: number }

/** Changes close enough to share their context; `a`, `b` and the ends include that context. */
export type ChangeHunk = Change & { readonly changes: readonly Change[] }

/** The diff of two texts given as classes of lines, with the runs where git puts them. */
export const diffLines = (sides: Sides, scratch: Scratch): Changed => {
  const changed = changedLines(sides.a, sides.b, scratch)
  slide(sides, changed)
  return changed
}

/** The changes in order. */
export const changesOf = ({ a, b }: Changed): Change[] => {
  const changes: Change[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; i++, j++) {
    const [fromA, fromB] = [i, j]
    while (a[i] === 1) i++
    while (b[j] === 1) j++
    if (i > fromA || j > fromB) changes.push({ a: fromA, aEnd: i, b: fromB, bEnd: j })
  }
  return changes
}

/** Changes gathered into hunks with three lines of context; hunks whose contexts would touch are one. */
export const hunksOf = (changed: Changed): ChangeHunk[] => {
  const changes = changesOf(changed)
  const hunks: ChangeHunk[] = []
  for (let i = 0; i < changes.length; ) {
    const first = changes[i]!
    let n = i + 1
    while (n < changes.length && changes[n]!.a - changes[n - 1]!.aEnd <= 2 * contextLines) n++
    const last = changes[n - 1]!
    const above = Math.min(contextLines, first.a)
    const below = Math.min(contextLines, changed.a.length - last.aEnd, changed.b.length - last.bEnd)
    hunks.push({
      a: first.a - above,
      aEnd: last.aEnd + below,
      b: Math.max(first.b - above, 0),
      bEnd: last.bEnd + below,
      changes: changes.slice(i, n),
    })
    i = n
  }
  return hunks
}

/** Lines that a diff prints, hunk headers counted: what range-diff takes as the distance of two patches. */
export const diffSize = (sides: Sides, scratch: Scratch): number => {
  let lines = 0
  for (const hunk of hunksOf(diffLines(sides, scratch))) {
    lines += 1 + hunk.aEnd - hunk.a
    for (const change of hunk.changes) lines += change.bEnd - change.b
  }
  return lines
}
