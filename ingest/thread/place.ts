import type { MessageId, ParentEdge, Skeleton, Thread } from '../../model/index.ts'
import { attributionsIn } from '../parse/attributions.ts'
import { buildThreads } from './build.ts'
import type { Placement } from './build.ts'
import type { ArchiveMail } from './clues.ts'
import { likeness, partWords, shared, shinglesOf, tokensOf } from './shingles.ts'

/** Two texts at least this alike are one mail (addresses masked, footers dropped, lines joined). */
const copyLikeness = 0.75
/** The same author and subject within this, and not unlike in text: one mail, printed with the time it arrived. */
const copySeconds = 60
const copyLikenessDated = 0.5
/** Share of a mail's own words that a reply must quote, or be quoted of, to count; and how many at least. */
const quoteShare = 0.4
const quoteShinglesMin = 8

const guess = (reason: string): ParentEdge => ({ sure: 'guess', reason })

const sameName = (a: string, b: string): boolean => a !== '' && a.toLowerCase() === b.toLowerCase()

/** What is known around a mail that looks for its place. */
export type Surroundings = {
  readonly skeletons: readonly Skeleton[]
  readonly texts: ReadonlyMap<MessageId, string>
}

type Words = { readonly all: Set<string>; readonly own: Set<string>; readonly quoted: Set<string> }

const byTime = (a: Skeleton, b: Skeleton): number =>
  a.atSeconds - b.atSeconds || (a.messageId < b.messageId ? -1 : a.messageId > b.messageId ? 1 : 0)

/** Share of the smaller of two sets that both have; 0 below the least number of shingles. */
const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const both = shared(a, b)
  return both < quoteShinglesMin ? 0 : both / Math.min(a.size, b.size)
}

/** The first of those that share most, at least `quoteShare`; null when none does. */
const bestOf = <T>(all: readonly T[], shareOf: (one: T) => number): T | null => {
  let best: { one: T; share: number } | null = null
  for (const one of all) {
    const share = shareOf(one)
    if (share >= quoteShare && (best === null || share > best.share)) best = { one, share }
  }
  return best?.one ?? null
}

/** The held mail that this is a printed copy of. */
const copyOf = (
  mail: ArchiveMail,
  words: Words,
  held: readonly Skeleton[],
  wordsOf: (id: MessageId) => Words | null,
): Skeleton | null => {
  let best: { at: Skeleton; score: number } | null = null
  for (const other of held) {
    const theirs = wordsOf(other.messageId)
    const alike = theirs === null ? 0 : likeness(words.all, theirs.all)
    const dated =
      mail.skeleton.subject.bare === other.subject.bare &&
      sameName(mail.skeleton.author.name, other.author.name || other.from.name) &&
      Math.abs(mail.skeleton.atSeconds - other.atSeconds) <= copySeconds
    if (alike < copyLikeness && !(dated && (theirs === null || alike >= copyLikenessDated))) continue
    if (best === null || alike > best.score) best = { at: other, score: alike }
  }
  return best?.at ?? null
}

/** The ghost that this is a printed copy of: its replies quote this mail's own words. */
const ghostOf = (
  words: Words,
  threads: readonly Thread[],
  wordsOf: (id: MessageId) => Words | null,
): MessageId | null => {
  const replies = threads.flatMap(({ nodes }) =>
    nodes.flatMap(({ messageId, message, parent }) => {
      const above = parent === null ? undefined : nodes[parent]
      return message === 'ghost' || above?.message !== 'ghost' ? [] : [{ messageId, ghost: above.messageId }]
    }),
  )
  return (
    bestOf(replies, ({ messageId }) => {
      const theirs = wordsOf(messageId)
      return theirs === null ? 0 : overlap(words.own, theirs.quoted)
    })?.ghost ?? null
  )
}

/**
 * The mail that its outermost attribution names: that author, that second. Where the line tells no zone, any will do; of
 * several that fit, the one it quotes most of, then the newest.
 */
const namedAbove = (
  mail: ArchiveMail,
  words: Words,
  held: readonly Skeleton[],
  wordsOf: (id: MessageId) => Words | null,
): Skeleton | null => {
  const [first] = attributionsIn(mail.text)
  if (first === undefined) return null
  const fits = (other: Skeleton): boolean => {
    if (!sameName(first.name, other.from.name) && !sameName(first.name, other.author.name)) return false
    if (first.atSeconds !== null) return first.atSeconds === other.atSeconds
    if (first.wallSeconds === null) return false
    const off = first.wallSeconds - other.atSeconds
    return Math.abs(off) <= 14 * 3600 && off % 900 === 0
  }
  const quotes = (other: Skeleton) => shared(words.quoted, wordsOf(other.messageId)?.own ?? new Set())
  return (
    held
      .filter(fits)
      .map(other => ({ other, score: quotes(other) }))
      .sort((a, b) => b.score - a.score || byTime(b.other, a.other))[0]?.other ?? null
  )
}

/** The mail whose own words it quotes most of. */
const mostQuoted = (
  words: Words,
  held: readonly Skeleton[],
  wordsOf: (id: MessageId) => Words | null,
): Skeleton | null => {
  return bestOf(held, other => {
    const theirs = wordsOf(other.messageId)
    return theirs === null ? 0 : overlap(words.quoted, theirs.own)
  })
}

/**
 * Where a mail without ids belongs, by what it says and what others quote of it; always a guess, so it hangs in the tree
 * and never takes another mail's place. In this order: `archive-copy` below the mail or ghost that it is a copy of,
 * `archive-attribution` and `archive-quotes` below the mail that it answers, `archive-subject` below the first mail of
 * its subject. Null when nothing fits. The result depends on the surroundings alone.
 */
export const placeOf = (mail: ArchiveMail, around: Surroundings): Placement | null => {
  const id = mail.skeleton.messageId
  const held = around.skeletons.filter(s => s.messageId !== id && s.form === 'rfc5322').sort(byTime)
  const known = new Map<MessageId, Words | null>()
  const read = (text: string): Words => ({ all: shinglesOf(tokensOf(text)), ...partWords(text) })
  const wordsOf = (other: MessageId): Words | null => {
    let words = known.get(other)
    if (words === undefined) {
      const text = around.texts.get(other)
      known.set(other, (words = text === undefined ? null : read(text)))
    }
    return words
  }
  const words = read(mail.text)
  const copy = copyOf(mail, words, held, wordsOf)
  if (copy !== null) return { parent: copy.messageId, edge: guess('archive-copy') }
  const ghost = ghostOf(words, buildThreads(held), wordsOf)
  if (ghost !== null) return { parent: ghost, edge: guess('archive-copy') }
  const named = namedAbove(mail, words, held, wordsOf)
  if (named !== null) return { parent: named.messageId, edge: guess('archive-attribution') }
  const quoted = mostQuoted(words, held, wordsOf)
  if (quoted !== null) return { parent: quoted.messageId, edge: guess('archive-quotes') }
  const { subject, atSeconds } = mail.skeleton
  const about = held.find(
    s => subject.bare !== '' && s.subject.bare === subject.bare && (atSeconds === 0 || s.atSeconds <= atSeconds),
  )
  return about === undefined ? null : { parent: about.messageId, edge: guess('archive-subject') }
}
