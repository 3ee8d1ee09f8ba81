import { createHash } from 'node:crypto'
import type {
  Address,
  ArchiveReader,
  MessageId,
  MessageRow,
  Patch,
  Problem,
  QuoteLink,
  StoredThread,
  Trailer,
  Zone,
} from '../../model/index.ts'
import { patchIdOf, patchMailOf, readPatches } from '../../text/patch/index.ts'
import { resolveQuotes } from '../../text/resolve/index.ts'
import { zonesOf } from '../../text/zones.ts'
import { seriesAround } from './series.ts'
import type { SeriesShown } from './series.ts'

/** Mails above one in its thread in which its quotes are looked for. */
export const ancestorsMax = 12

/** Everything the archive tells of a mail. Offsets count UTF-16 units of `text`. */
export type Shown = {
  readonly messageId: MessageId
  readonly subject: string
  readonly author: Address
  readonly sentAt: number | null
  readonly lists: readonly string[]
  readonly thread: {
    readonly rootId: MessageId
    readonly parentId: MessageId | null
    readonly depth: number
    readonly sure: string | null
    readonly reason: string | null
    readonly messages: number
  } | null
  readonly text: string
  readonly zones: readonly Zone[]
  readonly quotes: readonly QuoteLink[]
  readonly patches: readonly (Patch & { readonly patchId: string | null })[]
  readonly trailers: readonly Trailer[]
  readonly series: SeriesShown | null
  readonly problems: readonly Problem[]
}

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest()

/** Ids of the mails above one, nearest first, ghosts left out. */
function ancestorsOf(thread: StoredThread, id: MessageId): readonly MessageId[] {
  const byId = new Map(thread.nodes.map(node => [node.messageId, node]))
  const found: MessageId[] = []
  for (let at = byId.get(id)?.parentId ?? null; at !== null && found.length < ancestorsMax; ) {
    const node = byId.get(at)
    if (node === undefined) break
    if (node.message !== null) found.push(at)
    at = node.parentId
  }
  return found
}

/** The patches of a mail with their ids. */
function patchesOf(row: MessageRow): Shown['patches'] {
  const patches = readPatches(patchMailOf(row.skeleton, row))
  const textOf = (part: number | null) =>
    part === null ? row.text : (row.attachments.find(a => a.part === part)?.text ?? null)
  return patches.map(patch => ({ ...patch, patchId: patchIdOf(patch, textOf, sha1) }))
}

/** Reads a mail, what it quotes, and the series it belongs to; null when the archive has no such mail. */
export async function describeMail(reader: ArchiveReader, id: MessageId): Promise<Shown | null> {
  const row = await reader.message(id)
  if (row === null) return null
  const { messageId, subject, author } = row.skeleton
  const thread = await reader.thread(messageId)
  const node = thread?.nodes.find(n => n.messageId === messageId)
  const above = thread === null ? [] : await reader.messages(ancestorsOf(thread, messageId))
  const zones = zonesOf(row.text)
  return {
    messageId,
    subject: subject.full,
    author,
    sentAt: row.sentAt,
    lists: row.lists,
    thread:
      thread === null
        ? null
        : {
            rootId: thread.row.rootId,
            parentId: node?.parentId ?? null,
            depth: node?.depth ?? 0,
            sure: node?.sure ?? null,
            reason: node?.reason ?? null,
            messages: thread.row.messages,
          },
    text: row.text,
    zones,
    quotes: resolveQuotes(
      { messageId, text: row.text, zones },
      above.map(a => ({ messageId: a.skeleton.messageId, text: a.text })),
    ),
    patches: patchesOf(row),
    trailers: row.trailers,
    series: await seriesAround(reader, messageId, thread),
    problems: row.problems,
  }
}
