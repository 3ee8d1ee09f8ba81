import type { Delivered, Removal, Tombstone } from '../../model/index.ts'
import { encodeSubject } from './encode.ts'
import { blankRaws, compressed, dropRaws } from './raw-blocks.ts'
import { nextId, textRow } from './save-mail.ts'
import { dropSeries, seriesIdQueries } from './save-series.ts'
import { stamp } from './save.ts'
import type { Row, WriteTx } from './tables.ts'

/** The problem that marks a message whose content was purged. */
export const purgedCode = 'removed-by-its-list'

const bury = async (tx: WriteTx, { blank, reason }: Removal): Promise<void> => {
  const { messageId } = blank.parsed.headers
  const { contentHash, rawHash } = blank.parsed
  const [known] = await tx.all('SELECT "id" FROM "tombstone" WHERE "list" = ? AND "name" = ? AND "contentHash" = ?', [
    blank.list,
    messageId,
    contentHash,
  ])
  if (known) return
  const next = await nextId(tx, 'tombstone')
  const { source, position } = blank.raw
  await tx.insert('tombstone', [
    { id: next(), list: blank.list, name: messageId, contentHash, rawHash, source, position, reason },
  ])
}

const deliveriesOf = (tx: WriteTx, messageId: number) =>
  tx.all(
    'SELECT d."id", d."rawId", d."listId", l."slug" FROM "delivery" d JOIN "list" l ON l."id" = d."listId" WHERE d."messageId" = ?',
    [messageId],
  )

/** Deliveries go, and the raw bytes that nothing else came as. */
const dropDeliveries = async (tx: WriteTx, deliveries: readonly Row[]): Promise<void> => {
  for (const { id } of deliveries) await tx.run('DELETE FROM "delivery" WHERE "id" = ?', [id as number])
  await dropRaws(
    tx,
    deliveries.map(d => d.rawId as number),
  )
  for (const listId of new Set(deliveries.map(d => d.listId as number)))
    await tx.run('UPDATE "list" SET "messages" = "messages" - 1 WHERE "id" = ?', [listId])
}

export const hanging = ['patch_id', 'attachment', 'trailer', 'mention', 'annotation', 'problem'] as const

/** People whom no mail names any more; threads that show one take the other until they are written again. */
export const dropPersons = async (tx: WriteTx, ids: readonly number[], instead: number | null): Promise<void> => {
  for (const id of ids) {
    const [named] = await tx.all(
      'SELECT 1 AS "is" FROM "message" WHERE "authorId" = ? OR "fromId" = ? UNION ALL SELECT 1 FROM "trailer" WHERE "personId" = ? LIMIT 1',
      [id, id, id],
    )
    if (named) continue
    await tx.run('UPDATE "thread" SET "authorId" = ? WHERE "authorId" = ?', [instead, id])
    await tx.run('DELETE FROM "person" WHERE "id" = ?', [id])
  }
}

const personId = async (tx: WriteTx, person: { name: string; address: string }): Promise<number> => {
  const [known] = await tx.all('SELECT "id" FROM "person" WHERE "name" = ? AND "address" = ?', [
    person.name,
    person.address,
  ])
  if (known) return known.id as number
  const id = (await nextId(tx, 'person'))()
  await tx.insert('person', [{ id, ...person }])
  return id
}

/** Puts a blank in the place of a held message: nothing of its content stays in any table. */
const purge = async (tx: WriteTx, id: number, blank: Delivered, deliveries: readonly Row[]): Promise<void> => {
  const { parsed } = blank
  const { headers } = parsed
  await blankRaws(
    tx,
    deliveries.map(d => d.rawId as number),
  )
  const people = await tx.all(
    'SELECT "authorId" AS "id" FROM "message" WHERE "id" = ? UNION SELECT "fromId" FROM "message" WHERE "id" = ? ' +
      'UNION SELECT "personId" FROM "trailer" WHERE "messageId" = ? AND "personId" IS NOT NULL',
    [id, id, id],
  )
  const nobody = await personId(tx, headers.author)
  for (const table of hanging) await tx.run(`DELETE FROM "${table}" WHERE "messageId" = ?`, [id])
  await tx.run(
    'UPDATE "message" SET "textHash" = ?, "subject" = ?, "subjectInfo" = ?, "bareSubject" = ?, "authorId" = ?, "fromId" = ?, ' +
      `"recipients" = '{"to":[],"cc":[]}', "listIds" = '[]', "files" = '[]', "patch" = NULL, "hasDiff" = ?, "acks" = 0, "naks" = 0, "text" = '' WHERE "id" = ?`,
    [
      parsed.textHash,
      headers.subject.full,
      encodeSubject(headers.subject),
      headers.subject.bare,
      nobody,
      nobody,
      false,
      id,
    ],
  )
  await tx.insert(
    'problem',
    parsed.problems.map((p, pos) => ({ messageId: id, pos, stage: p.stage, code: p.code, detail: p.detail ?? null })),
  )
  const name = headers.messageId
  await tx.run('DELETE FROM "scenario_link" WHERE "messageName" = ?', [name])
  for (const sql of seriesIdQueries)
    await dropSeries(
      tx,
      (await tx.allIn(sql, [name])).map(row => row.id as number),
    )
  await tx.run('DELETE FROM message_text WHERE rowid = ?', [id])
  await tx.insertText([textRow(id, blank)])
  await dropPersons(
    tx,
    people.map(p => p.id as number).filter(person => person !== nobody),
    nobody,
  )
}

