import { botOf } from '../../facts/bots.ts'
import { countPeople } from '../../prisma/store/people.ts'
import type { MessageId, MessageRow, NodeRow, PatchSeries, StoredThread } from '../../model/index.ts'
import { startsTopic } from '../../text/topic.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { minuteView } from './dates.ts'
import type { DateView } from './dates.ts'
import { listedById } from './listed.ts'
import { anchorOf, badgesOf } from './message.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { flatHref, listHref, mboxHref, messageHref, seriesHref, threadHref } from './urls.ts'

/** What a message is in its thread, as a letter-like sign with its word. */
export type Glyph = 'patch' | 'cover' | 'ack' | 'nak' | 'question' | 'ghost' | 'reply'

/** A line of the outline. */
export type OutlineRow = {
  readonly id: MessageId
  readonly anchor: string
  readonly href: string
  readonly depth: number
  readonly glyph: Glyph
  readonly author: string
  readonly subject: string | null
  readonly badges: readonly string[]
  readonly when: DateView | null
  /** How sure its place under its parent is, and by which rule, when that is not certain. */
  readonly guess: { readonly sure: string; readonly says: string } | null
  readonly parentId: MessageId | null
  /** Its parent on the same page, or where else it stands. */
  readonly parentHref: string | null
  readonly parentName: string | null
  /** It goes on under another subject than its parent's: it may be read as a thread of its own (mail.md E32). */
  readonly startsTopic: boolean
  readonly isGhost: boolean
}

/** A slot of a series: its mail, its ghost, or nothing. */
export type PartView = {
  readonly part: number
  readonly total: number
  readonly title: string
  readonly href: string | null
  readonly state: 'held' | 'ghost' | 'missing'
}

export type SeriesView = {
  /** The page of its revisions. */
  readonly href: string
  readonly title: string
  readonly version: number
  readonly total: number
  readonly badges: readonly string[]
  readonly author: PersonView
  /** At most `partsShown`, held ones first to stay. */
  readonly parts: readonly PartView[]
  /** Parts that are not listed. */
  readonly hidden: number
  readonly held: number
  readonly sure: string
  readonly reason: string
}

/** A thread's frame: everything but the mails themselves. */
export type ThreadView = {
  readonly rootId: MessageId
  readonly list: string
  readonly lists: readonly { readonly slug: string; readonly href: string }[]
  readonly title: string
  readonly isSample: boolean
  readonly counts: { messages: number; ghosts: number; participants: number; acks: number; naks: number }
  readonly from: DateView
  readonly to: DateView
  readonly hrefs: { nested: string; flat: string; mbox: string }
  readonly outline: readonly OutlineRow[]
  readonly series: readonly SeriesView[]
  readonly mechanisms: readonly string[]
  readonly gfp: readonly string[]
}

/** The frame of a thread. `flat`: outline by time without depth. */
export function threadView(
  thread: StoredThread,
  series: readonly PatchSeries[],
  list: string,
  flat: boolean,
): ThreadView {
  const { row, nodes } = thread
  const outline = outlineOf(nodes, list)
  return {
    rootId: row.rootId,
    list,
    lists: row.lists.map(slug => ({ slug, href: listHref(slug) })),
    title: clipLine(row.subject, subjectCharsMax),
    isSample: row.isSample,
    counts: {
      messages: row.messages,
      ghosts: row.ghosts,
      participants: peopleOf(nodes) ?? row.participants,
      acks: row.acks,
      naks: row.naks,
    },
    from: minuteView(row.firstAt),
    to: minuteView(row.lastAt),
    hrefs: { nested: threadHref(list, row.rootId), flat: flatHref(list, row.rootId), mbox: mboxHref(list, row.rootId) },
    outline: flat ? byTime(outline, nodes) : outline,
    series: series.map(s => seriesView(s, list)),
    mechanisms: row.mechanisms,
    gfp: row.gfp,
  }
}

/** People who wrote to a thread, programs not counted (mail.md E59); null when nothing but programs did. */
function peopleOf(nodes: readonly NodeRow[]): number | null {
  const people = nodes.flatMap(({ message }) =>
    message === null || botOf({ from: message.from, subject: message.subject.full }) !== null ? [] : [message.author],
  )
  return people.length === 0 ? null : countPeople(people)
}

