import type { Mention, Trailer, Zone, ZoneKind } from '../../model/index.ts'
import { countLines, ownPage, Room } from './bounds.ts'
import type { Bounds } from './bounds.ts'
import { diffRuns } from './diff.ts'
import type { DiffRun } from './diff.ts'
import { cutPieces, marksOf } from './marks.ts'
import type { Mark, Piece, Stretch } from './marks.ts'

/** Text of one zone kind inside a block, with its marks. `depth`: `>` marks of a quote. */
export type Run = { readonly kind: ZoneKind; readonly depth: number; readonly pieces: readonly Piece[] }

/** A stretch of a mail as the page lays it out. `lines` counts its lines; `folded` ones open on demand. */
export type Block =
  | { readonly kind: 'text'; readonly lines: number; readonly folded: boolean; readonly runs: readonly Run[] }
  | {
      readonly kind: 'quote'
      readonly lines: number
      /** Lines folded away at its beginning; 0: all shown; `lines`: all folded. */
      readonly foldedLines: number
      readonly folded: readonly Run[]
      readonly shown: readonly Run[]
      /** The words it quotes, in their own mail; null where they were not looked for or not found. */
      readonly source: QuoteSource | null
    }
  | { readonly kind: 'diff'; readonly lines: number; readonly folded: boolean; readonly runs: readonly DiffRun[] }
  | {
      readonly kind: 'log' | 'signature' | 'footer'
      readonly lines: number
      readonly folded: boolean
      readonly runs: readonly Run[]
    }
  /** Left out here, since the mail is longer than a page shows. */
  | { readonly kind: 'more'; readonly lines: number; readonly chars: number; readonly runs: readonly Run[] }

/** Where quoted words stand. `isLikely`: most of them, in the same order; else all of them, but for wrapping. */
export type QuoteSource = { readonly href: string; readonly name: string; readonly isLikely: boolean }

/** A run of quoted lines in a mail's text and where its words come from. */
export type QuotedFrom = Stretch & { readonly source: QuoteSource }

/** Quotes longer than this are folded but for their last lines, the ones a reply stands under. */
export const quoteLinesMax = 12
const quoteLinesKept = 4
/** Diffs and logs above this are folded (mail.md E51). */
export const longLinesMax = 500

type GroupKind = Exclude<Block['kind'], 'more'>
type Group = { kind: GroupKind; zones: Zone[] }

const groupOf: Readonly<Record<ZoneKind, GroupKind>> = {
  prose: 'text',
  greeting: 'text',
  attribution: 'text',
  code: 'text',
  trailer: 'text',
  'patch-meta': 'text',
  blank: 'text',
  quote: 'quote',
  diff: 'diff',
  diffstat: 'diff',
  trace: 'log',
  signature: 'signature',
  footer: 'footer',
}

/** What a body is made of: its text, the zones of its lines, what is marked in it. */
export type BodySource = {
  readonly text: string
  readonly zones: readonly Zone[]
  readonly mentions: readonly Mention[]
  readonly trailers: readonly Trailer[]
  /** What the page's address points at: marked, never folded. */
  readonly here?: Stretch | null
  /** In order, without overlap. */
  readonly quotes?: readonly QuotedFrom[]
}

/**
 * Lays out a mail's text: quotes, diffs, logs and the author's words as blocks, marks in place. Of a mail above the
 * bounds the author's words are shown first, then what is attached to them, then quotes; the rest is counted where it
 * stood.
 */
export function bodyBlocks(source: BodySource, bounds: Bounds = ownPage): readonly Block[] {
  const { text, zones } = source
  const marks = marksOf(text, zones, source.mentions)
  const groups = groupZones(zones)
  const ownWords = zones.some(
    z =>
      groupOf[z.kind] !== 'quote' &&
      z.kind !== 'blank' &&
      z.kind !== 'attribution' &&
      z.kind !== 'signature' &&
      z.kind !== 'footer',
  )
  const layout = { text, marks, ownWords, here: source.here ?? null, quotes: source.quotes ?? [] }
  const kept = keep(text, groups, bounds)
  const blocks: Block[] = []
  const leaveOut = (start: number, end: number): void => {
    if (start === end) return
    const last = blocks.at(-1)
    const [lines, chars] = [countLines(text, start, end), end - start]
    if (last?.kind === 'more')
      blocks[blocks.length - 1] = { ...last, lines: last.lines + lines, chars: last.chars + chars }
    else blocks.push({ kind: 'more', lines, chars, runs: [] })
  }
  groups.forEach((group, i) => {
    const { start, end } = kept[i]!
    leaveOut(startOf(group), start)
    if (start < end) blocks.push(block(layout, clipped(group, start, end), i === groups.length - 1))
    leaveOut(end, endOf(group))
  })
  return blocks
}

