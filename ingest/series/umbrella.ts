import type { MessageId, Skeleton, Thread } from '../../model/index.ts'
import { compareVersions } from '../../text/revision.ts'
import { senderKey, titleKey } from './people.ts'
import { isCover, slotOf, stepsMax } from './posting.ts'
import type { Post } from './posting.ts'
import type { Group } from './group.ts'

const saysBomb = (mail: Skeleton): boolean => /\[[^\]]{0,80}BOMB/i.test(mail.subject.full)

const isUmbrella = (mail: Skeleton, cover: Skeleton): boolean => {
  const { isReply, isPatch, version } = mail.subject
  if (isReply || mail.hasDiff || senderKey(mail) !== senderKey(cover)) return false
  if (!isPatch && slotOf(mail) === null) return false
  if (titleKey(mail.subject.bare) === titleKey(cover.subject.bare)) return false
  // A cover that another of a higher version answers is its earlier revision.
  return saysBomb(mail) || (version ?? 1) === 1
    ? !isCover(mail) || compareVersions(cover.subject, mail.subject) <= 0
    : compareVersions(cover.subject, mail.subject) <= 0
}

/**
 * Covers above covers (mail.md E64c): for each cover the nearest mail above that groups several series and has no patch
 * of its own. By the cover's Message-ID.
 */
export const umbrellasOf = (
  thread: Thread,
  posts: readonly (Post | null)[],
  groups: readonly Group[],
): ReadonlyMap<MessageId, MessageId> => {
  const found = new Map<MessageId, MessageId>()
  const umbrellas = new Map<MessageId, { mail: Skeleton; covers: number }>()
  const headed = new Set(groups.filter(g => g.posts.length > 0).map(g => g.cover?.mail.messageId ?? g.anchor))
  for (const { cover } of groups) {
    if (cover === null) continue
    let at = thread.nodes[cover.index]?.parent ?? null
    for (let steps = 0; at !== null && steps < stepsMax; steps++) {
      const node = thread.nodes[at]
      const mail = node?.message
      if (mail === undefined || mail === 'ghost' || mail.subject.isReply) break
      const isPost = posts[at] != null || slotOf(mail) !== null
      if (isPost && !headed.has(mail.messageId) && isUmbrella(mail, cover.mail)) {
        found.set(cover.mail.messageId, mail.messageId)
        const { covers } = umbrellas.get(mail.messageId) ?? { covers: 0 }
        umbrellas.set(mail.messageId, { mail, covers: covers + 1 })
        break
      }
      if (!isCover(mail)) break
      at = node?.parent ?? null
    }
  }
  // One series below a cover 0/m whose patches nobody has: rather another work than a group of one.
  for (const [cover, above] of found) {
    const umbrella = umbrellas.get(above)
    if (umbrella !== undefined && umbrella.covers < 2 && isCover(umbrella.mail) && !saysBomb(umbrella.mail))
      found.delete(cover)
  }
  return found
}