function byTime(outline: readonly OutlineRow[], nodes: readonly NodeRow[]): readonly OutlineRow[] {
  const at = new Map(nodes.map(n => [n.messageId, n.message?.atSeconds ?? 0]))
  return outline
    .filter(row => !row.isGhost)
    .map((row, i) => ({ row, i }))
    .sort((a, b) => at.get(a.row.id)! - at.get(b.row.id)! || a.i - b.i)
    .map(({ row }) => ({ ...row, depth: 0 }))
}

/** The lines of a thread's outline, parents first. */
export function outlineOf(nodes: readonly NodeRow[], list: string): readonly OutlineRow[] {
  const byId = new Map(nodes.map(n => [n.messageId, n]))
  let lastSubject = ''
  return nodes.map(node => {
    const { message } = node
    const parent = node.parentId === null ? undefined : byId.get(node.parentId)
    const listed = message === null ? (listedById(node.messageId)?.patch.title ?? null) : null
    const subject =
      message === null
        ? listed
        : message.subject.bare === lastSubject
          ? null
          : clipLine(message.subject.bare, subjectCharsMax)
    if (message !== null) lastSubject = message.subject.bare
    return {
      id: node.messageId,
      anchor: anchorOf(node.messageId),
      href: messageHref(list, node.messageId),
      depth: node.depth,
      glyph: glyphOf(node),
      author: message === null ? '(not in the archive)' : personView(message.author).name,
      subject,
      badges: message === null ? [] : badgesOf(message),
      when: message === null ? null : minuteView(message.atSeconds),
      guess: guessOf(node),
      parentId: node.parentId,
      parentHref: node.parentId === null ? null : `#${anchorOf(node.parentId)}`,
      parentName:
        parent === undefined
          ? null
          : parent.message === null
            ? 'a missing mail'
            : personView(parent.message.author).name,
      startsTopic: message !== null && parent?.message != null && startsTopic(message.subject, parent.message.subject),
      isGhost: message === null,
    }
  })
}

/** What an outline says of an edge that is not certain. */
export const guessOf = (node: NodeRow): OutlineRow['guess'] =>
  node.sure === null || node.sure === 'certain' ? null : { sure: node.sure, says: reasonWords(node.reason) }

function glyphOf(node: NodeRow): Glyph {
  if (node.message === null) return 'ghost'
  const { subject } = node.message
  if (subject.isPatch && !subject.isReply) return subject.part === 0 ? 'cover' : 'patch'
  if (node.naks > 0) return 'nak'
  if (node.acks > 0) return 'ack'
  return 'reply'
}

/** The rule behind an edge, as words. */
export const reasonWords = (reason: string | null): string => (reason ?? 'no rule named').replaceAll('-', ' ')

/** Parts of a series that its box lists, unless more are held. */
const partsShown = 300

export function seriesView(series: PatchSeries, list: string): SeriesView {
  const parts = series.parts.map(p => ({
    part: p.part,
    total: series.total,
    title: clipLine(p.title, subjectCharsMax),
    href:
      p.messageId !== null
        ? messageHref(list, p.messageId)
        : p.ghostId !== undefined
          ? messageHref(list, p.ghostId)
          : null,
    state:
      p.messageId !== null ? ('held' as const) : p.ghostId !== undefined ? ('ghost' as const) : ('missing' as const),
  }))
  const missingShown = Math.max(0, partsShown - parts.filter(p => p.state !== 'missing').length)
  let missing = 0
  const shown = parts.filter(p => p.state !== 'missing' || missing++ < missingShown)
  const badges = [series.isRfc ? 'RFC' : '', series.isResend ? 'RESEND' : ''].filter(b => b !== '')
  return {
    href: seriesHref(series.key),
    title: clipLine(series.title, subjectCharsMax),
    version: series.version,
    total: series.total,
    badges,
    author: personView(series.author),
    parts: shown,
    hidden: parts.length - shown.length,
    held: parts.filter(p => p.state === 'held').length,
    sure: series.sure,
    reason: reasonWords(series.reason),
  }
}

/** True when a mail's sentences hold a question by their tags; decides the outline's sign once its row is read. */
export const asksQuestion = (row: MessageRow): boolean =>
  row.annotations.some(a => a.type === 'sentence' && a.label === 'question')
