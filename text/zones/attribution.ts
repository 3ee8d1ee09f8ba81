import { isBlank, kind, quoteDepth } from '../lines.ts'

/** Lines above a quote that its attribution may take. */
const attributionLinesMax = 3
/** Longer lines are no attribution. */
const charsMax = 300
/** Header lines that a mailer puts above a mail it quotes whole. */
const headersMax = 12

const speaks =
  /(?:wrote|writes|said|schrieb|escribi\u00f3|a \u00e9crit|ha scritto|escreveu|skrev|schreef|napsal(?:\(a\))?|\u043f\u0438\u0448\u0435\u0442|\u043d\u0430\u043f\u0438\u0441\u0430\u043b(?:\(\u0430\)|\u0430)?|\u5199\u9053|\u5beb\u9053)\s*(?:[:\uff1a]|\.\.\.)?\s*$/i
const begins = /^(?:On |Am |Le |El |Il |Em |Op |Den |Dne |\* |At |\u5728 ?|\u4e8e ?)/

/** Characters that `begins` begins with. */
const firsts: ReadonlySet<number> = new Set([...'OALEID*\u5728\u4e8e'].map(c => c.charCodeAt(0)))

/** True for `On <date>, <name> wrote:` on one line, whatever stands below it. */
export const isWholeAttribution = (line: string): boolean => {
  const last = line.charCodeAt(line.length - 1)
  // : \uff1a .
  if ((last !== 0x3a && last !== 0xff1a && !(last === 0x2e && line.endsWith('...'))) || line.length > charsMax)
    return false
  return begins.test(line) && speaks.test(line) && /\d/.test(line)
}

/** The end of such a line that was broken: `<name> wrote:`. */
export const endsAttribution = (line: string): boolean => {
  const last = line.charCodeAt(line.length - 1)
  return (last === 0x3a || last === 0xff1a) && line.length <= charsMax && speaks.test(line)
}

/** The start of such a line that was broken: `On <date>, <name>`. */
export const beginsAttribution = (line: string): boolean =>
  line.length <= charsMax && begins.test(line) && /\d/.test(line)

/** Marks the lines above a quote that say who wrote it, also broken over lines. */
export const markAttribution = (
  text: string,
  starts: readonly number[],
  codes: Uint8Array,
  quoteLine: number,
): void => {
  const mayBe = (code: number | undefined) => code === kind.prose || code === kind.greeting || code === kind.signature
  let last = quoteLine - 1
  for (let blanks = 0; last >= 0 && isBlank(text, starts[last] ?? 0, starts[last + 1] ?? 0) && blanks < 2; blanks++)
    last--
  if (last < 0 || !mayBe(codes[last])) return
  const line = text.slice(starts[last], starts[last + 1]).trimEnd()
  if (line.length > charsMax) return
  if (/^Quoting \S/.test(line)) {
    codes[last] = kind.attribution
    return
  }
  const ends = line.endsWith(':') || line.endsWith('\uff1a')
  const isWhole = begins.test(line)
  if (!speaks.test(line) && !(ends && isWhole)) return
  codes[last] = kind.attribution
  if (isWhole) return
  for (let above = last - 1; above >= 0 && last - above < attributionLinesMax; above--) {
    if (!mayBe(codes[above])) return
    const head = text.slice(starts[above], starts[above + 1])
    if (begins.test(head) && head.length < charsMax) {
      for (let i = above; i < last; i++) codes[i] = kind.attribution
      return
    }
  }
}

/**
 * Lines of an attribution that its mailer put inside the quote (`> On <date>, <name> wrote:` above `> words`); 0 for
 * none. What is followed by a deeper quote was quoted with it.
 */
