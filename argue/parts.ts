import type { Cite, MessageId } from '../model/index.ts'
import type { Debate, DebatePart } from './debate.ts'

/** A revision of a series as git send-email numbers it. */
type Posting = {
  /** Message-ID of the n-th mail sent; null when it is not known. */
  readonly id: (n: number) => MessageId | null
  readonly version: number
  readonly author: string
  readonly posted: string
  /** Title of the cover; null for a series without one. */
  readonly cover: string | null
  readonly titles: readonly string[]
  /** What plays it; `variant` by part (n of n/m, 0 the cover). */
  readonly scenario?: {
    readonly id: string
    readonly variant: (n: number) => string | null
    /** Where the variant differs from what was posted; without it, it plays the posting itself. */
    readonly standIn?: (n: number) => string
  }
  readonly fates?: readonly (string | null)[]
  /** Parts (n of n/m, 0 the cover) of which something was inferred rather than read. */
  readonly likely?: readonly number[]
}

/** All parts of one revision, cover first. A single patch has no n/m. */
export const posting = (p: Posting): readonly DebatePart[] => {
  const total = p.titles.length
  const single = total === 1 && p.cover === null
  const part = (n: number, title: string, nth: number): DebatePart => ({
    messageId: p.id(nth),
    title,
    version: p.version,
    part: single ? null : n,
    total: single ? null : total,
    scenario: p.scenario?.id ?? null,
    variant: p.scenario?.variant(n) ?? null,
    standIn: p.scenario?.standIn?.(n) ?? null,
    kind: n === 0 ? 'cover' : 'patch',
    author: p.author,
    posted: p.posted,
    fate: n === 0 ? null : (p.fates?.[n - 1] ?? null),
    sure: p.likely?.includes(n) === true ? 'likely' : 'certain',
  })
  const first = p.cover === null ? 1 : 2
  return [
    ...(p.cover === null ? [] : [part(0, p.cover, 1)]),
    ...p.titles.map((title, i) => part(i + 1, title, first + i)),
  ]
}

/** Cites of mails by Message-ID. */
export const mails = (...ids: readonly MessageId[]): readonly Cite[] => ids.map(ref => ({ kind: 'mail', ref }))

/** A part of a debate with whether the archive at hand holds its mail. */
export type PartRow = DebatePart & { readonly held: boolean }

/**
 * Every known part of a debate, in order, marked as held or missing, so that a page can show what the archive lacks.
 * `heldIds`: Message-IDs the archive holds.
 */
export const partsOf = (debate: Debate, heldIds: ReadonlySet<MessageId>): readonly PartRow[] =>
  debate.patches.map(part => ({ ...part, held: part.messageId !== null && heldIds.has(part.messageId) }))

/** Every Message-ID a debate names: parts, roots, cites of positions, outcome and itself. */
export const idsOf = (debate: Debate): ReadonlySet<MessageId> => {
  const cites = [...debate.cites, ...debate.outcome.cites, ...debate.positions.flatMap(p => p.cites)]
  return new Set([
    ...debate.roots,
    ...debate.patches.flatMap(p => (p.messageId === null ? [] : [p.messageId])),
    ...cites.filter(c => c.kind === 'mail').map(c => c.ref),
  ])
}
