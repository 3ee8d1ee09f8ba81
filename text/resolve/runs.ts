import type { Zone } from '../../model/index.ts'
import { isBlank } from '../lines.ts'
import type { Stream } from './stream.ts'
import { streamOf } from './stream.ts'

/** Lines read of one run at most; the rest of it stays unresolved. */
export const linesMax = 20_000

/** A quoted line that holds words: its place in the mail without line end, and where its words start in the run's stream. */
export type RunLine = { readonly start: number; readonly end: number; readonly at: number; readonly atEnd: number }

/** Lines of one depth without a break, blank ones left out. */
export type Run = { readonly depth: number; readonly lines: readonly RunLine[]; readonly stream: Stream }

/** Runs of quoted lines of a depth up to `depthMax`, in the order of the mail; those without words are left out. */
export const runsOf = (text: string, zones: readonly Zone[], depthMax: number): Run[] => {
  const runs: Run[] = []
  for (const zone of zones) {
    if (zone.kind !== 'quote' || zone.depth > depthMax) continue
    const first = text.charCodeAt(zone.start)
    const stream = streamOf(text, zone.start, zone.end, first === 0x7c || first === 0x3a ? first : -1)
    const lines: RunLine[] = []
    let word = 0
    for (let start = zone.start; start < zone.end && lines.length < linesMax; ) {
      const nl = text.indexOf('\n', start)
      const end = nl < 0 || nl > zone.end ? zone.end : nl
      const at = stream.wordAt[word] ?? 0
      while (word < stream.words && (stream.charAt[word] ?? 0) < end) word++
      const atEnd = stream.wordAt[word] ?? 0
      if (atEnd > at && !isBlank(text, start, end)) lines.push({ start, end, at, atEnd })
      start = end + 1
    }
    if (lines.length > 0) runs.push({ depth: zone.depth, lines, stream })
  }
  return runs
}

/** Marks that stand for words left out: `[...]`, `<snip>`, `...`, `--8<--`. `line` is one line without its quote marks. */
export const isSnip = (line: string): boolean => {
  const body = line.trim().toLowerCase()
  if (body.length > 40) return false
  const inner = body.replace(/^[[(<{ .-]+|[\])>} .-]+$/g, '')
  if (inner === '' || inner === '\u2026') return /\.\.|\u2026/.test(body)
  return /^(?:snip(?:ped|p)?|snip\W.*|cut|trimmed|deleted|\u2026|8<|>8|8<.*>8|skip(?:ped)?|omitted|removed)$/.test(
    inner,
  )
}

/** The line without its outermost mark: the blank behind the mark is part of it or not. */
export const unquoted = (line: string): { readonly tight: string; readonly loose: string } => {
  const mark = /^[>|:]/.test(line) ? 1 : line.startsWith(' >') ? 2 : 0
  const tight = line.slice(mark)
  return { tight, loose: mark > 0 && tight.startsWith(' ') ? tight.slice(1) : tight }
}
