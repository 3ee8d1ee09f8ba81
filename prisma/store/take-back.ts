import type { HandedOut, Skeleton } from '../../model/index.ts'
import { neighbours } from './neighbours.ts'
import { dropRaws } from './raw-blocks.ts'
import { dropSeries, seriesIdQueries } from './save-series.ts'
import { stamp } from './save.ts'
import type { SqliteWriter } from './sqlite.ts'
import type { Row, WriteTx } from './tables.ts'
import { dropPersons, hanging } from './tombstones.ts'

/** Drops one delivery, and its raw bytes where nothing else came as those. True when it was the last of its message. */
const dropDelivery = async (tx: WriteTx, { id, rawId, messageId, listId }: Record<string, number>) => {
  await tx.run('DELETE FROM "delivery" WHERE "id" = ?', [id!])
  await dropRaws(tx, [rawId!])
  const left = await tx.all('SELECT "listId" FROM "delivery" WHERE "messageId" = ?', [messageId!])
  if (!left.some(row => row.listId === listId))
    await tx.run('UPDATE "list" SET "messages" = "messages" - 1 WHERE "id" = ?', [listId!])
  return left.length === 0
}

/** Removes a message that nothing delivers any more, as if it had never come. */
const forget = async (tx: WriteTx, id: number, name: string): Promise<void> => {
  const people = await tx.all(
    'SELECT "authorId" AS "id" FROM "message" WHERE "id" = ? UNION SELECT "fromId" FROM "message" WHERE "id" = ? ' +
      'UNION SELECT "personId" FROM "trailer" WHERE "messageId" = ? AND "personId" IS NOT NULL',
    [id, id, id],
  )
  const [held] = await tx.all('SELECT "variant" FROM "message" WHERE "id" = ?', [id])
  for (const table of [...hanging, 'alias', 'search_state'])
    await tx.run(`DELETE FROM "${table}" WHERE "messageId" = ?`, [id])
  await tx.run('UPDATE "thread_node" SET "messageId" = NULL WHERE "messageId" = ?', [id])
  await tx.run('DELETE FROM message_text WHERE rowid = ?', [id])
  await tx.run('DELETE FROM "message" WHERE "id" = ?', [id])
  await dropPersons(
    tx,
    people.map(p => p.id as number),
    null,
  )
  // Other contents of that Message-ID move up, one after the other: no two may have one number.
  const later = await tx.all('SELECT "id" FROM "message" WHERE "name" = ? AND "variant" > ? ORDER BY "variant"', [
    name,
    held?.variant as number,
  ])
  for (const row of later)
    await tx.run('UPDATE "message" SET "variant" = "variant" - 1 WHERE "id" = ?', [row.id as number])
  const [same] = await tx.all('SELECT 1 AS "is" FROM "message" WHERE "name" = ?', [name])
  if (!same) await tx.run('DELETE FROM "scenario_link" WHERE "messageName" = ?', [name])
}

/** Takes threads out; the lists count them no more. */
const dropThreads = async (tx: WriteTx, ids: readonly number[]): Promise<void> => {
  for (const row of await tx.allIn('SELECT "listId" FROM "thread_place" WHERE "threadId" IN (??)', ids))
    await tx.run('UPDATE "list" SET "threads" = "threads" - 1 WHERE "id" = ?', [row.listId as number])
  for (const table of ['thread_place', 'thread_node'])
    await tx.runIn(`DELETE FROM "${table}" WHERE "threadId" IN (??)`, ids)
  await tx.runIn('DELETE FROM "thread" WHERE "id" IN (??)', ids)
}

const idsOf = (rows: readonly Row[]) => rows.map(row => row.id as number)

/** `ArchiveWriter.takeBack` within one transaction. */
export async function takeBack(
  sqlite: SqliteWriter,
  tx: WriteTx,
  list: string | null,
  cut: readonly HandedOut[],
): Promise<readonly Skeleton[]> {
  const names = new Set<string>()
  for (const { source, position, hash } of cut) {
    const place = [hash, source, position]
    await tx.run('DELETE FROM "quarantine" WHERE "hash" = ? AND "source" = ? AND "position" = ?', place)
    const rows = await tx.all(
      'SELECT d."id", d."rawId", d."messageId", d."listId", l."slug", m."name" FROM "raw" r ' +
        'JOIN "delivery" d ON d."rawId" = r."id" JOIN "list" l ON l."id" = d."listId" ' +
        'JOIN "message" m ON m."id" = d."messageId" WHERE r."hash" = ? AND d."source" = ? AND d."position" = ?',
      place,
    )
    for (const { slug, name, ...delivery } of rows) {
      if (list !== null && slug !== list) continue
      names.add(name as string)
      if (await dropDelivery(tx, delivery as Record<string, number>))
        await forget(tx, delivery.messageId as number, name as string)
    }
  }
  if (names.size === 0) return []
  const { skeletons } = neighbours(sqlite, [...names])
  const threads = await tx.allIn('SELECT DISTINCT "threadId" AS "id" FROM "thread_node" WHERE "name" IN (??)', [
    ...names,
  ])
  // Ghosts that only the cut mail named must not stay: series and threads are made anew of what is left.
  const series = new Set<number>()
  for (const sql of seriesIdQueries) for (const id of idsOf(await tx.allIn(sql, [...names]))) series.add(id)
  await dropSeries(tx, [...series])
  await dropThreads(tx, idsOf(threads))
  await stamp(tx, [], [], [...new Set(skeletons.map(s => s.messageId))])
  return skeletons
}
