import type { ChainMark, MessageId, Skeleton } from '../../model/index.ts'
import { chainKey, personKey } from './people.ts'

/** Mails of a posting whose ids and patch-ids become marks, and earlier mails that its head names. */
const mailsMarkedMax = 300
const namedMax = 12

/** A stable tree's own posting: a copy of a merged patch, not a revision of the work. */
export const isForStable = (labels: readonly string[]): boolean =>
  labels.some(l => /^(?:stable|autosel|backports?|lts|longterm|(?:linux-)?v?\d\.\d{1,3}(?:[.\-_/].*)?)$/i.test(l))

/** What the head of a posting names: what it links to, what it answers, the start of its thread; newest last. */
const namedBy = (head: Skeleton, mails: readonly Skeleton[]): readonly MessageId[] => {
  const linked = mails.flatMap(m => m.patch?.links ?? []).slice(0, namedMax)
  return [
    ...linked,
    ...head.references.slice(0, 1),
    ...head.references.slice(1).slice(-namedMax),
    ...head.inReplyTo.slice(0, 2),
  ]
}

/**
 * What a posting can be recognised by as a revision of the same work (features.md row 24): change-id; its own ids and
 * those it names; patch-ids; title and author. A copy for a stable tree shares neither patch-ids nor title with the work.
 */
export const marksOf = (
  cover: Skeleton | null,
  parts: readonly Skeleton[],
  labels: readonly string[],
): readonly ChainMark[] => {
  const mails = (cover === null ? parts : [cover, ...parts]).slice(0, mailsMarkedMax)
  const head = mails[0]
  if (head === undefined) return []
  const isCopy = isForStable(labels)
  const found = new Map<string, ChainMark>()
  const add = (kind: ChainMark['kind'], value: string, sure: ChainMark['sure']): void => {
    const key = `${kind} ${value}`
    if (value !== '' && !found.has(key)) found.set(key, { kind, value, sure })
  }
  for (const mail of mails) {
    add('link', mail.messageId, 'certain')
    if (mail.patch === undefined) continue
    if (mail.patch.changeId !== null) add('change-id', mail.patch.changeId, 'certain')
    if (!isCopy) for (const id of mail.patch.patchIds) add('patch-id', id, 'likely')
  }
  for (const id of namedBy(head, mails)) add('link', id, 'likely')
  if (/[\p{L}\p{N}]/u.test(head.subject.bare))
    add('author-title', isCopy ? `${chainKey(head)} | ${labels.join(' ').toLowerCase()}` : chainKey(head), 'likely')
  // A patch alone often becomes a part of a series, and the other way round.
  if (!isCopy)
    for (const part of parts.slice(0, mailsMarkedMax))
      if (personKey(part.author) === personKey(head.author)) add('author-title', chainKey(part), 'likely')
  return [...found.values()].sort((a, b) =>
    a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.value < b.value ? -1 : a.value > b.value ? 1 : 0,
  )
}
