import type { ChainMark, MessageId, PatchSeries, ScenarioLink } from '../../model/index.ts'
import { decodeStrings } from './encode.ts'
import { nextId } from './save-mail.ts'
import type { Row, Rows, WriteTx } from './tables.ts'

const messagesOf = (s: PatchSeries): MessageId[] =>
  [s.key, s.coverId, ...s.parts.map(p => p.messageId)].filter(id => id !== null)

/** Replaces the stored series that share a message with those given. */
export async function saveSeries(tx: WriteTx, series: readonly PatchSeries[]): Promise<void> {
  if (series.length === 0) return
  const names = [...new Set(series.flatMap(messagesOf))]
  const held = new Set<number>()
  for (const sql of seriesIdQueries) for (const row of await tx.allIn(sql, names)) held.add(row.id as number)
  const old = [...held]
  await dropSeries(tx, old)
  const next = await nextId(tx, 'series')
  const rows: Rows['series'][] = []
  const parts: Rows['series_part'][] = []
  const marks: Rows['series_mark'][] = []
  for (const s of series) {
    const id = next()
    rows.push({
      id,
      key: s.key,
      title: s.title,
      version: s.version,
      isRfc: s.isRfc,
      isResend: s.isResend,
      authorName: s.author.name,
      authorAddress: s.author.address,
      total: s.total,
      coverName: s.coverId,
      chain: s.chain,
      sure: s.sure,
      reason: s.reason,
      atSeconds: s.atSeconds,
      extent: s.extent,
      replacesKey: s.replaces,
      umbrellaName: s.umbrellaId,
      versionText: s.versionText ?? null,
      labels: s.labels === undefined ? null : JSON.stringify(s.labels),
    })
    s.parts.forEach((p, pos) =>
      parts.push({
        seriesId: id,
        pos,
        part: p.part,
        title: p.title,
        messageName: p.messageId,
        ghostName: p.ghostId ?? null,
      }),
    )
    s.marks.forEach(({ kind, value, sure }, pos) => marks.push({ seriesId: id, pos, kind, value, sure }))
  }
  await tx.insert('series', rows)
  await tx.insert('series_part', parts)
  await tx.insert('series_mark', marks)
}

/** Removes series by number, with their parts and marks. */
export async function dropSeries(tx: WriteTx, ids: readonly number[]): Promise<void> {
  for (const table of ['series_part', 'series_mark'])
    await tx.runIn(`DELETE FROM "${table}" WHERE "seriesId" IN (??)`, ids)
  await tx.runIn('DELETE FROM "series" WHERE "id" IN (??)', ids)
}

/** Ids of series that hold one of some messages as part, key or cover. */
export const seriesIdQueries = [
  'SELECT DISTINCT "seriesId" AS "id" FROM "series_part" WHERE "messageName" IN (??)',
  'SELECT "id" FROM "series" WHERE "key" IN (??)',
  'SELECT "id" FROM "series" WHERE "coverName" IN (??)',
] as const

/** A series from its row, its parts' rows in slot order, and its marks' rows in order. */
export const seriesOf = (row: Row, parts: readonly Row[], marks: readonly Row[]): PatchSeries => ({
  key: row.key as string,
  title: row.title as string,
  version: row.version as number,
  isRfc: Boolean(row.isRfc),
  isResend: Boolean(row.isResend),
  author: { name: row.authorName as string, address: row.authorAddress as string },
  total: row.total as number,
  coverId: row.coverName as string | null,
  parts: parts.map(p => ({
    part: p.part as number,
    title: p.title as string,
    messageId: p.messageName as string | null,
    ...(p.ghostName === null ? {} : { ghostId: p.ghostName as string }),
  })),
  chain: row.chain as string,
  sure: row.sure as PatchSeries['sure'],
  reason: row.reason as string,
  atSeconds: Number(row.atSeconds),
  extent: row.extent as PatchSeries['extent'],
  replaces: row.replacesKey as string | null,
  umbrellaId: row.umbrellaName as string | null,
  ...(row.versionText === null ? {} : { versionText: row.versionText as string }),
  ...(row.labels === null ? {} : { labels: decodeStrings(row.labels as string) }),
  marks: marks.map(m => ({
    kind: m.kind as ChainMark['kind'],
    value: m.value as string,
    sure: m.sure as ChainMark['sure'],
  })),
})

const sameLink = (l: Pick<ScenarioLink, 'messageId' | 'scenario' | 'variant' | 'kind'>) =>
  JSON.stringify([l.messageId, l.scenario, l.variant, l.kind])

/** Adds the links that are not stored yet; one a message, scenario, variant and kind. Returns the messages linked anew. */
export async function saveLinks(tx: WriteTx, links: readonly ScenarioLink[]): Promise<readonly MessageId[]> {
  if (links.length === 0) return []
  const known = new Set<string>()
  const stored = await tx.allIn(
    'SELECT "messageName", "scenario", "variant", "kind" FROM "scenario_link" WHERE "messageName" IN (??)',
    [...new Set(links.map(l => l.messageId))],
  )
  for (const row of stored) known.add(JSON.stringify([row.messageName, row.scenario, row.variant, row.kind]))
  const next = await nextId(tx, 'scenario_link')
  const rows: Rows['scenario_link'][] = []
  for (const link of links) {
    if (known.has(sameLink(link))) continue
    known.add(sameLink(link))
    const { messageId, ...rest } = link
    rows.push({ id: next(), messageName: messageId, ...rest })
  }
  await tx.insert('scenario_link', rows)
  return rows.map(r => r.messageName)
}
