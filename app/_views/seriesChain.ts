import { compareVersions } from '../../text/revision.ts'
import type { ArchiveReader, ChainMark, MessageId, PatchSeries } from '../../model/index.ts'

/** Postings of one chain that a page reads, at most, and how often it asks for more that share a mark with them. */
const postingsMax = 120
const roundsMax = 6
/** Marks asked for at once. */
const marksMax = 400

/**
 * Every posting that may be a revision of the work that `id` is a part of: what shares a mark with it, and what shares
 * one with those. Oldest first; empty when `id` is in no series. Whether they belong together is judged by `argue`.
 */
export async function postingsAround(reader: ArchiveReader, id: MessageId): Promise<readonly PatchSeries[]> {
  const found = new Map<MessageId, PatchSeries>()
  let fresh = await reader.seriesOf([id])
  const asked = new Set<string>()
  for (let round = 0; round < roundsMax && fresh.length > 0 && found.size < postingsMax; round++) {
    for (const series of fresh) found.set(series.key, series)
    const marks = fresh.flatMap(s => s.marks).filter(mark => !asked.has(keyOf(mark)))
    if (marks.length === 0) break
    for (const mark of marks) asked.add(keyOf(mark))
    const sharing = await reader.seriesSharing(marks.slice(0, marksMax), postingsMax)
    fresh = sharing.filter(s => !found.has(s.key)).slice(0, postingsMax - found.size)
  }
  return [...found.values()].sort(
    (a, b) => compareVersions(a, b) || a.atSeconds - b.atSeconds || (a.key < b.key ? -1 : 1),
  )
}

const keyOf = (mark: Pick<ChainMark, 'kind' | 'value'>): string => `${mark.kind} ${mark.value}`
