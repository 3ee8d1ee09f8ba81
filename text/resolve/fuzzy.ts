import type { Piece } from './pieces.ts'
import type { Run } from './runs.ts'
import type { Indexed } from './source.ts'
import { depthAt } from './source.ts'
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

/** What is left of a mail's allowance: cells of tables, characters of sources read through for whole runs. */
export type Budget = { cells: number; chars: number }

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

/**
 * The best local alignment of two rows of words (Smith and Waterman; a word alike +2, one left out or another -1): how
 * many are alike, and the first and last of `there` that is. Local, so that a stray word far off does not stretch it.
 */
const align = (here: readonly string[], there: readonly string[]): { alike: number; first: number; last: number } => {
  const width = there.length + 1
  const table = new Int16Array((here.length + 1) * width)
  let best = { score: 0, i: 0, j: 0 }
  for (let i = 1; i <= here.length; i++)
    for (let j = 1; j <= there.length; j++) {
      const diagonal = (table[(i - 1) * width + j - 1] ?? 0) + (here[i - 1] === there[j - 1] ? 2 : -1)
      const gap = Math.max(table[(i - 1) * width + j] ?? 0, table[i * width + j - 1] ?? 0) - 1
      const score = Math.max(0, diagonal, gap)
      table[i * width + j] = score
      if (score > best.score) best = { score, i, j }
    }
  let alike = 0
  let first = best.j - 1
  for (let { i, j } = best; i > 0 && j > 0; ) {
    const score = table[i * width + j] ?? 0
    if (score === 0) break
    const isAlike = here[i - 1] === there[j - 1]
    if (score === (table[(i - 1) * width + j - 1] ?? 0) + (isAlike ? 2 : -1)) {
      if (isAlike) {
        alike++
        first = j - 1
      }
      i--
      j--
    } else if (score === (table[(i - 1) * width + j] ?? 0) - 1) i--
    else j--
  }
  return { alike, first, last: best.j - 1 }
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
  const matchMille = Math.floor((found.alike * 1000) / here.length)
  if (matchMille < fuzzyMilleMin || depthAt(source.stream, low + found.first) !== run.depth - 1) return null
  return {
    from,
    to,
    source,
    at: source.stream.wordAt[low + found.first] ?? 0,
    atEnd: source.stream.wordAt[low + found.last + 1] ?? 0,
    matchMille: Math.min(999, matchMille),
  }
}
