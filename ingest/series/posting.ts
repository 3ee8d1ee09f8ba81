import type { MessageId, Skeleton, Thread } from '../../model/index.ts'
import { senderKey, titleKey } from './people.ts'

/** A mail of a posting and its place in `Thread.nodes`. */
export type Post = { readonly mail: Skeleton; readonly index: number }

/** Mails this near are one sending: a script sends the parts of a series one after the other. */
export const sendingSecondsMax = 3600

/** Steps up a thread that are looked at for the mail that heads a posting. */
export const stepsMax = 1000

/** Part and total where a subject carries n/m with a total, else null. */
export const slotOf = (mail: Skeleton): { part: number; total: number } | null =>
  mail.subject.part === null || mail.subject.total === null || mail.subject.total < 1
    ? null
    : { part: mail.subject.part, total: mail.subject.total }

/** 0 of m: describes a series. */
export const isCover = (mail: Skeleton): boolean => mail.subject.part === 0 && (mail.subject.total ?? 0) > 0

/** The mail above a node, or null for a root or a ghost. */
export const mailAbove = (thread: Thread, index: number): Skeleton | null => {
  const parent = thread.nodes[index]?.parent ?? null
  const above = parent === null ? undefined : thread.nodes[parent]?.message
  return above === undefined || above === 'ghost' ? null : above
}

/** Message-ID of what a node answers, held or not; null for a root. */
export const idAbove = (thread: Thread, index: number): MessageId | null => {
  const parent = thread.nodes[index]?.parent ?? null
  return parent === null ? null : (thread.nodes[parent]?.messageId ?? null)
}

/** True where tags, a number with a diff, or RFC with a diff say that a mail is offered for merging (mail.md E71). */
const claimsPosting = (mail: Skeleton): boolean => {
  const { isReply, isPatch, isRfc } = mail.subject
  if (isReply) return false
  return isPatch || isCover(mail) || (mail.hasDiff && (isRfc || slotOf(mail) !== null))
}

/**
 * The mails of a thread that are postings, by node; null elsewhere. A mail that repeats the subject of the patch it
 * answers and brings no diff is a reply without `Re:` (mail.md E62).
 */
export const postsOf = (thread: Thread): readonly (Post | null)[] =>
  thread.nodes.map((node, index) => {
    const mail = node.message
    if (mail === 'ghost' || !claimsPosting(mail)) return null
    const above = mail.hasDiff ? null : mailAbove(thread, index)
    const repeats =
      above !== null &&
      titleKey(above.subject.bare) === titleKey(mail.subject.bare) &&
      above.subject.part === mail.subject.part &&
      above.subject.version === mail.subject.version &&
      above.subject.isResend === mail.subject.isResend
    return repeats && (senderKey(above) !== senderKey(mail) || !isCover(mail)) ? null : { mail, index }
  })

/** Earlier first; of the same second the lesser Message-ID, so that arrival does not matter. */
export const earlier = (a: Post, b: Post): number =>
  a.mail.atSeconds - b.mail.atSeconds ||
  (a.mail.messageId < b.mail.messageId ? -1 : a.mail.messageId > b.mail.messageId ? 1 : 0)

/** True when two mails are of one sending. */
export const isOneSending = (a: Skeleton, b: Skeleton): boolean =>
  Math.abs(a.atSeconds - b.atSeconds) <= sendingSecondsMax && senderKey(a) === senderKey(b)
