import type { ChainMark, MessageId, PatchSeries } from '../../model/index.ts'
import type { Prisma, PrismaClient } from '../generated/sqlite/client.ts'
import { seriesOf } from './save-series.ts'

/** Series one question may answer with. */
export const seriesMax = 1_000
/** Marks, Message-IDs or patch-ids one question may name. */
const askedMax = 5_000
/** Values one statement may name: Prisma refuses 1,000 and more parameters for SQLite where it may not split the query. */
const namedMax = 900

/** Asks slice by slice, at most `askedMax` values in all. */
async function inSlices<V, R>(values: readonly V[], size: number, ask: (slice: V[]) => Promise<R[]>): Promise<R[]> {
  const found: R[] = []
  const asked = values.slice(0, askedMax)
  for (let at = 0; at < asked.length; at += size) found.push(...(await ask(asked.slice(at, at + size))))
  return found
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Each series once, oldest first. */
const oldestFirst = (all: readonly PatchSeries[]): PatchSeries[] =>
  [...new Map(all.map(s => [s.key, s])).values()].sort((a, b) => a.atSeconds - b.atSeconds || compare(a.key, b.key))

const whole = {
  parts: { orderBy: { pos: 'asc' } },
  marks: { orderBy: { pos: 'asc' } },
} as const satisfies Prisma.SeriesInclude

/** Distinct series that match, oldest first. */
async function matching(prisma: PrismaClient, where: Prisma.SeriesWhereInput, take: number): Promise<PatchSeries[]> {
  const rows = await prisma.series.findMany({
    where,
    include: whole,
    orderBy: [{ atSeconds: 'asc' }, { key: 'asc' }],
    take,
  })
  return rows.map(({ parts, marks, ...row }) => seriesOf({ ...row, atSeconds: Number(row.atSeconds) }, parts, marks))
}

/** Series that hold one of some messages as part, key or cover, oldest first. */
export const seriesOfMessages = async (prisma: PrismaClient, ids: readonly MessageId[]): Promise<PatchSeries[]> =>
  // Three lists of names to a statement.
  oldestFirst(
    await inSlices(ids, namedMax / 3, names =>
      matching(
        prisma,
        {
          OR: [
            { key: { in: names } },
            { coverName: { in: names } },
            { parts: { some: { messageName: { in: names } } } },
          ],
        },
        seriesMax,
      ),
    ),
  ).slice(0, seriesMax)

/** Series that share any of some marks, oldest first. */
export async function seriesSharing(
  prisma: PrismaClient,
  marks: readonly Pick<ChainMark, 'kind' | 'value'>[],
  limit: number,
): Promise<PatchSeries[]> {
  // By number first: a join would read the same series once for each mark it shares.
  const shared = await inSlices(marks, namedMax, slice => {
    const byKind = new Map<string, string[]>()
    for (const { kind, value } of slice) {
      const values = byKind.get(kind)
      if (values === undefined) byKind.set(kind, [value])
      else values.push(value)
    }
    return prisma.seriesMark.findMany({
      where: { OR: [...byKind].map(([kind, values]) => ({ kind, value: { in: values } })) },
      distinct: ['seriesId'],
      select: { seriesId: true },
      take: seriesMax,
    })
  })
  const numbers = [...new Set(shared.map(s => s.seriesId))].slice(0, seriesMax)
  const found = await inSlices(numbers, namedMax, slice => matching(prisma, { id: { in: slice } }, limit))
  return oldestFirst(found).slice(0, limit)
}

/** Patch-ids of messages, in their order in the mail. */
export async function patchIdsOf(
  prisma: PrismaClient,
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, readonly string[]>> {
  const rows = await inSlices(ids, namedMax, names =>
    prisma.patchId.findMany({
      where: { message: { name: { in: names }, variant: 0 } },
      orderBy: [{ messageId: 'asc' }, { pos: 'asc' }],
      select: { patchId: true, message: { select: { name: true } } },
    }),
  )
  return grouped(rows.map(r => [r.message.name, r.patchId]))
}

/** Messages that hold a patch of one of some patch-ids, oldest first; at most `limit` in all. */
export async function messagesByPatchId(
  prisma: PrismaClient,
  patchIds: readonly string[],
  limit: number,
): Promise<ReadonlyMap<string, readonly MessageId[]>> {
  const rows = await inSlices(patchIds, namedMax, slice =>
    prisma.patchId.findMany({
      where: { patchId: { in: slice }, message: { variant: 0 } },
      orderBy: [{ message: { atSeconds: 'asc' } }, { message: { name: 'asc' } }, { pos: 'asc' }],
      select: { patchId: true, message: { select: { name: true, atSeconds: true } } },
      take: limit,
    }),
  )
  rows.sort((a, b) => Number(a.message.atSeconds - b.message.atSeconds) || compare(a.message.name, b.message.name))
  return grouped(rows.slice(0, limit).map(r => [r.patchId, r.message.name]))
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const [key, value] of pairs) {
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else if (!group.includes(value)) group.push(value)
  }
  return groups
}
