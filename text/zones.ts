import type { Zone } from '../model/index.ts'
import { hunkAt, isExtendedHeader, startsDiff } from './diff-lines.ts'
import { footerStart, isCode, isDiffstat, isGreeting, isPatchMeta, isTrace } from './line-kinds.ts'
import { isBlank, kind, kinds, lineStarts, quoteDepth } from './lines.ts'
import { trailerAt } from './trailers/at.ts'

/** Lines of a signature that a bare `--` may start; git's own `-- ` always does. */
const signatureLinesMax = 12
/** Lines above a quote that its attribution may take. */
const attributionLinesMax = 3

const speaks = /(?:wrote|writes|said|schrieb|escribi\u00f3|a \u00e9crit|\u5199\u9053|\u5beb\u9053)\s*[:\uff1a]?\s*$/i

/** Marks the lines above a quote that say who wrote it: `On <date>, <name> wrote:`, also broken over lines. */
const markAttribution = (text: string, starts: readonly number[], codes: Uint8Array, quoteLine: number): void => {
  let last = quoteLine - 1
  for (let blanks = 0; last >= 0 && codes[last] === kind.blank && blanks < 2; blanks++) last--
  if (last < 0 || (codes[last] !== kind.prose && codes[last] !== kind.greeting)) return
  const line = text.slice(starts[last], starts[last + 1]).trimEnd()
  if (line.length > 300) return
  const ends = line.endsWith(':') || line.endsWith('\uff1a')
  const begins = /^(?:On |Am |Le |El |\* |At )/.test(line)
  if (!speaks.test(line) && !(ends && begins)) return
  codes[last] = kind.attribution
  if (begins) return
  for (let above = last - 1; above >= 0 && last - above < attributionLinesMax; above--) {
    if (codes[above] !== kind.prose) return
    const head = text.slice(starts[above], starts[above + 1])
    if (/^(?:On |Am |Le |El |\* |At )/.test(head) && head.length < 300) {
      for (let i = above; i < last; i++) codes[i] = kind.attribution
      return
    }
  }
}

/** True when a line may stand inside a hunk: context, added, removed, `\ No newline`. An empty one lost its space. */
const fitsHunk = (text: string, start: number, end: number): boolean => {
  const c = text.charCodeAt(start)
  return end - start <= 1
    ? c === 0x0a || c === 0x20 || c === 0x2b || c === 0x2d
    : c === 0x20 || c === 0x2b || c === 0x2d || c === 0x5c || c === 0x0a || c === 0x09 || c === 0x0d
}

/** A `--` line without its blank: a signature only when little follows and none of it is quoted. */
const isShortTail = (text: string, starts: readonly number[], line: number): boolean => {
  const last = starts.length - 1
  if (last - line > signatureLinesMax) return false
  for (let i = line + 1; i < last; i++) if (quoteDepth(text, starts[i] ?? 0, starts[i + 1] ?? 0) > 0) return false
  return true
}

/**
 * What each line of a mail is (annotation.md 1.0), as runs that cover the text without gap or overlap, in order.
 * Linear time. A quoted line is `quote` with its depth whatever stands in it. Inside a hunk the announced counts rule.
 */
