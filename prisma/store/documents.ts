import type { SearchDocument } from '../../model/index.ts'
import { decodeStrings } from './encode.ts'
import type { TextHit } from './full-text.ts'
import type { SqliteConnection } from './sqlite.ts'
import type { Row } from './tables.ts'
import { ownAndQuoted } from './words.ts'

/** How far a reader of documents has come: everything up to this change was seen. */
export type DocumentCursor = { readonly revision: number; readonly id: number }
/** Documents changed after a cursor, oldest change first; `next` is the place to go on from. */
export type DocumentPage = { readonly documents: readonly SearchDocument[]; readonly next: DocumentCursor }

const documentsMax = 5_000

/** Lists of messages in order of arrival, by message number. */
function listsOf(
  sqlite: SqliteConnection,
  ids: readonly number[],
): ReadonlyMap<number, { slug: string; isSample: boolean }[]> {
  const lists = new Map<number, { slug: string; isSample: boolean }[]>()
  const rows = sqlite.allIn(
    'SELECT d."messageId", l."slug", l."isSample" FROM "delivery" d JOIN "list" l ON l."id" = d."listId" ' +
      'WHERE d."messageId" IN (??) ORDER BY d."id"',
    ids,
  )
  for (const row of rows) {
    const held = lists.get(row.messageId as number) ?? []
    if (!held.some(l => l.slug === row.slug)) held.push({ slug: row.slug as string, isSample: Boolean(row.isSample) })
    lists.set(row.messageId as number, held)
  }
  return lists
}

const base =
  'SELECT m."id", m."name", m."subject", m."atSeconds", m."files", m."hasDiff", m."text", p."name" AS "authorName", ' +
  'p."address" AS "authorAddress", COALESCE(t."rootName", m."name") AS "rootName" FROM "message" m ' +
  'JOIN "person" p ON p."id" = m."authorId" LEFT JOIN "thread_node" n ON n."name" = m."name" ' +
  'LEFT JOIN "thread" t ON t."id" = n."threadId" WHERE m."id" IN (??)'

function messageRows(sqlite: SqliteConnection, ids: readonly number[]): Row[] {
  const rows = new Map(sqlite.allIn(base, ids).map(r => [r.id as number, r]))
  return ids.map(id => rows.get(id)).filter(row => row !== undefined)
}

/** Result lines for messages, in the order asked. */
export function hitRows(sqlite: SqliteConnection, ids: readonly number[]): TextHit[] {
  const lists = listsOf(sqlite, ids)
  return messageRows(sqlite, ids).map(row => {
    const held = lists.get(row.id as number) ?? []
    return {
      id: row.id as number,
      messageId: row.name as string,
      rootId: row.rootName as string,
      list: held[0]?.slug ?? '',
      isSample: held.some(l => l.isSample),
      subject: row.subject as string,
      author: { name: row.authorName as string, address: row.authorAddress as string },
      atSeconds: Number(row.atSeconds),
      text: row.text as string,
    }
  })
}

const changedAfter = '"revision" > ? OR ("revision" = ? AND "messageId" > ?)'

/** How many search documents changed after a cursor. */
export function documentsPending(sqlite: SqliteConnection, { revision, id }: DocumentCursor): number {
  const [row] = sqlite.all(`SELECT COUNT(*) AS "n" FROM "search_state" WHERE ${changedAfter}`, [revision, revision, id])
  return Number(row?.n ?? 0)
}

/** Search documents changed after `after`, at most `limit`. */
export function documentsAfter(sqlite: SqliteConnection, after: DocumentCursor, limit: number): DocumentPage {
  const changes = sqlite.all(
    `SELECT "messageId", "revision" FROM "search_state" WHERE ${changedAfter} ORDER BY "revision", "messageId" LIMIT ?`,
    [after.revision, after.revision, after.id, Math.max(0, Math.min(documentsMax, Math.trunc(limit)))],
  )
  const last = changes[changes.length - 1]
  if (!last) return { documents: [], next: after }
  const ids = changes.map(c => c.messageId as number)
  const lists = listsOf(sqlite, ids)
  const keys = new Map<string, string[]>()
  const mentions = sqlite.allIn(
    'SELECT "messageId", "subject", "key" FROM "mention" WHERE "isFirst" = 1 AND "isQuoted" = 0 AND "messageId" IN (??)',
    ids,
  )
  for (const row of mentions) {
    const place = `${row.messageId as number} ${row.subject as string}`
    keys.set(place, [...(keys.get(place) ?? []), row.key as string])
  }
  const attached = new Map<number, string[]>()
  const texts = sqlite.allIn(
    'SELECT "messageId", "text" FROM "attachment" WHERE "text" IS NOT NULL AND "messageId" IN (??) ORDER BY "messageId", "part"',
    ids,
  )
  for (const row of texts)
    attached.set(row.messageId as number, [...(attached.get(row.messageId as number) ?? []), row.text as string])
  const documents = messageRows(sqlite, ids).map((row): SearchDocument => {
    const id = row.id as number
    const { own, quoted } = ownAndQuoted(row.text as string)
    return {
      id,
      messageId: row.name as string,
      rootId: row.rootName as string,
      lists: (lists.get(id) ?? []).map(l => l.slug),
      subject: row.subject as string,
      author: { name: row.authorName as string, address: row.authorAddress as string },
      atSeconds: Number(row.atSeconds),
      body: [own, ...(attached.get(id) ?? []).map(t => ownAndQuoted(t).own)].filter(t => t !== '').join('\n'),
      quoted,
      gfp: (keys.get(`${id} gfp`) ?? []).sort(),
      mechanisms: (keys.get(`${id} mechanism`) ?? []).sort(),
      files: decodeStrings(row.files as string),
      hasPatch: Boolean(row.hasDiff),
    }
  })
  return { documents, next: { revision: last.revision as number, id: last.messageId as number } }
}
