import { buildSeries, buildThreads, openSource, parseMessage, skeletonOf } from '../../../ingest/index.ts'
import type { PatchSeries, Thread, TrailerMail } from '../../../model/index.ts'
import type { TrailerNode } from '../../../argue/trailers/index.ts'

/** An archive as `collectTrailers` takes it. */
export type Archive = {
  readonly mails: readonly TrailerMail[]
  readonly threads: readonly Thread[]
  readonly postings: readonly {
    readonly series: PatchSeries
    readonly nodes: readonly TrailerNode[]
    readonly mails: readonly TrailerMail[]
  }[]
}

/** Reads a file of mails, with its threads and series. */
export const readArchive = async (path: string): Promise<Archive> => {
  const mails: TrailerMail[] = []
  const skeletons = []
  const source = await openSource(path)
  for await (const chunk of source.read())
    for (const record of chunk) {
      const parsed = record.kind === 'mail' ? await parseMessage(record) : record
      if ('kind' in parsed) continue
      const skeleton = skeletonOf(parsed)
      skeletons.push(skeleton)
      mails.push({ ...skeleton, text: parsed.text })
    }
  const byId = new Map(mails.map(m => [m.messageId, m]))
  const threads = buildThreads(skeletons)
  const postings = threads.flatMap(thread => {
    const nodes = thread.nodes.map(n => ({
      messageId: n.messageId,
      parentId: n.parent === null ? null : (thread.nodes[n.parent]?.messageId ?? null),
    }))
    const held = nodes.flatMap(n => byId.get(n.messageId) ?? [])
    return buildSeries([thread]).map(series => ({ series, nodes, mails: held }))
  })
  return { mails, threads, postings }
}
