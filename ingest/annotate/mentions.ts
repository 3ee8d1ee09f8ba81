import type { Mention, MessageId, ParsedMessage, Zone } from '../../model/index.ts'
import { bloomMask, hashStart, hashStep, headOf } from './vocabulary.ts'
import type { Entry, Index } from './vocabulary.ts'

/** Mentions kept of one mail. */
const mentionsMax = 5000
/** Blanks and line breaks between the words of one name. */
const gapCharsMax = 24

/** 0: no part of a word. Else the lower-cased code. By UTF-16 unit. */
const wordCodes = new Uint8Array(0x10000)
for (let c = 0; c < 128; c++) {
  const isUpper = c >= 0x41 && c <= 0x5a
  const isLower = c >= 0x61 && c <= 0x7a
  const isDigit = c >= 0x30 && c <= 0x39
  if (isUpper) wordCodes[c] = c | 0x20
  else if (isLower || isDigit || c === 0x5f) wordCodes[c] = c
}

type Where = { readonly zone: Mention['zone']; readonly start: number; end: number }

/** Units that the scratch keeps from text to text. */
const scratchUnitsMax = 1 << 20
let scratch = new Uint16Array(1 << 15)

/** The UTF-16 units of a text, gone over several times faster than the text itself; good until the next call. */
const unitsOf = (text: string): Uint16Array => {
  const need = text.length
  const into = need <= scratch.length ? scratch : new Uint16Array(Math.max(need, 2 * scratch.length))
  if (into.length <= scratchUnitsMax) scratch = into
  Buffer.from(into.buffer).write(text, 0, 'utf16le')
  return into
}

/** True when the characters in [from, to) separate two words of one name: blanks, one line break, or one hyphen. */
const joins = (text: string, from: number, to: number): boolean => {
  if (to - from > gapCharsMax || to <= from) return false
  let hyphens = 0
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x2d) hyphens++
    else if (c !== 0x20 && c !== 0x09 && c !== 0x0a && c !== 0x0d) return false
  }
  return hyphens <= 1
}

const isWordAt = (text: string, at: number): boolean => (wordCodes[text.charCodeAt(at)] ?? 0) !== 0

/** Characters that nobody sees: zero-width space and joiners, direction marks, word joiner, soft hyphen, byte order mark. */
const isUnseen = (c: number): boolean =>
  (c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x2064) || c === 0xfeff || c === 0xad

/** Where a word goes on behind unseen characters at `at`, as in a name with one put into it; -1 when it does not. */
const goesOn = (text: string, at: number, limit: number): number => {
  let next = at
  while (next < limit && isUnseen(text.charCodeAt(next))) next++
  return next > at && next < limit && isWordAt(text, next) ? next : -1
}

/** The end of a word whose first piece ends at `at`: behind all that unseen characters join to it. */
const pastUnseen = (text: string, at: number, limit: number): number => {
  let end = at
  for (let next = goesOn(text, end, limit); next >= 0; next = goesOn(text, end, limit)) {
    end = next
    while (end < limit && isWordAt(text, end)) end++
  }
  return end
}

/** Where an entry that begins with the word [start, end) ends, or -1. */
const matchEnd = (text: string, entry: Entry, start: number, end: number, limit: number): number => {
  if (entry.exact !== null) {
    const stop = start + entry.exact.length
    if (stop > limit || text.slice(start, stop).toLowerCase() !== entry.exact) return -1
    return isWordAt(text, stop - 1) && (isWordAt(text, stop) || goesOn(text, stop, limit) >= 0) ? -1 : stop
  }
  const [first = ''] = entry.words
  if (end - start !== first.length || text.slice(start, end).toLowerCase() !== first) return -1
  let at = end
  for (let w = 1; w < entry.words.length; w++) {
    const word = entry.words[w] ?? ''
    let next = at
    while (next < limit && next - at <= gapCharsMax && !isWordAt(text, next)) next++
    if (!joins(text, at, next)) return -1
    const stop = next + word.length
    if (stop > limit || isWordAt(text, stop) || text.slice(next, stop).toLowerCase() !== word) return -1
    if (goesOn(text, stop, limit) >= 0) return -1
    at = stop
  }
  return at
}

/** `!__GFP_FS`, `~__GFP_FS`, `!(__GFP_FS`: the mail speaks of the flag's absence. */
const isNegated = (text: string, start: number, from: number): boolean => {
  let at = start - 1
  while (at >= from && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x28)) at--
  const c = at >= from ? text.charCodeAt(at) : 0
  return c === 0x21 || c === 0x7e
}

/** A text, its units, and what is looked for in it. */
type Search = {
  readonly text: string
  readonly units: Uint16Array
  readonly messageId: MessageId
  readonly index: Index
}

