import { createHash } from 'node:crypto'
import { botOf } from '../../facts/bots.ts'
import type { MessageId, MessageRow, Skeleton } from '../../model/index.ts'
import { unflow } from '../../text/flowed.ts'
import { zonesOf } from '../../text/zones.ts'
import { bodyBlocks } from './body.ts'
import type { Block, BodySource } from './body.ts'
import { clipLine, clipText, ownPage, Room } from './bounds.ts'
import type { Bounds, More } from './bounds.ts'
import { cardsOf } from './cards.ts'
import type { CardView } from './cards.ts'
import { dateView } from './dates.ts'
import type { DateView } from './dates.ts'
import { addressText, personView } from './people.ts'
import type { PersonView } from './people.ts'
import { problemViews } from './problems.ts'
import { tagViews } from './tags.ts'
import type { TagView } from './tags.ts'
import { reportHref } from './oom.ts'
import {
  attachmentHref,
  differencesHref,
  flatHref,
  listHref,
  mboxHref,
  messageHref,
  rawHref,
  seriesHref,
  threadHref,
} from './urls.ts'

/** One line of the folded headers. `ids`: Message-IDs that lead to their pages. `more`: values left out. */
export type HeaderView = {
  readonly name: string
  readonly values: readonly string[]
  readonly ids: boolean
  readonly more: number
}

export type AttachmentView = {
  readonly part: number
  readonly fileName: string
  readonly contentType: string
  readonly sizeBytes: number
  /** Where its bytes are had. */
  readonly href: string
  readonly text: string | null
  /** Left out of its text. */
  readonly more: More | null
}

/** A mail as its card shows it; plain data. */
export type MessageView = {
  readonly id: MessageId
  /** `m` and the sha1 of the id, as lore's anchors. */
  readonly anchor: string
  readonly list: string
  readonly hrefs: {
    message: string
    thread: string
    flat: string
    raw: string
    mbox: string
    differences: string
    series: string | null
  }
  readonly subject: string
  /** The subject without the brackets that the badges already say. */
  readonly title: string
  /** `PATCH v5 1/5`, `RFC`, `RESEND`. */
  readonly badges: readonly string[]
  readonly author: PersonView
  /** Who posted it, when that is not the author. */
  readonly poster: PersonView | null
  readonly sent: DateView | null
  /** Given when it differs from `sent` by more than ten minutes, or when there is no `sent`. */
  readonly received: DateView | null
  readonly lists: readonly { readonly slug: string; readonly href: string }[]
  readonly isSample: boolean
  readonly isGuessedForm: boolean
  readonly headers: readonly HeaderView[]
  readonly blocks: readonly Block[]
  readonly trailers: readonly { readonly name: string; readonly value: string }[]
  readonly tags: readonly TagView[]
  readonly problems: readonly string[]
  readonly cards: readonly CardView[]
  readonly attachments: readonly AttachmentView[]
  readonly variants: number
  /** Where the OOM reports of its text are read; null without any. */
  readonly oomHref: string | null
  /** Its text with paragraphs on one line each, where it is marked format=flowed and that changes it (mail.md E36). */
  readonly unflowed: { readonly text: string; readonly more: More | null } | null
  /** Commits that stand where the id of a mail is expected (mail.md E22). */
  readonly commits: readonly string[]
}

const clockSlackSeconds = 600

/** Longest title and header value on a page, and most values of one header. */
const titleCharsMax = 1_000
const valuesMax = 200

/** A stored message as a page shows it, in the list it is read in, within bounds; `extra`: what its text links to. */
export function messageView(
  row: MessageRow,
  list: string,
  bounds: Bounds = ownPage,
  extra: Pick<BodySource, 'here' | 'quotes'> = {},
): MessageView {
  const { skeleton } = row
  const id = skeleton.messageId
  const differs =
    row.sentAt === null || row.receivedAt === null || Math.abs(row.receivedAt - row.sentAt) > clockSlackSeconds
  return {
    id,
    anchor: anchorOf(id),
    list,
    hrefs: {
      message: messageHref(list, id),
      thread: threadHref(list, id),
      flat: flatHref(list, id),
      raw: rawHref(list, id),
      mbox: mboxHref(list, id),
      differences: differencesHref(list, id),
      series: skeleton.subject.isPatch && !skeleton.subject.isReply ? seriesHref(id) : null,
    },
    subject: skeleton.subject.full,
    title: clipLine(
      skeleton.subject.isPatch && !skeleton.subject.isReply ? skeleton.subject.bare : skeleton.subject.full,
      titleCharsMax,
    ),
    badges: badgesOf(skeleton),
    author: personView(skeleton.author),
    poster: skeleton.from.address === skeleton.author.address ? null : personView(skeleton.from),
    sent: row.sentAt === null ? null : dateView(row.sentAt, row.zoneMinutes ?? 0),
    received: differs && row.receivedAt !== null ? dateView(row.receivedAt) : null,
    lists: row.lists.map(slug => ({ slug, href: listHref(slug) })),
    isSample: row.isSample,
    isGuessedForm: skeleton.form === 'archive-text',
    headers: headerViews(row),
    blocks: bodyBlocks(
      { text: row.text, zones: zonesOf(row.text), mentions: row.mentions, trailers: row.trailers, ...extra },
      bounds,
    ),
    trailers: row.trailers.map(t => ({ name: t.name, value: t.value })),
    tags: tagViews(row),
    // Being flowed is nothing odd: the text below says it.
    problems: problemViews(row.problems.filter(p => p.code !== 'format-flowed')),
    cards: cardsOf(row.links),
    attachments: attachmentViews(row, bounds, list),
    variants: row.variants,
    oomHref: reportHref(row),
    unflowed: unflowed(row, bounds),
    commits: commitsOf(row),
  }
}

