import type { Certainty } from './certainty.ts'
import type { MessageId } from './mail.ts'

/** Two offsets (UTF-16 units, end exclusive) into the stored decoded text of a message. */
export type Span = { readonly messageId: MessageId; readonly start: number; readonly end: number }

/** What a line of a mail is; one per line (annotation.md 1.0). */
export type ZoneKind =
  | 'prose'
  | 'quote'
  | 'attribution'
  | 'code'
  | 'diff'
  | 'diffstat'
  | 'trace'
  | 'trailer'
  | 'patch-meta'
  | 'signature'
  | 'footer'
  | 'greeting'
  | 'blank'

/** A run of lines of one kind; `depth` counts `>` marks (0 outside quotes). */
export type Zone = { readonly kind: ZoneKind; readonly depth: number; readonly start: number; readonly end: number }

export type StanceValue = 'ack' | 'ack-conditional' | 'revise' | 'nak' | 'defer' | 'author-defend' | 'withdraw' | 'none'

/** Where a tag comes from: the rule or model, the pipeline's version, the words it rests on. */
export type Provenance = {
  readonly by: string
  readonly sure: Certainty
  /** Probability in thousandths where a model said it, else null. */
  readonly probMille: number | null
  readonly evidence: readonly Span[]
}

/** What the author of a message holds about an object (patch, series or proposal) at a version. */
export type Stance = Provenance & {
  readonly type: 'stance'
  readonly messageId: MessageId
  readonly value: StanceValue
  /** Message-ID of the patch or cover, or `proposal:<slug>`. */
  readonly object: string
  readonly version: number | null
}

export type SentenceLabel =
  | 'claim'
  | 'evidence'
  | 'question'
  | 'proposal'
  | 'concession'
  | 'agreement'
  | 'disagreement'
  | 'other'

export type Sentence = Provenance & { readonly type: 'sentence'; readonly span: Span; readonly label: SentenceLabel }

export type RelationType =
  | 'supports'
  | 'attacks'
  | 'undercuts'
  | 'questions'
  | 'answers'
  | 'restates'
  | 'refines'
  | 'alternative-to'

/** An edge of the argument; `target` may be another edge, since an undercut attacks a link. */
export type Relation = Provenance & {
  readonly type: 'relation'
  readonly id: string
  readonly relation: RelationType
  readonly source: Span
  readonly anchor: 'quote' | 'hunk' | 'mention' | 'parent'
  readonly target:
    | { readonly kind: 'span'; readonly span: Span }
    | { readonly kind: 'patch'; readonly messageId: MessageId }
    | { readonly kind: 'edge'; readonly id: string }
}

/** A GFP flag or mechanism named in a mail. `zone` tells whose words: only prose, diff and code are the author's. */
export type Mention = {
  readonly type: 'mention'
  readonly subject: 'gfp' | 'mechanism'
  /** Canonical flag (`__GFP_NOFAIL`) or mechanism slug (`oom-reaper`). */
  readonly key: string
  readonly span: Span
  readonly zone: 'prose' | 'quote' | 'added' | 'removed' | 'context' | 'subject'
  readonly negated: boolean
  readonly by: string
}

/** An assertion that a debate keeps; merged sentences, one representative. Keyed by slug. */
export type Claim = { readonly id: string; readonly says: Span | string; readonly members: readonly Span[] }

export type Annotation = Stance | Sentence | Relation | Mention
