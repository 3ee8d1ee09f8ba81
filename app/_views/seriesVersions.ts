import type { Revision } from '../../argue/series/index.ts'
import type { Certainty, MessageId, PatchSeries } from '../../model/index.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { minuteView } from './dates.ts'
import type { DateView } from './dates.ts'
import type { TagGiven } from './seriesTrailers.ts'
import { elsewhere, mboxHref, messageHref, seriesHref, threadHref } from './urls.ts'

/** Why a posting belongs to the chain. */
export type ReasonView = { readonly sure: Certainty; readonly says: string }

/** A slot n/m of a posting: its mail, its ghost, or nothing; what was said for or against it. */
export type SeriesPartView = {
  readonly part: number
  readonly at: string
  readonly title: string
  readonly href: string | null
  readonly state: 'held' | 'ghost' | 'missing'
  /** Of a part that the archive lacks: the mail on lore, or where its id is not known the first mail of the posting. */
  readonly loreHref: string | null
  readonly replacedBy: { readonly label: string; readonly href: string } | null
  readonly tags: readonly TagGiven[]
}

/** One posting of the chain. */
export type VersionView = {
  readonly label: string
  readonly anchor: string
  readonly href: string
  /** How sure it is that it belongs to the work. */
  readonly sure: Certainty
  readonly badges: readonly string[]
  readonly title: string
  readonly author: string
  readonly when: DateView
  readonly held: number
  readonly total: number
  readonly parts: readonly SeriesPartView[]
  readonly hidden: number
  readonly cover: { readonly href: string; readonly tags: readonly TagGiven[] } | null
  readonly reasons: readonly ReasonView[]
  /** How sure it is that these mails are one posting, where that is not certain. */
  readonly posting: ReasonView | null
  readonly links: { readonly message: string; readonly thread: string; readonly mbox: string }
  readonly facts: readonly VersionFact[]
}

/** A line of git's or b4's that a posting carries: base-commit, change-id, prerequisites. */
export type VersionFact = { readonly name: string; readonly value: string }

/** Slots of one posting that a page lists. */
const partsMax = 300

/** What the caller knows of a posting beyond its rows. */
export type PostingNotes = {
  /** Distinct among the postings of a page. */
  readonly anchor: string
  readonly reasons: readonly ReasonView[]
  readonly facts: readonly VersionFact[]
  readonly tagsOf: (id: MessageId) => readonly TagGiven[]
  readonly replacedBy: (id: MessageId) => SeriesPartView['replacedBy']
}

/** A posting as the series page lists it. `chainKey`: key of the chain's first posting; `list`: where its mails are read. */
export function versionView(
  { series, version, sure }: Revision,
  chainKey: MessageId,
  list: string,
  notes: PostingNotes,
): VersionView {
  const label = `v${version}`
  const parts = series.parts.slice(0, partsMax).map((p): SeriesPartView => {
    const state = p.messageId !== null ? 'held' : p.ghostId !== undefined ? 'ghost' : 'missing'
    const id = p.messageId ?? p.ghostId ?? null
    return {
      part: p.part,
      at: `${p.part}/${series.total}`,
      title: clipLine(p.title, subjectCharsMax),
      href: id === null ? null : messageHref(list, id),
      state,
      loreHref: state === 'held' ? null : loreHref(id ?? series.coverId ?? series.key),
      replacedBy: p.messageId === null ? null : notes.replacedBy(p.messageId),
      tags: id === null ? [] : notes.tagsOf(id),
    }
  })
  const first = series.coverId ?? series.key
  return {
    label,
    anchor: notes.anchor,
    href: seriesHref(chainKey, version),
    sure,
    badges: badgesOf(series),
    title: clipLine(series.title, subjectCharsMax),
    author: series.author.name,
    when: minuteView(series.atSeconds),
    held: series.parts.filter(p => p.messageId !== null).length,
    total: series.extent === 'partial' ? series.parts.length : series.total,
    parts,
    hidden: series.parts.length - parts.length,
    cover:
      series.coverId === null ? null : { href: messageHref(list, series.coverId), tags: notes.tagsOf(series.coverId) },
    reasons: notes.reasons,
    posting: series.sure === 'certain' ? null : { sure: series.sure, says: series.reason.replaceAll('-', ' ') },
    links: { message: messageHref(list, first), thread: threadHref(list, first), mbox: mboxHref(list, first) },
    facts: notes.facts,
  }
}

function badgesOf(series: PatchSeries): readonly string[] {
  const badges = series.isRfc ? ['RFC'] : []
  if (series.isResend) badges.push('RESEND')
  if (series.extent === 'partial') badges.push('partial reroll')
  badges.push(...(series.labels ?? []))
  return badges
}

/** Where lore has a mail. */
export const loreHref = (id: MessageId): string => elsewhere(id)[0]!.href
