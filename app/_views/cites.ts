import type { ArchiveReader, Cite, MessageId } from '../../model/index.ts'
import { dateView } from './dates.ts'
import { personView } from './people.ts'
import { encodeSegment } from './urls.ts'

/** Where something was read, with a link where one leads there. */
export type CiteView = {
  readonly kind: string
  readonly text: string
  readonly title: string
  readonly href: string | null
}

const kindSays: Readonly<Record<Cite['kind'], string>> = {
  mail: 'mail',
  commit: 'commit',
  source: 'source',
  run: 'kernel run',
  memory: 'from memory, unverified',
}

/** Mails of the archive by id, as a cite names them: `Ann Writer, 2031-01-02`. */
export type KnownMails = ReadonlyMap<MessageId, string>

/** Who wrote the mails cited, and when, for those the archive holds. */
export async function knownMails(reader: ArchiveReader, ids: readonly MessageId[]): Promise<KnownMails> {
  const rows = await reader.messages(ids)
  return new Map(
    rows.map(r => [
      r.skeleton.messageId,
      `${personView(r.skeleton.author).name}, ${dateView(r.skeleton.atSeconds).day}`,
    ]),
  )
}

export function citeView(cite: Cite, known?: KnownMails): CiteView {
  const text = cite.kind === 'commit' ? cite.ref.slice(0, 12) : (known?.get(cite.ref) ?? cite.ref)
  return {
    kind: kindSays[cite.kind],
    text: cite.note === undefined ? text : `${text} (${cite.note})`,
    title: cite.ref,
    href: hrefOf(cite),
  }
}

function hrefOf(cite: Cite): string | null {
  // Only the left part of an id is known for some mails: the page of an unknown id finds those that begin so.
  if (cite.kind === 'mail') return `/r/${encodeSegment(cite.ref)}/`
  if (cite.kind === 'commit' && /^[0-9a-f]{7,40}$/.test(cite.ref)) return `https://git.kernel.org/linus/${cite.ref}`
  return null
}
