import type { Zone } from '../../../model/index.ts'
import type { MailInThread } from '../mail.ts'
import { isByAuthor, postsObject } from '../mail.ts'
import { sentencesOf } from '../sentences.ts'
import type { Stretch } from '../sentences.ts'
import { tokensOf } from './tokens.ts'
import type { Token } from './tokens.ts'

/** A run of quoted lines without another line between them. */
export type QuoteBlock = {
  readonly start: number
  readonly end: number
  readonly tokens: readonly Token[]
  readonly words: ReadonlySet<string>
  readonly asks: boolean
  readonly hasDiff: boolean
  /** Every line is quoted twice or deeper. */
  readonly isDeep: boolean
}

/** A mail cut up for features: made once, used by every layer. */
export type Cut = {
  readonly mail: MailInThread
  readonly text: string
  readonly stretches: readonly Stretch[]
  readonly tokens: readonly (readonly Token[])[]
  readonly quotes: readonly QuoteBlock[]
  /** For each sentence the quote nearest above it, -1 for none. */
  readonly above: readonly number[]
  /** For each sentence the kind of the zone right before its paragraph (blank lines left out), or `start`. */
  readonly before: readonly string[]
  /** Likewise after it, or `end`. */
  readonly after: readonly string[]
  readonly byAuthor: boolean
  readonly posts: boolean
}

/** Words too common to tell that a sentence speaks of its quote. */
const common: ReadonlySet<string> = new Set(
  'the a an of to in is it that this and or for on be not with as we you i if are but can will would so do have has was at by from should could there just what which when how then than also no any all'.split(
    ' ',
  ),
)

export const isContent = (word: string): boolean => word.length > 1 && !common.has(word)

/** Characters of a quote that are read. */
const quoteCharsMax = 6000

/** True when one of a quote's first lines looks like a line of a diff behind its marks. */
const quotesDiff = (words: string): boolean => {
  const limit = Math.min(words.length, 3000)
  for (let start = 0; start < limit; ) {
    let i = start
    while (i < limit && (words.charCodeAt(i) === 0x3e || words.charCodeAt(i) === 0x20)) i++
    const marks = words.slice(Math.max(start, i - 2), i)
    const c = words.charAt(i)
    const next = words.charAt(i + 1)
    if (marks.endsWith('>') || marks === '> ') {
      if (words.startsWith('@@ ', i)) return true
      if ((c === '+' || c === '-') && next !== '' && next !== '+' && next !== '-' && next !== '\n') return true
    }
    const nl = words.indexOf('\n', i)
    if (nl < 0) return false
    start = nl + 1
  }
  return false
}

const blocksOf = (text: string, zones: readonly Zone[]): QuoteBlock[] => {
  const out: QuoteBlock[] = []
  for (let i = 0; i < zones.length; ) {
    const first = zones[i]
    if (first === undefined || first.kind !== 'quote') {
      i++
      continue
    }
    let j = i
    let isDeep = true
    while (j < zones.length && zones[j]?.kind === 'quote') {
      if (zones[j]?.depth === 1) isDeep = false
      j++
    }
    const end = zones[j - 1]?.end ?? first.end
    const from = Math.max(first.start, end - quoteCharsMax)
    const words = text.slice(from, end)
    const tokens = tokensOf(text, from, end)
    out.push({
      start: first.start,
      end,
      tokens,
      words: new Set(tokens.map(t => t.word).filter(isContent)),
      asks: /\?[ \t"')]*(?:\n[> \t]*)*$/.test(words.slice(-200)),
      hasDiff: quotesDiff(words),
      isDeep,
    })
    i = j
  }
  return out
}

/** Cuts a mail up. */
export const cutMail = (mail: MailInThread): Cut => {
  const { text } = mail.parsed
  const stretches = sentencesOf(text, mail.zones)
  const quotes = blocksOf(text, mail.zones)
  const above: number[] = []
  const before: string[] = []
  const after: string[] = []
  const told = mail.zones.filter(z => z.kind !== 'blank')
  let zone = 0
  let quote = -1
  for (const s of stretches) {
    while (zone < told.length && (told[zone]?.end ?? 0) <= s.start) zone++
    while (quote + 1 < quotes.length && (quotes[quote + 1]?.start ?? 0) < s.start) quote++
    above.push(quote)
    before.push(told[zone - 1]?.kind ?? 'start')
    after.push(told[zone + 1]?.kind ?? 'end')
  }
  return {
    mail,
    text,
    stretches,
    tokens: stretches.map(s => tokensOf(text, s.start, s.end)),
    quotes,
    above,
    before,
    after,
    byAuthor: isByAuthor(mail),
    posts: postsObject(mail.parsed),
  }
}
