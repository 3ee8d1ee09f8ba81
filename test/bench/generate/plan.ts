import { random, seedOf } from './random.ts'
import type { Random } from './random.ts'

/** What a mail is: its place in a thread and in a series, before a word of it is written. */
export type Planned = {
  /** Number of the mail in the plan; its words follow from it and the seed. */
  readonly number: number
  readonly thread: number
  readonly kind: 'question' | 'patch' | 'cover' | 'reply'
  /** Number of the mail answered; null for the first of a thread. */
  readonly parent: number | null
  /** Chain of ancestors, oldest first, `parent` last. */
  readonly ancestors: readonly number[]
  /** The mail answered is on no list: named and never sent. */
  readonly isParentMissing: boolean
  readonly atSeconds: number
  /** `[PATCH vV n/m]`; part 0 is the cover. */
  readonly part: number | null
  readonly total: number | null
  readonly version: number
}

const startSeconds = 1_900_000_000
/** Mails a second of list time: about 60 a day. */
const secondsApart = 1440

/** A thread's mails: 7.7 on average, most short, few very long. */
const sizeOf = (r: Random): number => {
  const u = r.unit()
  if (u < 0.45) return 1 + r.below(2)
  if (u < 0.8) return 3 + r.below(6)
  if (u < 0.96) return 9 + r.below(16)
  return 25 + Math.floor(55 * r.unit() ** 3)
}

/** Biggest thread in a corpus, as a share of its mails and at most. */
const biggestShare = 1149 / 20_000
const biggestMax = 1149

/**
 * Plans `mails` mails in threads that run beside each other, in order of their dates. Shares follow mail.md: 6 in 1,000
 * parents are missing (E30), a third of threads are series, a twelfth of these without a cover (E67).
 */
export const plan = (mails: number, seed: number): Planned[] => {
  const r = random(seedOf(seed, 1))
  const planned: Planned[] = []
  const span = mails * secondsApart
  let thread = 0
  const bigAt = Math.floor(mails / 3)
  let hasBig = mails < 400
  while (planned.length < mails) {
    const isBig = !hasBig && planned.length >= bigAt
    if (isBig) hasBig = true
    const wanted = isBig ? Math.min(biggestMax, Math.floor(mails * biggestShare)) : sizeOf(r)
    const size = Math.min(wanted, mails - planned.length)
    planThread(planned, { thread: thread++, size, isBig, startAt: startSeconds + Math.floor(r.unit() * span) }, r)
  }
  return planned.sort((a, b) => a.atSeconds - b.atSeconds || a.number - b.number)
}

type ThreadPlan = { thread: number; size: number; isBig: boolean; startAt: number }

const planThread = (planned: Planned[], { thread, size, isBig, startAt }: ThreadPlan, r: Random): void => {
  const members: Planned[] = []
  const seriesLength = !isBig && size >= 3 && r.chance(0.45) ? Math.min(size - 1, 2 + r.below(12)) : 0
  const hasCover = seriesLength > 0 && !r.chance(0.078)
  const version = 1 + (r.chance(0.4) ? r.below(5) : 0)
  const posted = seriesLength + (hasCover ? 1 : 0)
  let at = startAt
  for (let i = 0; i < size; i++) {
    const inSeries = seriesLength > 0 && i < posted
    at += i === 0 ? 0 : inSeries ? 1 : 60 + Math.floor(40_000 * r.unit() ** 3)
    const part = inSeries ? (hasCover ? i : i + 1) : null
    const parent =
      i === 0 ? null : inSeries ? members[0] : members[Math.max(0, i - 1 - Math.floor(Math.min(i, 40) * r.unit() ** 2))]
    const single = i === 0 && seriesLength === 0 && r.chance(0.3)
    const kind = i === 0 && hasCover ? 'cover' : inSeries || single ? 'patch' : i === 0 ? 'question' : 'reply'
    const isParentMissing = kind === 'reply' && !isBig && r.chance(0.008)
    const mail: Planned = {
      number: planned.length,
      thread,
      kind,
      parent: parent?.number ?? null,
      ancestors: parent === undefined || parent === null ? [] : [...parent.ancestors.slice(-80), parent.number],
      isParentMissing,
      atSeconds: at,
      part,
      total: part === null ? null : seriesLength,
      version: inSeries || single ? version : 1,
    }
    members.push(mail)
    planned.push(mail)
  }
}
