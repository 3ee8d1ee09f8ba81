import type { DateView } from './dates.ts'

/** A tag that somebody gave to a patch or to a series, and whether it counts. */
export type TagGiven = {
  /** `Reviewed-by`. */
  readonly name: string
  readonly value: string
  /** The mail it stands in. */
  readonly href: string
  readonly where: 'patch' | 'reply'
  readonly when: DateView | null
  /** Why it is not counted, in words; null when it is. */
  readonly refused: string | null
}
