import { createHash } from 'node:crypto'
import { listOf, parseMessage, removalOf } from '../ingest/index.ts'
import type { OpenedSource } from '../ingest/index.ts'
import type { ArchiveWriter, Delivered, ParsedMessage, RawMessage, Removal } from '../model/index.ts'

/** A mail on its way in. */
export type Fresh = { readonly raw: RawMessage; readonly parsed: ParsedMessage; readonly list: string }

/**
 * Those of the mails that may come in: a mail that its list removed stays away, unless a source that knows the order of
 * things brings it again. What was purged and comes by another list is made way for.
 */
export async function standing(
  writer: ArchiveWriter,
  source: OpenedSource,
  fresh: readonly Fresh[],
): Promise<readonly Fresh[]> {
  if (fresh.length === 0) return fresh
  const tombstones = await writer.tombstones(fresh.map(f => f.parsed.headers.messageId))
  if (tombstones.length === 0) return fresh
  const key = (id: string, hash: string, list = '') => JSON.stringify([id, hash, list])
  const byList = new Set(tombstones.map(t => key(t.messageId, t.contentHash, t.list)))
  const anywhere = new Set(tombstones.map(t => key(t.messageId, t.contentHash)))
  const mayCome = source.history !== undefined
  const stays = fresh.filter(f => mayCome || !byList.has(key(f.parsed.headers.messageId, f.parsed.contentHash, f.list)))
  const again = stays.filter(f => anywhere.has(key(f.parsed.headers.messageId, f.parsed.contentHash)))
  const way = again.map(f => ({
    messageId: f.parsed.headers.messageId,
    contentHash: f.parsed.contentHash,
    list: f.list,
    lift: mayCome,
  }))
  // A list that brings other content under the id of a mail that it removed has edited it: no blank stands before that.
  const edited = !mayCome
    ? []
    : tombstones.filter(t =>
        stays.some(
          f =>
            f.parsed.headers.messageId === t.messageId && f.list === t.list && f.parsed.contentHash !== t.contentHash,
        ),
      )
  way.push(...edited.map(t => ({ ...t, lift: false })))
  if (way.length > 0) await writer.revive(way)
  return stays
}

/** What removed mails leave, once each; of bytes that are no mail, their hashes. `kept`: what also came from elsewhere. */
export async function removalsOf(
  removed: readonly RawMessage[],
  source: OpenedSource,
  writer: ArchiveWriter,
): Promise<{ removals: readonly Removal[]; junkHashes: readonly string[]; kept: number }> {
  const removals = new Map<string, Removal>()
  const junkHashes: string[] = []
  for (const raw of removed) {
    const parsed = await parseMessage(raw)
    if ('kind' in parsed) junkHashes.push(createHash('sha256').update(raw.bytes).digest('hex'))
    else if (!removals.has(parsed.rawHash)) removals.set(parsed.rawHash, removalOf(raw, parsed, listOf(source, parsed)))
  }
  const onlyFromHere = [...removals.values()].filter(r => r.blank.raw.onlyFromHere === true)
  const kept = onlyFromHere.length === 0 ? new Set<string>() : await writer.alsoFromElsewhere(onlyFromHere)
  for (const hash of kept) removals.delete(hash)
  return { removals: [...removals.values()], junkHashes, kept: kept.size }
}

/** The mails of blanks, as the thread builder takes fresh ones. */
export const freshOf = (blanks: readonly Delivered[]): readonly Fresh[] =>
  blanks.map(({ raw, parsed, list }) => ({ raw, parsed, list }))
