/*
 * Which lines differ between two sequences, as git's diff finds them: lines without a counterpart are set aside first,
 * then Myers' O(ND) search runs from both ends towards a middle ("An O(ND) Difference Algorithm and Its Variations",
 * 1986, section 4b). Beyond `stepsMax` steps from either end the box is cut at the point that got furthest; the script
 * is then right but perhaps not the shortest. Git's xdiff has the same bound, so costs agree with git's.
 */

/** Edit steps from each end after which a box is cut where the search got furthest. */
const stepsMax = 256
/** Lines looked at on each side of a frequent line. */
const windowLines = 100
const farRight = 0x3fffffff

/** Lines of each side that have no counterpart: 1 at their index. */
export type Changed = { readonly a: Uint8Array; readonly b: Uint8Array }

/** What searches over the same classes of lines share: a table of zeros, and the steps they took so far. */
export type Scratch = { readonly counts: Int32Array; steps: number }

/** For lines given as numbers below `classes`. */
export const scratchFor = (classes: number): Scratch => ({ counts: new Int32Array(classes), steps: 0 })

/** The power of two next to the square root of n, from above. */
export const roughRoot = (n: number): number => 2 ** Math.ceil((32 - Math.clz32(n)) / 2)

const rare = 0
const plain = 1
const frequent = 2

/** True where a frequent line stands between lines without counterpart, mostly: matching it would only tear them apart. */
const isNoise = (kinds: Uint8Array, at: number): boolean => {
  let alone = 0
  let often = 0
  for (const step of [-1, 1]) {
    const edge = Math.min(Math.max(at + step * windowLines, 0), kinds.length - 1)
    let aloneHere = 0
    often++
    for (let i = at + step; step < 0 ? i >= edge : i <= edge; i += step) {
      if (kinds[i] === rare) aloneHere++
      else if (kinds[i] === frequent) often++
      else break
    }
    if (aloneHere === 0) return false
    alone += aloneHere
  }
  return often * 4 < often + alone
}

/** Indices of the lines of [from, to) that take part in a search among `others`; the rest is marked changed. */
const searched = (
  lines: Int32Array,
  from: number,
  to: number,
  others: Int32Array,
  changed: Uint8Array,
  { counts }: Scratch,
): Int32Array => {
  for (const line of others) counts[line] = counts[line]! + 1
  const manyFrom = Math.min(roughRoot(lines.length), 1024)
  const kinds = new Uint8Array(to - from)
  for (let i = from; i < to; i++) {
    const n = counts[lines[i]!]!
    kinds[i - from] = n === 0 ? rare : n >= manyFrom ? frequent : plain
  }
  for (const line of others) counts[line] = 0
  const kept = new Int32Array(to - from)
  let n = 0
  for (let i = from; i < to; i++) {
    const kind = kinds[i - from]
    if (kind === plain || (kind === frequent && !isNoise(kinds, i - from))) kept[n++] = i
    else changed[i] = 1
  }
  return kept.subarray(0, n)
}

/** Part of the search: [x0, x1) of one side against [y0, y1) of the other. `exact`: never cut short. */
type Box = { x0: number; x1: number; y0: number; y1: number; exact: boolean }

class Search {
  readonly a: Int32Array
  readonly b: Int32Array
  /** Furthest x reached on each diagonal x - y, from the start and from the end; shifted by `shift`. */
  readonly ahead: Int32Array
  readonly back: Int32Array
  readonly shift: number
  readonly limit: number
  readonly scratch: Scratch

  constructor(a: Int32Array, b: Int32Array, scratch: Scratch) {
    this.a = a
    this.b = b
    this.scratch = scratch
    const diagonals = a.length + b.length + 3
    this.ahead = new Int32Array(diagonals)
    this.back = new Int32Array(diagonals)
    this.shift = b.length + 1
    this.limit = Math.max(stepsMax, roughRoot(diagonals))
  }

