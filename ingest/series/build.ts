import type { MessageId, PatchSeries, SeriesPart, Skeleton, Thread } from '../../model/index.ts'
import { compareVersions } from '../../text/revision.ts'
import { postedAgain } from './again.ts'
import { firstOf, groupsOf } from './group.ts'
import type { Group } from './group.ts'
import { marksOf } from './marks.ts'
import { missingParts } from './missing.ts'
import { chainKey } from './people.ts'
import { postsOf } from './posting.ts'
import type { Post } from './posting.ts'
import { splitGroup } from './split.ts'
import type { Sending } from './split.ts'
import { umbrellasOf } from './umbrella.ts'

/** Parts of a series that are listed when nobody has brought them; a subject may claim any number. */
const partsListedMax = 500

type Version = { readonly version: number; readonly versionText?: string }

/** Version of a posting (mail.md E64b): the cover's or the first part's, unless every part carries a higher one. */
const versionOf = (first: Skeleton, sending: Sending): Version => {
  if (sending.version !== undefined) return { version: sending.version }
  const least = sending.posts
    .map(p => p.mail.subject)
    .reduce<Skeleton['subject'] | null>((min, s) => (min === null || compareVersions(s, min) < 0 ? s : min), null)
  const own = least !== null && compareVersions(least, first.subject) > 0 ? least : first.subject
  return { version: own.version ?? 1, ...(own.versionText === undefined ? {} : { versionText: own.versionText }) }
}

const every = (sending: Sending, is: (mail: Skeleton) => boolean): boolean =>
  sending.posts.length > 0 && sending.posts.every(p => is(p.mail))

/** Turns the postings of one thread into series. */
const ofThread = (thread: Thread): readonly PatchSeries[] => {
  const posts = postsOf(thread)
  if (posts.every(p => p === null)) return []
  const { groups, singles } = groupsOf(thread, posts)
  const umbrellas = umbrellasOf(thread, posts, groups)
  const isUmbrella = new Set(umbrellas.values())
  const missing = missingParts(thread)

  const partsOf = (sending: Sending, group: Group, version: Version): readonly SeriesPart[] => {
    const parts: SeriesPart[] = sending.posts.map(p => ({
      part: p.mail.subject.part ?? 1,
      title: p.mail.subject.bare,
      messageId: p.mail.messageId,
    }))
    const held = new Set(parts.map(p => p.part))
    if (!sending.isPartial)
      for (let part = 1; part <= Math.min(group.total, partsListedMax); part++)
        if (!held.has(part)) parts.push({ part, messageId: null, ...missing(part, group.total, group.anchor, version) })
    return parts.sort((a, b) => a.part - b.part)
  }

  const seriesOf = (sending: Sending, group: Group, replaces: MessageId | null): PatchSeries | null => {
    const first = firstOf(sending.cover, sending.posts)
    if (first === null) return null
    const version = versionOf(first, sending)
    const mails = sending.posts.map(p => p.mail).sort((a, b) => (a.subject.part ?? 1) - (b.subject.part ?? 1))
    const members = sending.cover === null ? mails : [sending.cover.mail, ...mails]
    const { labels } = first.subject
    const isUndecided = members.some(m => m.subject.isPatch && m.subject.version === null) && version.version === 1
    return {
      key: first.messageId,
      title: first.subject.bare,
      ...version,
      isRfc: first.subject.isRfc || every(sending, m => m.subject.isRfc),
      isResend: sending.isResend ?? (first.subject.isResend || every(sending, m => m.subject.isResend)),
      author: first.author,
      total: group.total,
      coverId: sending.cover?.mail.messageId ?? null,
      parts: partsOf(sending, group, version),
      chain: chainKey(first),
      sure: isUndecided ? 'guess' : sending.sure,
      reason: isUndecided ? 'version-or-kernel-undecided' : sending.reason,
      atSeconds: members.reduce((min, m) => Math.min(min, m.atSeconds), Number.MAX_SAFE_INTEGER),
      extent: sending.isPartial ? 'partial' : 'whole',
      replaces: sending.isPartial ? replaces : null,
      umbrellaId: sending.cover === null ? null : (umbrellas.get(sending.cover.mail.messageId) ?? null),
      marks: marksOf(sending.cover?.mail ?? null, mails, labels),
      ...(labels.length === 0 ? {} : { labels }),
    }
  }

  const done: PatchSeries[] = []
  const add = (sendings: readonly Sending[], group: Group): void => {
    let base: MessageId | null = null
    for (const sending of sendings) {
      const series = seriesOf(sending, group, base)
      if (series === null) continue
      if (sending.isBase) base = series.key
      done.push(series)
    }
  }
  for (const post of singles) if (!isUmbrella.has(post.mail.messageId)) add([single(post)], alone(post))
  for (const group of groups) {
    const isEmpty = group.posts.length === 0 && group.cover !== null && isUmbrella.has(group.cover.mail.messageId)
    if (!isEmpty) add(splitGroup(thread, group), group)
  }
  done.sort((a, b) => a.atSeconds - b.atSeconds || (a.key < b.key ? -1 : 1))
  return postedAgain(done, mailsOf(posts))
}

const mailsOf = (posts: readonly (Post | null)[]): ReadonlyMap<MessageId, Skeleton> =>
  new Map(posts.flatMap(p => (p === null ? [] : [[p.mail.messageId, p.mail] as const])))

const alone = (post: Post): Group => ({ cover: null, anchor: null, total: 1, posts: [post], isOddCover: false })

const single = (post: Post): Sending => ({
  cover: null,
  posts: [post],
  isPartial: false,
  isBase: true,
  reason: 'single-patch',
  sure: post.mail.hasDiff ? 'certain' : 'likely',
})

/**
 * Patch series of threads (mail.md E31, E60-E71): built from subjects' tags, apart from the reply tree, so that a v2
 * posted as a reply is a posting of its own. Parts that nobody has brought are listed with a null id. Each mail belongs to
 * one series; the same threads give the same series.
 */
export const buildSeries = (threads: readonly Thread[]): PatchSeries[] => threads.flatMap(ofThread)
