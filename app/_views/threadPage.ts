import type { ArchiveReader, MessageId, MessageRow, PatchSeries, StoredThread } from '../../model/index.ts'
import { bytesOf, inLongThread, inThread, threadBytesMax } from './bounds.ts'
import { ghostView } from './ghost.ts'
import type { GhostView } from './ghost.ts'
import { joinsOf } from './joins.ts'
import type { JoinView } from './joins.ts'
import { listedHere, withListedParts } from './listed.ts'
import type { ListedView } from './listed.ts'
import type { Piece } from './marks.ts'
import { anchorOf, messageView } from './message.ts'
import type { MessageView } from './message.ts'
import { quotedFrom } from './quotes.ts'
import { seriesView, threadView } from './thread.ts'
import type { OutlineRow, ThreadView } from './thread.ts'
import { flatHref, messageHref, threadHref } from './urls.ts'

/** Mails of a thread read from the store at a time; bounds the memory of a long thread's page. */
const mailsPerRead = 64

export type ThreadItemView = { readonly row: OutlineRow } & (
  | { readonly kind: 'mail'; readonly view: MessageView }
  | { readonly kind: 'ghost'; readonly view: GhostView }
)

/** Which part of a long thread a page shows: mails `from` to `to` (from 1) of its outline. */
export type ThreadPart = {
  readonly part: number
  readonly parts: number
  readonly from: number
  readonly to: number
  readonly of: number
  /** Addresses of all parts, in order. */
  readonly hrefs: readonly string[]
}

/** A thread's page: its frame at once, its mails as they are read. */
export type ThreadPage = {
  /** Its outline is that of the part. */
  readonly thread: ThreadView
  readonly listed: readonly ListedView[]
  /** Mails of other threads that possibly belong to this one; never part of its tree. */
  readonly joins: readonly JoinView[]
  readonly part: ThreadPart
  /** Series that have no box here. */
  readonly seriesHidden: number
  readonly items: AsyncIterable<ThreadItemView>
}

/** Mails and ghosts on one page of a thread, and boxes of series. */
export const mailsPerPart = 400
const seriesMax = 30

/**
 * Loads the page of the thread that holds `id`; null when no thread does. A long thread comes in parts: the one asked
 * for (`part`, from 1), else the one that holds `id`. Series, joins and listed patches stand on the first.
 */
export async function threadPage(
  reader: ArchiveReader,
  id: MessageId,
  list: string,
  flat: boolean,
  asked: number | null = null,
): Promise<ThreadPage | null> {
  const thread = await reader.thread(id)
  if (thread === null) return null
  const whole = threadView(thread, [], list, flat)
  const part = partOf(whole, id, asked, flat)
  const rows = whole.outline.slice(part.from - 1, part.to)
  const here = new Set(rows.map(r => r.id))
  const elsewhere = new Set(whole.outline.map(r => r.id).filter(other => !here.has(other)))
  const outline = rows.map(row => ({ ...row, parentHref: parentHref(row, here, elsewhere, list, flat) }))
  const isFirst = part.part === 1
  const [series, joins] = isFirst
    ? await Promise.all([seriesIn(reader, thread), joinsOf(reader, thread, list)])
    : [[], []]
  const boxes = distinct(series)
  const view = {
    ...whole,
    outline,
    series: boxes.slice(0, seriesMax).map(s => withListedParts(seriesView(s, list), thread, list)),
  }
  return {
    thread: view,
    listed: isFirst ? listedHere(thread, series, list) : [],
    joins,
    part,
    seriesHidden: Math.max(0, boxes.length - seriesMax),
    items: items(reader, view, list),
  }
}

function partOf(view: ThreadView, id: MessageId, asked: number | null, flat: boolean): ThreadPart {
  const of = view.outline.length
  const parts = Math.max(1, Math.ceil(of / mailsPerPart))
  const at = view.outline.findIndex(r => r.id === id)
  const part = Math.min(parts, asked ?? Math.floor(Math.max(0, at) / mailsPerPart) + 1)
  const href = flat ? view.hrefs.flat : view.hrefs.nested
  return {
    part,
    parts,
    from: (part - 1) * mailsPerPart + 1,
    to: Math.min(of, part * mailsPerPart),
    of,
    hrefs: Array.from({ length: parts }, (_, i) => (i === 0 ? href : `${href}?part=${i + 1}`)),
  }
}

/** The number of a part as an address says it; null for none or for one that is no number from 1. */
export function readPart(params: URLSearchParams): number | null {
  const text = params.get('part') ?? ''
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null
}

/** On this page its anchor; in another part the thread at that mail; else (a ghost, which has no time) its own page. */
function parentHref(
  row: OutlineRow,
  here: ReadonlySet<MessageId>,
  elsewhere: ReadonlySet<MessageId>,
  list: string,
  flat: boolean,
): string | null {
  const id = row.parentId
  if (id === null) return null
  if (here.has(id)) return `#${anchorOf(id)}`
  if (elsewhere.has(id)) return `${flat ? flatHref(list, id) : threadHref(list, id)}#${anchorOf(id)}`
  return messageHref(list, id)
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

/** Mails of a page kept to find quotes in; replies to others have no way to their source there. */
const sourcesMax = 200

/** Mails in order, each within its bounds; once the page is long, the next ones are shown in short. */
async function* items(reader: ArchiveReader, view: ThreadView, list: string): AsyncGenerator<ThreadItemView> {
  let bytes = 0
  const read = new Map<MessageId, MessageRow>()
  for (let from = 0; from < view.outline.length; from += mailsPerRead) {
    const rows = view.outline.slice(from, from + mailsPerRead)
    const mails = await reader.messages(rows.filter(r => !r.isGhost).map(r => r.id))
    const byId = new Map(mails.map(m => [m.skeleton.messageId, m]))
    for (const mail of mails) if (read.size < sourcesMax) read.set(mail.skeleton.messageId, mail)
    for (const row of rows) {
      const bounds = bytes < threadBytesMax ? inThread : inLongThread
      const mail = byId.get(row.id)
      if (mail !== undefined) {
        const parent = bounds === inThread && row.parentId !== null ? read.get(row.parentId) : undefined
        const quotes = parent === undefined ? [] : quotedFrom(mail, [parent], list)
        const mailed = messageView(mail, list, bounds, { quotes })
        bytes += mailBytes(mailed)
        yield { kind: 'mail', row, view: mailed }
      } else {
        const ghost = await ghostView(reader, row.id, list, bounds)
        bytes += ghost.recovered.reduce((n, piece) => n + bytesOf(piece.text), 0)
        yield { kind: 'ghost', row, view: ghost }
      }
    }
  }
}

const markBytes = 200
const runBytes = 40

/** Bytes that the parts of a mail which may be long take in a page, about. */
function mailBytes(mail: MessageView): number {
  let bytes = bytesOf(mail.unflowed?.text ?? '')
  const runs = mail.blocks.flatMap((b): readonly { readonly pieces: readonly Piece[] }[] =>
    b.kind === 'quote' ? [...b.folded, ...b.shown] : b.runs,
  )
  for (const { pieces } of runs)
    for (const piece of pieces) bytes += bytesOf(piece.text) + (piece.mark === null ? runBytes : markBytes)
  for (const a of mail.attachments) bytes += bytesOf(a.text ?? '')
  for (const h of mail.headers) for (const v of h.values) bytes += bytesOf(v) * (h.ids ? 2 : 1) + runBytes
  return bytes
}
