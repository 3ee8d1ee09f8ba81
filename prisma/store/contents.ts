import type { MessageContent, MessageId } from '../../model/index.ts'
import type { PrismaClient } from '../generated/sqlite/client.ts'

/** Everything held under one Message-ID, the first seen first. */
export async function contentsOf(prisma: PrismaClient, id: MessageId, limit: number): Promise<MessageContent[]> {
  const mails = await prisma.message.findMany({
    where: { name: id },
    orderBy: { variant: 'asc' },
    take: limit,
    select: {
      contentHash: true,
      subject: true,
      text: true,
      sentAt: true,
      zoneMinutes: true,
      from: { select: { name: true, address: true } },
      deliveries: { orderBy: { id: 'asc' }, select: { list: { select: { slug: true } } } },
    },
  })
  return mails.map(({ sentAt, deliveries, ...mail }) => ({
    ...mail,
    sentAt: sentAt === null ? null : Number(sentAt),
    lists: [...new Set(deliveries.map(d => d.list.slug))],
  }))
}
