import type { MessageId } from './mail.ts'

/**
 * A run of quoted lines of depth 1 and the words of the mail it was taken from. Offsets count UTF-16 units: `start`,
 * `end` in the quoting mail's text (marks included), `source.start`, `source.end` in the quoted mail's.
 */
export type QuoteLink = {
  readonly start: number
  readonly end: number
  /**
   * How it was found: the same characters once the marks are off; the same but for whitespace, wrapping and look-alike
   * characters; most of its words in the same order; not at all.
   */
  readonly how: 'exact' | 'normalised' | 'fuzzy' | 'unresolved'
  /** Share of its words found in the source, thousandths; 1000 where exact. */
  readonly matchMille: number
  /** Null exactly when unresolved. */
  readonly source: { readonly messageId: MessageId; readonly start: number; readonly end: number } | null
}
