import type { MessageId, ParsedMessage, Skeleton } from '../../model/index.ts'

const daySeconds = 86_400

/**
 * The time a mail is sorted by (mail.md E53-E57): when it was sent; when it was received if the sent date is missing or
 * its zone impossible; a day after it was received if it claims to be from later than that. 0 when nothing tells.
 */
const sortTime = (parsed: ParsedMessage): number => {
  const { sent, receivedAt } = parsed.headers
  if (sent === null) return receivedAt ?? 0
  if (receivedAt === null) return sent.atSeconds
  if (parsed.problems.some(p => p.code === 'date-zone-impossible')) return receivedAt
  return Math.min(sent.atSeconds, receivedAt + daySeconds)
}

/** What threads and lists need of a mail. */
export const skeletonOf = (parsed: ParsedMessage): Skeleton => ({
  messageId: parsed.headers.messageId,
  ...(parsed.headers.otherIds.length === 0 ? {} : { otherIds: parsed.headers.otherIds }),
  inReplyTo: parsed.headers.inReplyTo,
  references: parsed.headers.references,
  subject: parsed.headers.subject,
  author: parsed.headers.author,
  from: parsed.headers.from,
  atSeconds: sortTime(parsed),
  hasDiff: parsed.hasDiff,
  form: parsed.form,
  contentHash: parsed.contentHash,
  ...(parsed.patch === null ? {} : { patch: parsed.patch }),
})

/** Every id a mail holds or names: what a store is asked for before threads are built. */
export const idsNamedBy = (parsed: ParsedMessage): readonly MessageId[] => [
  ...new Set([
    parsed.headers.messageId,
    ...parsed.headers.otherIds,
    ...parsed.headers.inReplyTo,
    ...parsed.headers.references,
  ]),
]
