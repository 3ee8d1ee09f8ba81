import type { MessageId, Thread } from '../../model/index.ts'
import { compareVersions } from '../../text/revision.ts'

/** What replies tell of a part that nobody has brought. */
export type Told = { readonly title: string; readonly ghostId?: MessageId }

type Reply = {
  readonly index: number
  readonly title: string
  readonly version: number | null
  readonly versionText?: string
}

const slotKey = (part: number | null, total: number | null): string => `${part}/${total}`

/** Replies of a thread by the n/m that their subject names; read once, however many parts are missing. */
const repliesOf = (thread: Thread): ReadonlyMap<string, readonly Reply[]> => {
  const found = new Map<string, Reply[]>()
  for (const [index, node] of thread.nodes.entries()) {
    if (node.message === 'ghost' || !node.message.subject.isReply || node.message.subject.total === null) continue
    const { part, total, bare, version, versionText } = node.message.subject
    const reply = { index, title: bare, version, ...(versionText === undefined ? {} : { versionText }) }
    const key = slotKey(part, total)
    const list = found.get(key)
    if (list === undefined) found.set(key, [reply])
    else list.push(reply)
  }
  return found
}

/**
 * Tells title and ghost of missing parts as replies to them do: `Re: [PATCH 1/5] title` below a ghost that hangs where
 * the parts hang, or of the same version.
 */
export const missingParts = (thread: Thread) => {
  let replies: ReadonlyMap<string, readonly Reply[]> | null = null
  return (
    part: number,
    total: number,
    anchor: MessageId | null,
    of: { readonly version: number; readonly versionText?: string },
  ): Told => {
    replies ??= repliesOf(thread)
    let told: Told | null = null
    for (const reply of replies.get(slotKey(part, total)) ?? []) {
      const parent = thread.nodes[thread.nodes[reply.index]?.parent ?? -1]
      const above = parent?.parent == null ? undefined : thread.nodes[parent.parent]
      const isSame = reply.version !== null && compareVersions(reply, of) === 0
      if (parent?.message === 'ghost' && ((anchor !== null && above?.messageId === anchor) || isSame))
        return { title: reply.title, ghostId: parent.messageId }
      if (isSame) told ??= { title: reply.title }
    }
    return told ?? { title: '' }
  }
}
