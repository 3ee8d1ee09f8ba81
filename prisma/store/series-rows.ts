import type { ChainMark, MessageId, PatchSeries } from '../../model/index.ts'
import type { Prisma, PrismaClient } from '../generated/sqlite/client.ts'
import { seriesOf } from './save-series.ts'

/** Series one question may answer with. */
export const seriesMax = 1_000
/** Marks, Message-IDs or patch-ids one question may name. */
const askedMax = 5_000

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
export const seriesOfMessages = (prisma: PrismaClient, ids: readonly MessageId[]): Promise<PatchSeries[]> => {
  const names = ids.slice(0, askedMax)
  return matching(
    prisma,
    {
      OR: [{ key: { in: names } }, { coverName: { in: names } }, { parts: { some: { messageName: { in: names } } } }],
    },
    seriesMax,
  )
}

/** Series that share any of some marks, oldest first. */
export async function seriesSharing(
  prisma: PrismaClient,
  marks: readonly Pick<ChainMark, 'kind' | 'value'>[],
  limit: number,
): Promise<PatchSeries[]> {
  const byKind = new Map<string, string[]>()
  for (const { kind, value } of marks.slice(0, askedMax)) byKind.set(kind, [...(byKind.get(kind) ?? []), value])
  if (byKind.size === 0) return []
  // By number first: a join would read the same series once for each mark it shares.
  const shared = await prisma.seriesMark.findMany({
    where: { OR: [...byKind].map(([kind, values]) => ({ kind, value: { in: values } })) },
    distinct: ['seriesId'],
    select: { seriesId: true },
    take: seriesMax,
  })
  return matching(prisma, { id: { in: shared.map(s => s.seriesId) } }, limit)
}

/** Patch-ids of messages, in their order in the mail. */
export async function patchIdsOf(
  prisma: PrismaClient,
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, readonly string[]>> {
  const rows = await prisma.patchId.findMany({
    where: { message: { name: { in: ids.slice(0, askedMax) }, variant: 0 } },
    orderBy: [{ messageId: 'asc' }, { pos: 'asc' }],
    select: { patchId: true, message: { select: { name: true } } },
  })
  return grouped(rows.map(r => [r.message.name, r.patchId]))
}

/** Messages that hold a patch of one of some patch-ids, oldest first. */
export async function messagesByPatchId(
  prisma: PrismaClient,
  patchIds: readonly string[],
  limit: number,
): Promise<ReadonlyMap<string, readonly MessageId[]>> {
  const rows = await prisma.patchId.findMany({
    where: { patchId: { in: patchIds.slice(0, askedMax) }, message: { variant: 0 } },
    orderBy: [{ message: { atSeconds: 'asc' } }, { message: { name: 'asc' } }, { pos: 'asc' }],
    select: { patchId: true, message: { select: { name: true } } },
    take: limit,
  })
  return grouped(rows.map(r => [r.patchId, r.message.name]))
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
