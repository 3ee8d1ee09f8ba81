import type { MessageId, ParentEdge, Problem, Skeleton } from '../../model/index.ts'

/** A parent that a mail's own headers name. */
export type Named = { readonly parent: MessageId; readonly edge: ParentEdge }

/**
 * The parent a mail names for itself (mail.md E18, E21, E26, E28): the one id of In-Reply-To; of several the one that is
 * also the last reference, else the first; without In-Reply-To the last reference. Null for a mail that names none.
 */
export const namedParent = (mail: Skeleton): Named | null => {
  const refs = mail.references.filter(id => id !== mail.messageId)
  const replies = mail.inReplyTo.filter(id => id !== mail.messageId)
  const last = refs.at(-1)
  const [first] = replies
  if (first === undefined)
    return last === undefined ? null : { parent: last, edge: { sure: 'certain', reason: 'last-reference' } }
  if (replies.length > 1) {
    const both = last !== undefined && replies.includes(last)
    return {
      parent: both ? last : first,
      edge: { sure: 'likely', reason: both ? 'in-reply-to-and-last-reference' : 'first-in-reply-to' },
    }
  }
  if (last === undefined || last === first) return { parent: first, edge: { sure: 'certain', reason: 'in-reply-to' } }
  return { parent: first, edge: { sure: 'likely', reason: 'in-reply-to-over-references' } }
}

/** The mails above a mail as it tells them, oldest first, its parent last (mail.md E26: what follows the parent is dropped). */
export const ancestryOf = (mail: Skeleton, parent: MessageId): readonly MessageId[] => {
  const refs = mail.references.filter(id => id !== mail.messageId)
  const at = refs.lastIndexOf(parent)
  return at < 0 ? [...refs, parent] : refs.slice(0, at + 1)
}

/** What a mail says about the parent of another: `depth` ids stand before it in the mail's ancestry. */
type Claim = { readonly parent: MessageId; depth: number; votes: number }

/** Claims about the parents of mails that cannot speak for themselves, by the claimed child. */
export type Claims = Map<MessageId, Map<MessageId, Claim>>

/** Takes the ancestry of one mail into the claims; each id speaks for the one after it. */
export const claim = (claims: Claims, ancestry: readonly MessageId[]): void => {
  for (let i = 1; i < ancestry.length; i++) {
    const child = ancestry[i]
    const parent = ancestry[i - 1]
    if (child === undefined || parent === undefined || child === parent) continue
    let about = claims.get(child)
    if (about === undefined) claims.set(child, (about = new Map()))
    const known = about.get(parent)
    if (known === undefined) about.set(parent, { parent, depth: i, votes: 1 })
    else {
      known.votes++
      if (i > known.depth) known.depth = i
    }
  }
}

/**
 * The parent most likely right: the one claimed with the longest ancestry (a cut list of references skips mails), then by
 * most mails, then the smaller id, so that the order of arrival cannot matter.
 */
export const bestClaim = (claims: Claims, child: MessageId): MessageId | null => {
  let best: Claim | null = null
  for (const c of claims.get(child)?.values() ?? [])
    if (
      best === null ||
      c.depth > best.depth ||
      (c.depth === best.depth && (c.votes > best.votes || (c.votes === best.votes && c.parent < best.parent)))
    )
      best = c
  return best?.parent ?? null
}

/** A problem of threading, with the ids it is about. */
export const threadProblem = (code: string, detail: string): Problem => ({
  stage: 'thread',
  code,
  detail: detail.slice(0, 400),
})