/** Bytes that were no mail and were removed all the same: the note that they came stays. */
export async function purgeQuarantined(tx: WriteTx, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes)
    await tx.run('UPDATE "quarantine" SET "sizeBytes" = 0, "bytes" = ? WHERE "hash" = ?', [
      compressed(new Uint8Array()),
      hash,
    ])
}

/** `ArchiveWriter.withdraw` within one transaction. */
export async function withdraw(tx: WriteTx, removals: readonly Removal[]): Promise<readonly Delivered[]> {
  const missing: Delivered[] = []
  const touched: string[] = []
  for (const removal of removals) {
    const { blank } = removal
    const { messageId } = blank.parsed.headers
    const { contentHash, rawHash } = blank.parsed
    await bury(tx, removal)
    const [held] = await tx.all('SELECT "id" FROM "message" WHERE "name" = ? AND "contentHash" = ?', [
      messageId,
      contentHash,
    ])
    if (!held) {
      missing.push(blank)
      continue
    }
    const id = held.id as number
    touched.push(messageId)
    const deliveries = await deliveriesOf(tx, id)
    const buried = new Set(
      (
        await tx.all('SELECT "list" FROM "tombstone" WHERE "name" = ? AND "contentHash" = ?', [messageId, contentHash])
      ).map(row => row.list),
    )
    const mine = deliveries.filter(d => buried.has(d.slug as string))
    if (mine.length < deliveries.length) await dropDeliveries(tx, mine)
    else await purge(tx, id, blank, deliveries)
    // Should a raw of these very bytes be left without a delivery, its content goes too.
    const left = await tx.all('SELECT "id" FROM "raw" WHERE "hash" = ?', [rawHash])
    await dropRaws(
      tx,
      left.map(row => row.id as number),
    )
  }
  await stamp(tx, [], [], touched)
  return missing
}

/** `ArchiveWriter.revive` within one transaction: purged messages leave, so that the mail can be saved anew. */
export async function revive(tx: WriteTx, mails: readonly (Tombstone & { readonly lift: boolean })[]): Promise<void> {
  for (const { messageId, contentHash, list, lift } of mails) {
    const [held] = await tx.all(
      'SELECT m."id", m."variant", m."authorId" FROM "message" m JOIN "problem" p ON p."messageId" = m."id" AND p."code" = ? WHERE m."name" = ? AND m."contentHash" = ?',
      [purgedCode, messageId, contentHash],
    )
    if (lift)
      await tx.run('DELETE FROM "tombstone" WHERE "list" = ? AND "name" = ? AND "contentHash" = ?', [
        list,
        messageId,
        contentHash,
      ])
    if (!held) continue
    const id = held.id as number
    await dropDeliveries(tx, await deliveriesOf(tx, id))
    for (const table of [...hanging, 'alias', 'search_state'])
      await tx.run(`DELETE FROM "${table}" WHERE "messageId" = ?`, [id])
    await tx.run('UPDATE "thread_node" SET "messageId" = NULL WHERE "messageId" = ?', [id])
    await tx.run('DELETE FROM message_text WHERE rowid = ?', [id])
    await tx.run('DELETE FROM "message" WHERE "id" = ?', [id])
    await dropPersons(tx, [held.authorId as number], null)
    // Other contents of that Message-ID move up, one after the other: no two may have one number.
    const later = await tx.all('SELECT "id" FROM "message" WHERE "name" = ? AND "variant" > ? ORDER BY "variant"', [
      messageId,
      held.variant as number,
    ])
    for (const row of later)
      await tx.run('UPDATE "message" SET "variant" = "variant" - 1 WHERE "id" = ?', [row.id as number])
  }
}
