import type { MessageId, ParentEdge, Problem, Skeleton } from '../../model/index.ts'
import { sendingOf } from './sending.ts'

/** A parent that a mail's own headers name. */
export type Named = { readonly parent: MessageId; readonly edge: ParentEdge }

/** The id that was sent together with a mail, as the ids themselves tell: a cover beside an old version (mail.md E21). */
const sentWith = (mail: Skeleton, ids: readonly MessageId[]): MessageId | null => {
  const sending = mail.subject.isReply ? null : sendingOf(mail.messageId)
  return sending === null ? null : (ids.find(id => sendingOf(id) === sending) ?? null)
}

/**
 * The parent a mail names for itself (mail.md E18, E21, E26, E28): the one id of In-Reply-To; of several the one that is
 * also the last reference, else the one sent together with it, else the first; without In-Reply-To the last reference.
 * Null for a mail that names none. Which mails are held plays no part, so that the order of arrival cannot.
 */
export const namedParent = (mail: Skeleton): Named | null => {
  const refs = mail.references.filter(id => id !== mail.messageId)
  const replies = [...new Set(mail.inReplyTo)].filter(id => id !== mail.messageId)
  const last = refs.at(-1)
  const [first] = replies
  if (first === undefined)
    return last === undefined ? null : { parent: last, edge: { sure: 'certain', reason: 'last-reference' } }
  if (replies.length > 1) {
    if (last !== undefined && replies.includes(last))
      return { parent: last, edge: { sure: 'likely', reason: 'in-reply-to-and-last-reference' } }
    const together = sentWith(mail, replies)
    return together === null
      ? { parent: first, edge: { sure: 'likely', reason: 'first-in-reply-to' } }
      : { parent: together, edge: { sure: 'likely', reason: 'in-reply-to-of-its-sending' } }
  }
  if (last === undefined || last === first) return { parent: first, edge: { sure: 'certain', reason: 'in-reply-to' } }
  return { parent: first, edge: { sure: 'likely', reason: 'in-reply-to-over-references' } }
}

/**
 * The mails above a mail as it tells them, oldest first, its parent last (mail.md E26: what follows the parent is
 * dropped). No id twice, and not its own.
 */
export const ancestryOf = (mail: Skeleton, parent: MessageId): readonly MessageId[] => {
  const refs = mail.references
  const at = refs.lastIndexOf(parent)
  const chain = at < 0 ? [...refs, parent] : refs.slice(0, at + 1)
  const seen = new Set([mail.messageId])
  const out: MessageId[] = []
  for (let i = chain.length - 1; i >= 0; i--) {
    const id = chain[i]
    if (id === undefined || seen.has(id)) continue
    seen.add(id)
    out.push(id)
  }
  return out.reverse()
}

/** A mail's word on where the id at `at` of its ancestry hangs: below the one before it. */
type Voice = { readonly ancestry: readonly MessageId[]; readonly at: number }

/**
 * The parent that voices name: the one with the longest ancestry above (a cut list of references skips mails), then by
 * most voices, then the smaller id, so that the order of arrival cannot matter. Null when none names any.
 */
const chosen = (voices: readonly Voice[]): MessageId | null => {
  const tally = new Map<MessageId, { depth: number; votes: number }>()
  for (const { ancestry, at } of voices) {
    const parent = ancestry[at - 1]
    if (parent === undefined) continue
    const known = tally.get(parent)
    tally.set(parent, { depth: Math.max(known?.depth ?? 0, at), votes: (known?.votes ?? 0) + 1 })
  }
  let best: { parent: MessageId; depth: number; votes: number } | null = null
  for (const [parent, { depth, votes }] of tally)
    if (
      best === null ||
      depth > best.depth ||
      (depth === best.depth && (votes > best.votes || (votes === best.votes && parent < best.parent)))
    )
      best = { parent, depth, votes }
  return best?.parent ?? null
}

/**
 * Parents of the mails that cannot speak for themselves (ghosts, and replies without any id), as the mails below them
 * tell. Only mails that hang below a silent one have a voice on it, so that what is decided in one thread never depends
 * on mail of another. Those with children that are held decide first, then the silent ones above them, and so on up.
 */
export const silentParents = (
  ancestries: Iterable<readonly MessageId[]>,
  isSilent: (id: MessageId) => boolean,
): Map<MessageId, MessageId> => {
  const voices = new Map<MessageId, Voice[]>()
  const decided = new Map<MessageId, MessageId>()
  const hear = (id: MessageId, voice: Voice) => {
    const held = voices.get(id)
    if (held === undefined) voices.set(id, [voice])
    else held.push(voice)
  }
  for (const ancestry of ancestries) {
    const at = ancestry.length - 1
    const parent = ancestry[at]
    if (at > 0 && parent !== undefined && isSilent(parent)) hear(parent, { ancestry, at })
  }
  let wave = [...voices.keys()]
  while (wave.length > 0) {
    const now = wave.map(id => ({ id, parent: chosen(voices.get(id) ?? []) }))
    const next = new Set<MessageId>()
    for (const { id, parent } of now) if (parent !== null) decided.set(id, parent)
    for (const { id, parent } of now) {
      if (parent === null || !isSilent(parent) || decided.has(parent)) continue
      for (const { ancestry, at } of voices.get(id) ?? [])
        if (ancestry[at - 1] === parent && at > 1) {
          hear(parent, { ancestry, at: at - 1 })
          next.add(parent)
        }
    }
    wave = [...next]
  }
  return decided
}

/** A problem of threading, with the ids it is about. */
export const threadProblem = (code: string, detail: string): Problem => ({
  stage: 'thread',
  code,
  detail: detail.slice(0, 400),
})
