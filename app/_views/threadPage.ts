import type { ArchiveReader, MessageId, PatchSeries, StoredThread } from '../../model/index.ts'
import { ghostView } from './ghost.ts'
import type { GhostView } from './ghost.ts'
import { joinsOf } from './joins.ts'
import type { JoinView } from './joins.ts'
import { listedHere, withListedParts } from './listed.ts'
import type { ListedView } from './listed.ts'
import { messageView } from './message.ts'
import type { MessageView } from './message.ts'
import { threadView } from './thread.ts'
import type { OutlineRow, ThreadView } from './thread.ts'

/** Mails of a thread read from the store at a time; bounds the memory of a long thread's page. */
const mailsPerRead = 64

export type ThreadItemView = { readonly row: OutlineRow } & (
  | { readonly kind: 'mail'; readonly view: MessageView }
  | { readonly kind: 'ghost'; readonly view: GhostView }
)

/** A thread's page: its frame at once, its mails as they are read. */
export type ThreadPage = {
  readonly thread: ThreadView
  readonly listed: readonly ListedView[]
  /** Mails of other threads that possibly belong to this one; never part of its tree. */
  readonly joins: readonly JoinView[]
  readonly items: AsyncIterable<ThreadItemView>
}

/** Loads the page of the thread that holds `id`; null when no thread does. */
export async function threadPage(
  reader: ArchiveReader,
  id: MessageId,
  list: string,
  flat: boolean,
): Promise<ThreadPage | null> {
  const thread = await reader.thread(id)
  if (thread === null) return null
  const [series, joins] = await Promise.all([seriesIn(reader, thread), joinsOf(reader, thread, list)])
  const frame = threadView(thread, distinct(series), list, flat)
  const view = { ...frame, series: frame.series.map(s => withListedParts(s, thread, list)) }
  return { thread: view, listed: listedHere(thread, series, list), joins, items: items(reader, view, list) }
}

/** Ids that one question about series may name: the store's statements have a bound. */
const idsPerQuestion = 200

/** The series whose parts stand in a thread; only patch mails are asked for. */
async function seriesIn(reader: ArchiveReader, thread: StoredThread): Promise<readonly PatchSeries[]> {
  const ids = thread.nodes.flatMap(n => (n.message?.subject.isPatch && !n.message.subject.isReply ? [n.messageId] : []))
  const found = new Map<MessageId, PatchSeries>()
  for (let from = 0; from < ids.length; from += idsPerQuestion)
    for (const series of await reader.seriesOf(ids.slice(from, from + idsPerQuestion))) found.set(series.key, series)
  return [...found.values()]
}

/** Series of more than one part; a single patch needs no box. */
const distinct = (series: readonly PatchSeries[]): readonly PatchSeries[] => series.filter(s => s.parts.length > 1)

async function* items(reader: ArchiveReader, view: ThreadView, list: string): AsyncGenerator<ThreadItemView> {
  for (let from = 0; from < view.outline.length; from += mailsPerRead) {
    const rows = view.outline.slice(from, from + mailsPerRead)
    const mails = await reader.messages(rows.filter(r => !r.isGhost).map(r => r.id))
    const byId = new Map(mails.map(m => [m.skeleton.messageId, m]))
    for (const row of rows) {
      const mail = byId.get(row.id)
      if (mail !== undefined) yield { kind: 'mail', row, view: messageView(mail, list) }
      else yield { kind: 'ghost', row, view: await ghostView(reader, row.id, list) }
    }
  }
}
