import type { Address, MessageId, Problem } from './mail.ts'

/** One line of a hunk. `text` has neither the mark nor the line end; the span holds the mark. */
export type HunkLine = {
  readonly kind: 'context' | 'added' | 'removed'
  readonly text: string
  /** True when `\ No newline at end of file` follows. */
  readonly isLastWithoutNewline?: boolean
  /** Offsets into the text the patch was read from. */
  readonly start: number
  readonly end: number
}

/** One `@@ -a,b +c,d @@ heading` with its lines. Counts are those announced; `lines` are those found. */
export type Hunk = {
  readonly oldStart: number
  readonly oldCount: number
  readonly newStart: number
  readonly newCount: number
  /** What follows the second `@@`, trimmed; empty when nothing does. */
  readonly heading: string
  /** The function the heading names, else null: a heading may be a struct, a label or a macro. */
  readonly functionName: string | null
  readonly lines: readonly HunkLine[]
  /** Canonical GFP flags on added lines that the removed lines of the hunk lack, and the other way round; sorted. */
  readonly gfpAdded: readonly string[]
  readonly gfpRemoved: readonly string[]
  readonly start: number
  readonly end: number
}

/** What a patch does to one file. */
export type PatchFile = {
  /** Path after the change, before it where the file is deleted; without `a/` and `b/`. */
  readonly path: string
  /** Path before the change where it differs, else null. */
  readonly oldPath: string | null
  readonly change: 'modified' | 'added' | 'deleted' | 'renamed' | 'copied' | 'mode'
  readonly isBinary: boolean
  /** Abbreviated object ids of the `index` line, else null. */
  readonly blobBefore: string | null
  readonly blobAfter: string | null
  readonly modeBefore: string | null
  readonly modeAfter: string | null
  readonly hunks: readonly Hunk[]
  readonly start: number
  readonly end: number
}

/** What befell a patch on its way through mailers (mail.md E36, E50). */
export type PatchDamage =
  | 'counts-mismatch'
  | 'lines-wrapped'
  | 'tabs-to-spaces'
  | 'crlf'
  | 'flowed'
  | 'non-breaking-spaces'
  | 'smart-quotes'
  | 'quoted-printable'
  | 'cut-short'

/** One patch of a mail. A mail may hold several (mail.md E73). */
export type Patch = {
  /** From 0, in order of appearance in the mail. */
  readonly pos: number
  /** Where its offsets count: in the mail's text (null), or in the text of the attachment of this part number. */
  readonly attachment: number | null
  /** Title without bracketed tags: the mail's, or that of the header pasted with it. */
  readonly title: string
  /** Author that the patch itself names (in-body or pasted `From:`), else null. */
  readonly author: Address | null
  /** The commit message: offsets; from the first line after header lines up to `---` or the diff. */
  readonly message: { readonly start: number; readonly end: number }
  readonly files: readonly PatchFile[]
  readonly baseCommit: string | null
  readonly changeId: string | null
  /** `prerequisite-patch-id` values. */
  readonly prerequisites: readonly string[]
  readonly damage: readonly PatchDamage[]
  readonly problems: readonly Problem[]
}

/** What a posting offers to recognise other revisions of the same work by; kept with the mail. */
export type PatchClues = {
  /** `git patch-id --stable` of each patch of the mail, in order, 40 hex digits; damaged ones left out. */
  readonly patchIds: readonly string[]
  readonly changeId: string | null
  readonly baseCommit: string | null
  /** Message-IDs of earlier postings that it links to (`Link:`, "v1: https://lore..."), cleaned, in order. */
  readonly links: readonly MessageId[]
}
