import type { QuoteLink, Zone } from '../../model/index.ts'
import { isWholeAttribution } from '../zones/attribution.ts'
import { zonesOf } from '../zones.ts'
import { cellsMax, fuzzyPiece } from './fuzzy.ts'
import type { Budget } from './fuzzy.ts'
import { linkOf, unresolvedLink } from './links.ts'
import type { Cursors, Piece } from './pieces.ts'
import { piecesOf, wholeRun } from './pieces.ts'
import type { Run } from './runs.ts'
import { isSnip, runsOf } from './runs.ts'
import { indexed } from './source.ts'
import type { Indexed, QuoteSource } from './source.ts'

export type { QuoteSource } from './source.ts'

/** Sources searched of those given. */
export const sourcesMax = 12
/** Characters read through for whole runs, of all sources of a mail; beyond, runs are found by their lines. */
export const scanCharsMax = 50_000_000

type Gap = { readonly from: number; readonly to: number }

/** What pieces leave of the lines [0, count) of a run; `pieces` in order. */
const gapsOf = (pieces: readonly Piece[], count: number): Gap[] => {
  const gaps: Gap[] = []
  let at = 0
  for (const piece of pieces) {
    if (piece.from > at) gaps.push({ from: at, to: piece.from })
    at = piece.to
  }
  if (at < count) gaps.push({ from: at, to: count })
  return gaps
}

const inOrder = (pieces: readonly Piece[]): Piece[] => [...pieces].sort((a, b) => a.from - b.from)

/** True for a line that is nobody's words: a mark for words left out, an attribution its mailer put inside the quote. */
const isNoQuote = (line: string): boolean => {
  const words = line.replace(/^[> ]+/, '')
  return isSnip(words) || isWholeAttribution(words.trimEnd())
}

/** The gaps without the lines that are no quote, parted there. */
const withoutMarks = (text: string, run: Run, gaps: readonly Gap[]): Gap[] => {
  const out: Gap[] = []
  for (const gap of gaps) {
    let from = gap.from
    for (let i = gap.from; i < gap.to; i++) {
      const line = run.lines[i]
      if (line === undefined || !isNoQuote(text.slice(line.start, Math.min(line.end, line.start + 400)))) continue
      if (i > from) out.push({ from, to: i })
      from = i + 1
    }
    if (gap.to > from) out.push({ from, to: gap.to })
  }
  return out
}

const resolveRun = (text: string, run: Run, sources: readonly Indexed[], cursors: Cursors, budget: Budget) => {
  const count = run.lines.length
  for (const source of sources) {
    budget.chars -= source.stream.packed.length
    if (budget.chars < 0) break
    const whole = wholeRun(run, source, cursors.get(source) ?? 0)
    if (whole !== null) return { pieces: [whole], gaps: [] }
  }
  let pieces: Piece[] = []
  let gaps: Gap[] = [{ from: 0, to: count }]
  for (const source of sources) {
    for (const gap of gaps) pieces.push(...piecesOf(run, gap.from, gap.to, source, cursors.get(source) ?? 0))
    pieces = inOrder(pieces)
    gaps = gapsOf(pieces, count)
    if (gaps.length === 0) return { pieces, gaps }
  }
  gaps = withoutMarks(text, run, gaps)
  const like = (from: number, to: number): Piece | null => {
    for (const source of sources) {
      const piece = fuzzyPiece(run, from, to, source, budget)
      if (piece !== null) return piece
    }
    return null
  }
  const open: Gap[] = []
  for (const gap of gaps) {
    const all = like(gap.from, gap.to)
    if (all !== null) {
      pieces.push(all)
      continue
    }
    let from = gap.from
    for (let i = gap.from; i < gap.to; i++) {
      const one = gap.to - gap.from > 1 ? like(i, i + 1) : null
      if (one === null) continue
      if (i > from) open.push({ from, to: i })
      from = i + 1
      pieces.push(one)
    }
    if (gap.to > from) open.push({ from, to: gap.to })
  }
  return { pieces: inOrder(pieces), gaps: open }
}

/**
 * Where the quotes of a mail were taken from: each run of lines quoted once, in order, looked for in `sources` (the parent
 * first, then further ancestors and mails named). A run that stands nowhere as a whole is parted into stretches of whole
 * lines; what no source has letter for letter is compared word by word (`fuzzy`); the rest is `unresolved`. Lines that
 * stand for words left out (`[...]`) part a run and have no link of their own. `depthMax` 2 and more resolves deeper
 * quotes too, in the quoted mail's own quotes or in the older mail, whichever source comes first.
 * Near linear: tables are linear in the texts, reading through for whole runs ends with `scanCharsMax`, comparison
 * word by word with `cellsMax`.
 */
export const resolveQuotes = (
  mail: QuoteSource & { readonly zones?: readonly Zone[] },
  sources: readonly QuoteSource[],
  depthMax = 1,
): QuoteLink[] => {
  const runs = runsOf(mail.text, mail.zones ?? zonesOf(mail.text), depthMax)
  if (runs.length === 0) return []
  const read = sources
    .filter(source => source.messageId !== mail.messageId)
    .slice(0, sourcesMax)
    .map(indexed)
  const cursors: Cursors = new Map()
  const budget: Budget = { cells: cellsMax, chars: scanCharsMax }
  const links: QuoteLink[] = []
  for (const run of runs) {
    const { pieces, gaps } = resolveRun(mail.text, run, read, cursors, budget)
    for (const piece of pieces) if (run.depth === 1) cursors.set(piece.source, piece.atEnd)
    links.push(
      ...[
        ...pieces.map(piece => linkOf(mail.text, run, piece)),
        ...gaps.map(g => unresolvedLink(run, g.from, g.to)),
      ].sort((a, b) => a.start - b.start),
    )
  }
  return links
}
