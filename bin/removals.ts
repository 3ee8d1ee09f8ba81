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
  if (again.length > 0)
    await writer.revive(
      again.map(f => ({
        messageId: f.parsed.headers.messageId,
        contentHash: f.parsed.contentHash,
        list: f.list,
        lift: mayCome,
      })),
    )
  return stays
}

/** What removed mails leave, once each; of bytes that are no mail, their hashes. */
export async function removalsOf(
  removed: readonly RawMessage[],
  source: OpenedSource,
): Promise<{ removals: readonly Removal[]; junkHashes: readonly string[] }> {
  const removals = new Map<string, Removal>()
  const junkHashes: string[] = []
  for (const raw of removed) {
    const parsed = await parseMessage(raw)
    if ('kind' in parsed) junkHashes.push(createHash('sha256').update(raw.bytes).digest('hex'))
    else if (!removals.has(parsed.rawHash)) removals.set(parsed.rawHash, removalOf(raw, parsed, listOf(source, parsed)))
  }
  return { removals: [...removals.values()], junkHashes }
}

/** The mails of blanks, as the thread builder takes fresh ones. */
export const freshOf = (blanks: readonly Delivered[]): readonly Fresh[] =>
  blanks.map(({ raw, parsed, list }) => ({ raw, parsed, list }))
