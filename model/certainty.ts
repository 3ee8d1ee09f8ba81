/**
 * How sure a derived statement is. `certain`: the mail says so in a header or by an exact rule.
 * `likely`: a rule that is right nearly always. `guess`: shown apart, never merged into a tree.
 */
export type Certainty = 'certain' | 'likely' | 'guess'

/** A rule's verdict on something derived: what was said, by which rule, and how surely. */
export type Derived = {
  readonly sure: Certainty
  /** Identifier of the rule that said it, e.g. `in-reply-to`, `last-reference`, `seed-subject`. */
  readonly reason: string
}

/** Where a fact was read: a mail, a commit, a file of a kernel tree, or memory (then it carries doubt). */
export type Cite = {
  readonly kind: 'mail' | 'commit' | 'source' | 'run' | 'memory'
  /** Message-ID without brackets, commit hash, `path@tree`, or name of a run. */
  readonly ref: string
  readonly note?: string
}
