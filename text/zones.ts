import type { Zone } from '../model/index.ts'
import { hunkAt, startsDiff } from './diff-lines.ts'
import { footerStart, isCode, isDiffstat, isGreeting, isPatchMeta, isRobotMark, isTrace } from './line-kinds.ts'
import { isBlank, kind, kinds, lineStarts, quoteDepth } from './lines.ts'
import { trailerAt } from './trailers/at.ts'
import {
  attributionInQuote,
  beginsAttribution,
  endsAttribution,
  isOriginalMessage,
  isWholeAttribution,
  markAttribution,
  mayStartWhole,
  wholeQuoteAt,
} from './zones/attribution.ts'
import { fitsHunk, isDiffHeader, isPatchEnd } from './zones/lines-of-diff.ts'
import { isMetaLine } from './zones/meta.ts'
import type { Meta } from './zones/meta.ts'
import { signatureLines } from './zones/signature.ts'
import { smooth } from './zones/smooth.ts'

/** Line from which on diffs may start; the number of lines when none does. */
const firstDiffOf = (text: string, starts: readonly number[]): number => {
  const count = starts.length - 1
  for (let i = 0; i < count; i++) if (startsDiff(text, starts[i] ?? 0, starts[i + 1] ?? 0)) return i
  return count
}

const runsOf = (codes: Uint8Array, depths: Uint8Array, starts: readonly number[], text: string): Zone[] => {
  const zones: Zone[] = []
  const count = codes.length
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

/**
 * What each line of a mail is (annotation.md 1.0), as runs that cover the text without gap or overlap, in order.
 * Linear time. A quoted line is `quote` with its depth whatever stands in it; so is every line of a mail quoted whole below
 * `-----Original Message-----` or Outlook's header block, one deeper than its marks say. Inside a hunk the announced counts
 * rule. Below `---` only what tells of versions is `patch-meta`; words to readers are prose.
 */
export const zonesOf = (text: string): Zone[] => {
  if (text === '') return []
  const starts = lineStarts(text)
  const count = starts.length - 1
  const codes = new Uint8Array(count)
  const depths = new Uint8Array(count)
  const footer = footerStart(text, starts)
  const firstDiff = firstDiffOf(text, starts)
  const seen = { trace: false, code: false, bars: 0, greeting: false }
  const meta: Meta = { isIn: false, isList: false, isAfterBlank: false }
  let removed = 0
  let added = 0
  let inDiff = false
  let inBinary = false
  let signatureEnd = 0
  let wholeQuote = 0
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
    if (wholeQuote > 0) {
      codes[i] = kind.quote
      depths[i] = Math.min(250, 1 + quoteDepth(text, start, end))
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
      meta.isIn = false
      signatureEnd = 0
      codes[i] = kind.diff
      continue
    }
    const depth = c === 0x3e || c === 0x20 ? quoteDepth(text, start, end) : 0
    if (inDiff && depth === 0) {
      const isEnd = isPatchEnd(text, start, end)
      if (text.startsWith('GIT binary patch', start)) inBinary = true
      const damaged = removed > 0 || added > 0
      const nextStart = starts[i + 1] ?? text.length
      // A line wrapped by somebody's mailer stands between two lines of the hunk (mail.md E50).
      const wrapped = damaged && c !== 0x0a && i + 1 < count && fitsHunk(text, nextStart, starts[i + 2] ?? text.length)
      const beyond = (c === 0x2b || c === 0x2d || c === 0x5c) && !isEnd && codes[i - 1] === kind.diff
      if (inBinary || (!isEnd && (wrapped || beyond)) || isDiffHeader(text, start)) {
        if (inBinary && isBlank(text, start, end) && codes[i - 1] === kind.blank) inBinary = false
        codes[i] = isBlank(text, start, end) ? kind.blank : kind.diff
        continue
      }
      inDiff = false
      removed = 0
      added = 0
    }
    if (depth > 0 && !(depth < 3 && !quoteBefore && isRobotMark(text, start, starts[i + 1] ?? 0))) {
      signatureEnd = 0
      meta.isIn = false
      const inside = depth === 1 && !quoteBefore ? attributionInQuote(text, starts, i) : 0
      if (inside > 0) {
        codes.fill(kind.attribution, i, i + inside)
        i += inside - 1
        continue
      }
      codes[i] = kind.quote
      depths[i] = depth
      if (!quoteBefore) markAttribution(text, starts, codes, i)
      quoteBefore = true
      continue
    }
    if (isBlank(text, start, end)) {
      codes[i] = i < signatureEnd ? kind.signature : kind.blank
      meta.isAfterBlank = true
      continue
    }
    if (i < signatureEnd) {
      codes[i] = kind.signature
      continue
    }
    if (c === 0x2d && text.charCodeAt(start + 1) === 0x2d) {
      const length = signatureLines(text, starts, i)
      if (length > 0) {
        signatureEnd = i + length
        codes[i] = kind.signature
        continue
      }
      if (i < firstDiff && firstDiff < count && text.slice(start, Math.min(end, start + 8)).trimEnd() === '---') {
        meta.isIn = true
        meta.isList = false
        codes[i] = kind.patchMeta
        continue
      }
    }
    if (mayStartWhole(text, start)) {
      const length = i > firstDiff ? 0 : wholeQuoteAt(text, starts, i)
      if (length > 0) {
        codes.fill(kind.attribution, i, i + length)
        i += length - 1
        wholeQuote = 1
        continue
      }
    }
    const line = text.slice(start, Math.min(end, start + 400)).trimEnd()
    const wasQuote = quoteBefore
    quoteBefore = false
    const bodyFrom: boolean = !seenWords && firstDiff < count && line.startsWith('From: ')
    const first = !seenWords
    seenWords = true
    if (c === 0x7c || c === 0x3a) seen.bars++
    if (isDiffstat(line)) codes[i] = kind.diffstat
    else if (bodyFrom || isPatchMeta(line) || (meta.isIn && isMetaLine(meta, line))) codes[i] = kind.patchMeta
    else if (trailerAt(text, start, end) !== null) codes[i] = kind.trailer
    else if (isTrace(line) || depth > 0) {
      codes[i] = kind.trace
      seen.trace = true
    } else if (isCode(line)) {
      codes[i] = kind.code
      seen.code = true
    } else if (
      isGreeting(line) &&
      (first || wasQuote || meta.isIn || /^\W*(?:th|re|be|ki|ch|br|ma|mf|si)/i.test(line))
    ) {
      codes[i] = kind.greeting
      seen.greeting = true
    } else if (isWholeAttribution(line) || isOriginalMessage(line)) codes[i] = kind.attribution
    else if (i > 0 && codes[i - 1] === kind.prose && endsAttribution(line)) {
      const above = text.slice(starts[i - 1], start).trimEnd()
      if (beginsAttribution(above)) {
        codes[i - 1] = kind.attribution
        codes[i] = kind.attribution
      }
    }
  }
  smooth(text, starts, codes, depths, seen)
  return runsOf(codes, depths, starts, text)
}
