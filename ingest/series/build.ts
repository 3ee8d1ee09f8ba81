import type { Certainty, MessageId, PatchSeries, SeriesPart, Skeleton, Thread } from '../../model/index.ts'
import { chainKey, personKey } from './chain.ts'

/** Parts of a series that are listed when nobody has brought them; a subject may claim any number. */
const partsListedMax = 500

type Post = { readonly mail: Skeleton; readonly index: number }
type Group = {
  head: string
  /** The mail or ghost under which the parts hang. */
  anchor: MessageId | null
  cover: Post | null
  posts: Post[]
  total: number
  reason: string
  sure: Certainty
}

const isPosting = (mail: Skeleton): boolean => mail.subject.isPatch && !mail.subject.isReply
const isCover = (mail: Skeleton): boolean => mail.subject.part === 0 && (mail.subject.total ?? 0) > 0

const earlier = (a: Skeleton, b: Skeleton): number =>
  a.atSeconds - b.atSeconds || (a.messageId < b.messageId ? -1 : a.messageId > b.messageId ? 1 : 0)

/**
 * What a part hangs together with (mail.md E31, E64c): the nearest cover above with the same total; without one the top of
 * an unbroken run of patches with that total; else whatever they all answer.
 */
const headOf = (
  thread: Thread,
  post: Post,
): { head: string; cover: Post | null; anchor: MessageId | null; reason: string; sure: Certainty } => {
  const total = post.mail.subject.total
  let top: Post = post
  let unbroken = true
  let at = thread.nodes[post.index]?.parent ?? null
  const direct = at === null ? null : (thread.nodes[at] ?? null)
  for (let steps = 0; at !== null && steps < 1000; steps++) {
    const node = thread.nodes[at]
    if (node === undefined) break
    const mail = node.message
    if (mail !== 'ghost' && isPosting(mail) && mail.subject.total === total) {
      if (isCover(mail)) {
        const certain = personKey(mail.author) === personKey(post.mail.author)
        return {
          head: `cover ${mail.messageId}`,
          cover: { mail, index: at },
          anchor: mail.messageId,
          reason: 'below-cover',
          sure: certain ? 'certain' : 'likely',
        }
      }
      if (unbroken && personKey(mail.author) === personKey(post.mail.author)) top = { mail, index: at }
      else unbroken = false
    } else unbroken = false
    at = node.parent
  }
  const { subject, author } = top.mail
  const lone = (reason: string, sure: Certainty) => ({
    head: `patch ${top.mail.messageId}`,
    cover: null,
    anchor: top.mail.messageId,
    reason,
    sure,
  })
  if (subject.part === 1) return lone('below-first-patch', 'certain')
  if (direct === null) return lone('first-patch-missing', 'likely')
  const parent = thread.nodes[top.index]?.parent ?? null
  const anchor = parent === null ? null : (thread.nodes[parent]?.messageId ?? null)
  if (anchor === null) return lone('first-patch-missing', 'likely')
  // Siblings below a ghost or below a mail of another kind: one posting of one author at one version.
  const key = `parent ${anchor} ${personKey(author)} ${subject.total} ${subject.version} ${subject.isResend}`
  return { head: key, cover: null, anchor, reason: 'same-parent-author-total', sure: 'likely' }
}

/** Version of a posting (mail.md E64b): the cover's, unless every part carries a higher one. */
const versionOf = (cover: Skeleton | null, posts: readonly Post[]): number => {
  const own = posts.map(p => p.mail.subject.version ?? 1)
  const top = cover?.subject.version ?? 1
  if (own.length === 0) return top
  const least = own.reduce((a, b) => Math.min(a, b))
  const most = own.reduce((a, b) => Math.max(a, b))
  return cover === null ? most : Math.max(top, least)
}

/**
 * Title and ghost of a missing part as replies to it tell them: `Re: [PATCH 1/5] title` below a ghost that hangs where the
 * parts do, or of the same version.
 */
const missingPart = (
  thread: Thread,
  group: Group,
  part: number,
  version: number,
): { title: string; ghostId?: MessageId } => {
  let told: { title: string } | null = null
  for (const node of thread.nodes) {
    if (node.message === 'ghost' || !node.message.subject.isReply) continue
    const s = node.message.subject
    if (s.part !== part || s.total !== group.total) continue
    const parent = node.parent === null ? null : (thread.nodes[node.parent] ?? null)
    const above = parent?.parent == null ? null : (thread.nodes[parent.parent] ?? null)
    const isHere = group.anchor !== null && above?.messageId === group.anchor
    if (parent?.message === 'ghost' && (isHere || s.version === version))
      return { title: s.bare, ghostId: parent.messageId }
    if (s.version === version) told ??= { title: s.bare }
  }
  return told ?? { title: '' }
}

const partsOf = (thread: Thread, group: Group, version: number, isPartial: boolean): SeriesPart[] => {
  const parts: SeriesPart[] = group.posts.map(p => ({
    part: p.mail.subject.part ?? 1,
    title: p.mail.subject.bare,
    messageId: p.mail.messageId,
  }))
  const have = new Set(parts.map(p => p.part))
  if (!isPartial)
    for (let part = 1; part <= Math.min(group.total, partsListedMax); part++)
      if (!have.has(part)) parts.push({ part, messageId: null, ...missingPart(thread, group, part, version) })
  return parts.sort((a, b) => a.part - b.part)
}