export const zonesOf = (text: string): Zone[] => {
  if (text === '') return []
  const starts = lineStarts(text)
  const count = starts.length - 1
  const codes = new Uint8Array(count)
  const depths = new Uint8Array(count)
  const footer = footerStart(text, starts)
  let firstDiff = count
  for (let i = 0; i < count; i++) {
    if (!startsDiff(text, starts[i] ?? 0, starts[i + 1] ?? 0)) continue
    firstDiff = i
    break
  }
  let removed = 0
  let added = 0
  let inDiff = false
  let inBinary = false
  let inMeta = false
  let inSignature = false
  let seenWords = false
  let quoteBefore = false
  for (let i = 0; i < count; i++) {
    const start = starts[i] ?? 0
    const end = starts[i + 1] ?? text.length
    const c = text.charCodeAt(start)
    if (start >= footer) {
      codes[i] = kind.footer
      continue
    }
    if (inDiff && (removed > 0 || added > 0) && fitsHunk(text, start, end)) {
      if (c === 0x2b) added--
      else if (c === 0x2d) removed--
      else if (c !== 0x5c) {
        removed--
        added--
      }
      codes[i] = kind.diff
      continue
    }
    if (i >= firstDiff && startsDiff(text, start, end)) {
      const hunk = hunkAt(text, start)
      removed = hunk?.removed ?? 0
      added = hunk?.added ?? 0
      inDiff = true
      inBinary = false
      inMeta = false
      inSignature = false
      codes[i] = kind.diff
      continue
    }
    const depth = c === 0x3e || c === 0x20 ? quoteDepth(text, start, end) : 0
    if (inDiff && depth === 0) {
      const isEnd = c === 0x2d && (end - start === 4 || end - start === 3) && text.startsWith('-- ', start)
      const header = isExtendedHeader(text, start) || text.startsWith('+++ ', start) || text.startsWith('=====', start)
      if (text.startsWith('GIT binary patch', start)) inBinary = true
      const damaged = removed > 0 || added > 0
      const nextStart = starts[i + 1] ?? text.length
      // A line wrapped by somebody's mailer stands between two lines of the hunk (mail.md E50).
      const wrapped = damaged && c !== 0x0a && i + 1 < count && fitsHunk(text, nextStart, starts[i + 2] ?? text.length)
      const beyond = (c === 0x2b || c === 0x2d || c === 0x5c) && !isEnd && codes[i - 1] === kind.diff
      if (header || inBinary || (!isEnd && (wrapped || beyond))) {
        if (inBinary && isBlank(text, start, end) && codes[i - 1] === kind.blank) inBinary = false
        codes[i] = isBlank(text, start, end) ? kind.blank : kind.diff
        continue
      }
      inDiff = false
      removed = 0
      added = 0
    }
    if (depth > 0 && !inSignature) {
      codes[i] = kind.quote
      depths[i] = depth
      if (!quoteBefore) markAttribution(text, starts, codes, i)
      quoteBefore = true
      inMeta = false
      continue
    }
    if (isBlank(text, start, end)) {
      codes[i] = inSignature ? kind.signature : kind.blank
      continue
    }
    if (inSignature) {
      codes[i] = kind.signature
      continue
    }
    if (c === 0x2d && text.charCodeAt(start + 1) === 0x2d) {
      const mark = text.slice(start, Math.min(end, start + 8)).replace(/[\r\n]+$/, '')
      if (mark === '-- ' || (mark === '--' && isShortTail(text, starts, i))) {
        inSignature = true
        codes[i] = kind.signature
        continue
      }
      if (mark.trimEnd() === '---' && i < firstDiff && firstDiff < count) {
        inMeta = true
        codes[i] = kind.patchMeta
        continue
      }
    }
    const line = text.slice(start, Math.min(end, start + 400)).trimEnd()
    const wasQuote = quoteBefore
    quoteBefore = false
    const bodyFrom: boolean = !seenWords && firstDiff < count && line.startsWith('From: ')
    const first = !seenWords
    seenWords = true
    if (isDiffstat(line)) codes[i] = kind.diffstat
    else if (inMeta || bodyFrom || isPatchMeta(line)) codes[i] = kind.patchMeta
    else if (trailerAt(text, start, end) !== null) codes[i] = kind.trailer
    else if (isTrace(line)) codes[i] = kind.trace
    else if (isCode(line)) codes[i] = kind.code
    else if (isGreeting(line) && (first || wasQuote || /^\W*(?:th|re|be|ki|ch|br|ma|mf|si)/i.test(line)))
      codes[i] = kind.greeting
    else codes[i] = kind.prose
  }
  const zones: Zone[] = []
  for (let from = 0; from < count; ) {
    let to = from + 1
    while (to < count && codes[to] === codes[from] && depths[to] === depths[from]) to++
    zones.push({
      kind: kinds[codes[from] ?? 0] ?? 'prose',
      depth: depths[from] ?? 0,
      start: starts[from] ?? 0,
      end: starts[to] ?? text.length,
    })
    from = to
  }
  return zones
}
