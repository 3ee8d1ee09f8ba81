import type { ArchiveReader, MessageId } from '../../model/index.ts'
import { elsewhere, messageHref } from './urls.ts'

/** What a page says about an id that nothing is stored for: near ids, other archives. */
export type MissingView = {
  readonly id: MessageId
  readonly near: readonly { readonly id: MessageId; readonly href: string }[]
  /** Why `near` may be empty. */
  readonly nearSays: string
  readonly elsewhere: readonly { readonly name: string; readonly href: string }[]
}

/** Shortest beginning of an id that is looked up (mail.md section 4, rule 2), and the most hits shown. */
const prefixCharsMin = 14
const nearMax = 100

/** Looks for ids that begin as this one does: first the whole of it, then shorter beginnings, four tries at most. */
export async function missingView(reader: ArchiveReader, id: MessageId): Promise<MissingView> {
  const view = { id, elsewhere: elsewhere(id) }
  if (id.length < prefixCharsMin)
    return { ...view, near: [], nearSays: `Partial matches need at least ${prefixCharsMin} characters of the id.` }
  let length = id.length
  for (let tries = 0; tries < 4 && length >= prefixCharsMin; tries++) {
    const near = await reader.idsLike(id.slice(0, length), nearMax)
    if (near.length > 0)
      return {
        ...view,
        near: near.map(other => ({ id: other, href: messageHref('all', other) })),
        nearSays: `Ids that begin with ${id.slice(0, length)}:`,
      }
    length = Math.min(length - 1, Math.max(prefixCharsMin, Math.floor(length / 2)))
  }
  return { ...view, near: [], nearSays: 'No stored id begins like this one.' }
}
