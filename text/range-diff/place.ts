import type { CommentPlace, RangePatch } from '../../model/index.ts'
import { messageLines } from './render.ts'

/** Lines above a comment that it is taken to be about. */
const linesMax = 6

type Range = { readonly start: number; readonly end: number }

const overlaps = (a: Range, start: number, end: number): boolean => a.start < end && a.end > start

/** The last lines of a list that are alike: up to `linesMax`, blank ones at the end left off. Exclusive end. */
const lastRun = <T>(lines: readonly T[], isBlank: (line: T) => boolean, kind: (line: T) => unknown) => {
  let to = lines.length
  while (to > 1 && isBlank(lines[to - 1]!)) to--
  let from = to - 1
  while (from > 0 && to - from < linesMax && kind(lines[from - 1]!) === kind(lines[to - 1]!)) from--
  return { from, to }
}

/**
 * What a comment is about, given what it quotes: offsets into the patch's text of the quote that ends right above it.
 * Of a quote that ends in a hunk: its last run of changed lines, or of unchanged ones, at most six. Of one that ends in
 * the commit message: its last paragraph, at most six lines. Anything else (diffstat, headers) is on no line.
 */
export const commentPlace = ({ patch, text }: RangePatch, start: number, end: number): CommentPlace => {
  for (let file = patch.files.length - 1; file >= 0; file--) {
    const { hunks } = patch.files[file]!
    for (let hunk = hunks.length - 1; hunk >= 0; hunk--) {
      const { lines } = hunks[hunk]!
      const quoted = lines.flatMap((line, i) => (overlaps(line, start, end) ? [i] : []))
      if (quoted.length === 0) continue
      const { from, to } = lastRun(
        quoted,
        i => lines[i]!.text.trim() === '',
        i => lines[i]!.kind === 'context',
      )
      return { in: 'hunk', file, hunk, from: quoted[from]!, to: quoted[to - 1]! + 1 }
    }
  }
  const message = messageLines(text, patch.message.start, patch.message.end).filter(
    line => overlaps(line, start, end) || (line.start === line.end && line.start >= start && line.start < end),
  )
  if (!message.some(line => line.end > line.start)) return { in: 'patch' }
  const isBlank = (line: Range) => line.start === line.end
  const { from, to } = lastRun(message, isBlank, isBlank)
  return { in: 'message', start: message[from]!.start, end: message[to - 1]!.end }
}

/** The offsets of a place, null where it is on no line or the patch has no such lines. */
export const rangeOf = ({ patch }: RangePatch, place: CommentPlace): Range | null => {
  if (place.in === 'patch') return null
  if (place.in === 'message') return { start: place.start, end: place.end }
  const lines = patch.files[place.file]?.hunks[place.hunk]?.lines.slice(place.from, place.to) ?? []
  const [first, last] = [lines[0], lines.at(-1)]
  return first && last ? { start: first.start, end: last.end } : null
}
