import type { Certainty, Skeleton, Thread } from '../../model/index.ts'
import { compareVersions, isDotted, majorVersion, versionLabel } from '../../text/revision.ts'
import { senderKey, titleKey } from './people.ts'
import { earlier, isOneSending, slotOf, stepsMax } from './posting.ts'
import type { Post } from './posting.ts'
import type { Group } from './group.ts'

/** One posting of a group. `replaces`: true where it changes parts of the group's base posting. */
export type Sending = {
  readonly cover: Post | null
  readonly posts: readonly Post[]
  readonly isPartial: boolean
  readonly isBase: boolean
  readonly reason: string
  readonly sure: Certainty
  /** Version where it is not that of its mails. */
  readonly version?: number
  readonly isResend?: boolean
}

const partOf = (post: Post): number => post.mail.subject.part ?? 1
const label = (mail: Skeleton): string => versionLabel(mail.subject)

/** Late additions `4/3` and parts put between, `0.5/5` (mail.md E65). */
const isAddition = (post: Post): boolean => {
  const slot = slotOf(post.mail)
  return slot !== null && (slot.part > slot.total || !Number.isInteger(slot.part))
}

/** Mails by a key, in order of their first. */
const by = (posts: readonly Post[], key: (post: Post) => string): Post[][] => {
  const found = new Map<string, Post[]>()
  for (const post of posts) {
    const list = found.get(key(post))
    if (list === undefined) found.set(key(post), [post])
    else list.push(post)
  }
  return [...found.values()]
}

/** The topmost of an unbroken run of parts, each answering one of a lower number; a part 1 starts a run. */
const runTop = (thread: Thread, members: ReadonlyMap<number, Post>, post: Post): number => {
  let top = post
  for (let steps = 0; steps < stepsMax; steps++) {
    const above = members.get(thread.nodes[top.index]?.parent ?? -1)
    if (above === undefined || partOf(above) >= partOf(top)) return top.index
    top = above
  }
  return top.index
}

/** Takes apart what claims one place twice: runs that hang together stay together, then what was sent together (E69). */
const sendingsOf = (thread: Thread, posts: readonly Post[]): Post[][] => {
  if (new Set(posts.map(partOf)).size === posts.length) return posts.length === 0 ? [] : [[...posts]]
  const members = new Map(posts.map(p => [p.index, p]))
  const sent: Post[][] = []
  for (const run of by([...posts].sort(earlier), p => String(runTop(thread, members, p)))) {
    // A run may itself say a part twice: the earlier stays, the later starts anew.
    for (const post of run.sort(earlier)) {
      const fits = sent.findLast(
        s =>
          !s.some(p => partOf(p) === partOf(post)) && s.some(p => run.includes(p) || isOneSending(p.mail, post.mail)),
      )
      if (fits === undefined) sent.push([post])
      else fits.push(post)
    }
  }
  return sent
}

/**
 * The postings below a cover, the one first that the cover describes: the earliest, unless a fuller one is of the cover's
 * own sending. A leftover file makes git send-email post two parts 1/m, and a broken sending is begun again below its cover.
 */
const ownFirst = (cover: Post | null, sent: readonly Post[][]): readonly Post[][] => {
  const [first, ...others] = sent
  if (cover === null || first === undefined) return sent
  const fuller = others
    .filter(s => s.length > first.length && s.every(p => isOneSending(p.mail, cover.mail)))
    .reduce<Post[] | null>((best, s) => (best === null || s.length > best.length ? s : best), null)
  return fuller === null ? sent : [fuller, ...sent.filter(s => s !== fuller)]
}

/** Whether two postings bring the same patches: by patch-id, slot for slot; null where nothing tells of every slot of both. */
export const samePatches = (a: readonly Post[], b: readonly Post[]): boolean | null => {
  const isShared = a.some(post => b.some(p => partOf(p) === partOf(post)))
  let isKnown = isShared
  for (const post of a) {
    const other = b.find(p => partOf(p) === partOf(post))
    if (other === undefined) continue
    const [one, two] = [post.mail.patch?.patchIds ?? [], other.mail.patch?.patchIds ?? []]
    if (one.length === 0 || two.length === 0) isKnown = false
    else if (one.join() !== two.join()) return false
  }
  return isKnown ? true : null
}

/** A reroll that brings every part, or starts anew with part 1 and more below or beside it, is a whole posting. */
const isWhole = (thread: Thread, posts: readonly Post[], total: number): boolean => {
  const parts = new Set(posts.map(partOf))
  let held = 0
  for (const part of parts) if (Number.isInteger(part) && part >= 1 && part <= total) held++
  if (held === total) return true
  const first = posts.find(p => partOf(p) === 1)
  if (first === undefined || posts.length < 2) return false
  const members = new Map(posts.map(p => [p.index, p]))
  const above = thread.nodes[first.index]?.parent ?? null
  return posts.every(
    p => runTop(thread, members, p) === first.index || (above !== null && thread.nodes[p.index]?.parent === above),
  )
}

const sentTogether = (cover: Post | null, others: readonly Post[], posts: readonly Post[]): boolean => {
  const near = [...(cover === null ? [] : [cover]), ...others]
  return posts.every(p => near.some(o => isOneSending(o.mail, p.mail)))
}

/**
 * The postings of one group (mail.md E64b, E65, E68, E69, N5): its base, whose parts inherit the version of the cover or
 * of the first part; whole and partial rerolls; additions; parts posted again.
 */
