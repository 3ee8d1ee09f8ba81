import type { ArchiveReader, MessageId, StoredThread } from '../../model/index.ts'

/** Threads held; the pages of one thread's mails all need its outline. */
const threadsMax = 32
/** A longer thread is read anew each time rather than held. */
const nodesMax = 2_000

/**
 * A reader that asks once for what many pages show (lists, counts, outlines), as long as the archive stays the same.
 * `tag` names the archive's state; another tag forgets everything.
 */
export function rememberingReader(reader: ArchiveReader, tag: () => Promise<string>): ArchiveReader {
  let seen = ''
  let once = new Map<string, Promise<unknown>>()
  let threads = new Map<MessageId, StoredThread>()

  const refresh = async (): Promise<void> => {
    const now = await tag()
    if (now === seen) return
    seen = now
    once = new Map()
    threads = new Map()
  }
  const remembered = async <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    await refresh()
    const known = once.get(key) as Promise<T> | undefined
    if (known !== undefined) return known
    const kept = once
    const asked = ask()
    kept.set(key, asked)
    asked.catch(() => kept.delete(key))
    return asked
  }

  return {
    ...reader,
    counts: () => remembered('counts', () => reader.counts()),
    lists: () => remembered('lists', () => reader.lists()),
    mentionCounts: subject => remembered(`mentions ${subject}`, () => reader.mentionCounts(subject)),
    async thread(id) {
      await refresh()
      const kept = threads
      const known = kept.get(id) ?? [...kept.values()].find(t => t.nodes.some(n => n.messageId === id))
      if (known !== undefined) return known
      const found = await reader.thread(id)
      if (found === null || found.nodes.length > nodesMax) return found
      if (kept.size >= threadsMax) kept.delete(kept.keys().next().value ?? '')
      kept.set(found.row.rootId, found)
      return found
    },
  }
}
