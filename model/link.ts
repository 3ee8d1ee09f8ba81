import type { Certainty } from './certainty.ts'
import type { MessageId } from './mail.ts'

/** A patch or message of the archive tied to a runnable scenario. */
export type ScenarioLink = {
  readonly messageId: MessageId
  readonly scenario: string
  /** Variant of the scenario that plays this patch, when one does. */
  readonly variant: string | null
  readonly debate: string | null
  readonly kind: 'patch' | 'series' | 'argument' | 'mechanism'
  readonly sure: Certainty
  readonly reason: string
}

/** A patch known from a debate's list, whether or not the archive holds its mail. */
export type DebatePatch = {
  /** Null when the patch's Message-ID is not known. */
  readonly messageId: MessageId | null
  readonly title: string
  readonly version: number
  readonly part: number | null
  readonly total: number | null
  readonly scenario: string | null
  readonly variant: string | null
}
