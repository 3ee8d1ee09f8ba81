import type { RelationType, SentenceLabel, StanceValue } from '../../model/index.ts'
import type { Reason } from './model/linear.ts'

/** Where a tag comes from: the rule's or model's name, how sure it is, and the words or features it rests on. */
export type Why = {
  readonly by: string
  /** Probability in thousandths where a model said it, null for rules. */
  readonly probMille: number | null
  /** The model's five largest features, or the rule's words. */
  readonly reasons: readonly Reason[]
}

export type StanceTag = Why & {
  readonly value: StanceValue
  readonly object: string | null
  readonly version: number | null
}

/** What a sentence acts on. A quote is the whole block in this mail; where it was taken from stands beside it. */
export type RelationTag = Why & {
  readonly type: RelationType
  readonly target: {
    readonly kind: 'quote' | 'parent' | 'patch'
    readonly start: number | null
    readonly end: number | null
    readonly messageId: string | null
    readonly sourceStart: number | null
    readonly sourceEnd: number | null
  }
}

export type SentenceTag = Why & {
  readonly start: number
  readonly end: number
  readonly label: SentenceLabel
  /** True where the model is too unsure to be shown without asking. */
  readonly abstains: boolean
  readonly mechanisms: readonly string[]
  readonly relations: readonly RelationTag[]
}

export type GfpRole = 'uses-now' | 'introduces' | 'removes' | 'advocates' | 'objects' | 'asks' | 'mention'

export type GfpTag = Why & {
  readonly start: number
  readonly end: number
  /** As written where it is spelled; the flag that a prose name stands for. */
  readonly flag: string
  readonly spelled: boolean
  readonly role: GfpRole
  readonly negated: boolean
}

/** Every tag of one mail. Offsets count UTF-16 units into its text. */
export type Tags = {
  readonly messageId: string
  readonly textHash: string
  /** The first is the main one. */
  readonly stances: readonly StanceTag[]
  readonly sentences: readonly SentenceTag[]
  readonly gfp: readonly GfpTag[]
}
