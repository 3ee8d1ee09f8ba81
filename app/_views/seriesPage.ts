import { mailmapOf } from '../../argue/people/index.ts'
import type { Revision } from '../../argue/series/index.ts'
import type { ArchiveReader, MessageId, MessageRow, PatchSeries, StoredThread } from '../../model/index.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { homeList } from './place.ts'
import { absentVersions, chainKey, labelOf, reasonsOf, revisionsAround } from './seriesChain.ts'
import { compared, directReplies } from './seriesComparison.ts'
import type { Comparison } from './seriesComparison.ts'
import { readRows } from './seriesMails.ts'
import { choicesOf, effectiveView, replacementsOf, slotsOf } from './seriesSlots.ts'
import type { Choice, EffectiveView } from './seriesSlots.ts'
import { tagsOfRevisions } from './seriesTrailers.ts'
import { versionView } from './seriesVersions.ts'
import type { VersionFact, VersionView } from './seriesVersions.ts'
import { seriesHref } from './urls.ts'

/** The page of a patch series: its revisions, what changed between them, what became of comments. */
export type SeriesPage = {
  readonly key: MessageId
  readonly title: string
  readonly author: PersonView
  readonly isSample: boolean
  readonly list: string
  /** Its address: that of its first posting's key, with the revision where one was asked for. */
  readonly href: string
  readonly versions: readonly VersionView[]
  /** Versions below the highest that are not here. */
  readonly absent: readonly string[]
  /** Mails of its threads that were not read for tags and comments: there are too many. */
  readonly unread: number
  /** Anchor of the revision that the address names, else of the last. */
  readonly here: string
  /** What the series amounts to now; null when no whole posting of it is here. */
  readonly effective: EffectiveView | null
  readonly choices: readonly Choice[]
  /** Null with a single revision. */
  readonly comparison: Comparison | null
}

/** What the address of a series page asks for. `version`: without its `v`; `from`, `to`: values of choices. */
export type SeriesQuery = { readonly version: string | null; readonly from: string | null; readonly to: string | null }

/** Parts of all revisions whose patch-ids are asked for. */
const patchIdsMax = 1_000

/** Loads the series that holds `id`; null when none does. */
export async function seriesPage(reader: ArchiveReader, id: MessageId, query: SeriesQuery): Promise<SeriesPage | null> {
  const revisions = await revisionsAround(reader, id)
  const first = revisions[0]
  if (first === undefined) return null
  const key = chainKey(revisions)
  const asked = query.version === null ? undefined : revisions.find(r => r.version === query.version)
  const choices = choicesOf(revisions)
  const { from, to } = comparedChoices(choices, query, asked)
  const threads = await threadsOf(reader, revisions)
  const heads = revisions.flatMap(({ series }) => [series.coverId, firstHeld(series)].flatMap(held => held ?? []))
  const slots = { from: from === null ? [] : slotsOf(from), to: to === null ? [] : slotsOf(to) }
  const partIds = [...slots.from, ...slots.to].flatMap(s => s.messageId ?? [])
  const replies = slots.from.flatMap(s => (s.messageId === null ? [] : directReplies(threads, s.messageId)))
  const others = threads.flatMap(t => t.nodes.flatMap(n => (n.message === null ? [] : [n.messageId])))
  const [{ rows, unread }, patchIds] = await Promise.all([
    readRows(reader, [...heads, ...partIds, ...replies, ...others]),
    reader.patchIdsOf(revisions.flatMap(r => r.series.parts.flatMap(p => p.messageId ?? [])).slice(0, patchIdsMax)),
  ])
  const list = homeList([...rows.values()][0]?.lists ?? [], null)
  const anchors = anchorsOf(revisions)
  const effective = effectiveView(revisions, list)
  const tags = tagsOfRevisions(revisions, threads, rows, patchIds, list, await mailmapOf(reader))
  const replaced = replacementsOf(revisions, list)
  const versions = revisions.map((r, i) =>
    versionView(r, key, list, {
      anchor: anchors[i]!,
      reasons: reasonsOf(r, revisions),
      facts: factsOf(r.series, rows),
      tagsOf: mailId => tags.get(r)?.get(mailId) ?? [],
      replacedBy: partId => replaced.get(partId) ?? null,
    }),
  )
  return {
    key,
    title: clipLine((revisions.findLast(r => r.series.extent === 'whole') ?? first).series.title, subjectCharsMax),
    author: personView(first.series.author),
    isSample: [...rows.values()].some(row => row.isSample),
    list,
    href: seriesHref(key, asked === undefined ? null : query.version),
    versions,
    absent: absentVersions(revisions),
    unread,
    here: anchors[revisions.indexOf(asked ?? revisions.at(-1)!)]!,
    effective,
    choices,
    comparison: from === null || to === null ? null : compared(from, to, slots, rows, threads, list),
  }
}

