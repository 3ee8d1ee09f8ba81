import type { ArchiveReader, MentionRow } from '../../model/index.ts'
import { minuteView } from './dates.ts'
import type { DateView } from './dates.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { messageHref } from './urls.ts'

/** A place where a flag or mechanism is named, with the words around it. */
export type MentionView = {
  readonly href: string
  readonly subject: string
  readonly author: PersonView
  readonly when: DateView
  readonly isSample: boolean
  readonly zone: string
  readonly negated: boolean
  readonly before: string
  readonly words: string
  readonly after: string
}

/** Lists of invented mail, which every page that shows it has to mark. */
export const sampleLists = async (reader: ArchiveReader): Promise<ReadonlySet<string>> =>
  new Set((await reader.lists()).filter(l => l.isSample).map(l => l.slug))

export const mentionViews = (rows: readonly MentionRow[], samples: ReadonlySet<string>): readonly MentionView[] =>
  rows.map(row => ({
    href: messageHref(row.list, row.messageId),
    subject: clipLine(row.subject, subjectCharsMax),
    author: personView(row.author),
    when: minuteView(row.atSeconds),
    isSample: samples.has(row.list),
    zone: row.zone,
    negated: row.negated,
    before: row.excerpt.slice(0, row.at),
    words: row.excerpt.slice(row.at, row.at + row.length),
    after: row.excerpt.slice(row.at + row.length),
  }))