/** All attachments of a mail share its bounds; one that finds no room is said to be in the raw mail. */
function attachmentViews(
  { attachments, skeleton }: MessageRow,
  bounds: Bounds,
  list: string,
): readonly AttachmentView[] {
  const room = new Room(bounds)
  return attachments.map(one => {
    const a = { ...one, href: attachmentHref(list, skeleton.messageId, one.part, one.fileName) }
    if (a.text === null) return { ...a, more: null }
    const clip = clipText(a.text, room)
    return clip.text === '' ? { ...a, text: a.text === '' ? '' : null, more: null } : { ...a, ...clip }
  })
}

function unflowed({ problems, text }: MessageRow, bounds: Bounds): MessageView['unflowed'] {
  const flowed = problems.find(p => p.code === 'format-flowed')
  if (flowed === undefined) return null
  const joined = unflow(text, flowed.detail === 'delsp=yes')
  return joined === text ? null : clipText(joined, new Room(bounds))
}

const commitsOf = ({ problems }: MessageRow): readonly string[] => [
  ...new Set(problems.flatMap(p => (p.code === 'refers-to-commit' ? (/[0-9a-f]{40}/.exec(p.detail ?? '') ?? []) : []))),
]

/** `m<sha1 of the id>`: the anchor of a message in a thread page, as on lore. */
export function anchorOf(id: MessageId): string {
  return `m${createHash('sha1').update(id).digest('hex')}`
}

/** What the brackets of a subject say. */
export function badgesOf(skeleton: Pick<Skeleton, 'subject' | 'hasDiff' | 'from'>): readonly string[] {
  const { subject } = skeleton
  const badges: string[] = []
  if (subject.isPatch && !subject.isReply) {
    const version = subject.version !== null && subject.version !== 1 ? ` v${subject.version}` : ''
    const place = subject.part !== null && subject.total !== null ? ` ${subject.part}/${subject.total}` : ''
    badges.push(`PATCH${version}${place}`)
  }
  if (subject.isRfc && !subject.isReply) badges.push('RFC')
  if (subject.isResend && !subject.isReply) badges.push('RESEND')
  if (!subject.isReply && subject.isPatch) badges.push(...subject.labels)
  if (subject.isReply && skeleton.hasDiff) badges.push('diff in reply')
  const bot = botOf({ from: skeleton.from, subject: subject.full })
  if (bot !== null) badges.push(`by a program: ${bot.replace('-', ' ')}`)
  return badges
}

function headerViews(row: MessageRow): readonly HeaderView[] {
  const { skeleton } = row
  const headers: Omit<HeaderView, 'more'>[] = [
    { name: 'From', values: [addressText(skeleton.from)], ids: false },
    { name: 'To', values: row.to.map(addressText), ids: false },
    { name: 'Cc', values: row.cc.map(addressText), ids: false },
    { name: 'Subject', values: [skeleton.subject.full], ids: false },
    { name: 'Date', values: row.sentAt === null ? [] : [dateView(row.sentAt, row.zoneMinutes ?? 0).says], ids: false },
    { name: 'Received', values: row.receivedAt === null ? [] : [dateView(row.receivedAt).says], ids: false },
    { name: 'Message-ID', values: [skeleton.messageId], ids: true },
    { name: 'In-Reply-To', values: skeleton.inReplyTo, ids: true },
    { name: 'References', values: skeleton.references, ids: true },
    { name: 'Lists', values: row.lists, ids: false },
    { name: 'Files', values: row.files, ids: false },
    { name: 'sha256 of the raw mail', values: [row.rawHash], ids: false },
  ]
  return headers
    .filter(h => h.values.length > 0)
    .map(h => ({
      ...h,
      values: h.values.slice(0, valuesMax).map(v => (h.ids ? v : clipLine(v, titleCharsMax))),
      more: Math.max(0, h.values.length - valuesMax),
    }))
}
