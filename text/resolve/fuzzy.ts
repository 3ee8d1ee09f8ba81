import type { Piece } from './pieces.ts'
import type { Run } from './runs.ts'
import type { Indexed } from './source.ts'
import { wordHolding, wordOf } from './stream.ts'

/** Words compared of one stretch at most. */
export const wordsMax = 400
/** Table cells filled for one mail at most: some 10 ms. */
export const cellsMax = 2_000_000
/** Places of one word that vote for where a stretch was taken from; a word that stands more often says nothing. */
const placesMax = 12
/** Words on either side of the likely place that are compared too. */
const slackWords = 24
/** Share of words, thousandths, below which a likeness is chance. */
export const fuzzyMilleMin = 600
/** Fewer words than these are like too many places. */
const wordsMin = 4

/** What is left of a mail's allowance for tables. */
export type Budget = { cells: number }

/** Where most rare words of `sought` say it starts in the source: a word number, or null. */
const likelyStart = (sought: readonly string[], source: Indexed): number | null => {
  const places = source.words()
  const votes = new Map<number, number>()
  for (const [i, word] of sought.entries()) {
    let tries = 0
    const found: number[] = []
    for (let at = places.first.get(word) ?? -1; at >= 0; at = places.next[at] ?? -1) {
      if (++tries > placesMax) break
      found.push(at)
    }
    if (tries > placesMax) continue
    for (const at of found) {
      const bucket = (at - i) >> 3
      votes.set(bucket, (votes.get(bucket) ?? 0) + 1)
    }
  }
  let best: { bucket: number; votes: number } | null = null
  for (const [bucket, own] of votes) {
    const total = own + (votes.get(bucket + 1) ?? 0)
    if (best === null || total > best.votes || (total === best.votes && bucket < best.bucket))
      best = { bucket, votes: total }
  }
  return best === null || best.votes < 2 ? null : best.bucket * 8
}

/** Longest common subsequence of words: its length, and the first and last place in `there` of one that is most compact at the end. */
const align = (here: readonly string[], there: readonly string[]): { length: number; first: number; last: number } => {
  const width = there.length + 1
  const table = new Uint16Array((here.length + 1) * width)
  for (let i = here.length - 1; i >= 0; i--)
    for (let j = there.length - 1; j >= 0; j--) {
      const skip = Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
      table[i * width + j] = here[i] === there[j] ? Math.max(skip, 1 + (table[(i + 1) * width + j + 1] ?? 0)) : skip
    }
  let first = -1
  let last = -1
  for (let i = 0, j = 0; i < here.length && j < there.length; ) {
    const now = table[i * width + j] ?? 0
    if (here[i] === there[j] && now === 1 + (table[(i + 1) * width + j + 1] ?? 0)) {
      if (first < 0) first = j
      last = j
      i++
      j++
    } else if ((table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0)) i++
    else j++
  }
  return { length: table[0] ?? 0, first, last }
}

/** Lines [from, to) of a run as most of their words stand in a source in the same order, or null. */
export const fuzzyPiece = (run: Run, from: number, to: number, source: Indexed, budget: Budget): Piece | null => {
  const first = run.lines[from]
  const last = run.lines[to - 1]
  if (first === undefined || last === undefined) return null
  const start = wordHolding(run.stream, first.at)
  const end = wordHolding(run.stream, last.atEnd)
  if (end - start < wordsMin || end - start > wordsMax) return null
  const here: string[] = []
  for (let word = start; word < end; word++) here.push(wordOf(run.stream, word))
  const likely = likelyStart(here, source)
  if (likely === null) return null
  const low = Math.max(0, likely - slackWords)
  const high = Math.min(source.stream.words, likely + here.length + (here.length >> 1) + slackWords)
  const there: string[] = []
  for (let word = low; word < high; word++) there.push(wordOf(source.stream, word))
  const cells = (here.length + 1) * (there.length + 1)
  if (cells > budget.cells) return null
  budget.cells -= cells
  const found = align(here, there)
  const matchMille = Math.floor((found.length * 1000) / here.length)
  if (found.first < 0 || matchMille < fuzzyMilleMin) return null
  return {
    from,
    to,
    source,
    at: source.stream.wordAt[low + found.first] ?? 0,
    atEnd: source.stream.wordAt[low + found.last + 1] ?? 0,
    matchMille: Math.min(999, matchMille),
  }
}