export const attributionInQuote = (text: string, starts: readonly number[], quoteLine: number): number => {
  const count = starts.length - 1
  let at = (starts[quoteLine] ?? 0) + 1
  for (let c = text.charCodeAt(at); c === 0x20 || c === 0x3e; c = text.charCodeAt(at)) at++
  if (!firsts.has(text.charCodeAt(at))) return 0
  let lines = 0
  let first = ''
  for (let i = quoteLine; i < count && lines < 2; i++) {
    const start = starts[i] ?? 0
    const end = starts[i + 1] ?? text.length
    if (quoteDepth(text, start, end) !== 1) return 0
    const body = text
      .slice(start, Math.min(end, start + charsMax + 4))
      .replace(/^ ?> ?/, '')
      .trimEnd()
    lines++
    const isEnd = lines === 1 ? isWholeAttribution(body) : endsAttribution(body)
    if (isEnd && beginsAttribution(lines === 1 ? body : first)) break
    if (lines === 2 || !beginsAttribution(body)) return 0
    first = body
  }
  for (let i = quoteLine + lines; i < count; i++) {
    const start = starts[i] ?? 0
    const end = starts[i + 1] ?? text.length
    if (quoteDepth(text, start, end) !== 1) return 0
    const body = text.slice(start, Math.min(end, start + 200)).replace(/[\s>.[\]()\u2026-]+/g, '')
    if (body !== '' && body !== 'snip') return lines
  }
  return 0
}

const marker =
  /^(?:-{3,} ?(?:Original|Forwarded) [Mm]essage ?-{3,}|-{3,} ?(?:Urspr\u00fcngliche Nachricht|Message d'origine|\u90ae\u4ef6\u539f\u4ef6|\u539f\u59cb\u90ae\u4ef6) ?-{3,}|_{20,})$/
const header =
  /^\*?(?:From|Sent|To|Cc|CC|Bcc|Subject|Date|Reply-To|Importance|Von|Gesendet|An|Betreff|Datum|De|Envoy\u00e9|\u00c0|Objet|\u53d1\u4ef6\u4eba|\u53d1\u9001\u65f6\u95f4|\u6536\u4ef6\u4eba|\u6284\u9001|\u4e3b\u9898)\*? ?[:\uff1a]/

/** True for a line that may start a mail quoted whole: `-----Original Message-----`, a rule, `From:`. Cheap. */
export const mayStartWhole = (text: string, start: number): boolean => {
  const c = text.charCodeAt(start)
  return (
    (c === 0x2d && text.startsWith('---', start) && text.charCodeAt(start + 3) >= 0x20) ||
    (c === 0x5f && text.startsWith('____', start)) ||
    (c === 0x46 && text.startsWith('From: ', start)) ||
    (c === 0x2a && text.startsWith('*From:', start)) ||
    (c === 0x56 && text.startsWith('Von: ', start)) ||
    c === 0x53d1
  )
}

/**
 * A mail quoted whole without marks, as Outlook does: the lines of its header block from `line` on (a rule above them
 * included), or 0. The block names a sender, a subject, and when it was sent; without rule, in Outlook's word `Sent`.
 */
export const wholeQuoteAt = (text: string, starts: readonly number[], line: number): number => {
  const count = starts.length - 1
  const lineAt = (i: number) => text.slice(starts[i], Math.min(starts[i + 1] ?? 0, (starts[i] ?? 0) + charsMax)).trim()
  const isMarked = marker.test(lineAt(line))
  if (!isMarked && /^[-_]/.test(lineAt(line))) return 0
  let at = isMarked ? line + 1 : line
  while (isMarked && at < count && at - line < 4 && lineAt(at) === '') at++
  const first = at
  let names = ''
  for (; at < count && at - first < headersMax; at++) {
    const found = header.exec(lineAt(at))
    // A long list of recipients goes on in the next line.
    if (found === null && (lineAt(at) === '' || !/[;,<@]/.test(lineAt(at)))) break
    if (found !== null) names += found[0].replace(/[* :\uff1a]/g, '') + ' '
  }
  const hasSender = /From|Von|De |\u53d1\u4ef6\u4eba/.test(names)
  const hasSubject = /Subject|Betreff|Objet|\u4e3b\u9898/.test(names)
  const hasSent = /Sent|Gesendet|Envoy|\u53d1\u9001\u65f6\u95f4/.test(names)
  const hasDate = hasSent || /Date|Datum/.test(names)
  return hasSender && hasSubject && (hasSent || (isMarked && hasDate)) ? at - line : 0
}

/** True for a rule that announces a quoted mail and has no header block. */
export const isOriginalMessage = (line: string): boolean => line.startsWith('---') && marker.test(line)
