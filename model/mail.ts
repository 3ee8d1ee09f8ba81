import type { Certainty } from './certainty.ts'
import type { PatchClues } from './patch.ts'

/** A Message-ID without its angle brackets, whitespace and controls removed. */
export type MessageId = string

/** Something odd about a mail or a source. It is stored and shown, never a reason to drop mail. */
export type Problem = {
  readonly stage: 'source' | 'headers' | 'mime' | 'body' | 'thread' | 'series' | 'annotate' | 'store'
  /** Stable, kebab-case; the words for people stand in `facts/problems.ts`. */
  readonly code: string
  readonly detail?: string
}

/** The bytes of one mail as a source yielded them, after mbox unescaping. `bytes` is the truth. */
export type RawMessage = {
  readonly kind: 'mail'
  readonly bytes: Uint8Array
  /** sha256 (hex) of `bytes`, where somebody had to know it already. */
  readonly hash?: string
  /** `rfc5322`: a mail. `archive-text`: a mail as a web archive prints it (subject, From, Date, body). */
  readonly form: 'rfc5322' | 'archive-text'
  /** Name of the source file or repository as given by the user. */
  readonly source: string
  /** Byte offset in the (uncompressed) source, or the blob's object id. */
  readonly position: string
  /** Seconds since the epoch from the mbox separator or commit; null when absent or nonsense. */
  readonly envelopeAt: number | null
  readonly problems: readonly Problem[]
  /** Why its list's own archive removed it; absent for mail that stands. Its content is not to be kept (E82). */
  readonly removed?: string
  /** A removal that counts only where nothing but its own source brought the mail to its list. */
  readonly onlyFromHere?: true
  /** What its source handed out for the same bytes when it ended too early; to be taken back when this is stored. */
  readonly replaces?: readonly HandedOut[]
}

/** Something a source handed out, by its place in the source and the sha256 (hex) of its bytes. */
export type HandedOut = { readonly source: string; readonly position: string; readonly hash: string }

/** Bytes that are no mail; kept with the reason. */
export type Quarantined = {
  readonly kind: 'quarantine'
  readonly bytes: Uint8Array
  readonly source: string
  readonly position: string
  readonly reason: string
  /** As in `RawMessage`. */
  readonly replaces?: readonly HandedOut[]
}

/** Name and address of a sender or recipient; `address` lower-cased, empty when none could be read. */
export type Address = { readonly name: string; readonly address: string }

/** A date as the sender wrote it: seconds since the epoch and the zone in minutes east of UTC. */
export type SentDate = { readonly atSeconds: number; readonly zoneMinutes: number }

/** An attachment or inline non-body part; never rendered as HTML. */
export type Attachment = {
  /** Part number from 1 in order of appearance. */
  readonly part: number
  readonly fileName: string
  readonly contentType: string
  readonly sizeBytes: number
  /** Decoded text of text parts and patches, else null. */
  readonly text: string | null
}

/** What a subject line says once its brackets, reply words and list prefixes are read (mail.md E60-E75). */
export type SubjectInfo = {
  /** Subject as decoded, at most 998 characters; `(no subject)` when empty. */
  readonly full: string
  /** Without reply words, bracketed tags and list prefixes; whitespace collapsed. */
  readonly bare: string
  readonly isReply: boolean
  /** True when a tag says PATCH, PATCHSET, RFC PATCH or alike. */
  readonly isPatch: boolean
  readonly isRfc: boolean
  readonly isResend: boolean
  /**
   * Revision number from the tag, 1 when a patch names none. Null for non-patches, and where a dotted number may as well
   * be a kernel (mail.md E64): it stands among the labels then. Dotted: 24.1; ordered as a pair by `text/revision.ts`.
   */
  readonly version: number | null
  /** The revision as written where the number cannot say it (`24.10`, `24.0`); left out else. */
  readonly versionText?: string
  /** Part n of m; 0 of m is the cover. Null when the tag carries no n/m. */
  readonly part: number | null
  readonly total: number | null
  /** Bracket tokens that are none of the above, as written (`-mm`, `net-next`). */
  readonly labels: readonly string[]
}

/** A trailer line of a mail outside quotes: `Acked-by: Name <address>`. Offsets into the decoded text. */
export type Trailer = {
  readonly name: string
  readonly value: string
  readonly person: Address | null
  readonly start: number
  readonly end: number
}

/** Identity and threading headers, read from raw bytes by our own code. */
export type Headers = {
  /** First usable Message-ID, or a synthetic one (`<hash>@missing.acknak.invalid`) with a problem. */
  readonly messageId: MessageId
  readonly otherIds: readonly MessageId[]
  readonly subject: SubjectInfo
  readonly from: Address
  /** The author when an in-body `From:` or relay munging says it is not the poster (E58). */
  readonly author: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly sent: SentDate | null
  /** From Received, else the envelope; seconds; null when neither is known. */
  readonly receivedAt: number | null
  /** Ids of In-Reply-To, cleaned (E19-E24), in order. */
  readonly inReplyTo: readonly MessageId[]
  /** Ids of References, cleaned, oldest first. */
  readonly references: readonly MessageId[]
  readonly listIds: readonly string[]
}

/** One mail, wholly read. Held one at a time; lists hold `Skeleton`s. */
export type ParsedMessage = {
  readonly headers: Headers
  /** sha256 (hex) of the raw bytes: identifies a delivery. */
  readonly rawHash: string
  /** sha256 (hex) of normalised headers and text (mail.md E16): identifies a message. */
  readonly contentHash: string
  /** sha256 (hex) of `text`. */
  readonly textHash: string
  readonly form: RawMessage['form']
  /** Decoded text of the first text part: LF line ends, otherwise unchanged. Spans count UTF-16 units in it. */
  readonly text: string
  readonly attachments: readonly Attachment[]
  readonly trailers: readonly Trailer[]
  /** True when the unquoted text or an attachment holds a unified diff. */
  readonly hasDiff: boolean
  /** Paths the diff touches, in order, without a/ b/. */
  readonly files: readonly string[]
  /** Null for mail without a patch and without links to earlier postings. */
  readonly patch: PatchClues | null
  readonly problems: readonly Problem[]
}

/** What threading and lists need of a mail; thousands are held. */
export type Skeleton = {
  readonly messageId: MessageId
  /** Further Message-IDs it carries; they lead to it (mail.md E13). Left out: none. */
  readonly otherIds?: readonly MessageId[]
  /** Message-IDs of In-Reply-To and References as in `Headers`. */
  readonly inReplyTo: readonly MessageId[]
  readonly references: readonly MessageId[]
  readonly subject: SubjectInfo
  readonly author: Address
  readonly from: Address
  /** Sort key: sent, clamped by received (E53-E57), seconds. */
  readonly atSeconds: number
  readonly hasDiff: boolean
  readonly form: RawMessage['form']
  readonly contentHash: string
  /** As in `ParsedMessage`. Left out: none. */
  readonly patch?: PatchClues
}

/** A parent edge of the thread tree. */
export type ParentEdge = { readonly sure: Certainty; readonly reason: string }
