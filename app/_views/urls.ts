import type { MessageId } from '../../model/index.ts'

/** Message-ID links as lore writes them: `/` and everything special percent-encoded, the usual `@ + = : , ~ !` kept. */
const kept: Readonly<Record<string, string>> = { '%40': '@', '%3D': '=', '%3A': ':', '%2C': ',', '%24': '$' }

/** Half characters (lone surrogates), which no encoding can write, become U+FFFD. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd')

/** One path segment. `.` and `..` alone cannot be written in a path (every client removes them); ids are never just those. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(/%(40|3D|3A|2C|24)/g, hex => kept[hex]!)
}

/** `/<list>/` */
export const listHref = (list: string): string => `/${encodeSegment(list)}/`

/** `/<list>/<id>/`, the canonical page of a message. */
export const messageHref = (list: string, id: MessageId): string => `/${encodeSegment(list)}/${encodeSegment(id)}/`

/** The page of a message with words of it marked: offsets into its text, UTF-16 units, end exclusive. */
export const wordsHref = (list: string, id: MessageId, start: number, end: number): string =>
  `${messageHref(list, id)}?at=${start}-${end}#at`

/** Reads `?at=START-END`; null for none or for what is no stretch. */
export function readAt(params: URLSearchParams): { readonly start: number; readonly end: number } | null {
  const match = /^(\d{1,9})-(\d{1,9})$/.exec(params.get('at') ?? '')
  if (match === null) return null
  const [start, end] = [Number(match[1]), Number(match[2])]
  return start < end ? { start, end } : null
}

/** `/<list>/<id>/t/`: the thread, nested. */
export const threadHref = (list: string, id: MessageId): string => `${messageHref(list, id)}t/`

/** `/<list>/<id>/T/`: the thread, flat by time. */
export const flatHref = (list: string, id: MessageId): string => `${messageHref(list, id)}T/`

/** `/<list>/<id>/d/`: the differences among mails with this id. */
export const differencesHref = (list: string, id: MessageId): string => `${messageHref(list, id)}d/`

export const rawHref = (list: string, id: MessageId): string => `${messageHref(list, id)}raw`

export const mboxHref = (list: string, id: MessageId): string => `${messageHref(list, id)}t.mbox.gz`

/** `/series/<id>/`, and `/series/<id>/v<k>/` for one revision; `id`: key of the chain's first posting. */
export const seriesHref = (id: MessageId, version: string | null = null): string =>
  `/series/${encodeSegment(id)}/${version === null ? '' : `v${encodeSegment(version)}/`}`

/** What an address below `/series/` may mean; the first whose id is stored wins. `version`: without its `v`. */
export type SeriesReading = { readonly id: MessageId; readonly version: string | null }

/** Reads the path below `/series/`, segments already decoded once: the longest id first, as in `readPath`. */
export function readSeriesPath(segments: readonly string[]): readonly SeriesReading[] {
  const parts = segments.at(-1) === '' ? segments.slice(0, -1) : segments
  if (parts.length === 0) return []
  const last = /^v(\d{1,9}(?:\.\d{1,9})?)$/.exec(parts.at(-1)!)
  const readings: SeriesReading[] = [{ id: parts.join('/'), version: null }]
  if (parts.length > 1 && last !== null) readings.push({ id: parts.slice(0, -1).join('/'), version: last[1]! })
  return readings
}

export const gfpHref = (flag: string): string => `/gfp/${encodeSegment(flag)}/`

export const mechanismHref = (slug: string): string => `/mechanism/${encodeSegment(slug)}/`

export const debateHref = (slug: string): string => `/debate/${encodeSegment(slug)}/`

/** `/scenario/<slug>/?variant=...`: the page that runs it; `embed`: its bare form for a frame. */
export function scenarioHref(slug: string, variant: string | null, embed = false): string {
  const query = new URLSearchParams()
  if (variant !== null) query.set('variant', variant)
  if (embed) query.set('embed', '1')
  const text = query.toString()
  return `/scenario/${encodeSegment(slug)}/${text === '' ? '' : `?${text}`}`
}

export const searchHref = (query: string, offset = 0): string => {
  const params = new URLSearchParams({ q: wellFormed(query) })
  if (offset > 0) params.set('o', String(offset))
  return `/search?${params.toString()}`
}

/** `/<list>/<id>/<n>-<file>`: an attachment by its part number; the name is for whoever saves it. */
export const attachmentHref = (list: string, id: MessageId, part: number, fileName: string): string =>
  `${messageHref(list, id)}${part}-${encodeSegment(safeFileName(fileName, part))}`

/** A name that a mail gives a file, as one that can be saved anywhere: letters, digits, `.`, `-` and `_`, at most 100. */
export function safeFileName(fileName: string, part: number): string {
  const safe = fileName
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+/, '')
    .slice(-100)
  return /[A-Za-z0-9]/.test(safe) ? safe : `part-${part}.bin`
}

/** The words that may follow an id in a path. */
export const suffixes = ['raw', 't', 'T', 't.mbox.gz', 'd'] as const
export type Suffix = (typeof suffixes)[number] | `${number}-${string}`

/** The part number of an attachment's address; null for any other suffix. */
export function readAttachment(suffix: Suffix | null): number | null {
  const part = /^([1-9]\d{0,3})-/.exec(suffix ?? '')?.[1]
  return part === undefined ? null : Number(part)
}

/** What a path below a list may mean; the ids are tried in order, the first that is stored wins. */
export type PathReading = { readonly id: MessageId; readonly suffix: Suffix | null }

/**
 * Reads the path below `/<list>/`, segments already decoded once. An id may hold slashes and may itself end in a
 * suffix word, so the longest id comes first, then the id without a known last word (mail.md section 4, rule 1).
 */
export function readPath(segments: readonly string[]): readonly PathReading[] {
  const parts = segments.at(-1) === '' ? segments.slice(0, -1) : segments
  if (parts.length === 0) return []
  const readings: PathReading[] = [{ id: parts.join('/'), suffix: null }]
  const last = parts.at(-1)!
  if (parts.length > 1 && ((suffixes as readonly string[]).includes(last) || readAttachment(last as Suffix) !== null))
    readings.push({ id: parts.slice(0, -1).join('/'), suffix: last as Suffix })
  return readings
}

/** The address a reading should have: with its slash where it names a page, without where it names a file. */
export function canonicalPath(list: string, reading: PathReading): string {
  switch (reading.suffix) {
    case null:
      return messageHref(list, reading.id)
    case 'raw':
      return rawHref(list, reading.id)
    case 't.mbox.gz':
      return mboxHref(list, reading.id)
    case 't':
      return threadHref(list, reading.id)
    case 'T':
      return flatHref(list, reading.id)
    case 'd':
      return differencesHref(list, reading.id)
    default:
      return messageHref(list, reading.id) + encodeSegment(reading.suffix)
  }
}

/** The same message in other public archives, for ids that we lack. */
export function elsewhere(id: MessageId): readonly { readonly name: string; readonly href: string }[] {
  const encoded = encodeURIComponent(wellFormed(id))
  return [
    { name: 'lore.kernel.org', href: `https://lore.kernel.org/all/${encoded}/` },
    { name: 'marc.info', href: `https://marc.info/?i=${encoded}` },
    { name: 'mail-archive.com', href: `https://www.mail-archive.com/search?l=mid&q=${encoded}` },
  ]
}
