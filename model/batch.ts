import type { Annotation } from './annotation.ts'
import type { ScenarioLink } from './link.ts'
import type { ParsedMessage, Quarantined, RawMessage } from './mail.ts'
import type { PatchSeries } from './series.ts'
import type { Thread } from './thread.ts'

/** One mail on its way to the store: its bytes, what was read, the list it came by. */
export type Delivered = {
  readonly raw: RawMessage
  readonly parsed: ParsedMessage
  /** Slug of the list (`linux-mm`). */
  readonly list: string
  readonly annotations: readonly Annotation[]
  readonly links: readonly ScenarioLink[]
}

/** What one transaction writes. Threads and series replace those that share any of their messages. */
export type Batch = {
  readonly deliveries: readonly Delivered[]
  readonly quarantined: readonly Quarantined[]
  readonly threads: readonly Thread[]
  readonly series: readonly PatchSeries[]
  readonly pipelineVersion: string
}

/** What a batch changed. `unchanged`: deliveries whose bytes were already stored. */
export type Saved = {
  readonly added: number
  readonly unchanged: number
  readonly quarantined: number
}

/** Counts of the whole store. */
export type StoreCounts = {
  readonly messages: number
  readonly threads: number
  readonly ghosts: number
  readonly series: number
  readonly patches: number
  readonly annotations: number
  readonly links: number
  readonly quarantined: number
}