export const splitGroup = (thread: Thread, group: Group): Sending[] => {
  const { cover, total } = group
  const additions = group.posts.filter(isAddition)
  const plain = group.posts.filter(p => !isAddition(p))
  const top = cover?.mail ?? topOf(plain)
  const isTopResend = top?.subject.isResend ?? false
  const isHigher = (p: Post): boolean => top !== null && compareVersions(p.mail.subject, top.subject) > 0
  const isOwn = (p: Post): boolean => !isHigher(p) && (isTopResend || !p.mail.subject.isResend)
  let base = plain.filter(isOwn)
  const rerolls: Post[][] = []
  const apart = by([...plain.filter(p => !isOwn(p))].sort(earlier), p => `${label(p.mail)} ${p.mail.subject.isResend}`)
  for (const posts of apart) {
    const isFree = posts.every(p => !base.some(b => partOf(b) === partOf(p)))
    // A part that carries a higher version than its series in one sending is a part of it (E64b).
    if (isFree && sentTogether(cover, base, posts)) base = [...base, ...posts]
    else rerolls.push(posts)
  }
  const [first = [], ...again] = ownFirst(cover, sendingsOf(thread, base))
  const done: Sending[] = []
  if (cover !== null || first.length > 0) done.push(baseOf(thread, group, first))
  const hasBase = done.length > 0
  for (const posts of again) done.push(againOf(thread, group, first, posts, total))
  for (const sent of rerolls.flatMap(posts => sendingsOf(thread, posts)))
    done.push(rerollOf(thread, first, sent, total, isTopResend, hasBase))
  for (const sent of by(additions, p => `${label(p.mail)} ${Number.isInteger(partOf(p))}`).flatMap(posts =>
    sendingsOf(thread, posts),
  ))
    done.push({
      cover: null,
      posts: sent,
      isPartial: true,
      isBase: false,
      reason: sent.every(p => Number.isInteger(partOf(p))) ? 'late-addition' : 'inserted-part',
      sure: hasBase ? 'certain' : 'likely',
    })
  return done
}

/** The part that others inherit from when there is no cover: the earliest of those with the lowest version. */
const topOf = (posts: readonly Post[]): Skeleton | null => {
  const firsts = posts.filter(p => partOf(p) === 1).sort(earlier)
  return (
    (firsts[0] ?? [...posts].sort((a, b) => compareVersions(a.mail.subject, b.mail.subject) || earlier(a, b))[0])
      ?.mail ?? null
  )
}

const baseOf = (thread: Thread, group: Group, posts: readonly Post[]): Sending => {
  const { cover } = group
  const whole = { cover, posts, isPartial: false, isBase: true }
  if (cover !== null) {
    if (group.isOddCover) return { ...whole, reason: 'cover-without-its-number', sure: 'likely' }
    if (posts.length === 0) return { ...whole, reason: 'cover', sure: 'certain' }
    const isOne = posts.every(p => senderKey(p.mail) === senderKey(cover.mail))
    return { ...whole, reason: 'cover', sure: isOne ? 'certain' : 'likely' }
  }
  const first = posts.find(p => partOf(p) === 1)
  const lone = posts.length === 1 ? posts[0] : undefined
  // `v5.1 10/12` alone replaces one part of v5, wherever that is.
  if (lone !== undefined && partOf(lone) !== 1 && isDotted(lone.mail.subject))
    return { ...whole, isPartial: true, isBase: false, reason: 'partial-reroll', sure: 'likely' }
  if (first === undefined) return { ...whole, reason: 'first-patch-missing', sure: 'likely' }
  const members = new Map(posts.map(p => [p.index, p]))
  if (posts.every(p => runTop(thread, members, p) === first.index))
    return { ...whole, reason: 'below-first-patch', sure: 'certain' }
  return { ...whole, reason: 'same-parent-author-total', sure: 'likely' }
}

const rerollOf = (
  thread: Thread,
  base: readonly Post[],
  posts: readonly Post[],
  total: number,
  isTopResend: boolean,
  hasBase: boolean,
): Sending => {
  const isResend = !isTopResend && posts.every(p => p.mail.subject.isResend)
  const isHigher = posts.some(p => base.every(b => compareVersions(p.mail.subject, b.mail.subject) > 0))
  const isPartial = !isWhole(thread, posts, total)
  const isChanged = isResend && !isHigher && samePatches(posts, base) === false
  const reason =
    isResend && !isHigher ? (isChanged ? 'resent-with-changes' : 'resent') : isPartial ? 'partial-reroll' : 'reroll'
  return { cover: null, posts, isPartial, isBase: false, reason, sure: hasBase && !isChanged ? 'likely' : 'guess' }
}

/** Parts posted again under the same version and without a word: the same patches, changed ones, or another's. */
const againOf = (
  thread: Thread,
  group: Group,
  base: readonly Post[],
  posts: readonly Post[],
  total: number,
): Sending => {
  const plain = { cover: null, posts, isPartial: !isWhole(thread, posts, total), isBase: false, sure: 'guess' as const }
  const same = samePatches(posts, base)
  const senders = new Set([...(group.cover === null ? [] : [group.cover]), ...base].map(p => senderKey(p.mail)))
  if (!posts.some(p => senders.has(senderKey(p.mail))))
    return plain.isPartial
      ? { ...plain, reason: 'part-by-another-sender' }
      : { ...plain, reason: 'series-by-another-sender', sure: 'likely' }
  if (same === true) return { ...plain, isResend: true, reason: 'resent-without-saying', sure: 'certain' }
  const sharesTitle = posts.some(p =>
    base.some(b => partOf(b) === partOf(p) && titleKey(b.mail.subject.bare) === titleKey(p.mail.subject.bare)),
  )
  if (same === null || !sharesTitle) return { ...plain, reason: 'part-posted-again' }
  const from = group.cover?.mail ?? topOf(base)
  return {
    ...plain,
    version: (from === null ? 1 : majorVersion(from.subject)) + 1,
    reason: 'posted-again-with-changes',
  }
}