const firstHeld = (series: PatchSeries): MessageId | null =>
  series.parts.find(p => p.messageId !== null)?.messageId ?? null

/** `v2`, and `v2-2` for the second posting of a version. */
function anchorsOf(revisions: readonly Revision[]): readonly string[] {
  const seen = new Map<string, number>()
  return revisions.map(r => {
    const n = (seen.get(r.version) ?? 0) + 1
    seen.set(r.version, n)
    return n === 1 ? labelOf(r) : `${labelOf(r)}-${n}`
  })
}

/** The revisions to compare: those asked for, else the one of the address or the last with the one before it. */
function comparedChoices(
  choices: readonly Choice[],
  query: SeriesQuery,
  asked: Revision | undefined,
): { readonly from: Choice | null; readonly to: Choice | null } {
  if (choices.length < 2) return { from: null, to: null }
  const named = (value: string | null) => choices.find(c => c.value === value)
  const to = named(query.to) ?? choices.find(c => c.revision === asked) ?? choices.at(-1)!
  const before = choices.slice(0, choices.indexOf(to)).findLast(c => c.revision.version !== to.revision.version)
  return { from: named(query.from) ?? before ?? choices[0]!, to }
}

/** Threads that hold the postings, by posting. */
async function threadsOf(reader: ArchiveReader, revisions: readonly Revision[]): Promise<readonly StoredThread[]> {
  const threads: StoredThread[] = []
  for (const { series } of revisions) {
    const { key } = series
    if (threads.some(t => t.nodes.some(n => n.messageId === key))) continue
    const thread = await reader.thread(key)
    if (thread !== null) threads.push(thread)
  }
  return threads
}

/** Prerequisites listed of a posting. */
const prerequisitesMax = 20

/** What git and b4 wrote below a posting: base-commit, change-id, and what has to be applied before. */
function factsOf(series: PatchSeries, rows: ReadonlyMap<MessageId, MessageRow>): readonly VersionFact[] {
  const heads = [series.coverId, firstHeld(series)].flatMap(id => (id === null ? [] : (rows.get(id) ?? [])))
  const clues = heads.flatMap(row => row.skeleton.patch ?? [])
  const base = clues.find(c => c.baseCommit !== null)?.baseCommit
  const change = clues.find(c => c.changeId !== null)?.changeId
  const needed = [...new Set(heads.flatMap(row => prerequisitesIn(row.text)))]
  const more = needed.length - prerequisitesMax
  return [
    ...(base == null ? [] : [{ name: 'base-commit', value: base }]),
    ...(change == null ? [] : [{ name: 'change-id', value: change }]),
    ...needed.slice(0, prerequisitesMax).map(line => {
      const colon = line.indexOf(': ')
      return { name: line.slice(0, colon), value: line.slice(colon + 2) }
    }),
    ...(more > 0 ? [{ name: 'and more', value: `${more} prerequisites in the mail` }] : []),
  ]
}

/** `prerequisite-patch-id: ...` and alike, whole lines. */
const prerequisitesIn = (text: string): readonly string[] =>
  text.includes('\nprerequisite-')
    ? (text.match(/^prerequisite-(?:patch-id|change-id|message-id): \S{1,400}$/gm) ?? [])
    : []
