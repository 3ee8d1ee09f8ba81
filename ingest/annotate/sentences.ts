import type { Zone } from '../../model/index.ts'

/** A sentence of the author's own words: offsets (UTF-16 units, end exclusive) into the mail's text. */
export type Stretch = {
  readonly start: number
  readonly end: number
  /** Runs of own words count from 0: lines parted by a blank line, a quote or another zone belong to different runs. */
  readonly paragraph: number
  readonly isListItem: boolean
  /** The zone it stands in. */
  readonly zone: Zone['kind']
}

/** Sentences kept of one mail. */
export const sentencesMax = 4000
/** Characters of one sentence; longer ones are cut at a line end. */
const sentenceCharsMax = 6000

/** Words that end in a full stop and end no sentence. */
const abbreviations: ReadonlySet<string> = new Set(
  'e.g i.e eg ie etc vs cf mr mrs dr fig figs no nr approx resp incl esp ca ver viz aka a.k.a w.r.t wrt p.s st jr inc ltd'.split(
    ' ',
  ),
)

const isSpace = (c: number): boolean => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d || c === 0xa0
const isLower = (c: number): boolean => c >= 0x61 && c <= 0x7a
const isLetter = (c: number): boolean => isLower(c | 0x20)
const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39
/** Closing quotes and brackets that still belong to the sentence before. */
const isCloser = (c: number): boolean =>
  c === 0x22 || c === 0x27 || c === 0x29 || c === 0x5d || c === 0x2019 || c === 0x201d

/** `- x`, `* x`, `1) x`, `2. x`, `(a) x` at the start of a line: characters up to the words; 0 when it is none. */
const listMark = (text: string, at: number, end: number): number => {
  let i = at
  while (i < end && (text.charCodeAt(i) === 0x20 || text.charCodeAt(i) === 0x09)) i++
  const c = text.charCodeAt(i)
  if ((c === 0x2d || c === 0x2a || c === 0x2022) && isSpace(text.charCodeAt(i + 1))) return i + 1 - at
  const open = c === 0x28 ? 1 : 0
  let j = i + open
  const from = j
  while (j < end && j - from < 3 && isDigit(text.charCodeAt(j))) j++
  if (j === from && isLetter(text.charCodeAt(j)) && (open === 1 || text.charCodeAt(j + 1) === 0x29)) j++
  if (j === from) return 0
  const close = text.charCodeAt(j)
  if (close !== 0x29 && (open === 1 || close !== 0x2e)) return 0
  return isSpace(text.charCodeAt(j + 1)) ? j + 1 - at : 0
}

/** True where the full stop at `at` belongs to an abbreviation, an initial or an ellipsis that goes on. */
const isNoEnd = (text: string, start: number, at: number, next: number): boolean => {
  let from = at
  while (from > start && at - from < 12) {
    const c = text.charCodeAt(from - 1)
    if (!isLetter(c) && c !== 0x2e) break
    from--
  }
  const word = text.slice(from, at).toLowerCase()
  if (abbreviations.has(word)) return true
  const goesOn = isLower(text.charCodeAt(next))
  if (word.endsWith('.') && goesOn) return true
  return word.length === 1 && word !== 'i' && isLetter(text.charCodeAt(at - 1)) && !isLower(text.charCodeAt(at - 1))
}

/** Cuts one run of lines; `add` takes trimmed bounds. */
const cut = (
  text: string,
  from: number,
  to: number,
  add: (start: number, end: number, isListItem: boolean) => void,
) => {
  let start = from
  let isItem = listMark(text, from, to) > 0
  const close = (end: number) => {
    let a = start
    let b = end
    while (a < b && isSpace(text.charCodeAt(a))) a++
    while (b > a && isSpace(text.charCodeAt(b - 1))) b--
    if (b > a) add(a, b, isItem)
    start = end
  }
  let after = isItem ? from + listMark(text, from, to) : from
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x0a) {
      const mark = listMark(text, i + 1, to)
      if (mark > 0 || i - start > sentenceCharsMax) {
        close(i)
        isItem = mark > 0
        after = i + 1 + mark
      }
      continue
    }
    if (i < after || (c !== 0x2e && c !== 0x3f && c !== 0x21)) continue
    let stop = i + 1
    while (
      stop < to &&
      (text.charCodeAt(stop) === 0x2e || text.charCodeAt(stop) === 0x3f || text.charCodeAt(stop) === 0x21)
    )
      stop++
    while (stop < to && isCloser(text.charCodeAt(stop))) stop++
    if (stop < to && !isSpace(text.charCodeAt(stop))) {
      i = stop - 1
      continue
    }
    let next = stop
    while (next < to && isSpace(text.charCodeAt(next))) next++
    const isFullStop = c === 0x2e
    const isEllipsis = isFullStop && text.charCodeAt(i + 1) === 0x2e
    if (next < to && isFullStop && (isEllipsis ? isLower(text.charCodeAt(next)) : isNoEnd(text, start, i, next))) {
      i = stop - 1
      continue
    }
    close(stop)
    isItem = false
    i = stop - 1
  }
  close(to)
}

/** Zones whose words are sentences of the author. */
const spoken: ReadonlySet<Zone['kind']> = new Set(['prose', 'greeting'])

/**
 * Sentences of a mail's own words, in order: zones `prose` and `greeting`. A sentence crosses no blank line, quote, list
 * item or change of zone (annotation.md 1.0). Ends are `.`, `?` and `!` before blank space; abbreviations, initials,
 * names with dots in them (`a.c`, `6.1`, `->x`) and an ellipsis that goes on end none. Linear time.
 */
export const sentencesOf = (text: string, zones: readonly Zone[]): Stretch[] => {
  const out: Stretch[] = []
  let paragraph = -1
  let last = -1
  for (const zone of zones) {
    if (!spoken.has(zone.kind)) continue
    if (zone.start !== last || zone.kind === 'greeting') paragraph++
    last = zone.kind === 'greeting' ? -1 : zone.end
    const at = paragraph
    cut(text, zone.start, zone.end, (start, end, isListItem) => {
      if (out.length < sentencesMax) out.push({ start, end, paragraph: at, isListItem, zone: zone.kind })
    })
  }
  return out
}
