import type { Certainty, Cite, DebatePatch, KernelVersion, MessageId } from '../model/index.ts'

/** An answer that people gave to a debate's question, and who gave it in public. */
export type DebatePosition = {
  readonly id: string
  readonly title: string
  /** In own words; never a quotation. */
  readonly says: string
  /** Names as they stand in the mails cited; only of people whose own cited mail says so, or acks where `says` says that. */
  readonly holders: readonly string[]
  /** Messages in which it is held. */
  readonly cites: readonly Cite[]
}

/** A posting of a debate: a patch or cover of one revision, held by an archive or not. */
export type DebatePart = DebatePatch & {
  readonly kind: 'cover' | 'patch'
  readonly author: string
  /** Day of posting, `YYYY-MM-DD`. */
  readonly posted: string
  /** How its variant, that of another revision, differs from it; null when the variant plays this posting. */
  readonly standIn: string | null
  /** What became of it, in own words; null when it was simply superseded by the next revision. */
  readonly fate: string | null
  /** How surely Message-ID and title are known. */
  readonly sure: Certainty
}

/** A commit that came out of a debate. */
export type Merged = {
  readonly commit: string
  readonly title: string
  readonly kernel: KernelVersion
  /** `certain`: hash, title and release were read; `likely`: one of them is from memory. */
  readonly sure: Certainty
}

/** How a debate ended. */
export type DebateOutcome = {
  readonly says: string
  readonly merged: readonly Merged[]
  /** What is not known for certain about the outcome; empty when nothing. */
  readonly doubts: readonly string[]
  readonly cites: readonly Cite[]
}

/** A scenario that plays a debate's question. */
export type DebateScenario = {
  readonly id: string
  /** Mechanism of `facts/` it is about: patches whose titles name it are linked as guesses. */
  readonly mechanism: string
  /** Words one of which a title must hold besides, so that a mere mention does not link. */
  readonly titleWords: readonly string[]
}

/** An argument held on the lists, with its patches and positions. One file of `argue/debates/` each. */
export type Debate = {
  readonly slug: string
  readonly title: string
  /** One sentence that ends in a question mark. */
  readonly question: string
  readonly summary: string
  readonly year: number
  readonly positions: readonly DebatePosition[]
  /** Every posting known, oldest first, whether or not an archive holds it. */
  readonly patches: readonly DebatePart[]
  /** Slugs of `facts/mechanisms`. */
  readonly mechanisms: readonly string[]
  /** Canonical names of flags it turns on. */
  readonly flags: readonly string[]
  readonly scenarios: readonly DebateScenario[]
  readonly outcome: DebateOutcome
  /** Message-IDs that start its threads. */
  readonly roots: readonly MessageId[]
  /** Message-IDs named here whose mail was not in the collection this entry was written from. */
  readonly elsewhere: readonly MessageId[]
  readonly cites: readonly Cite[]
}
