import type { QuoteLink } from '../../model/index.ts'
import type { Piece } from './pieces.ts'
import type { Run } from './runs.ts'
import { unquoted } from './runs.ts'
import { depthAt } from './source.ts'
import { charEnd, charOf, isEdge, wordHolding } from './stream.ts'

/** The source's characters of a piece: from the start of its line where nothing but blanks stands before it. */
const sourceSpan = (piece: Piece): { start: number; end: number } => {
  const { stream } = piece.source
  const word = wordHolding(stream, piece.at)
  const isFirst = isEdge(stream, piece.at) && (word === 0 || stream.lineOf[word - 1] !== stream.lineOf[word])
  const start = isFirst ? (stream.lineOf[word] ?? 0) : charOf(stream, piece.at)
  return { start, end: charEnd(stream, piece.atEnd) }
}

/** The line with `marks` marks and the blanks behind them off. */
const bareOf = (line: string, marks: number): string => {
  let bare = line
  for (let i = 0; i < marks; i++) bare = unquoted(bare).loose
  return bare
}

/** True when the lines of the mail are those of the source once the marks are off; trailing blanks of the last apart. */
const isExact = (text: string, run: Run, piece: Piece, span: { start: number; end: number }): boolean => {
  const first = run.lines[piece.from]
  const last = run.lines[piece.to - 1]
  if (first === undefined || last === undefined) return false
  const { stream } = piece.source
  const sourceLines = stream.text.slice(span.start, span.end).split('\n')
  const marks = depthAt(stream, wordHolding(stream, piece.at))
  const lines = text.slice(first.start, last.end).trimEnd().split('\n')
  return (
    lines.length === sourceLines.length &&
    lines.every((line, i) => {
      const { tight, loose } = unquoted(bareOf(line, run.depth - 1))
      const source = bareOf(sourceLines[i] ?? '', marks)
      return source === loose || source === tight
    })
  )
}

/** A piece of a run as the link it is. */
export const linkOf = (text: string, run: Run, piece: Piece): QuoteLink => {
  const span = sourceSpan(piece)
  const isAll = piece.matchMille === 1000
  return {
    start: run.lines[piece.from]?.start ?? 0,
    end: run.lines[piece.to - 1]?.end ?? 0,
    how: !isAll ? 'fuzzy' : isExact(text, run, piece, span) ? 'exact' : 'normalised',
    matchMille: piece.matchMille,
    source: { messageId: piece.source.messageId, ...span },
  }
}

/** Lines [from, to) of a run that no source has. */
export const unresolvedLink = (run: Run, from: number, to: number): QuoteLink => ({
  start: run.lines[from]?.start ?? 0,
  end: run.lines[to - 1]?.end ?? 0,
  how: 'unresolved',
  matchMille: 0,
  source: null,
})
