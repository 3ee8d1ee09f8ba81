import { buildSeries, buildThreads, openSource, parseMessage, skeletonOf } from '../../../ingest/index.ts'
import type { ParsedMessage, PatchSeries, RangePatch } from '../../../model/index.ts'
import { patchMailOf } from '../../../text/patch/index.ts'
import { rangePatchesOf } from '../../../text/range-diff/index.ts'

export type Reroll = { name: string; before: RangePatch[]; after: RangePatch[] }

/** Each two revisions that follow one another in a chain and are held whole. */
export const rerollsIn = async (path: string): Promise<Reroll[]> => {
  const mails = new Map<string, ParsedMessage>()
  const source = await openSource(path)
  for await (const chunk of source.read())
    for (const record of chunk) {
      const one = record.kind === 'mail' ? await parseMessage(record) : record
      if (!('kind' in one)) mails.set(one.headers.messageId, one)
    }
  const chains = new Map<string, PatchSeries[]>()
  for (const series of buildSeries(buildThreads([...mails.values()].map(skeletonOf)))) {
    if (series.extent === 'partial') continue
    chains.set(series.chain, [...(chains.get(series.chain) ?? []), series])
  }
  const rerolls: Reroll[] = []
  const patchesOf = (series: PatchSeries): RangePatch[] | null => {
    const parts = series.parts.filter(part => part.part > 0)
    const patches = parts.map(part => mails.get(part.messageId ?? ''))
    return patches.length > 0 && patches.every(mail => mail !== undefined)
      ? patches.flatMap(mail => rangePatchesOf(patchMailOf(mail.headers, mail)))
      : null
  }
  for (const chain of chains.values()) {
    const ordered = [...chain].sort((a, b) => a.version - b.version || a.atSeconds - b.atSeconds)
    ordered.slice(1).forEach((next, i) => {
      const [before, after] = [patchesOf(ordered[i]!), patchesOf(next)]
      if (before === null || after === null || before.length === 0 || after.length === 0) return
      rerolls.push({ name: `${next.title} v${ordered[i]!.version}..v${next.version}`, before, after })
    })
  }
  return rerolls
}