/** Appends the mentions of one stretch of text. */
const scan = (search: Search, where: Where, found: Mention[]): void => {
  const { text, units, messageId, index } = search
  const { heads } = index
  const { start: from, end: limit, zone } = where
  for (let at = from; at < limit; ) {
    let lower = wordCodes[units[at] as number] as number
    if (lower === 0) {
      at++
      continue
    }
    const start = at++
    const second = at < limit ? (wordCodes[units[at] as number] as number) : 0
    const third = second !== 0 && at + 1 < limit ? (wordCodes[units[at + 1] as number] as number) : 0
    if (heads[headOf(lower, second, third)] === 0) {
      // No name begins like that: the word is passed by.
      while (at < limit && wordCodes[units[at] as number] !== 0) at++
      if (at < limit && (units[at] as number) >= 0xad) at = pastUnseen(text, at, limit)
      continue
    }
    let hash = hashStep(hashStart, lower)
    let hasG = lower === 0x67
    lower = second
    while (lower !== 0) {
      hash = hashStep(hash, lower)
      if (lower === 0x67) hasG = true
      at++
      lower = at < limit ? (wordCodes[units[at] as number] as number) : 0
    }
    if (found.length >= mentionsMax) return
    // A word with an unseen character in it is not the name it looks like: neither it nor a piece of it is tagged.
    const past = pastUnseen(text, at, limit)
    if (past > at) {
      at = past
      continue
    }
    if (hasG && at - start >= 6 && at - start <= 44) {
      const first = text.charCodeAt(start)
      // `GFP_` with up to three underscores before it, in capitals: nobody writes the name of a flag otherwise.
      if ((first === 0x47 || first === 0x5f) && /^_{0,3}GFP_/.test(text.slice(start, start + 7))) {
        const key = index.canonical(text.slice(start, at))
        if (key !== null)
          found.push({
            type: 'mention',
            subject: 'gfp',
            key,
            span: { messageId, start, end: at },
            zone,
            negated: isNegated(text, start, from),
            by: 'gfp-name',
          })
        continue
      }
    }
    if (index.bloom[hash & bloomMask] === 0) continue
    for (const entry of index.byFirst.get(hash) ?? []) {
      const end = matchEnd(text, entry, start, at, limit)
      if (end < 0) continue
      found.push({
        type: 'mention',
        subject: entry.subject,
        key: entry.key,
        span: { messageId, start, end },
        zone,
        negated: false,
        by: entry.subject === 'gfp' ? 'gfp-prose' : 'mechanism-alias',
      })
      at = end
      break
    }
  }
}

/** Stretches of a text by whose words they are: a diff is split into runs of added, removed and context lines. */
const stretches = (text: string, zones: readonly Zone[]): Where[] => {
  const out: Where[] = []
  let last: Where | undefined
  const add = (zone: Mention['zone'], start: number, end: number) => {
    if (last !== undefined && last.zone === zone && last.end === start) last.end = end
    else out.push((last = { zone, start, end }))
  }
  for (const z of zones) {
    if (z.kind === 'signature' || z.kind === 'footer' || z.kind === 'attribution' || z.kind === 'blank') continue
    if (z.kind === 'quote') add('quote', z.start, z.end)
    else if (z.kind === 'trailer' || z.kind === 'diffstat') add('context', z.start, z.end)
    else if (z.kind !== 'diff') add('prose', z.start, z.end)
    else
      for (let start = z.start; start < z.end; ) {
        const nl = text.indexOf('\n', start)
        const end = nl < 0 || nl >= z.end ? z.end : nl + 1
        const c = text.charCodeAt(start)
        if (c === 0x2b) add(text.startsWith('+++ ', start) ? 'context' : 'added', start, end)
        else if (c === 0x2d) add(text.startsWith('--- ', start) ? 'context' : 'removed', start, end)
        else add('context', start, end)
        start = end
      }
  }
  return out
}

/**
 * GFP flags and mechanisms that a mail names, in order, each with whose words they are. The span's text is the name as
 * written. Spans of zone `subject` count in `headers.subject.full`, all others in `text`; a reply's subject is not its
 * author's and is left out.
 */
export const mentionsOf = (parsed: ParsedMessage, zones: readonly Zone[], index: Index): Mention[] => {
  const found: Mention[] = []
  const { messageId, subject } = parsed.headers
  const searchIn = (text: string): Search => ({ text, units: unitsOf(text), messageId, index })
  if (!subject.isReply) scan(searchIn(subject.full), { zone: 'subject', start: 0, end: subject.full.length }, found)
  const search = searchIn(parsed.text)
  for (const where of stretches(parsed.text, zones)) scan(search, where, found)
  return found
}
