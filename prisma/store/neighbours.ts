import type { MessageId, Neighbours, PlaceClues, Skeleton, TextedNeighbours } from '../../model/index.ts'
import { skeletonColumns, skeletonOf } from './encode.ts'
import { seriesIdQueries, seriesOf } from './save-series.ts'
import type { SqliteConnection } from './sqlite.ts'
import type { Row } from './tables.ts'

/** Mails a single clue may hit; a clue that hits more says little. */
const hitsMax = 200

/** Whole threads around the ids given, as mail or ghost. */
export function neighbours(sqlite: SqliteConnection, ids: readonly MessageId[]): Neighbours {
  const threads = sqlite.allIn('SELECT DISTINCT "threadId" FROM "thread_node" WHERE "name" IN (??)', [...new Set(ids)])
  // A further Message-ID leads to the mail that carries it (mail.md E13).
  const byOtherId = sqlite.allIn(
    'SELECT DISTINCT n."threadId" FROM "alias" x JOIN "message" m ON m."id" = x."messageId" ' +
      'JOIN "thread_node" n ON n."name" = m."name" WHERE x."name" IN (??)',
    [...new Set(ids)],
  )
  return around(
    sqlite,
    [...threads, ...byOtherId].map(t => t.threadId as number),
    ids,
  ).found
}

function around(sqlite: SqliteConnection, threadIds: readonly number[], ids: readonly MessageId[], texts = false) {
  const rows = sqlite.allIn(
    `SELECT ${skeletonColumns}${texts ? ', m."text"' : ''} FROM "thread_node" n JOIN "message" m ON m."name" = n."name" ` +
      'JOIN "person" a ON a."id" = m."authorId" JOIN "person" f ON f."id" = m."fromId" ' +
      'WHERE n."threadId" IN (??)',
    [...new Set(threadIds)],
  )
  rows.sort((a, b) => (a.id as number) - (b.id as number))
  const skeletons = rows.map(skeletonOf)
  const names = [...new Set([...skeletons.map(s => s.messageId), ...ids])]
  const held = seriesIdQueries.flatMap(sql => sqlite.allIn(sql, names).map(row => row.id as number))
  const found = [...new Set(held)].sort((a, b) => a - b)
  const [parts, marks] = [ofSeries(sqlite, 'series_part', found), ofSeries(sqlite, 'series_mark', found)]
  const series = sqlite
    .allIn('SELECT * FROM "series" WHERE "id" IN (??) ORDER BY "id"', found)
    .map(row => seriesOf(row, parts.get(row.id as number) ?? [], marks.get(row.id as number) ?? []))
  return { found: { skeletons, series }, rows }
}

/** Rows that hang on series, in order, by the series' number. */
function ofSeries(sqlite: SqliteConnection, table: 'series_part' | 'series_mark', ids: readonly number[]) {
  const rows = new Map<number, Row[]>()
  for (const row of sqlite.allIn(`SELECT * FROM "${table}" WHERE "seriesId" IN (??) ORDER BY "seriesId", "pos"`, ids)) {
    const list = rows.get(row.seriesId as number)
    if (list) list.push(row)
    else rows.set(row.seriesId as number, [row])
  }
  return rows
}

/** Every mail a web archive printed, oldest id first. */
export function archiveTexts(sqlite: SqliteConnection, limit: number): { skeleton: Skeleton; text: string }[] {
  return sqlite
    .all(
      `SELECT ${skeletonColumns}, m."text" FROM "message" m JOIN "person" a ON a."id" = m."authorId" ` +
        `JOIN "person" f ON f."id" = m."fromId" WHERE m."form" = 'archive-text' AND m."variant" = 0 ORDER BY m."id" LIMIT ?`,
      [limit],
    )
    .map(row => ({ skeleton: skeletonOf(row), text: row.text as string }))
}

/** Threads that any clue hits, best first by number of clues hit, then older first; with the texts of their mails. */
export function neighboursLike(sqlite: SqliteConnection, clues: PlaceClues, limitThreads: number): TextedNeighbours {
  const votes = new Map<number, number>()
  const vote = (rows: readonly Row[]) => {
    for (const id of new Set(rows.map(r => r.threadId as number))) votes.set(id, (votes.get(id) ?? 0) + 1)
  }
  const byMessage = 'SELECT DISTINCT n."threadId" FROM "message" m JOIN "thread_node" n ON n."messageId" = m."id" WHERE'
  for (const bare of new Set(clues.bareSubjects))
    vote(sqlite.all(`${byMessage} m."bareSubject" = ? LIMIT ${hitsMax}`, [bare]))
  for (const at of new Set(clues.sentAt)) vote(sqlite.all(`${byMessage} m."atSeconds" = ? LIMIT ${hitsMax}`, [at]))
  for (const phrase of new Set(clues.phrases)) {
    // Quotes inside would end the phrase of the full-text grammar.
    const words = phrase.replaceAll('"', ' ').trim()
    if (!/[\p{L}\p{N}]/u.test(words)) continue
    vote(
      sqlite.all(
        'SELECT DISTINCT n."threadId" FROM "thread_node" n WHERE n."messageId" IN ' +
          `(SELECT rowid FROM message_text WHERE message_text MATCH ? LIMIT ${hitsMax})`,
        [`{body quoted} : "${words}"`],
      ),
    )
  }
  const best = [...votes]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, Math.max(0, limitThreads))
    .map(([id]) => id)
  const { found, rows } = around(sqlite, best, [], true)
  return { ...found, texts: new Map(rows.toReversed().map(r => [r.name as string, r.text as string])) }
}
