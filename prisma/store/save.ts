import type { Batch, Quarantined, Saved } from '../../model/index.ts'
import { compressed } from './raw-blocks.ts'
import { nextId, saveMail, sha256 } from './save-mail.ts'
import { saveLinks, saveSeries } from './save-series.ts'
import { saveThreads } from './save-threads.ts'
import type { Rows, WriteTx } from './tables.ts'

/** Writes a batch within one transaction. Order of the input decides every id and which content is primary. */
export async function saveBatch(tx: WriteTx, batch: Batch): Promise<Saved> {
  const listIds = new Map<string, number>()
  const listFacts = new Map<number, { slug: string; isSample: boolean }>()
  for (const row of await tx.all('SELECT "id", "slug", "isSample" FROM "list"')) {
    listIds.set(row.slug as string, row.id as number)
    listFacts.set(row.id as number, { slug: row.slug as string, isSample: Boolean(row.isSample) })
  }
  const mail = await saveMail(tx, batch, listIds)
  const linked = await saveLinks(
    tx,
    batch.deliveries.flatMap(d => d.links),
  )
  const moved = await saveThreads(
    tx,
    batch.threads,
    { touched: new Set([...mail.touched, ...linked]), fresh: mail.fresh },
    listFacts,
  )
  await saveSeries(tx, batch.series)
  await saveQuarantined(tx, batch.quarantined)
  await stamp(tx, mail.newIds, moved, [...mail.touched])
  await setMeta(tx, 'pipelineVersion', batch.pipelineVersion)
  return { added: mail.added, unchanged: mail.unchanged, quarantined: batch.quarantined.length }
}

/** Notes which search documents changed, under the next revision number. */
export async function stamp(
  tx: WriteTx,
  added: readonly number[],
  moved: readonly number[],
  touched: readonly string[],
): Promise<void> {
  if (added.length === 0 && moved.length === 0 && touched.length === 0) return
  const [row] = await tx.all(`SELECT "value" FROM "meta" WHERE "key" = 'revision'`)
  const revision = Number(row?.value ?? 0) + 1
  const fresh = new Set(added)
  const reached = await tx.allIn('SELECT "id" FROM "message" WHERE "name" IN (??)', touched)
  const changed = [...new Set([...moved, ...reached.map(r => r.id as number)])].filter(id => !fresh.has(id))
  await tx.runIn(`UPDATE "search_state" SET "revision" = ${revision} WHERE "messageId" IN (??)`, changed)
  await tx.insert(
    'search_state',
    added.map(messageId => ({ messageId, revision })),
  )
  await setMeta(tx, 'revision', String(revision))
}

/** Sets a small fact about the store. */
export async function setMeta(tx: WriteTx, key: string, value: string): Promise<void> {
  await tx.run('DELETE FROM "meta" WHERE "key" = ? AND "value" <> ?', [key, value])
  const [row] = await tx.all('SELECT "key" FROM "meta" WHERE "key" = ?', [key])
  if (!row) await tx.insert('meta', [{ key, value }])
}

async function saveQuarantined(tx: WriteTx, quarantined: readonly Quarantined[]): Promise<void> {
  if (quarantined.length === 0) return
  const hashes = quarantined.map(q => sha256(q.bytes))
  const known = new Set<string>()
  const place = (hash: unknown, source: unknown, position: unknown) => JSON.stringify([hash, source, position])
  for (const row of await tx.allIn('SELECT "hash", "source", "position" FROM "quarantine" WHERE "hash" IN (??)', [
    ...new Set(hashes),
  ]))
    known.add(place(row.hash, row.source, row.position))
  const next = await nextId(tx, 'quarantine')
  const rows: Rows['quarantine'][] = []
  quarantined.forEach((q, i) => {
    const hash = hashes[i] ?? ''
    if (known.has(place(hash, q.source, q.position))) return
    known.add(place(hash, q.source, q.position))
    rows.push({
      id: next(),
      hash,
      source: q.source,
      position: q.position,
      reason: q.reason,
      sizeBytes: q.bytes.length,
      bytes: compressed(q.bytes),
    })
  })
  await tx.insert('quarantine', rows)
}
