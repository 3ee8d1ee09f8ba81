import type { Run } from './runs.ts'
import type { Indexed } from './source.ts'
import { depthAt, keyChars } from './source.ts'
import { isEdge, wordHolding } from './stream.ts'

/** Places of one key compared at most. */
const candidatesMax = 24
/** Packed characters above which a find may end inside a word: a line cut by a mailer. */
const freeCharsMin = 24

/** Lines [from, to) of a run, found at [at, atEnd) of the packed source. */
export type Piece = {
  readonly from: number
  readonly to: number
  readonly source: Indexed
  readonly at: number
  readonly atEnd: number
  /** Share of words found, thousandths; 1000 where every character was. */
  readonly matchMille: number
}

/** Where in each source the run before ended: quotes follow the order of what they quote. */
export type Cursors = Map<Indexed, number>

/** How many characters two packed strings share from two places on, at most `max`. */
const common = (a: string, aAt: number, b: string, bAt: number, max: number): number => {
  let n = 0
  while (n < max && a.charCodeAt(aAt + n) === b.charCodeAt(bAt + n)) n++
  return n
}

/** Rank of a place: unquoted there when quoted once here, behind what was quoted before, the start of a line; then the first. */
const rankOf = (run: Run, source: Indexed, word: number, cursor: number): number => {
  const isFirst = word === 0 || source.stream.lineOf[word] !== source.stream.lineOf[word - 1]
  const at = source.stream.wordAt[word] ?? 0
  return (depthAt(source.stream, word) === run.depth - 1 ? 4 : 0) + (at >= cursor ? 2 : 0) + (isFirst ? 1 : 0)
}

/** The whole run in one stretch of the source, or null. */
export const wholeRun = (run: Run, source: Indexed, cursor: number): Piece | null => {
  const sought = run.stream.packed
  const { packed } = source.stream
  let best: { at: number; rank: number } | null = null
  let tries = 0
  for (let at = packed.indexOf(sought); at >= 0 && tries < candidatesMax; at = packed.indexOf(sought, at + 1)) {
    tries++
    const word = wordHolding(source.stream, at)
    const isFree = sought.length >= freeCharsMin
    if (!isFree && (source.stream.wordAt[word] !== at || !isEdge(source.stream, at + sought.length))) continue
    const rank = rankOf(run, source, word, cursor)
    if (best === null || rank > best.rank) best = { at, rank }
    if (rank === 7) break
  }
  if (best === null) return null
  return {
    from: 0,
    to: run.lines.length,
    source,
    at: best.at,
    atEnd: best.at + sought.length,
    matchMille: 1000,
  }
}

/** The longest stretch of whole lines from line `from` to before `to` that some place of the source starts. */
const longestFrom = (run: Run, from: number, to: number, source: Indexed, cursor: number): Piece | null => {
  const line = run.lines[from]
  const last = run.lines[to - 1]
  if (line === undefined || last === undefined) return null
  const { packed } = source.stream
  const mine = run.stream.packed
  const max = last.atEnd - line.at
  const key = mine.slice(line.at, line.at + keyChars)
  const whole = mine.slice(line.at, line.atEnd)
  let best: { at: number; lines: number; rank: number } | null = null
  const consider = (word: number) => {
    const at = source.stream.wordAt[word] ?? 0
    const shared = common(mine, line.at, packed, at, max)
    let until = from
    while (until < to && (run.lines[until]?.atEnd ?? 0) - line.at <= shared) until++
    if (until === from) return
    const atEnd = at + (run.lines[until - 1]?.atEnd ?? 0) - line.at
    if (atEnd - at < freeCharsMin && !isEdge(source.stream, atEnd)) return
    const rank = rankOf(run, source, word, cursor)
    const lines = until - from
    if (best === null || lines > best.lines || (lines === best.lines && rank > best.rank)) best = { at, lines, rank }
  }
  const follow = (places: { first: ReadonlyMap<string, number>; next: Int32Array }, sought: string) => {
    let tries = 0
    for (
      let word = places.first.get(sought) ?? -1;
      word >= 0 && tries < candidatesMax;
      word = places.next[word] ?? -1
    ) {
      tries++
      consider(word)
    }
  }
  if (key.length === keyChars && max >= keyChars) follow(source.keys(), key)
  if (best === null && whole.length < keyChars) follow(source.lines(), whole)
  if (best === null) return null
  const found: { at: number; lines: number } = best
  const end = run.lines[from + found.lines - 1]
  return {
    from,
    to: from + found.lines,
    source,
    at: found.at,
    atEnd: found.at + (end?.atEnd ?? 0) - line.at,
    matchMille: 1000,
  }
}

/** Stretches of whole lines of [from, to) found in a source letter for letter but for whitespace; the rest is left out. */
export const piecesOf = (run: Run, from: number, to: number, source: Indexed, cursor: number): Piece[] => {
  const found: Piece[] = []
  let behind = cursor
  for (let i = from; i < to; ) {
    const piece = longestFrom(run, i, to, source, behind)
    if (piece === null) {
      i++
      continue
    }
    found.push(piece)
    behind = piece.atEnd
    i = piece.to
  }
  return found
}
