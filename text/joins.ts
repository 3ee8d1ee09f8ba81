import type { Address, GuessedJoin, MessageId, MessageRow, SubjectInfo, ZoneKind } from '../model/index.ts'
import { zonesOf } from './zones.ts'

/** How long after a mail an answer without ids is looked for (mail.md E29). */
export const joinSecondsMax = 30 * 86_400
/** A quoted line shorter than this says nothing about where it was taken from. */
const lineCharsMin = 20
const linesMax = 2000

/** What a guess rests on. */
export type JoinMail = {
  readonly messageId: MessageId
  readonly subject: Pick<SubjectInfo, 'bare' | 'isReply'>
  /** True when In-Reply-To or References name any mail. */
  readonly namesOthers: boolean
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly atSeconds: number
  readonly text: string
  /** Outlook's conversation (`conversationOf`), null for none. */
  readonly conversation: string | null
}

/** A stored mail as it is compared; `conversation`: from its raw bytes (`conversationOf`), null where those were not read. */
export const joinMailOf = (row: MessageRow, conversation: string | null): JoinMail => ({
  messageId: row.skeleton.messageId,
  subject: row.skeleton.subject,
  namesOthers: row.skeleton.inReplyTo.length + row.skeleton.references.length > 0,
  from: row.skeleton.from,
  to: row.to,
  cc: row.cc,
  atSeconds: row.skeleton.atSeconds,
  text: row.text,
  conversation,
})

const keyOf = (line: string): string => line.replace(/\s+/g, ' ').trim()

/** What a mail quotes at depth 1, as keys. */
const quoted = (text: string): ReadonlySet<string> => {
  const keys = new Set<string>()
  for (const line of text.split('\n', linesMax)) {
    if (!line.startsWith('>') || line.startsWith('>>') || line.startsWith('> >')) continue
    const key = keyOf(line.slice(1))
    if (key.length >= lineCharsMin && /\p{L}\S* +\S*\p{L}/u.test(key)) keys.add(key)
  }
  return keys
}

/** What every mail of a list or a person ends in says nothing about which of them was quoted. */
const common: ReadonlySet<ZoneKind> = new Set<ZoneKind>(['quote', 'attribution', 'greeting', 'signature', 'footer'])

/** How many of the quoted lines are a mail's own. */
const quotesOf = (keys: ReadonlySet<string>, text: string): number => {
  if (keys.size === 0) return 0
  let hits = 0
  for (const zone of zonesOf(text))
    if (!common.has(zone.kind))
      for (const line of text.slice(zone.start, zone.end).split('\n', linesMax)) if (keys.has(keyOf(line))) hits++
  return hits
}

/** One wrote to the other: the answer names the asker among its recipients, or was named by him. */
const met = (reply: JoinMail, other: JoinMail): boolean => {
  const names = (people: readonly Address[], who: Address) =>
    who.address !== '' && people.some(p => p.address === who.address)
  return names([...reply.to, ...reply.cc], other.from) || names([...other.to, ...other.cc], reply.from)
}

/** True for a reply that names no mail: where it belongs can only be guessed. */
export const isLostReply = (mail: Pick<JoinMail, 'subject' | 'namesOthers'>): boolean =>
  mail.subject.isReply && !mail.namesOthers && mail.subject.bare !== ''

/**
 * The mail that a reply without ids possibly answers (mail.md E29), never merged into a tree: of the same subject, at most
 * 30 days older, and of the same Outlook conversation, or quoted by it, or with people in common, in this order; then the
 * newest. Null when nothing more than the subject speaks for any.
 */
export const guessJoin = (mail: JoinMail, others: readonly JoinMail[]): GuessedJoin | null => {
  if (!isLostReply(mail)) return null
  const bare = mail.subject.bare.toLowerCase()
  const keys = quoted(mail.text)
  let best: { other: JoinMail; rank: number; hits: number; reason: string } | null = null
  for (const other of others) {
    const age = mail.atSeconds - other.atSeconds
    if (other.messageId === mail.messageId || age < 0 || age > joinSecondsMax) continue
    if (other.subject.bare.toLowerCase() !== bare) continue
    const hits = quotesOf(keys, other.text)
    const isOne = mail.conversation !== null && mail.conversation === other.conversation
    const rank = isOne ? 3 : hits > 0 ? 2 : met(mail, other) ? 1 : 0
    if (rank === 0) continue
    const reason = isOne ? 'outlook-conversation' : hits > 0 ? 'subject-and-quotes' : 'subject-and-people'
    const newer =
      best === null ||
      rank > best.rank ||
      (rank === best.rank &&
        (hits > best.hits ||
          (hits === best.hits &&
            (other.atSeconds > best.other.atSeconds ||
              (other.atSeconds === best.other.atSeconds && other.messageId < best.other.messageId)))))
    if (newer) best = { other, rank, hits, reason }
  }
  return best === null ? null : { child: mail.messageId, parent: best.other.messageId, reason: best.reason }
}

/** Bytes of a header block in which Thread-Index is looked for. */
const headBytesMax = 100 * 1024

/**
 * The Outlook conversation of a mail: the first 22 decoded bytes of its Thread-Index, in hex; null when it has none. Mails
 * of one conversation share them; what follows tells the place in it.
 */
export const conversationOf = (raw: Uint8Array): string | null => {
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, headBytesMax)).toString('latin1')
  const end = head.search(/\r?\n\r?\n/)
  const found = /^thread-index:[ \t]*([A-Za-z0-9+/=]{30,400})/im.exec(head.slice(0, end < 0 ? undefined : end))
  const bytes = Buffer.from(found?.[1] ?? '', 'base64')
  return bytes.length < 22 ? null : bytes.toString('hex', 0, 22)
}
