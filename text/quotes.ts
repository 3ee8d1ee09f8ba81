import { lineStarts, quoteDepth } from './lines.ts'

/** Replies read, and lines of each, at most. */
const repliesMax = 100
const linesMax = 5000

/** A run of lines that one reply quotes without a break. */
export type RecoveredPiece = {
  /** The quoted words with one `>` taken off each line. */
  readonly text: string
  /** Index of the reply in the list given. */
  readonly reply: number
  /** Where it stands in that reply's text, marks included. */
  readonly start: number
  readonly end: number
}

/** What replies quote of a mail nobody has. Pieces in order; whatever no reply quotes is missing between them. */
export type Recovered = { readonly text: string; readonly pieces: readonly RecoveredPiece[] }

type Line = {
  readonly key: string
  readonly text: string
  readonly reply: number
  readonly start: number
  readonly end: number
}

/** Takes the outermost mark off a quoted line. */
const unquote = (line: string): string => line.replace(/^ ?> ?/, '')

const keyOf = (line: string): string => line.replace(/\s+/g, ' ').trim()

/** What a reply quotes at depth 1 and deeper: the words of the mail it answers, and that mail's own quotes. */
const quotedLines = (text: string, reply: number): Line[] => {
  const starts = lineStarts(text)
  const found: Line[] = []
  for (let i = 0; i + 1 < starts.length && found.length < linesMax; i++) {
    const start = starts[i] ?? 0
    const next = starts[i + 1] ?? text.length
    if (quoteDepth(text, start, next) === 0) continue
    const end = text.charCodeAt(next - 1) === 0x0a ? next - 1 : next
    const words = unquote(text.slice(start, end))
    found.push({ key: keyOf(words), text: words, reply, start, end })
  }
  return found
}

const own = (line: Line): boolean => line.key !== ''

/** Puts the lines that `merged` lacks behind the line they follow in their own reply. */
const mergeIn = (merged: readonly Line[], lines: readonly Line[]): Line[] => {
  const places = new Map<string, number[]>()
  for (const [i, line] of merged.entries()) if (own(line)) places.set(line.key, [...(places.get(line.key) ?? []), i])
  const words = merged.map(line => line.key.replace(/^[> ]+/, '')).join(' ')
  const behind = new Map<number, Line[]>()
  let anchor = -1
  let pending: Line[] = []
  for (const line of lines) {
    if (!own(line)) {
      pending.push(line)
      continue
    }
    const known = places.get(line.key)
    if (known !== undefined) {
      anchor = known.find(i => i > anchor) ?? anchor
      pending = []
      continue
    }
    // The same words wrapped elsewhere are no news.
    if (words.includes(line.key.replace(/^[> ]+/, ''))) {
      pending = []
      continue
    }
    behind.set(anchor, [...(behind.get(anchor) ?? []), ...pending, line])
    pending = []
  }
  if (behind.size === 0) return [...merged]
  const out: Line[] = [...(behind.get(-1) ?? [])]
  for (const [i, line] of merged.entries()) out.push(line, ...(behind.get(i) ?? []))
  return out
}

/**
 * The text of a ghost as its replies quote it: the fullest quote first, then what the others have beyond it, put where
 * it belongs. Every piece says which reply it was taken from and where. Empty when nobody quotes anything.
 */
export const recoverFromQuotes = (replies: readonly { readonly text: string }[]): Recovered => {
  const quotes = replies
    .slice(0, repliesMax)
    .map((reply, i) => quotedLines(reply.text, i))
    .filter(lines => lines.some(own))
  const weight = (lines: readonly Line[]) => lines.reduce((sum, line) => sum + line.key.length, 0)
  quotes.sort((a, b) => weight(b) - weight(a) || (a[0]?.reply ?? 0) - (b[0]?.reply ?? 0))
  let merged: readonly Line[] = []
  for (const lines of quotes) merged = merged.length === 0 ? lines : mergeIn(merged, lines)
  const pieces: RecoveredPiece[] = []
  let from = 0
  for (let i = 1; i <= merged.length; i++) {
    const last = merged[i - 1]
    const line = merged[i]
    if (line !== undefined && last !== undefined && line.reply === last.reply && line.start === last.end + 1) continue
    const run = merged.slice(from, i)
    from = i
    const first = run[0]
    if (first === undefined || last === undefined || !run.some(own)) continue
    pieces.push({ text: run.map(l => l.text).join('\n'), reply: first.reply, start: first.start, end: last.end })
  }
  return { text: pieces.map(piece => piece.text).join('\n\n'), pieces }
}
