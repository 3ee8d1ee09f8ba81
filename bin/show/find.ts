import type { ArchiveReader, MessageId } from '../../model/index.ts'
import { UserError } from '../errors.ts'

/** The store lists ids by a beginning of at least so many characters. */
const prefixCharsMin = 14
const nearMax = 3

/** A Message-ID as people paste it: in angle brackets, behind `mid:` or `Message-ID:`, or as the address of an archive's page. */
export function idFrom(word: string): MessageId {
  let id = word.trim().replace(/^(?:message-id:|mid:|id:)\s*/i, '')
  const url = /^https?:\/\/[^/]+\/(.+)$/i.exec(id)
  if (url?.[1] !== undefined) {
    const parts = url[1].split(/[?#]/, 1)[0]?.split('/') ?? []
    const named = parts.find(part => part.includes('@') || /%40/i.test(part)) ?? parts.find(part => part.length > 8)
    try {
      id = decodeURIComponent(named ?? '')
    } catch {
      id = named ?? ''
    }
  }
  return id.replace(/^<|>$/g, '').replace(/[\s\u0000-\u001f]+/g, '')
}

/** Ids of the archive that begin like a wrong one; most alike first. */
async function idsNear(reader: ArchiveReader, id: MessageId): Promise<readonly MessageId[]> {
  for (const length of [id.length, Math.ceil(id.length * 0.75), Math.ceil(id.length / 2), prefixCharsMin]) {
    if (length < prefixCharsMin) break
    const found = await reader.idsLike(id.slice(0, length), nearMax)
    if (found.length > 0) return found
  }
  return []
}

/** One line for an id that no mail of the archive bears: what is known of it, and what to try. */
export async function unknownId(reader: ArchiveReader, id: MessageId): Promise<UserError> {
  const root = (await reader.rootsOf([id])).get(id)
  if (root !== undefined)
    return new UserError(
      `acknak show: <${id}> is not in the archive; mails of the thread <${root}> refer to it (\`acknak fetch ${id}\` asks lore for it)`,
    )
  const near = await idsNear(reader, id)
  const hint =
    near.length > 0
      ? `; did you mean ${near.map(n => `<${n}>`).join(' or ')}?`
      : '; `acknak search WORDS` finds mails by what they say'
  return new UserError(`acknak show: no mail <${id}> in the archive${hint}`)
}
