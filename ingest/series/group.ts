import type { MessageId, Skeleton, Thread } from '../../model/index.ts'
import { readCoverTail } from '../parse/subject.ts'
import { senderKey, titleKey } from './people.ts'
import { earlier, idAbove, isCover, isOneSending, mailAbove, slotOf, stepsMax } from './posting.ts'
import type { Post } from './posting.ts'

/** Mails that hang together as one series and what was added to it or replaced in it later. */
export type Group = {
  readonly cover: Post | null
  /** The mail or ghost under which the parts hang. */
  readonly anchor: MessageId | null
  /** Total that the parts claim. */
  readonly total: number
  readonly posts: readonly Post[]
  /** A cover that does not say 0/m, or says another m than its parts. */
  readonly isOddCover: boolean
}

type Open = { cover: Post | null; anchor: MessageId | null; total: number; posts: Post[]; isOddCover: boolean }

/**
 * What a part hangs together with (mail.md E31, E64c): the nearest cover above that has its total; without one the topmost
 * part above of that total by the same sender or of the same number, whatever stands between; else itself. `heads`: those
 * of the parts before, which stand above.
 */
const headOf = (thread: Thread, posts: readonly (Post | null)[], heads: Map<number, Post>, post: Post): Post => {
  const { part, total } = post.mail.subject
  let at = thread.nodes[post.index]?.parent ?? null
  for (let steps = 0; at !== null && steps < stepsMax; steps++) {
    const above = posts[at] ?? null
    if (above !== null && above.mail.subject.total === total) {
      if (isCover(above.mail)) return above
      const isSame = above.mail.subject.part === part || senderKey(above.mail) === senderKey(post.mail)
      const head = isSame ? heads.get(at) : undefined
      if (head !== undefined) return head
    }
    at = thread.nodes[at]?.parent ?? null
  }
  return post
}

/** A mail that may be a cover though it says no fitting 0/m: the sender's own, without a diff, of the same sending. */
const oddCover = (thread: Thread, posts: readonly (Post | null)[], first: Post): Post | null => {
  const index = thread.nodes[first.index]?.parent ?? null
  const mail = index === null ? null : mailAbove(thread, first.index)
  if (index === null || mail === null || mail.hasDiff || mail.subject.isReply) return null
  if (!isOneSending(mail, first.mail)) return null
  const slot = slotOf(mail)
  return slot === null || slot.part === 0 ? (posts[index] ?? { mail, index }) : null
}

/** Series of a thread, in no particular order, and the postings that claim no place in one. */
export const groupsOf = (
  thread: Thread,
  posts: readonly (Post | null)[],
): { readonly groups: readonly Group[]; readonly singles: readonly Post[] } => {
  const open = new Map<string, Open>()
  const singles: Post[] = []
  const heads = new Map<number, Post>()
  for (const post of posts) {
    if (post === null) continue
    const { mail } = post
    const slot = slotOf(mail)
    if (slot === null) {
      singles.push(post)
      continue
    }
    const { total } = slot
    const head = slot.part === 0 ? post : headOf(thread, posts, heads, post)
    if (slot.part !== 0) heads.set(post.index, head)
    if (total === 1 && slot.part === 1 && !isCover(head.mail)) {
      singles.push(post)
      continue
    }
    const isCovered = isCover(head.mail)
    const above = isCovered ? null : idAbove(thread, head.index)
    const anchor = isCovered || above === null ? head.mail.messageId : above
    // Siblings below a ghost or below a mail of another kind: one sender and one total.
    const key = isCovered || above === null ? head.mail.messageId : JSON.stringify([above, senderKey(head.mail), total])
    const group = open.get(key) ?? { cover: isCovered ? head : null, anchor, total, posts: [], isOddCover: false }
    if (slot.part !== 0) group.posts.push(post)
    open.set(key, group)
  }
  return adopt(thread, posts, [...open.values()], singles)
}

/** A cover with the version that its title ends in, where its tags name none. */
const titled = (mail: Skeleton): Skeleton => {
  const named = mail.subject.version === null ? readCoverTail(mail.subject.bare) : null
  return named === null ? mail : { ...mail, subject: { ...mail.subject, bare: named.title, version: named.version } }
}

/** Gives series without a cover the one above them, where it does not say 0/m (features.md row 27). */
const adopt = (thread: Thread, posts: readonly (Post | null)[], groups: readonly Open[], singles: readonly Post[]) => {
  const bare = new Map(groups.filter(g => g.cover !== null && g.posts.length === 0).map(g => [g.anchor, g]))
  const below = new Map<MessageId | null, number>()
  for (const g of groups) {
    const above = g.cover === null ? g.anchor : idAbove(thread, g.cover.index)
    below.set(above, (below.get(above) ?? 0) + 1)
  }
  const gone = new Set<Open>()
  const taken = new Set<MessageId>()
  for (const group of groups) {
    const first = [...group.posts].sort(earlier)[0]
    if (group.cover !== null || first === undefined || below.get(group.anchor) !== 1) continue
    if (!group.posts.some(p => p.mail.subject.part === 1)) continue
    const cover = oddCover(thread, posts, first)
    if (cover === null || cover.mail.messageId !== group.anchor) continue
    const named = bare.get(cover.mail.messageId)
    if (isCover(cover.mail) && named === undefined) continue
    // Words of a title that every part repeats are no cover's.
    if (titleKey(cover.mail.subject.bare) === titleKey(first.mail.subject.bare) && !isCover(cover.mail)) continue
    if (named !== undefined) gone.add(named)
    taken.add(cover.mail.messageId)
    group.cover = { ...cover, mail: titled(cover.mail) }
    group.isOddCover = true
  }
  return {
    groups: groups.filter(g => !gone.has(g)),
    singles: singles.filter(p => !taken.has(p.mail.messageId)),
  }
}

/** The mail a group starts with: its cover, else its earliest part of lowest number. */
export const firstOf = (cover: Post | null, posts: readonly Post[]): Skeleton | null =>
  cover?.mail ??
  [...posts].sort((a, b) => (a.mail.subject.part ?? 1) - (b.mail.subject.part ?? 1) || earlier(a, b))[0]?.mail ??
  null
