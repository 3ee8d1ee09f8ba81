import type { ArchiveReader, MessageId, MessageRow, StoredThread } from '../../model/index.ts'
import { conversationOf, guessJoin, isLostReply, joinMailOf, joinSecondsMax } from '../../text/joins.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { personView } from './people.ts'
import { messageHref } from './urls.ts'

/** A mail of another thread that this one possibly belongs to, or that possibly belongs to this one (mail.md E29). */
export type JoinView = {
  /** `above`: this thread's first mail possibly answers it. `below`: it possibly answers a mail of this thread. */
  readonly side: 'above' | 'below'
  readonly href: string
  readonly name: string
  readonly subject: string
  /** Anchor of the mail in this thread that is meant. */
  readonly mine: MessageId
  readonly says: string
}

/** Replies without ids, and mails they may answer, that are looked at. */
const lostMax = 20
const candidatesMax = 100

const words: Readonly<Record<string, string>> = {
  'outlook-conversation': 'same subject and the same Outlook conversation',
  'subject-and-quotes': 'same subject, and words of it are quoted',
  'subject-and-people': 'same subject and people in common',
}

const isLost = (row: MessageRow): boolean => isLostReply(joinMailOf(row, null))

/**
 * Joins that no header proves, around a thread: shown beside it, never merged. They are found anew for each page, since
 * any mail that comes may give a better guess. Nearly always one question to the archive answers that there is none.
 */
export async function joinsOf(reader: ArchiveReader, thread: StoredThread, list: string): Promise<readonly JoinView[]> {
  const first = thread.nodes.find(n => n.message !== null)?.message
  if (first === undefined || first === null || first.subject.bare === '') return []
  const bare = first.subject.bare
  const here = new Set(thread.nodes.map(n => n.messageId))
  const within = {
    bare,
    fromSeconds: thread.row.firstAt - joinSecondsMax,
    toSeconds: thread.row.lastAt + joinSecondsMax,
  }
  const alone = await reader.sameSubject({
    ...within,
    fromSeconds: thread.row.firstAt,
    namesNobody: true,
    limit: lostMax,
  })
  const lost = alone.filter(isLost)
  if (lost.length === 0) return []
  const others = await reader.sameSubject({ ...within, namesNobody: false, limit: candidatesMax })
  const held = new Map([...others, ...lost].map(row => [row.skeleton.messageId, row]))
  const conversations = new Map<MessageId, string | null>()
  const conversation = async (id: MessageId): Promise<string | null> => {
    const raw = await reader.raw(id)
    return raw === null ? null : conversationOf(raw)
  }
  for (const row of lost) conversations.set(row.skeleton.messageId, await conversation(row.skeleton.messageId))
  if ([...conversations.values()].some(key => key !== null))
    for (const id of held.keys()) if (!conversations.has(id)) conversations.set(id, await conversation(id))
  const mails = [...held].map(([id, row]) => joinMailOf(row, conversations.get(id) ?? null))
  const found: JoinView[] = []
  for (const mail of mails) {
    const join = guessJoin(mail, mails)
    if (join === null || here.has(join.child) === here.has(join.parent)) continue
    const side = here.has(join.child) ? 'above' : 'below'
    const other = held.get(side === 'above' ? join.parent : join.child)
    if (other === undefined) continue
    found.push({
      side,
      href: messageHref(other.lists[0] ?? list, other.skeleton.messageId),
      name: personView(other.skeleton.author).name,
      subject: clipLine(other.skeleton.subject.full, subjectCharsMax),
      mine: side === 'above' ? join.child : join.parent,
      says: words[join.reason] ?? join.reason,
    })
  }
  return found
}
