import type { ArchiveReader, MessageContent, MessageId } from '../../model/index.ts'
import { lineDiff } from '../../text/line-diff.ts'
import type { LineHunk } from '../../text/line-diff.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { dateView } from './dates.ts'
import type { DateView } from './dates.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { messageHref, threadHref } from './urls.ts'

/** Contents of one Message-ID that are compared. */
const contentsMax = 10
/** Lines of differences that a page shows. */
const linesMax = 4000

/** A mail that stands under the id, and how its text differs from the first; null: too long to compare, or no room left. */
export type ContentView = {
  readonly number: number
  readonly subject: string
  readonly from: PersonView
  readonly sent: DateView | null
  readonly lists: readonly string[]
  readonly hunks: readonly LineHunk[] | null
}

/** `/<list>/<id>/d/`: the mails under one Message-ID (mail.md E15). */
export type DifferencesView = {
  readonly id: MessageId
  readonly href: string
  readonly thread: string
  readonly contents: readonly ContentView[]
  /** More than are compared. */
  readonly isCut: boolean
}

export async function differencesView(reader: ArchiveReader, id: MessageId, list: string): Promise<DifferencesView> {
  const held = await reader.contents(id, contentsMax + 1)
  const first = held[0]
  let room = linesMax
  const hunksFor = (content: MessageContent): readonly LineHunk[] | null => {
    const hunks = first === undefined ? null : lineDiff(first.text, content.text)
    const lines = hunks?.reduce((sum, hunk) => sum + hunk.lines.length, 0) ?? 0
    if (lines > room) return null
    room -= lines
    return hunks
  }
  return {
    id,
    href: messageHref(list, id),
    thread: threadHref(list, id),
    contents: held.slice(0, contentsMax).map((content, index) => ({
      number: index + 1,
      subject: clipLine(content.subject, subjectCharsMax),
      from: personView(content.from),
      sent: content.sentAt === null ? null : dateView(content.sentAt, content.zoneMinutes ?? 0),
      lists: content.lists,
      hunks: index === 0 ? [] : hunksFor(content),
    })),
    isCut: held.length > contentsMax,
  }
}
