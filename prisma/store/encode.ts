import type { Address, Delivered, PatchClues, Skeleton, SubjectInfo } from '../../model/index.ts'
import type { Row } from './tables.ts'

/** What stands in the `subjectInfo` column: all of a subject but its words. */
type SubjectTags = Omit<SubjectInfo, 'full'>

export const encodeSubject = ({ full: _full, ...tags }: SubjectInfo): string =>
  JSON.stringify(tags satisfies SubjectTags)

/** Reads the `subjectInfo` column back, with the words from their own column. */
export const decodeSubject = (full: string, tags: string): SubjectInfo => ({
  full,
  ...(JSON.parse(tags) as SubjectTags),
})

export const decodeStrings = (json: string): readonly string[] => JSON.parse(json) as string[]

/** The `patch` column as part of a Skeleton. */
export const decodePatch = (json: string | null): Pick<Skeleton, 'patch'> =>
  json === null ? {} : { patch: JSON.parse(json) as PatchClues }

/** Columns that make a Skeleton, for a query over `message` as m with `person` as a (author) and f (from). */
export const skeletonColumns =
  'm."id", m."name", m."contentHash", m."form", m."subject", m."subjectInfo", m."atSeconds", m."hasDiff", ' +
  'm."inReplyTo", m."references", m."otherIds", m."patch", a."name" AS "authorName", a."address" AS "authorAddress", ' +
  'f."name" AS "fromName", f."address" AS "fromAddress"'

/** A Skeleton from a row of `skeletonColumns`. */
export const skeletonOf = (row: Row): Skeleton => ({
  messageId: row.name as string,
  ...(row.otherIds === '[]' ? {} : { otherIds: decodeStrings(row.otherIds as string) }),
  inReplyTo: decodeStrings(row.inReplyTo as string),
  references: decodeStrings(row.references as string),
  subject: decodeSubject(row.subject as string, row.subjectInfo as string),
  author: { name: row.authorName as string, address: row.authorAddress as string },
  from: { name: row.fromName as string, address: row.fromAddress as string },
  atSeconds: Number(row.atSeconds),
  hasDiff: Boolean(row.hasDiff),
  form: row.form as Skeleton['form'],
  contentHash: row.contentHash as string,
  ...decodePatch(row.patch as string | null),
})

export type Recipients = { readonly to: readonly Address[]; readonly cc: readonly Address[] }

const clockSkewSeconds = 86_400

/** Sort time of a mail that came without a place in a thread: sent, at most a day after it was received (E54, E55). */
export function sortTime({ parsed, raw }: Delivered): number {
  const sent = parsed.headers.sent?.atSeconds ?? null
  const received = parsed.headers.receivedAt ?? raw.envelopeAt
  if (sent === null) return received ?? 0
  return received === null ? sent : Math.min(sent, received + clockSkewSeconds)
}

const ackNames = new Set(['acked-by', 'reviewed-by', 'tested-by'])
const nakNames = new Set(['nacked-by', 'naked-by', 'nak-by', 'nack-by'])

/**
 * Acks and naks that a mail gives. Only replies give any: a patch that carries trailers of earlier rounds does not.
 * A NAK without a trailer counts once where a stance says so and is no guess.
 */
export function givenBy({ parsed, annotations }: Delivered): { acks: number; naks: number } {
  const { subject, inReplyTo, references } = parsed.headers
  const isReply = subject.isReply || (!subject.isPatch && inReplyTo.length + references.length > 0)
  if (!isReply) return { acks: 0, naks: 0 }
  const distinct = (names: ReadonlySet<string>) =>
    new Set(
      parsed.trailers
        .map(t => ({ name: t.name.toLowerCase(), value: t.value }))
        .filter(t => names.has(t.name))
        .map(t => `${t.name}\0${t.value}`),
    ).size
  const naks = distinct(nakNames)
  const said = annotations.some(a => a.type === 'stance' && a.value === 'nak' && a.sure !== 'guess')
  return { acks: distinct(ackNames), naks: naks > 0 ? naks : said ? 1 : 0 }
}
