import { placeScore } from './indent.ts'
import type { Changed } from './edit-script.ts'

/*
 * A run of changed lines may often stand a little higher or lower and mean the same. As git does, runs are pushed
 * together where they meet, lined up with a change on the other side where there is one, and otherwise put where the
 * indentation reads best. A side is held as the lengths of its runs: run i stands before the i-th unchanged line, so
 * moving a run past a line hands its lines to the neighbouring run, and runs of the two sides with one number belong
 * together.
 */

/** Lines a run is moved at most for the sake of indentation. */
const indentSlideMax = 100

const runsOf = (changed: Uint8Array): Int32Array => {
  let unchanged = 0
  for (const c of changed) if (c === 0) unchanged++
  const runs = new Int32Array(unchanged + 1)
  let i = 0
  for (const c of changed) {
    if (c === 0) i++
    else runs[i] = runs[i]! + 1
  }
  return runs
}

const slideSide = (lines: Int32Array, runs: Int32Array, others: Int32Array, texts: readonly string[] | null): void => {
  const last = runs.length - 1
  let i = 0
  let start = 0
  let end = 0
  const up = (): boolean => {
    if (i === 0 || lines[start - 1] !== lines[end - 1]) return false
    const above = runs[i - 1]!
    runs[i - 1] = above + runs[i]!
    runs[i--] = 0
    start -= 1 + above
    end--
    return true
  }
  const down = (): boolean => {
    if (i === last || lines[start] !== lines[end]) return false
    const below = runs[i + 1]!
    runs[i + 1] = below + runs[i]!
    runs[i++] = 0
    start++
    end += 1 + below
    return true
  }
  for (; i <= last; i++, start = end + 1) {
    end = start + runs[i]!
    if (start === end) continue
    let highest = end
    let size = 0
    let aligned = false
    do {
      size = end - start
      while (up());
      highest = end
      aligned = others[i]! > 0
      while (down()) aligned ||= others[i]! > 0
    } while (size !== end - start)
    if (end === highest) continue
    if (aligned) while (others[i] === 0 && up());
    else if (texts !== null) {
      const from = Math.max(highest, end - size - 1, end - indentSlideMax)
      let best = end
      let bestScore = null
      for (let at = from; at <= end; at++) {
        const score = placeScore(texts, at - size, at)
        if (bestScore === null || score.isAtLeastAsGoodAs(bestScore)) {
          best = at
          bestScore = score
        }
      }
      while (end > best && up());
    }
  }
}

const spread = (runs: Int32Array, changed: Uint8Array): void => {
  changed.fill(0)
  let at = 0
  for (const run of runs) {
    changed.fill(1, at, at + run)
    at += run + 1
  }
}

/** Lines of the two sides; `texts` where the runs shall also be placed by indentation, as in what is shown. */
export type Sides = {
  readonly a: Int32Array
  readonly b: Int32Array
  readonly texts: { readonly a: readonly string[]; readonly b: readonly string[] } | null
}

/** Moves the runs of changed lines to where git shows them; the number of changed lines stays. */
export const slide = (sides: Sides, changed: Changed): void => {
  const a = runsOf(changed.a)
  const b = runsOf(changed.b)
  slideSide(sides.a, a, b, sides.texts?.a ?? null)
  slideSide(sides.b, b, a, sides.texts?.b ?? null)
  spread(a, changed.a)
  spread(b, changed.b)
}
