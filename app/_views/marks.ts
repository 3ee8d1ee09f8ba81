import type { Mention, Zone } from '../../model/index.ts'
import { gfpHref, mechanismHref } from './urls.ts'
import { gfpTitle, mechanismName } from './terms.ts'

/** Something marked in a text: where, what it leads to, what it says on hover. Sorted, never overlapping. */
export type Mark = {
  readonly start: number
  readonly end: number
  readonly kind: 'gfp' | 'mechanism' | 'url'
  readonly href: string
  readonly title: string
}

/** A stretch of text under one mark or none. `here`: the page's address points at it; `first`: it begins there. */
export type Piece = { readonly text: string; readonly mark: Mark | null; readonly here?: 'first' | 'more' }

/** A stretch of a mail's text, UTF-16 units, end exclusive. */
export type Stretch = { readonly start: number; readonly end: number }

/** Longest address that is made a link; longer ones stay text. */
const urlCharsMax = 1_000
/** Most links and mentions marked in one mail. */
const marksMax = 5_000

/**
 * All marks of a mail: every flag as tagged, each mechanism where its author first names it (else where a quote
 * does), and http(s) addresses outside diffs.
 */
export function marksOf(text: string, zones: readonly Zone[], mentions: readonly Mention[]): readonly Mark[] {
  const marks: Mark[] = []
  const shown = firstOfEach(mentions)
  for (const mention of mentions) {
    if (marks.length >= marksMax) break
    if (mention.subject === 'mechanism' && shown.get(mention.key) !== mention) continue
    const { start, end } = mention.span
    if (mention.zone === 'subject' || start < 0 || end <= start || end > text.length) continue
    marks.push({
      start,
      end,
      kind: mention.subject,
      href: mention.subject === 'gfp' ? gfpHref(mention.key) : mechanismHref(mention.key),
      title: mention.subject === 'gfp' ? gfpTitle(mention.key) : mechanismName(mention.key),
    })
  }
  for (const zone of zones) if (zone.kind !== 'diff') addUrls(text, zone, marks)
  return withoutOverlap(marks)
}

function firstOfEach(mentions: readonly Mention[]): ReadonlyMap<string, Mention> {
  const first = new Map<string, Mention>()
  for (const mention of mentions) {
    if (mention.subject !== 'mechanism' || mention.zone === 'subject') continue
    const known = first.get(mention.key)
    if (known === undefined || (known.zone === 'quote' && mention.zone !== 'quote')) first.set(mention.key, mention)
  }
  return first
}

function addUrls(text: string, zone: Zone, marks: Mark[]): void {
  for (let at = zone.start; marks.length < marksMax; ) {
    at = text.indexOf('http', at)
    if (at < 0 || at >= zone.end) return
    const length = text.startsWith('://', at + 4) ? 7 : text.startsWith('s://', at + 4) ? 8 : 0
    if (length === 0) {
      at += 4
      continue
    }
    const end = urlEnd(text, at + length, Math.min(zone.end, at + urlCharsMax))
    const href = text.slice(at, end)
    const host = hostOf(href)
    if (host !== null) marks.push({ start: at, end, kind: 'url', href, title: `leads to ${host}` })
    at = end
  }
}

/** Where an address ends: at a space, quote or bracket; closing punctuation belongs to the sentence. */
function urlEnd(text: string, from: number, to: number): number {
  let end = from
  while (end < to && !isUrlStop(text.charCodeAt(end))) end++
  while (end > from && ".,;:!?)]}'*_".includes(text[end - 1]!)) end--
  return end
}

function isUrlStop(code: number): boolean {
  return code <= 32 || code === 34 || code === 60 || code === 62 || code === 0x7f || code >= 0x80
}

/** The host an address leads to; null for one with user information or that cannot be read (E79). */
function hostOf(href: string): string | null {
  if (!URL.canParse(href)) return null
  const url = new URL(href)
  return url.username === '' && url.password === '' && url.host !== '' ? url.host : null
}

function withoutOverlap(marks: Mark[]): readonly Mark[] {
  marks.sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: Mark[] = []
  let end = 0
  for (const mark of marks) {
    if (mark.start < end) continue
    kept.push(mark)
    end = mark.end
  }
  return kept
}

/** text[from, to) as pieces: every character once, marks cut at the ends and at those of `here`. */
export function cutPieces(
  text: string,
  marks: readonly Mark[],
  from: number,
  to: number,
  here: Stretch | null = null,
): readonly Piece[] {
  if (here === null || here.end <= from || here.start >= to) return piecesOf(text, marks, from, to)
  const [start, end] = [Math.max(here.start, from), Math.min(here.end, to)]
  const inside = piecesOf(text, marks, start, end).map(
    (piece, i): Piece => ({ ...piece, here: i === 0 && start === here.start ? 'first' : 'more' }),
  )
  return [...piecesOf(text, marks, from, start), ...inside, ...piecesOf(text, marks, end, to)]
}

function piecesOf(text: string, marks: readonly Mark[], from: number, to: number): readonly Piece[] {
  const pieces: Piece[] = []
  let at = from
  for (let i = firstAfter(marks, from); i < marks.length && marks[i]!.start < to; i++) {
    const mark = marks[i]!
    const start = Math.max(mark.start, at)
    const end = Math.min(mark.end, to)
    if (start > at) pieces.push({ text: text.slice(at, start), mark: null })
    pieces.push({ text: text.slice(start, end), mark })
    at = end
  }
  if (at < to) pieces.push({ text: text.slice(at, to), mark: null })
  return pieces
}

/** Index of the first mark that ends after `from` (binary search: a long mail has thousands of cuts). */
function firstAfter(marks: readonly Mark[], from: number): number {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (marks[middle]!.end <= from) low = middle + 1
    else high = middle
  }
  return low
}