  /** Cuts a box that starts and ends with a difference into two whose scripts together are its script. */
  split({ x0, x1, y0, y1, exact }: Box): [Box, Box] {
    const { a, b, ahead, back, shift } = this
    const cut = (x: number, y: number, low: boolean, high: boolean): [Box, Box] => [
      { x0, x1: x, y0, y1: y, exact: low },
      { x0: x, x1, y0: y, y1, exact: high },
    ]
    const lowest = x0 - y1
    const highest = x1 - y0
    const first = x0 - y0
    const last = x1 - y1
    const odd = ((first - last) & 1) !== 0
    let [aMin, aMax, bMin, bMax] = [first, first, last, last]
    ahead[first + shift] = x0
    back[last + shift] = x1
    for (let steps = 1; ; steps++) {
      this.scratch.steps += aMax - aMin + bMax - bMin + 2
      if (aMin > lowest) ahead[--aMin - 1 + shift] = -1
      else aMin++
      if (aMax < highest) ahead[++aMax + 1 + shift] = -1
      else aMax--
      for (let d = aMax; d >= aMin; d -= 2) {
        const at = d + shift
        let x = Math.max(ahead[at - 1]! + 1, ahead[at + 1]!)
        while (x < x1 && x - d < y1 && a[x] === b[x - d]) x++
        ahead[at] = x
        if (odd && d >= bMin && d <= bMax && back[at]! <= x) return cut(x, x - d, true, true)
      }
      if (bMin > lowest) back[--bMin - 1 + shift] = farRight
      else bMin++
      if (bMax < highest) back[++bMax + 1 + shift] = farRight
      else bMax--
      for (let d = bMax; d >= bMin; d -= 2) {
        const at = d + shift
        let x = Math.min(back[at - 1]!, back[at + 1]! - 1)
        while (x > x0 && x - d > y0 && a[x - 1] === b[x - d - 1]) x--
        back[at] = x
        if (!odd && d >= aMin && d <= aMax && x <= ahead[at]!) return cut(x, x - d, true, true)
      }
      if (exact || steps < this.limit) continue
      let [sum, furthest] = [-1, -1]
      for (let d = aMax; d >= aMin; d -= 2) {
        const x = Math.min(ahead[d + shift]!, x1, y1 + d)
        if (x + x - d > sum) [sum, furthest] = [x + x - d, x]
      }
      let [sumBack, furthestBack] = [farRight, farRight]
      for (let d = bMax; d >= bMin; d -= 2) {
        const x = Math.max(back[d + shift]!, x0, y0 + d)
        if (x + x - d < sumBack) [sumBack, furthestBack] = [x + x - d, x]
      }
      return x1 + y1 - sumBack < sum - (x0 + y0)
        ? cut(furthest, sum - furthest, true, false)
        : cut(furthestBack, sumBack - furthestBack, false, true)
    }
  }
}

/**
 * The lines of `a` and `b` that a diff of the two removes and adds. Lines are given as classes: equal numbers for equal
 * lines. Deterministic; time is bounded by about `stepsMax` times the length of both.
 */
export const changedLines = (a: Int32Array, b: Int32Array, scratch: Scratch): Changed => {
  scratch.steps += a.length + b.length
  const changed = { a: new Uint8Array(a.length), b: new Uint8Array(b.length) }
  const shorter = Math.min(a.length, b.length)
  let from = 0
  while (from < shorter && a[from] === b[from]) from++
  let same = 0
  while (same < shorter - from && a[a.length - 1 - same] === b[b.length - 1 - same]) same++
  const inA = searched(a, from, a.length - same, b, changed.a, scratch)
  const inB = searched(b, from, b.length - same, a, changed.b, scratch)
  const search = new Search(
    inA.map(i => a[i]!),
    inB.map(i => b[i]!),
    scratch,
  )
  const boxes: Box[] = [{ x0: 0, x1: inA.length, y0: 0, y1: inB.length, exact: false }]
  for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
    while (box.x0 < box.x1 && box.y0 < box.y1 && search.a[box.x0] === search.b[box.y0]) {
      box.x0++
      box.y0++
    }
    while (box.x0 < box.x1 && box.y0 < box.y1 && search.a[box.x1 - 1] === search.b[box.y1 - 1]) {
      box.x1--
      box.y1--
    }
    if (box.x0 === box.x1) for (let y = box.y0; y < box.y1; y++) changed.b[inB[y]!] = 1
    else if (box.y0 === box.y1) for (let x = box.x0; x < box.x1; x++) changed.a[inA[x]!] = 1
    else boxes.push(...search.split(box))
  }
  return changed
}
