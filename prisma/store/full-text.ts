import type { Address, MessageId } from '../../model/index.ts'
import { hitRows } from './documents.ts'
import type { SqliteConnection } from './sqlite.ts'
import type { Value } from './tables.ts'

/** Columns of the full-text index: `parts` holds the pieces of identifiers, `files` the paths a diff touches. */
export type TextColumn = 'subject' | 'author' | 'body' | 'quoted' | 'parts' | 'files'

/** Words that must stand next to each other, in any of `columns` (none: in all). `prefix`: the last may go on. */
export type TextTerm = {
  readonly text: string
  readonly prefix: boolean
  readonly columns: readonly TextColumn[]
  readonly negated: boolean
}

/** An exact condition on a message. Dates are seconds, `from` included, `before` not. */
export type TextFilter = { readonly negated: boolean } & (
  | { readonly kind: 'list' | 'gfp' | 'mechanism' | 'messageId'; readonly value: string }
  | { readonly kind: 'dates'; readonly from: number | null; readonly before: number | null }
  | { readonly kind: 'patch' }
)

/** What the database's own full text is asked: everything must hold. `ranked` false: newest first. */
export type TextQuery = {
  readonly terms: readonly TextTerm[]
  readonly filters: readonly TextFilter[]
  readonly ranked: boolean
}

/** A message found, with what a result line shows and the text an excerpt is cut from. */
export type TextHit = {
  readonly id: number
  readonly messageId: MessageId
  readonly rootId: MessageId
  readonly list: string
  readonly isSample: boolean
  readonly subject: string
  readonly author: Address
  readonly atSeconds: number
  readonly text: string
}

export type Facet = Readonly<Record<string, number>>

/** `total` counts at most `matchesMax` matches; facets count those. */
export type TextAnswer = {
  readonly hits: readonly TextHit[]
  readonly total: number
  readonly facets: { readonly gfp: Facet; readonly mech: Facet; readonly list: Facet }
}

/** The database's own full text, always current: written in the transaction that writes the mail. */
export interface FullText {
  search(query: TextQuery, page: { limit: number; offset: number }): Promise<TextAnswer>
  /** Messages by the store's numbers, in the order asked; those not held are left out. */
  hits(ids: readonly number[]): Promise<readonly TextHit[]>
}

export const matchesMax = 100_000
const pageMax = 1_000
const facetMax = 200
/** Weights of subject, author, body, quoted, parts, files: own words above quoted ones. */
const rank = 'bm25(message_text, 10, 3, 5, 1, 3, 2)'

/** A term in the grammar of FTS5: a string, which the tokenizer of the index cuts into a phrase. */
const phrase = (term: TextTerm): string => {
  const scope = term.columns.length > 0 ? `{${term.columns.join(' ')}} : ` : ''
  return `${scope}"${term.text.replaceAll('"', '""')}"${term.prefix ? ' *' : ''}`
}

const mentioned = `SELECT "messageId" FROM "mention" WHERE "subject" = ? AND "key" = ? AND "isFirst" = 1 AND "isQuoted" = 0`

function condition(filter: TextFilter): { sql: string; params: Value[] } {
  switch (filter.kind) {
    case 'list':
      return {
        sql: 'm."id" IN (SELECT d."messageId" FROM "delivery" d JOIN "list" l ON l."id" = d."listId" WHERE l."slug" = ?)',
        params: [filter.value],
      }
    case 'gfp':
    case 'mechanism':
      return { sql: `m."id" IN (${mentioned})`, params: [filter.kind, filter.value] }
    case 'messageId':
      return {
        sql: '(m."name" = ? OR m."id" IN (SELECT "messageId" FROM "alias" WHERE "name" = ?))',
        params: [filter.value, filter.value],
      }
    case 'dates':
      return {
        sql: '(m."atSeconds" >= ? AND m."atSeconds" < ?)',
        params: [filter.from ?? Number.MIN_SAFE_INTEGER, filter.before ?? Number.MAX_SAFE_INTEGER],
      }
    case 'patch':
      return { sql: 'm."hasDiff" = 1', params: [] }
  }
}

/** Numbers of all matching messages, best first. */
function matching(sqlite: SqliteConnection, query: TextQuery): number[] {
  const wanted = query.terms.filter(t => !t.negated).map(phrase)
  const unwanted = query.terms.filter(t => t.negated).map(phrase)
  const where: string[] = []
  const params: Value[] = []
  if (wanted.length > 0) {
    where.push('message_text MATCH ?')
    params.push(wanted.map(p => `(${p})`).join(' AND '))
  }
  for (const p of unwanted) {
    where.push('m."id" NOT IN (SELECT rowid FROM message_text WHERE message_text MATCH ?)')
    params.push(p)
  }
  for (const filter of query.filters) {
    const { sql, params: values } = condition(filter)
    where.push(filter.negated ? `NOT ${sql}` : sql)
    params.push(...values)
  }
  const from = wanted.length > 0 ? 'message_text x JOIN "message" m ON m."id" = x.rowid' : '"message" m'
  const order = query.ranked && wanted.length > 0 ? `${rank}, ` : ''
  const sql =
    `SELECT m."id" FROM ${from} WHERE ${where.length > 0 ? where.join(' AND ') : '1 = 1'} ` +
    `ORDER BY ${order}m."atSeconds" DESC, m."id" DESC LIMIT ${matchesMax}`
  return sqlite.db
    .prepare(sql)
    .pluck()
    .all(...params) as number[]
}

function facet(sqlite: SqliteConnection, sql: string, ids: string): Facet {
  const rows = sqlite.all(`${sql} LIMIT ${facetMax}`, [ids])
  return Object.fromEntries(rows.map(r => [r.key as string, r.n as number]))
}

const countMentions = (subject: string) =>
  `SELECT "key", COUNT(*) AS "n" FROM "mention" WHERE "subject" = '${subject}' AND "isFirst" = 1 AND "isQuoted" = 0 ` +
  'AND "messageId" IN (SELECT value FROM json_each(?)) GROUP BY "key" ORDER BY "n" DESC, "key"'

/** SQLite's FTS5 behind FullText. */
export function openFullText(sqlite: SqliteConnection): FullText {
  return {
    async search(query, { limit, offset }) {
      const ids = matching(sqlite, query)
      const from = Math.max(0, Math.trunc(offset))
      const page = ids.slice(from, from + Math.max(0, Math.min(pageMax, Math.trunc(limit))))
      const all = JSON.stringify(ids)
      return {
        hits: hitRows(sqlite, page),
        total: ids.length,
        facets: {
          gfp: facet(sqlite, countMentions('gfp'), all),
          mech: facet(sqlite, countMentions('mechanism'), all),
          list: facet(
            sqlite,
            'SELECT l."slug" AS "key", COUNT(DISTINCT d."messageId") AS "n" FROM "delivery" d JOIN "list" l ON l."id" = d."listId" ' +
              'WHERE d."messageId" IN (SELECT value FROM json_each(?)) GROUP BY l."slug" ORDER BY "n" DESC, "key"',
            all,
          ),
        },
      }
    },
    hits: async ids => hitRows(sqlite, ids.slice(0, pageMax)),
  }
}
