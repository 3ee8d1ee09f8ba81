import { marksToAsk, markKey, revisionsOf } from '../../../argue/series/index.ts'
import type { Revision } from '../../../argue/series/index.ts'
import { buildSeries, buildThreads, openSource, parseMessage, skeletonOf } from '../../../ingest/index.ts'
import type { MessageId, PatchSeries, Skeleton } from '../../../model/index.ts'

/** Series of the mail of some files, with how many mails they came from. */
export const seriesOfFiles = async (files: readonly string[]): Promise<{ mails: number; series: PatchSeries[] }> => {
  const mails = new Map<MessageId, Skeleton>()
  for (const file of files) {
    const source = await openSource(file)
    for await (const chunk of source.read())
      for (const record of chunk) {
        const parsed = record.kind === 'mail' ? await parseMessage(record) : record
        if (!('kind' in parsed)) mails.set(parsed.headers.messageId, skeletonOf(parsed))
      }
  }
  return { mails: mails.size, series: buildSeries(buildThreads([...mails.values()])) }
}

/** A work found by asking for marks round by round, as a store is asked. */
export const worksOf = (series: readonly PatchSeries[]): readonly (readonly Revision[])[] => {
  const byMark = new Map<string, PatchSeries[]>()
  for (const s of series)
    for (const mark of s.marks) byMark.set(markKey(mark), [...(byMark.get(markKey(mark)) ?? []), s])
  const seen = new Set<MessageId>()
  const works: (readonly Revision[])[] = []
  for (const start of series) {
    if (seen.has(start.key)) continue
    const asked = new Set<string>()
    const known = new Map([[start.key, start]])
    let found = revisionsOf(start, [])
    for (let round = 0; ; round++) {
      const marks = marksToAsk(found, asked, round)
      if (marks.length === 0) break
      const before = known.size
      for (const mark of marks) {
        asked.add(markKey(mark))
        for (const s of byMark.get(markKey(mark)) ?? []) known.set(s.key, s)
      }
      if (known.size > before) found = revisionsOf(start, [...known.values()])
    }
    for (const r of found) if (r.sure !== 'guess') seen.add(r.series.key)
    works.push(found)
  }
  return works
}
