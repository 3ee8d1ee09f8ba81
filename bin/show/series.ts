import { marksToAsk, markKey, revisionsOf } from '../../argue/series/index.ts'
import type { Revision } from '../../argue/series/index.ts'
import type {
  ArchiveReader,
  Certainty,
  CollectedTrailer,
  MessageId,
  PatchSeries,
  StoredThread,
} from '../../model/index.ts'
import { trailersGiven } from './given.ts'

/** Postings that one question to the archive may bring. */
const postingsMax = 300

/** A posting of the work that a mail is a part of. */
export type RevisionShown = {
  readonly key: MessageId
  readonly version: string
  readonly title: string
  readonly atSeconds: number
  /** True where no tag says the version. */
  readonly isImplicit: boolean
  readonly sure: Certainty
  readonly reasons: Revision['reasons']
}

/** The series a mail is a part of, the part it is, and the revisions of the work in order. */
export type SeriesShown = {
  readonly key: MessageId
  readonly version: number
  readonly versionText: string | null
  readonly title: string
  /** 0 for the cover; null for a mail that is no part itself. */
  readonly part: number | null
  readonly total: number
  readonly parts: PatchSeries['parts']
  readonly extent: PatchSeries['extent']
  readonly sure: Certainty
  readonly reason: string
  /** Trailers given to it in this thread: to the mail itself where it is a part, else to any part. */
  readonly given: readonly CollectedTrailer[]
  readonly revisions: readonly RevisionShown[]
}

/** The series that holds a mail, with its revisions as far as the archive knows them; null for a mail of no series. */
export async function seriesAround(
  reader: ArchiveReader,
  id: MessageId,
  thread: StoredThread | null,
): Promise<SeriesShown | null> {
  const own = await reader.seriesOf([id])
  const start = own.find(s => s.key === id) ?? own.find(s => s.coverId === id) ?? own[0]
  if (start === undefined) return null
  const candidates = new Map<MessageId, PatchSeries>(own.map(s => [s.key, s]))
  const asked = new Set<string>()
  let revisions = revisionsOf(start, [...candidates.values()])
  for (let round = 0; ; round++) {
    const marks = marksToAsk(revisions, asked, round)
    if (marks.length === 0) break
    for (const mark of marks) asked.add(markKey(mark))
    const known = candidates.size
    for (const s of await reader.seriesSharing(marks, postingsMax)) candidates.set(s.key, s)
    if (candidates.size > known) revisions = revisionsOf(start, [...candidates.values()])
  }
  return {
    key: start.key,
    version: start.version,
    versionText: start.versionText ?? null,
    title: start.title,
    part: start.coverId === id ? 0 : (start.parts.find(p => p.messageId === id)?.part ?? null),
    total: start.total,
    parts: start.parts,
    extent: start.extent,
    sure: start.sure,
    reason: start.reason,
    given: thread === null ? [] : await trailersGiven(reader, start, thread, id),
    revisions: revisions.map(({ series, version, isImplicit, sure, reasons }) => ({
      key: series.key,
      version,
      title: series.title,
      atSeconds: series.atSeconds,
      isImplicit,
      sure,
      reasons,
    })),
  }
}
