import { peopleOfMails } from '../../argue/people/index.ts'
import { carryTrailers, collectTrailers, pairParts } from '../../argue/trailers/index.ts'
import type { Mailmap } from '../../text/mailmap.ts'
import type { Revision } from '../../argue/series/index.ts'
import type {
  Certainty,
  CollectedTrailer,
  MessageId,
  MessageRow,
  StoredThread,
  TrailerCounted,
  TrailerKind,
  TrailerMail,
  TrailerRefused,
} from '../../model/index.ts'
import { clipLine } from './bounds.ts'
import { minuteView } from './dates.ts'
import type { DateView } from './dates.ts'
import { personView } from './people.ts'
import { wordsHref } from './urls.ts'

/** A tag that somebody gave to a patch or to a series, and whether it counts. */
export type TagGiven = {
  readonly kind: TrailerKind
  /** `Reviewed-by`, as the kernel's documents spell it. */
  readonly name: string
  readonly value: string
  readonly comment: string | null
  /** Its words in the mail it stands in. */
  readonly href: string
  /** In the patch itself, in a reply, or given to an earlier revision. */
  readonly where: string
  /** Null where the patch itself holds it. */
  readonly when: DateView | null
  /** Why it is not counted, in words; null when it is. */
  readonly refused: string | null
  readonly sure: Certainty
  /** What words beside it say: for which parts, on which condition. */
  readonly hints: readonly string[]
}

/** Tags of every revision by the mail they were given to: a part or a cover. */
export type TagsOfRevisions = ReadonlyMap<Revision, ReadonlyMap<MessageId, readonly TagGiven[]>>

const charsMax = 300

/** Kinds that say what somebody holds of a patch; the others belong to its author's bookkeeping. */
const shown: ReadonlySet<TrailerKind> = new Set([
  'review',
  'ack',
  'test',
  'nak',
  'report',
  'suggest',
  'help',
  'co-develop',
])

const says: Readonly<Partial<Record<TrailerCounted | TrailerRefused, string>>> = {
  'nobody-named': 'it names nobody',
  'below-cut': 'it stands below the ---, where git and b4 do not look',
  'in-cover': 'it stands in the cover itself; b4 takes what replies give',
  'of-own-patch': 'it belongs to the patch shown in the same reply',
  'to-proposed-change': 'it answers a change that somebody else proposed',
  'by-bot': 'a program asks to be named; nobody gave it',
  'not-given-by-reply': 'b4 does not take this from replies',
  'unknown-name': 'nobody knows this name, and it names no person',
  repeated: 'said before',
}

/**
 * Tags given to each revision: in its patches, in replies, and to earlier revisions. `rows`: the mails read of the threads;
 * addresses of one person are told from who wrote them.
 */
export function tagsOfRevisions(
  revisions: readonly Revision[],
  threads: readonly StoredThread[],
  rows: ReadonlyMap<MessageId, MessageRow>,
  patchIds: ReadonlyMap<MessageId, readonly string[]>,
  list: string,
  mailmap?: Mailmap,
): TagsOfRevisions {
  const people = peopleOfMails(
    [...rows.values()].map(row => row.skeleton),
    mailmap,
  )
  const holders = threads.map(({ nodes }) => ({
    ids: new Set(nodes.map(n => n.messageId)),
    nodes,
    mails: nodes.flatMap(n => {
      const row = rows.get(n.messageId)
      return row === undefined ? [] : [trailerMail(row)]
    }),
  }))
  const collected = new Map<Revision, readonly CollectedTrailer[]>()
  for (const r of revisions) {
    const { nodes, mails } = threadsWith(r, holders)
    const own = collectTrailers(r.series, nodes, mails, people)
    const from = predecessorOf(r, revisions)
    const before = from === undefined ? undefined : collected.get(from)
    const carried =
      from === undefined || before === undefined
        ? []
        : carryTrailers(
            { series: from.series, collected: before },
            { series: r.series, collected: own },
            pairParts(from.series, r.series, patchIds),
            people,
          )
    collected.set(r, [...own, ...carried])
  }
  return new Map([...collected].map(([r, all]) => [r, byTarget(all, rows, list)]))
}

type Holder = {
  readonly ids: ReadonlySet<MessageId>
  readonly nodes: StoredThread['nodes']
  readonly mails: readonly TrailerMail[]
}

/** What the threads hold that the mails of a posting stand in: replies to it are nowhere else. */
function threadsWith({ series }: Revision, holders: readonly Holder[]): Pick<Holder, 'nodes' | 'mails'> {
  const ids = [series.coverId, ...series.parts.map(p => p.messageId ?? p.ghostId)].flatMap(id => id ?? [])
  const of = holders.filter(h => ids.some(id => h.ids.has(id)))
  return { nodes: of.flatMap(h => h.nodes), mails: of.flatMap(h => h.mails) }
}

/** The revision whose tags carry over: what a partial one replaces parts of, else the whole posting before. */
function predecessorOf(r: Revision, revisions: readonly Revision[]): Revision | undefined {
  const before = revisions.slice(0, revisions.indexOf(r)).filter(o => o.sure !== 'guess')
  return before.find(o => o.series.key === r.series.replaces) ?? before.findLast(o => o.series.extent === 'whole')
}

const trailerMail = ({ skeleton, text }: MessageRow): TrailerMail => ({ ...skeleton, text })

function byTarget(
  all: readonly CollectedTrailer[],
  rows: ReadonlyMap<MessageId, MessageRow>,
  list: string,
): ReadonlyMap<MessageId, readonly TagGiven[]> {
  const found = new Map<MessageId, TagGiven[]>()
  for (const t of all) {
    if (!shown.has(t.kind) || (t.how === 'carried' && t.reason === 'repeated')) continue
    const id = t.to.kind === 'series' ? t.to.coverId : t.to.messageId
    const tags = found.get(id)
    if (tags === undefined) found.set(id, [tagGiven(t, rows, list)])
    else tags.push(tagGiven(t, rows, list))
  }
  return found
}

function tagGiven(t: CollectedTrailer, rows: ReadonlyMap<MessageId, MessageRow>, list: string): TagGiven {
  const { messageId, start, end } = t.span
  const giver = personView(t.giver).name
  return {
    kind: t.kind,
    name: t.name,
    value: clipLine(t.value, charsMax),
    comment: t.comment === null ? null : clipLine(t.comment, charsMax),
    href: wordsHref(list, messageId, start, end),
    where: t.how === 'own' ? 'in the patch' : t.fromVersion === null ? 'in a reply' : `given to v${t.fromVersion}`,
    when: t.how === 'own' ? null : minuteView(t.atSeconds),
    refused: t.counted ? null : refusedSays(t, giver),
    sure: t.sure,
    hints: t.hints.map(h => {
      const words = clipLine(
        rows.get(h.span.messageId)?.text.slice(h.span.start, h.span.end).replace(/\s+/g, ' ') ?? '',
        charsMax,
      )
      return h.kind === 'condition' ? `on a condition: ‘${words}’` : `says: ‘${words}’`
    }),
  }
}

function refusedSays(t: CollectedTrailer, giver: string): string {
  if (t.reason === 'mismatch') return `${giver} sent it, and it names somebody else`
  if (t.reason === 'carried-changed') return 'the patch changed since'
  return says[t.reason] ?? t.reason.replaceAll('-', ' ')
}
