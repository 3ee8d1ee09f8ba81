import { isTrace } from '../line-kinds.ts'
import { kind } from '../lines.ts'
import { trailerAt } from '../trailers/at.ts'

/** Lines between two of a trace that belong to it, at most. */
const gapLinesMax = 3
/** Lines of one run of bar or colon quotes looked at. */
const runLinesMax = 2000

/** Words of a dump that stand between its lines become part of it: no blank line on either side, few of them. */
const fillTraces = (codes: Uint8Array): void => {
  let lastTrace = -1
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]
    if (code === kind.trace) {
      if (lastTrace >= 0 && i - lastTrace > 1 && i - lastTrace <= gapLinesMax + 1) codes.fill(kind.trace, lastTrace, i)
      lastTrace = i
    } else if (code !== kind.prose && code !== kind.code) lastTrace = -1
  }
}

const isIndented = (text: string, start: number): boolean =>
  text.charCodeAt(start) === 0x09 || text.startsWith('    ', start)

/** Indented lines beside lines of code are code when a third of them is: comments, broken calls. */
const fillCode = (text: string, starts: readonly number[], codes: Uint8Array): void => {
  for (let from = 0; from < codes.length; from++) {
    if (codes[from] !== kind.code && codes[from] !== kind.prose) continue
    let to = from
    let code = 0
    while (
      to < codes.length &&
      (codes[to] === kind.code || codes[to] === kind.prose) &&
      isIndented(text, starts[to] ?? 0)
    )
      if (codes[to++] === kind.code) code++
    if (code > 0 && code < to - from && code * 3 >= to - from) codes.fill(kind.code, from, to)
    if (to > from) from = to - 1
  }
}

/** Marks runs of two lines and more behind `|` or `:` as what they are: somebody else's words, or a dump. */
const markBars = (text: string, starts: readonly number[], codes: Uint8Array, depths: Uint8Array): void => {
  for (let from = 0; from < codes.length; from++) {
    const mark = text.charCodeAt(starts[from] ?? 0)
    if (mark !== 0x7c && mark !== 0x3a) continue
    let to = from
    let traces = 0
    let isOther = false
    let words = 0
    for (; to < codes.length && to - from < runLinesMax; to++) {
      const start = starts[to] ?? 0
      const next = text.charCodeAt(start + 1)
      const code = codes[to]
      if (text.charCodeAt(start) !== mark || (next !== 0x20 && next !== 0x0a && next !== 0x09)) break
      if (code !== kind.prose && code !== kind.code && code !== kind.trace) break
      const line = text.slice(start + 1, Math.min(starts[to + 1] ?? text.length, start + 300)).trim()
      // A table; or trailers that a robot asks to be copied.
      if (line.endsWith('|') || trailerAt(line, 0, line.length) !== null) isOther = true
      if (line.length > 8) words++
      if (isTrace(line)) traces++
    }
    if (to - from < 2 || isOther || words < 2) {
      from = Math.max(from, to - 1)
      continue
    }
    const isDump = traces * 3 >= to - from
    codes.fill(isDump ? kind.trace : kind.quote, from, to)
    if (!isDump) depths.fill(1, from, to)
    from = to - 1
  }
}

const signOff = /^(?:thanks|thank you|thx|many thanks|regards|best|kind regards|cheers|br|mfg|sincerely)\b/i
const name = /^\p{Lu}[\p{L}.'-]*(?: \p{Lu}[\p{L}.'-]*){0,3}\.?$/u

/** The name below a sign-off is part of it. */
const markNames = (text: string, starts: readonly number[], codes: Uint8Array): void => {
  for (let i = 0; i + 1 < codes.length; i++) {
    if (codes[i] !== kind.greeting || codes[i + 1] !== kind.prose) continue
    const start = starts[i + 1] ?? 0
    const end = starts[i + 2] ?? text.length
    if (end - start > 40 || (i + 2 < codes.length && codes[i + 2] === kind.prose)) continue
    if (signOff.test(text.slice(starts[i], start)) && name.test(text.slice(start, end).trim()))
      codes[i + 1] = kind.greeting
  }
}

/** What a line is for its neighbours' sake; after every line was read for its own. Linear. */
export const smooth = (
  text: string,
  starts: readonly number[],
  codes: Uint8Array,
  depths: Uint8Array,
  seen: { readonly trace: boolean; readonly code: boolean; readonly bars: number; readonly greeting: boolean },
): void => {
  if (seen.bars > 1) markBars(text, starts, codes, depths)
  if (seen.trace) fillTraces(codes)
  if (seen.code) fillCode(text, starts, codes)
  if (seen.greeting) markNames(text, starts, codes)
}
