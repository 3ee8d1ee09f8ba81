import type { ArchiveReader, MessageId, MessageRow, QuoteLink, StoredThread, Zone } from '../../model/index.ts'
import { resolveQuotes } from '../../text/resolve/index.ts'
import type { QuotedFrom } from './body.ts'
import { personView } from './people.ts'
import { wordsHref } from './urls.ts'

/** Ancestors of a mail that its quotes are looked for in. */
const ancestorsMax = 4
/** Longer mails are not searched for quotes: a page shows only their beginning. */
const charsMax = 400_000

/** Where the words that a mail quotes stand in the mails it may have taken them from; nearest first. */
export function quotesOf(
  row: MessageRow,
  sources: readonly MessageRow[],
  zones?: readonly Zone[],
): readonly QuoteLink[] {
  if (row.text.length > charsMax) return []
  const mail = { messageId: row.skeleton.messageId, text: row.text }
  const read = sources.filter(s => s.text.length <= charsMax)
  if (read.length === 0) return []
  return resolveQuotes(
    zones === undefined ? mail : { ...mail, zones },
    read.map(s => ({ messageId: s.skeleton.messageId, text: s.text })),
  )
}

/** Quotes of a mail with the way to their words; those that no source has are left out. */
export function quotedFrom(row: MessageRow, sources: readonly MessageRow[], list: string): readonly QuotedFrom[] {
  if (sources.length === 0 || !row.text.includes('>')) return []
  return quotesOf(row, sources).flatMap(({ start, end, how, source }): readonly QuotedFrom[] => {
    const from = source === null ? undefined : sources.find(s => s.skeleton.messageId === source.messageId)
    if (source === null || from === undefined) return []
    const href = wordsHref(list, source.messageId, source.start, source.end)
    return [{ start, end, source: { href, name: personView(from.skeleton.author).name, isLikely: how === 'fuzzy' } }]
  })
}

/** Ids of the mails above one in its thread, nearest first, ghosts left out. */
export function ancestorsOf(thread: StoredThread, id: MessageId): readonly MessageId[] {
  const byId = new Map(thread.nodes.map(n => [n.messageId, n]))
  const found: MessageId[] = []
  for (let at = byId.get(id)?.parentId ?? null; at !== null && found.length < ancestorsMax; ) {
    const node = byId.get(at)
    if (node === undefined) break
    if (node.message !== null) found.push(at)
    at = node.parentId
  }
  return found
}

/** Rows of the mails above one in its thread. */
export async function readAncestors(
  reader: ArchiveReader,
  thread: StoredThread,
  id: MessageId,
): Promise<readonly MessageRow[]> {
  const ids = ancestorsOf(thread, id)
  return ids.length === 0 ? [] : reader.messages(ids)
}
