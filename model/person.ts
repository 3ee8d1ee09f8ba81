import type { Certainty } from './certainty.ts'
import type { Address } from './mail.ts'

/** Why two identities are one person's. */
export type PersonReason =
  | 'mailmap'
  | 'same-address'
  /** An author behind a relay or a list that rewrote the sender. */
  | 'relayed'
  | 'plus-tag'
  | 'same-name-and-local-part'
  | 'same-name'

/** A statement that two identities are one person's; `a` sorts before `b`. */
export type PersonJoin = {
  readonly a: Address
  readonly b: Address
  readonly sure: Certainty
  readonly reason: PersonReason
}

/** One person: identities joined by what is at least likely. */
export type Person = {
  /** Stable for the same set: its smallest address, else its smallest name. */
  readonly id: string
  /** Name and address to show: the mailmap's, else the ones met most often. */
  readonly name: string
  readonly address: string
  /** Sorted, no doubles; without the empty ones. */
  readonly names: readonly string[]
  readonly addresses: readonly string[]
  readonly isBot: boolean
  /** What it was joined by, sorted. */
  readonly joins: readonly PersonJoin[]
}
