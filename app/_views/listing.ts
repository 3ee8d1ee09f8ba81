import type { ArchiveReader, ListCursor, ListInfo, ThreadRow } from '../../model/index.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { minuteView } from './dates.ts'
import type { DateView } from './dates.ts'
import { scenarioInfo } from './members.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { gfpHref, listHref, mechanismHref, scenarioHref, seriesHref, threadHref } from './urls.ts'

/** A link with its word. */
export type LinkView = { readonly label: string; readonly href: string; readonly title?: string }

/** A thread as lists show it. */
export type ThreadRowView = {
  readonly href: string
  readonly subject: string
  readonly author: PersonView
  readonly last: DateView
  readonly counts: { messages: number; ghosts: number; participants: number; acks: number; naks: number }
  readonly lists: readonly LinkView[]
  readonly isSample: boolean
  readonly hasPatch: boolean
  readonly terms: readonly LinkView[]
  readonly scenarios: readonly LinkView[]
  /** The page of the series that the thread begins with. */
  readonly seriesHref: string | null
}

export type ListView = {
  readonly list: ListInfo
  readonly rows: readonly ThreadRowView[]
  /** The page after this one, older threads; null at the end. */
  readonly olderHref: string | null
  readonly isFirst: boolean
}

export const threadsPerPage = 50
const termsShown = 6

/** A subject that a posting has: its first brackets say PATCH, or which part of how many it is. */
const isPosting = (subject: string): boolean => /^\s{0,9}\[[^\]]{0,80}(?:PATCH|\b\d{1,4}\/\d{1,4}\b)/i.test(subject)

/** A thread row, linked into the list it is read in. */
export function threadRowView(row: ThreadRow, list: string | null): ThreadRowView {
  const home = list ?? row.lists[0] ?? 'all'
  const terms = [
    ...row.gfp.map(flag => ({ label: flag, href: gfpHref(flag) })),
    ...row.mechanisms.map(slug => ({ label: slug, href: mechanismHref(slug) })),
  ]
  return {
    href: threadHref(home, row.rootId),
    subject: clipLine(row.subject, subjectCharsMax),
    author: personView(row.author),
    last: minuteView(row.lastAt),
    counts: {
      messages: row.messages,
      ghosts: row.ghosts,
      participants: row.participants,
      acks: row.acks,
      naks: row.naks,
    },
    lists: row.lists.map(slug => ({ label: slug, href: listHref(slug) })),
    isSample: row.isSample,
    hasPatch: row.hasPatch,
    terms: terms.slice(0, termsShown),
    scenarios: row.scenarios.flatMap(id => {
      const info = scenarioInfo(id)
      return info === null ? [] : [{ label: info.title, href: scenarioHref(id, null), title: info.question }]
    }),
    seriesHref: row.hasPatch && isPosting(row.subject) ? seriesHref(row.rootId) : null,
  }
}

/** A page of a list, newest threads first; null when there is no such list. */
export async function listView(
  reader: ArchiveReader,
  slug: string,
  before: ListCursor | null,
): Promise<ListView | null> {
  const list = (await reader.lists()).find(l => l.slug === slug)
  if (list === undefined) return null
  const rows = await reader.threads({ list: slug, before, limit: threadsPerPage + 1 })
  const shown = rows.slice(0, threadsPerPage)
  const last = shown.at(-1)
  const olderHref = rows.length > threadsPerPage && last !== undefined ? listHref(slug) + cursorQuery(last) : null
  return { list, rows: shown.map(row => threadRowView(row, slug)), olderHref, isFirst: before === null }
}

/** `?t=YYYYMMDDhhmmss&id=<root>`: where a page of a list goes on. */
export function cursorQuery(cursor: ListCursor): string {
  const digits = new Date(cursor.lastAt * 1000).toISOString().replace(/\D/g, '').slice(0, -3)
  return `?${new URLSearchParams({ t: digits, id: cursor.rootId }).toString()}`
}

/** Reads a cursor; null for none or for one that says no moment. */
export function readCursor(params: URLSearchParams): ListCursor | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?$/.exec(params.get('t') ?? '')
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map(part => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const at = Date.UTC(year, month - 1, day, hour, minute, second) / 1000
  return Number.isSafeInteger(at) ? { lastAt: at, rootId: params.get('id') ?? '' } : null
}