const startOf = (group: Group): number => group.zones[0]!.start
const endOf = (group: Group): number => group.zones.at(-1)!.end

/** What is shown of each group. Quotes keep their end, the lines a reply stands under; all else its beginning. */
function keep(text: string, groups: readonly Group[], bounds: Bounds): readonly { start: number; end: number }[] {
  const room = new Room(bounds)
  const kept = groups.map(group => ({ start: startOf(group), end: startOf(group) }))
  const rank = (kind: GroupKind): number => (kind === 'text' ? 0 : kind === 'quote' ? 2 : 1)
  for (const turn of [0, 1, 2])
    groups.forEach((group, i) => {
      if (rank(group.kind) !== turn) return
      const [start, end] = [startOf(group), endOf(group)]
      kept[i] =
        turn < 2 ? { start, end: room.takeHead(text, start, end) } : { start: room.takeTail(text, start, end), end }
    })
  return kept
}

function clipped(group: Group, start: number, end: number): Group {
  if (start === startOf(group) && end === endOf(group)) return group
  const zones = group.zones
    .filter(z => z.start < end && z.end > start)
    .map(z => ({ ...z, start: Math.max(z.start, start), end: Math.min(z.end, end) }))
  return { ...group, zones }
}

/** Blank lines go with what stands before them, so that a block is one stretch of text. */
function groupZones(zones: readonly Zone[]): readonly Group[] {
  const groups: Group[] = []
  for (const zone of zones) {
    const last = groups.at(-1)
    const kind = groupOf[zone.kind]
    if (last !== undefined && (last.kind === kind || (zone.kind === 'blank' && last.kind !== 'quote')))
      last.zones.push(zone)
    else groups.push({ kind, zones: [zone] })
  }
  return groups
}

type Layout = {
  readonly text: string
  readonly marks: readonly Mark[]
  readonly ownWords: boolean
  readonly here: Stretch | null
  readonly quotes: readonly QuotedFrom[]
}

function block(layout: Layout, group: Group, isLast: boolean): Block {
  const { text, ownWords, here } = layout
  const start = group.zones[0]!.start
  const end = group.zones.at(-1)!.end
  const lines = countLines(text, start, end)
  const isHere = here !== null && here.start < end && here.end > start
  switch (group.kind) {
    case 'diff':
      return {
        kind: 'diff',
        lines,
        folded: !isHere && lines > longLinesMax,
        runs: diffRuns(text, group.zones, layout.marks, here),
      }
    case 'quote': {
      const foldedLines = isHere || !ownWords || lines <= quoteLinesMax ? 0 : isLast ? lines : lines - quoteLinesKept
      const cut = foldedLines === lines ? end : lineAt(text, start, end, foldedLines)
      return {
        kind: 'quote',
        lines,
        foldedLines,
        folded: runsOf(layout, group.zones, start, cut),
        shown: runsOf(layout, group.zones, cut, end),
        source: layout.quotes.find(q => q.start < end && q.end > start)?.source ?? null,
      }
    }
    case 'text':
    case 'log':
      return {
        kind: group.kind,
        lines,
        folded: !isHere && lines > longLinesMax,
        runs: runsOf(layout, group.zones, start, end),
      }
    case 'signature':
    case 'footer':
      return { kind: group.kind, lines, folded: ownWords && !isHere, runs: runsOf(layout, group.zones, start, end) }
  }
}

function runsOf({ text, marks, here }: Layout, zones: readonly Zone[], from: number, to: number): readonly Run[] {
  const runs: Run[] = []
  for (const zone of zones) {
    const start = Math.max(zone.start, from)
    const end = Math.min(zone.end, to)
    if (start < end) runs.push({ kind: zone.kind, depth: zone.depth, pieces: cutPieces(text, marks, start, end, here) })
  }
  return runs
}

/** Offset where line `n` (from 0) of text[start, end) begins. */
function lineAt(text: string, start: number, end: number, n: number): number {
  let at = start
  for (let i = 0; i < n; i++) {
    const newline = text.indexOf('\n', at)
    if (newline < 0 || newline >= end) return end
    at = newline + 1
  }
  return at
}
