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

/** One revision of a patch series (or a single patch: total 1, no cover). */
export type PatchSeries = {
  /** Stable key: Message-ID of the cover, else of the first patch. */
  readonly key: MessageId
  readonly title: string
  readonly version: number
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
}
