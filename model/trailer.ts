import type { Span } from './annotation.ts'
import type { Certainty } from './certainty.ts'
import type { Address, MessageId, Skeleton } from './mail.ts'

/** What a trailer does. `reference`: `Fixes:`, `Link:`, `Closes:`, `Message-ID:`; `other`: a name nobody knows. */
export type TrailerKind =
  | 'review'
  | 'ack'
  | 'test'
  | 'nak'
  | 'report'
  | 'suggest'
  | 'help'
  | 'sign-off'
  | 'co-develop'
  | 'copy'
  | 'reference'
  | 'other'

/** Where in its mail a trailer stands. `message`: above the `---` or the diff; `below`: between them. */
export type TrailerPlace = 'message' | 'below'

/** One trailer of a mail's own words. Spans count UTF-16 units of the mail's text. */
export type TrailerLine = {
  readonly kind: TrailerKind
  /** As the kernel's documents spell it (`Reviewed-by`), or as written where nobody knows the name. */
  readonly name: string
  /** As in the mail (`Reviewd-by`, `Acked-By`). */
  readonly written: string
  /** `certain`: a known name but for case; `likely`: one or two letters off, a blank for a hyphen; `guess`: unknown. */
  readonly nameSure: Certainty
  /** What kinds a name of two (`Reviewed-and-tested-by`) stands for besides `kind`. */
  readonly also: readonly TrailerKind[]
  /** Without the comment; on one line where a mailer broke it. */
  readonly value: string
  readonly person: Address | null
  /** Behind a `#`, or in brackets on the lines below; its marks taken off. Null without. */
  readonly comment: string | null
  readonly place: TrailerPlace
  /** Number of the block of neighbouring trailers it stands in, from 0. */
  readonly block: number
  /** From the name to the end of value or comment. */
  readonly start: number
  readonly end: number
}

/** Why a trailer is counted. */
export type TrailerCounted =
  /** In the commit message, which its author wrote. */
  | 'in-commit-message'
  /** Given in a reply by the person it names: same address, or the same but for `+tag`, letter case, sub-domain. */
  | 'own-address'
  /** Given in a reply by somebody of the same name (b4 takes this as well). */
  | 'own-name'
  /** Given in a reply by an address that is known to be the same person's. */
  | 'same-person'
  /** `Fixes:` proposed in a reply; names nobody. */
  | 'reference-in-reply'
  /** Given for an earlier revision to a patch that did not change since. */
  | 'carried-unchanged'

/** Why a trailer is shown and not counted. */
export type TrailerRefused =
  /** Names somebody other than the mail's sender. */
  | 'mismatch'
  /** Says neither name nor address, or none that can be compared. */
  | 'nobody-named'
  /** Below the `---`, where git and b4 do not look. */
  | 'below-cut'
  /** In the cover's own text; b4 takes only what replies give. */
  | 'in-cover'
  /** In a reply that shows a patch of its own, to which it belongs. */
  | 'of-own-patch'
  /** Answers a change that somebody else proposed in the thread. */
  | 'to-proposed-change'
  /** A program asks to be named; nobody gave it. */
  | 'by-bot'
  /** `Cc:`, `Link:` and unknown names in replies, which b4 leaves out. */
  | 'not-given-by-reply'
  /** Unknown name, no person. */
  | 'unknown-name'
  /** The same person gave the same before, or the commit message holds it. */
  | 'repeated'
  /** Given for an earlier revision to a patch that changed since; b4 drops it too. */
  | 'carried-changed'

/** What words beside a trailer say about it. Never counted by; shown with the words. */
export type TrailerHint =
  /** `for patches 1-3`: parts in order. */
  | { readonly kind: 'parts'; readonly parts: readonly number[]; readonly sure: Certainty; readonly span: Span }
  /** `for the whole series`. */
  | { readonly kind: 'whole-series'; readonly sure: Certainty; readonly span: Span }
  /** `with that fixed`. */
  | { readonly kind: 'condition'; readonly sure: Certainty; readonly span: Span }

/** A trailer given to a revision of a series, and whether it counts. */
export type CollectedTrailer = {
  readonly kind: TrailerKind
  readonly also: readonly TrailerKind[]
  /** As in `TrailerLine`. */
  readonly name: string
  readonly written: string
  readonly nameSure: Certainty
  readonly value: string
  readonly comment: string | null
  readonly person: Address | null
  /** The words, in the mail that holds them. */
  readonly span: Span
  /** Author of that mail. */
  readonly giver: Address
  readonly atSeconds: number
  /** A part, by the mail that is it; or every part, given on the cover. */
  readonly to:
    | { readonly kind: 'part'; readonly part: number; readonly messageId: MessageId }
    | { readonly kind: 'series'; readonly coverId: MessageId }
  readonly how: 'own' | 'follow-up' | 'carried'
  /** Version it was given for, as written, where it was carried; else null. */
  readonly fromVersion: string | null
  readonly counted: boolean
  readonly reason: TrailerCounted | TrailerRefused
  /** How sure it is that the verdict (`counted` and `to`) is right. */
  readonly sure: Certainty
  readonly hints: readonly TrailerHint[]
}

/** What `collectTrailers` needs of a mail of the thread: `{ ...row.skeleton, text: row.text }` is one. */
export type TrailerMail = Pick<Skeleton, 'messageId' | 'subject' | 'author' | 'from' | 'atSeconds' | 'hasDiff'> & {
  readonly text: string
}
