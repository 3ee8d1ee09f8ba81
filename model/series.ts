import type { Certainty } from './certainty.ts'
import type { Address, MessageId } from './mail.ts'

/** One slot n/m of a series. `messageId` null: expected, and not in the archive. */
export type SeriesPart = {
  readonly part: number
  readonly title: string
  readonly messageId: MessageId | null
  /** Id of the ghost that replies show to be this missing part; its page has the text recovered from them. */
  readonly ghostId?: MessageId
}

/** What a posting can be recognised by as a revision of the same work; two postings that share one belong together. */
export type ChainMark = {
  readonly kind: 'change-id' | 'link' | 'patch-id' | 'author-title'
  /** The change-id; a Message-ID (its own and those it links to); a patch-id; normalised title and author. */
  readonly value: string
  readonly sure: Certainty
}

/** One revision of a patch series (or a single patch: total 1, no cover). */
export type PatchSeries = {
  /** Stable key: Message-ID of the cover, else of the first patch. */
  readonly key: MessageId
  readonly title: string
  readonly version: number
  /** As in `SubjectInfo`: `24.10`. Left out where `version` says it all. */
  readonly versionText?: string
  readonly isRfc: boolean
  readonly isResend: boolean
  readonly author: Address
  readonly total: number
  readonly coverId: MessageId | null
  readonly parts: readonly SeriesPart[]
  /** Revisions of one work share a chain: normalised title of the cover and author. */
  readonly chain: string
  readonly sure: Certainty
  readonly reason: string
  readonly atSeconds: number
  /** Whole: a posting of all parts, brought or not. Partial: rerolls or adds some parts of `replaces`. */
  readonly extent: 'whole' | 'partial'
  /** Key of the posting whose parts a partial one replaces or adds to, where it is in the same thread; else null. */
  readonly replaces: MessageId | null
  /** Message-ID of the umbrella cover above its cover (mail.md E64c), else null. */
  readonly umbrellaId: MessageId | null
  /** Sorted by kind, then value; no doubles. */
  readonly marks: readonly ChainMark[]
  /** Labels of its cover, else of its first patch, which the others inherit (`-mm`, `net-next`, `5.10`). Left out: none. */
  readonly labels?: readonly string[]
}
