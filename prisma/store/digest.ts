import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'

/**
 * What the archive says, table by table, by natural keys: no ids (they depend on how mail fell into batches), no clock,
 * nothing about search servers. Rows come in an order that the content alone decides.
 */
const contents: Readonly<Record<string, string>> = {
  list: 'SELECT "slug", "title", "isSample", "messages", "threads" FROM "list" ORDER BY "slug"',
  person: 'SELECT "address", "name" FROM "person" ORDER BY "address", "name"',
  raw: 'SELECT "hash", "sizeBytes" FROM "raw" ORDER BY "hash"',
  delivery:
    'SELECT r."hash", l."slug", m."name", m."contentHash", d."source", d."position", d."envelopeAt" FROM "delivery" d ' +
    'JOIN "raw" r ON r."id" = d."rawId" JOIN "list" l ON l."id" = d."listId" JOIN "message" m ON m."id" = d."messageId" ' +
    'ORDER BY r."hash", l."slug"',
  message:
    'SELECT m."name", m."variant", m."contentHash", m."textHash", m."form", m."subject", m."subjectInfo", m."bareSubject", ' +
    'a."address", a."name", f."address", f."name", m."atSeconds", m."sentAt", m."zoneMinutes", m."receivedAt", ' +
    'm."inReplyTo", m."references", m."recipients", m."otherIds", m."listIds", m."files", m."patch", m."hasDiff", m."acks", m."naks", ' +
    'm."pipelineVersion", m."text" FROM "message" m JOIN "person" a ON a."id" = m."authorId" ' +
    'JOIN "person" f ON f."id" = m."fromId" ORDER BY m."name", m."variant"',
  alias:
    'SELECT x."name", m."name", m."variant" FROM "alias" x JOIN "message" m ON m."id" = x."messageId" ORDER BY x."name"',
  patch_id: ofMessage('patch_id', ['pos', 'patchId']),
  attachment: ofMessage('attachment', ['part', 'fileName', 'contentType', 'sizeBytes', 'text'], 'part'),
  trailer:
    'SELECT m."name", m."variant", t."pos", t."name", t."value", p."address", p."name", t."start", t."end" FROM "trailer" t ' +
    'JOIN "message" m ON m."id" = t."messageId" LEFT JOIN "person" p ON p."id" = t."personId" ' +
    'ORDER BY m."name", m."variant", t."pos"',
  mention: ofMessage('mention', [
    'pos',
    'subject',
    'key',
    'start',
    'end',
    'zone',
    'isFirst',
    'negated',
    'by',
    'atSeconds',
  ]),
  annotation: ofMessage('annotation', ['pos', 'type', 'value', 'by', 'sure', 'data']),
  problem: ofMessage('problem', ['pos', 'stage', 'code', 'detail']),
  thread:
    'SELECT t."rootName", t."subject", p."address", p."name", t."firstAt", t."lastAt", t."messages", t."ghosts", ' +
    't."participants", t."acks", t."naks", t."hasPatch", t."isSample", t."lists", t."mechanisms", t."gfp", t."scenarios", ' +
    't."problems" FROM "thread" t LEFT JOIN "person" p ON p."id" = t."authorId" ORDER BY t."rootName"',
  thread_node:
    'SELECT t."rootName", n."pos", n."name", n."parentPos", n."parentName", n."depth", n."sure", n."reason", m."contentHash" ' +
    'FROM "thread_node" n JOIN "thread" t ON t."id" = n."threadId" LEFT JOIN "message" m ON m."id" = n."messageId" ' +
    'ORDER BY t."rootName", n."pos"',
  thread_place:
    'SELECT t."rootName", l."slug", p."lastAt", p."rootName" FROM "thread_place" p JOIN "thread" t ON t."id" = p."threadId" ' +
    'JOIN "list" l ON l."id" = p."listId" ORDER BY t."rootName", l."slug"',
  series:
    'SELECT "key", "title", "version", "isRfc", "isResend", "authorName", "authorAddress", "total", "coverName", "chain", ' +
    '"sure", "reason", "atSeconds", "extent", "replacesKey", "umbrellaName", "versionText", "labels" FROM "series" ORDER BY "key"',
  series_part:
    'SELECT s."key", p."pos", p."part", p."title", p."messageName", p."ghostName" FROM "series_part" p ' +
    'JOIN "series" s ON s."id" = p."seriesId" ORDER BY s."key", p."pos"',
  series_mark:
    'SELECT s."key", m."pos", m."kind", m."value", m."sure" FROM "series_mark" m JOIN "series" s ON s."id" = m."seriesId" ' +
    'ORDER BY s."key", m."pos"',
  scenario_link:
    'SELECT "messageName", "scenario", "variant", "debate", "kind", "sure", "reason" FROM "scenario_link" ' +
    'ORDER BY "messageName", "scenario", "kind", "variant"',
  tombstone:
    'SELECT "list", "name", "contentHash", "rawHash", "source", "position", "reason" FROM "tombstone" ' +
    'ORDER BY "list", "name", "contentHash"',
  quarantine:
    'SELECT "hash", "source", "position", "reason", "sizeBytes" FROM "quarantine" ORDER BY "hash", "source", "position"',
  meta: `SELECT "key", "value" FROM "meta" WHERE "key" = 'pipelineVersion'`,
  indexed:
    'SELECT m."name", m."variant" FROM "message_text" x JOIN "message" m ON m."id" = x.rowid ORDER BY m."name", m."variant"',
}

function ofMessage(table: string, columns: readonly string[], order = 'pos'): string {
  const cells = columns.map(c => `x."${c}"`).join(', ')
  return (
    `SELECT m."name", m."variant", ${cells} FROM "${table}" x JOIN "message" m ON m."id" = x."messageId" ` +
    `ORDER BY m."name", m."variant", x."${order}"`
  )
}

/** sha256 of each table's content, read within one transaction of the caller; equal for equal archives however their mail arrived. */
export function tableDigests(db: Database.Database): ReadonlyMap<string, string> {
  const digests = new Map<string, string>()
  for (const [table, sql] of Object.entries(contents)) {
    const hash = createHash('sha256')
    for (const row of db.prepare(sql).raw().iterate()) hash.update(JSON.stringify(row)).update('\n')
    digests.set(table, hash.digest('hex'))
  }
  return digests
}

/** One sha256 over all tables. */
export function digestOf(tables: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256')
  for (const [table, digest] of tables) hash.update(`${table} ${digest}\n`)
  return hash.digest('hex')
}