const seriesOf = (thread: Thread, group: Group, isPartial: boolean): PatchSeries | null => {
  const posts = group.posts
  const first =
    group.cover?.mail ?? posts.map(p => p.mail).sort((a, b) => (a.subject.part ?? 1) - (b.subject.part ?? 1))[0]
  if (first === undefined) return null
  const version = versionOf(group.cover?.mail ?? null, posts)
  const members = group.cover === null ? posts : [group.cover, ...posts]
  return {
    key: first.messageId,
    title: first.subject.bare,
    version,
    isRfc: first.subject.isRfc,
    isResend: first.subject.isResend,
    author: first.author,
    total: group.total,
    coverId: group.cover?.mail.messageId ?? null,
    parts: partsOf(thread, group, version, isPartial),
    chain: chainKey(first),
    sure: group.sure,
    reason: group.reason,
    atSeconds: members.reduce((min, p) => Math.min(min, p.mail.atSeconds), Number.MAX_SAFE_INTEGER),
    extent: isPartial ? 'partial' : 'whole',
    replaces: null,
    umbrellaId: null,
    marks: [],
  }
}

/** Two mails that claim one place: the earlier keeps it, the later is a posting of its own (mail.md E69). */
const splitDoubles = (group: Group): Group[] => {
  const kept = new Map<number, Post>()
  const extra: Group[] = []
  for (const post of [...group.posts].sort((a, b) => earlier(a.mail, b.mail))) {
    const part = post.mail.subject.part ?? 1
    if (!kept.has(part)) kept.set(part, post)
    else
      extra.push({
        ...group,
        head: `again ${post.mail.messageId}`,
        cover: null,
        posts: [post],
        reason: 'part-posted-again',
        sure: 'guess',
      })
  }
  return [{ ...group, posts: [...kept.values()] }, ...extra]
}

/** Takes out the parts that carry a higher version than their cover while others do not: a partial reroll (E65). */
const splitRerolls = (group: Group): Group[] => {
  if (group.cover === null) return [group]
  const base = group.cover.mail.subject.version ?? 1
  const higher = group.posts.filter(p => (p.mail.subject.version ?? 1) > base)
  if (higher.length === 0 || higher.length === group.posts.length) return [group]
  const rerolls = new Map<number, Post[]>()
  for (const post of higher) {
    const version = post.mail.subject.version ?? 1
    rerolls.set(version, [...(rerolls.get(version) ?? []), post])
  }
  return [
    { ...group, posts: group.posts.filter(p => !higher.includes(p)) },
    ...[...rerolls].map(([version, posts]) => ({
      ...group,
      head: `${group.head} v${version}`,
      cover: null,
      posts,
      reason: 'partial-reroll',
      sure: 'likely' as const,
    })),
  ]
}

/** The postings of one thread, in the order they came. */
const ofThread = (thread: Thread): PatchSeries[] => {
  const groups = new Map<string, Group>()
  const done: PatchSeries[] = []
  for (const [index, node] of thread.nodes.entries()) {
    const mail = node.message
    if (mail === 'ghost' || !isPosting(mail)) continue
    const post: Post = { mail, index }
    const total = mail.subject.total
    if (isCover(mail)) {
      const head = `cover ${mail.messageId}`
      if (!groups.has(head))
        groups.set(head, {
          head,
          anchor: mail.messageId,
          cover: post,
          posts: [],
          total: total ?? 0,
          reason: 'cover',
          sure: 'certain',
        })
      continue
    }
    const place = headOf(thread, post)
    if (total === null || total < 1 || (total === 1 && place.cover === null)) {
      const one: Group = {
        head: '',
        anchor: null,
        cover: null,
        posts: [post],
        total: 1,
        reason: 'single-patch',
        sure: mail.hasDiff ? 'certain' : 'likely',
      }
      const series = seriesOf(thread, one, false)
      if (series !== null) done.push(series)
      continue
    }
    const { head, cover, anchor, reason, sure } = place
    const known = groups.get(head)
    if (known !== undefined) {
      known.posts.push(post)
      if (sure !== 'certain' && known.sure === 'certain') known.sure = sure
    } else groups.set(head, { head, anchor, cover, posts: [post], total, reason, sure })
  }
  for (const group of groups.values())
    for (const parted of splitRerolls(group).flatMap(splitDoubles)) {
      const series = seriesOf(
        thread,
        parted,
        parted.reason === 'partial-reroll' || parted.reason === 'part-posted-again',
      )
      if (series !== null) done.push(series)
    }
  return done.sort((a, b) => a.atSeconds - b.atSeconds || (a.key < b.key ? -1 : 1))
}

/**
 * Patch series of threads (mail.md E31, E60-E69): built from subjects' tags, apart from the reply tree, so that a v2
 * posted as a reply is a posting of its own. Parts that nobody has brought are listed with a null id.
 */
export const buildSeries = (threads: readonly Thread[]): PatchSeries[] => threads.flatMap(ofThread)
