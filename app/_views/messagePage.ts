import type { ArchiveReader, MessageRow, NodeRow, StoredThread } from '../../model/index.ts'
import { ownPage } from './bounds.ts'
import type { Stretch } from './marks.ts'
import { messageView } from './message.ts'
import type { MessageView } from './message.ts'
import { listedHere, withListedParts } from './listed.ts'
import type { ListedView } from './listed.ts'
import { personView } from './people.ts'
import { quotedFrom, readAncestors } from './quotes.ts'
import { guessOf, outlineOf, seriesView, threadView } from './thread.ts'
import type { OutlineRow, SeriesView, ThreadView } from './thread.ts'
import { messageHref } from './urls.ts'

/** A neighbour of a message in its thread. */
export type NeighbourView = { readonly href: string; readonly name: string; readonly guess: OutlineRow['guess'] }

/** The page of one message: the mail, where it hangs, its series, what is missing of it. */
export type MessagePage = {
  readonly message: MessageView
  readonly thread: ThreadView | null
  readonly outline: readonly OutlineRow[]
  readonly parent: NeighbourView | null
  readonly replies: readonly NeighbourView[]
  /** Replies that are not named here. */
  readonly repliesHidden: number
  readonly previous: string | null
  readonly next: string | null
  readonly series: readonly SeriesView[]
  readonly listed: readonly ListedView[]
}

/** Outline rows shown around the message on its own page. */
const outlineAround = 60
/** Replies named below the message. */
const repliesShown = 100

/** Loads the page of a message read in `list`; `here`: the words that the address points at. */
export async function messagePage(
  reader: ArchiveReader,
  row: MessageRow,
  list: string,
  here: Stretch | null = null,
): Promise<MessagePage> {
  const id = row.skeleton.messageId
  const [thread, series] = await Promise.all([reader.thread(id), reader.seriesOf([id])])
  const above = thread === null ? [] : await readAncestors(reader, thread, id)
  const message = messageView(row, list, ownPage, { here, quotes: quotedFrom(row, above, list) })
  const seriesViews = series.map(s => seriesView(s, list))
  if (thread === null)
    return {
      message,
      thread: null,
      outline: [],
      parent: null,
      replies: [],
      repliesHidden: 0,
      previous: null,
      next: null,
      series: seriesViews,
      listed: [],
    }
  const at = thread.nodes.findIndex(n => n.messageId === id)
  const node = thread.nodes[at]
  const replies = thread.nodes.filter(n => n.parentId === id)
  const parent = thread.nodes.find(n => n.messageId === node?.parentId)
  return {
    message,
    thread: threadView(thread, series, list, false),
    outline: around(outlineOf(thread.nodes, list), at),
    parent: parent === undefined ? null : neighbour(parent, list, node ?? null),
    replies: replies.slice(0, repliesShown).map(n => neighbour(n, list, n)),
    repliesHidden: Math.max(0, replies.length - repliesShown),
    previous: hrefAt(thread, at - 1, list),
    next: hrefAt(thread, at + 1, list),
    series: seriesViews.map(s => withListedParts(s, thread, list)),
    listed: series.length > 0 ? listedHere(thread, series, list) : [],
  }
}

function neighbour(node: NodeRow, list: string, edge: NodeRow | null): NeighbourView {
  const guess = edge === null ? null : guessOf(edge)
  const name = node.message === null ? 'a mail that is not in the archive' : personView(node.message.author).name
  return { href: messageHref(list, node.messageId), name, guess }
}

const hrefAt = (thread: StoredThread, at: number, list: string): string | null => {
  const node = thread.nodes[at]
  return node === undefined ? null : messageHref(list, node.messageId)
}

function around(rows: readonly OutlineRow[], at: number): readonly OutlineRow[] {
  const from = Math.max(0, Math.min(at - outlineAround / 2, rows.length - outlineAround))
  return rows.slice(from, from + outlineAround)
}
