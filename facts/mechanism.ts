import type { Mechanism } from '../model/index.ts'

/**
 * A mechanism's entry: one file of `facts/mechanisms/`, named by its slug. Its aliases are lower-case words and
 * identifiers; a space stands for blanks, a line break or a hyphen, and an alias never matches inside a longer word.
 */
export type MechanismFact = Mechanism & {
  /** Other identifiers for the same thing, e.g. of hand-labelled threads. */
  readonly also: readonly string[]
  /** Kernel functions and identifiers it consists of, as a diff or a trace spells them. */
  readonly functions: readonly string[]
  /** Slugs of mechanisms that one reads about next. */
  readonly related: readonly string[]
}
