import type { Address, ParsedMessage, QuoteLink, Zone } from '../../model/index.ts'
import { resolveQuotes } from '../../text/resolve/index.ts'
import type { QuoteSource } from '../../text/resolve/index.ts'

/** A mail and what is known of the mails around it, as tagging takes it. */
export type MailInThread = {
  readonly parsed: ParsedMessage
  readonly zones: readonly Zone[]
  /** The mail answered, where it is here. */
  readonly parent: ParsedMessage | null
  /** Mails above the parent, nearest first. */
  readonly ancestors: readonly ParsedMessage[]
  /** The nearest patch, cover or first mail of the thread at or above this mail; null when none of them is here. */
  readonly object: ParsedMessage | null
  /** Mails from the object down to this one: 0 for the object itself. */
  readonly depth: number
  /** Where its quotes come from; null when nobody looked. */
  readonly links: readonly QuoteLink[] | null
}

/** True for one sender: the same address, or the same name where one of them has no address. */
export const isSameSender = (a: Address, b: Address): boolean =>
  (a.address !== '' && a.address === b.address) || (a.name !== '' && a.name.toLowerCase() === b.name.toLowerCase())

/** True when the mail was sent by who posted the object. */
export const isByAuthor = (mail: MailInThread): boolean =>
  mail.object !== null &&
  mail.object !== mail.parsed &&
  (isSameSender(mail.parsed.headers.from, mail.object.headers.from) ||
    isSameSender(mail.parsed.headers.author, mail.object.headers.author))

/** How who sent a mail stands to its object: posted it, signed it, is named in its trailers, or none of these. */
export const standingOf = (mail: MailInThread): 'author' | 'signer' | 'named' | 'other' => {
  if (isByAuthor(mail)) return 'author'
  if (mail.object === null || mail.object === mail.parsed) return 'other'
  const { from } = mail.parsed.headers
  let found: 'named' | 'other' = 'other'
  const all = [...mail.object.trailers, ...(mail.parent?.trailers ?? [])]
  for (const t of all) {
    if (t.person === null || !isSameSender(t.person, from)) continue
    if (/^(?:signed-off|co-developed|co-authored|suggested|original)/i.test(t.name)) return 'signer'
    found = 'named'
  }
  return found
}

/** True when a mail between the object and this one was sent by the same sender: he goes on. */
export const goesOn = (mail: MailInThread): boolean =>
  mail.ancestors.slice(0, Math.max(0, mail.depth - 2)).some(m => isSameSender(m.headers.from, mail.parsed.headers.from))

/** True for a mail that posts a patch or cover itself. */
export const postsObject = (parsed: ParsedMessage): boolean => {
  const { subject } = parsed.headers
  return subject.isPatch && !subject.isReply
}

/** Mails looked at above one. */
const ancestorsMax = 200

/** The mails above one, nearest first, as its headers name them and as far as `find` knows them. */
const above = (parsed: ParsedMessage, find: (id: string) => ParsedMessage | undefined): ParsedMessage[] => {
  const out: ParsedMessage[] = []
  const seen = new Set<string>([parsed.headers.messageId])
  let at: ParsedMessage | undefined = parsed
  while (at !== undefined && out.length < ancestorsMax) {
    const { inReplyTo, references }: ParsedMessage['headers'] = at.headers
    const last = references.at(-1)
    const direct =
      inReplyTo.length > 1 && last !== undefined && inReplyTo.includes(last) ? last : (inReplyTo[0] ?? last)
    const ids: string[] = direct === undefined ? [] : [direct, ...references.toReversed()]
    at = undefined
    for (const id of ids) {
      if (seen.has(id)) continue
      seen.add(id)
      at = find(id)
      if (at !== undefined) break
    }
    if (at !== undefined) {
      seen.add(at.headers.messageId)
      out.push(at)
    }
  }
  return out
}

/** Puts a mail among the mails that `find` knows. Quotes are not looked up here. */
export const placeInThread = (
  parsed: ParsedMessage,
  zones: readonly Zone[],
  find: (id: string) => ParsedMessage | undefined,
): MailInThread => {
  const up = above(parsed, find)
  const line = [parsed, ...up]
  let depth = line.findIndex(postsObject)
  if (depth < 0) depth = line.length - 1
  const { inReplyTo, references } = parsed.headers
  const named = [...inReplyTo, ...references]
  const parent = up[0] !== undefined && named.includes(up[0].headers.messageId) ? up[0] : null
  return { parsed, zones, parent, ancestors: up.slice(1), object: line[depth] ?? null, depth, links: null }
}

/** Mails above one that quotes are looked for in. */
const sourcesLookedAt = 4

const sources = new WeakMap<ParsedMessage, QuoteSource>()

/** A mail as the quote resolver takes it; the same object each time, by which the resolver keeps its tables. */
const sourceOf = (m: ParsedMessage): QuoteSource => {
  let known = sources.get(m)
  if (known === undefined) sources.set(m, (known = { messageId: m.headers.messageId, text: m.text }))
  return known
}

/** Looks up where a mail's quotes were taken from: the parent first, then the mails above it. */
export const withLinks = (mail: MailInThread): MailInThread => {
  const from = [...(mail.parent === null ? [] : [mail.parent]), ...mail.ancestors].slice(0, sourcesLookedAt)
  return { ...mail, links: resolveQuotes({ ...sourceOf(mail.parsed), zones: mail.zones }, from.map(sourceOf)) }
}
