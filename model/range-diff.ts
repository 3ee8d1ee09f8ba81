import type { Certainty } from './certainty.ts'
import type { Address, MessageId } from './mail.ts'
import type { Patch } from './patch.ts'

/** One patch of a revision as range-diff compares it. Covers are not patches and are left out by the caller. */
export type RangePatch = {
  readonly patch: Patch
  /** The text it was read from: its offsets count there. */
  readonly text: string
  /** Who git would name as author: the in-body `From:`, else the sender. */
  readonly author: Address
  readonly messageId: MessageId
}

/**
 * One line of the diff between two patches. `outer`: in both (' '), in the earlier only ('-'), in the later only ('+').
 * `inner`: what the line is within its patch: context (' '), added, removed, heading of a hunk ('@@') or of a section
 * ('##'), or no diff line at all (''): author, commit message, the blank line between sections.
 */
export type RangeLine = {
  readonly outer: ' ' | '-' | '+'
  readonly inner: ' ' | '+' | '-' | '@@' | '##' | ''
  /** Without marks and without the indent of the commit message. */
  readonly text: string
}

/** Lines that changed with up to three unchanged ones around them. */
export type RangeHunk = {
  /** The section and function above it, as git prints them behind `@@`; null: it goes on from the section before. */
  readonly heading: string | null
  readonly lines: readonly RangeLine[]
}

/** The hunks of one part of a patch: its author, its commit message, or one file. */
export type RangeSection = {
  readonly kind: 'metadata' | 'message' | 'file'
  /** Path after the change; empty for metadata and message. */
  readonly path: string
  readonly hunks: readonly RangeHunk[]
}

/**
 * A patch of the earlier revision and its counterpart in the later one, as `git range-diff` marks them: the same ('='),
 * changed ('!'), dropped ('<'), new ('>').
 */
export type RangePair = {
  readonly mark: '=' | '!' | '<' | '>'
  /** Index into the earlier revision's patches, null for '>'. */
  readonly before: number | null
  /** Index into the later revision's patches, null for '<'. */
  readonly after: number | null
  /** Empty unless '!'. */
  readonly sections: readonly RangeSection[]
}

/** What changed between two revisions: pairs in git's order (that of the later revision). */
export type RangeDiff = {
  readonly pairs: readonly RangePair[]
  /**
   * What the bounds left out: patches beyond the bound, lines beyond the bound of a patch, and distances of two patches
   * that were estimated because exact ones took too long. Zeros but for huge or hostile input.
   */
  readonly omitted: {
    readonly patchesBefore: number
    readonly patchesAfter: number
    readonly lines: number
    readonly distances: number
  }
}

/** Where in a patch a comment stands: lines of a hunk, lines of the commit message, or no such place. */
export type CommentPlace =
  | {
      readonly in: 'hunk'
      /** Indices into `files`, its `hunks` and the hunk's `lines`; `to` is exclusive. */
      readonly file: number
      readonly hunk: number
      readonly from: number
      readonly to: number
    }
  /** Lines of the commit message: offsets into the text of the patch; the title is in the subject, not in it. */
  | { readonly in: 'message'; readonly start: number; readonly end: number }
  | { readonly in: 'patch' }

/**
 * Why a comment ended where it did; `fateSentence` of text/range-diff has the words.
 * `same-patch`: nothing of the patch changed. `same-lines`: the lines stand as they were, and so does what is next to
 * them. `changed-near`: they stand, lines within three of them changed. `moved`: they stand elsewhere in the patch.
 * `moved-part`: they stand in another patch. `reworded`: other lines stand in their place. `partly`: some of them stand.
 * `now-context`: the text is there without being added or removed by the patch. `gone`: nothing stands in their place.
 * `dropped`: the patch has no counterpart. `whole-patch`: the comment is on no line, and the patch changed.
 * `no-place`: the patch or the lines were not found, or are beyond the bounds.
 */
export type CommentReason =
  | 'same-patch'
  | 'same-lines'
  | 'changed-near'
  | 'moved'
  | 'moved-part'
  | 'reworded'
  | 'partly'
  | 'now-context'
  | 'gone'
  | 'dropped'
  | 'whole-patch'
  | 'no-place'

/** What became of the lines that a comment on one revision is about. It says nothing of whether the comment was heeded. */
export type CommentFate = {
  /** `unknown` exactly when the reason is `no-place`. */
  readonly fate: 'unchanged' | 'changed' | 'removed' | 'patch-dropped' | 'patch-unchanged' | 'unknown'
  readonly reason: CommentReason
  /** Index into the later revision's patches: the counterpart, or the patch that has the lines now; else null. */
  readonly partAfter: number | null
  /** Where they or what replaced them stand: offsets into that patch's text, from the first line to the last; else null. */
  readonly after: { readonly start: number; readonly end: number } | null
  /**
   * `certain`: the same text, found by comparing equal lines. `likely`: found by range-diff's pairing, by a text that
   * occurs once, or by most of its words. `guess`: the patches share only their title, or the lines share no words.
   */
  readonly sure: Certainty
}
