import type { Mention, MentionRow, ScenarioLink } from '../../model/index.ts'
import type { PrismaClient } from '../generated/sqlite/client.ts'
import { linkFrom } from './message-rows.ts'

const excerptMaxChars = 240

/** The words around a place in a text, at most 240 characters on whole words, line breaks as spaces. */
export function excerptAround(
  text: string,
  start: number,
  end: number,
): { excerpt: string; at: number; length: number } {
  const length = Math.min(end - start, excerptMaxChars)
  const room = excerptMaxChars - length
  let from = Math.max(0, start - Math.floor(room / 2))
  let to = Math.min(text.length, from + excerptMaxChars)
  from = Math.max(0, Math.min(from, to - excerptMaxChars))
  while (from > 0 && from < start && !/\s/.test(text[from - 1] ?? ' ')) from++
  while (to < text.length && to > start + length && !/\s/.test(text[to] ?? ' ')) to--
  while (from < start && /\s/.test(text[from] ?? '')) from++
  // One character for one, so that the offset stays true.
  return { excerpt: text.slice(from, to).replace(/[\n\t\r]/g, ' '), at: start - from, length }
}

/** First list of each message, by message id. */
async function firstLists(prisma: PrismaClient, messageIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await prisma.delivery.findMany({
    where: { messageId: { in: [...messageIds] } },
    orderBy: { id: 'desc' },
    select: { messageId: true, list: { select: { slug: true } } },
  })
  return new Map(rows.map(r => [r.messageId, r.list.slug]))
}

/** Mentions of one zone looked at for each that is asked for: a patch may name a flag in many lines. */
const perMessage = 20

/** Keys of the first mention of each message in a zone, newest messages first. */
async function firstsOf(
  prisma: PrismaClient,
  query: { subject: Mention['subject']; key: string; limit: number; zone: Mention['zone'] },
): Promise<{ messageId: number; pos: number }[]> {
  const rows = await prisma.mention.findMany({
    where: { subject: query.subject, key: query.key, zone: query.zone },
    orderBy: [{ atSeconds: 'desc' }, { messageId: 'desc' }, { pos: 'asc' }],
    take: query.limit * perMessage,
    select: { messageId: true, pos: true },
  })
  const firsts = new Map<number, number>()
  for (const row of rows) if (!firsts.has(row.messageId)) firsts.set(row.messageId, row.pos)
  return [...firsts].slice(0, query.limit).map(([messageId, pos]) => ({ messageId, pos }))
}

/** Most periods that are counted. */
const periodsMax = 100

/** Messages that name a key outside quotes, by year or month. */
export async function mentionTimes(
  prisma: PrismaClient,
  query: { subject: Mention['subject']; key: string },
): Promise<{ label: string; messages: number }[]> {
  const where = { subject: query.subject, key: query.key, isFirst: true, isQuoted: false }
  const span = await prisma.mention.aggregate({ where, _min: { atSeconds: true }, _max: { atSeconds: true } })
  if (span._min.atSeconds === null || span._max.atSeconds === null) return []
  const first = new Date(Number(span._min.atSeconds) * 1000)
  const last = new Date(Number(span._max.atSeconds) * 1000)
  const isMonths = last.getUTCFullYear() - first.getUTCFullYear() < 2
  const step = isMonths ? 1 : 12
  const indexOf = (d: Date) => d.getUTCFullYear() * 12 + (isMonths ? d.getUTCMonth() : 0)
  const from = Math.max(indexOf(first), indexOf(last) - (periodsMax - 1) * step)
  const found: { label: string; messages: number }[] = []
  for (let month = from; month <= indexOf(last); month += step) {
    const at = (m: number) => BigInt(Date.UTC(Math.floor(m / 12), m % 12) / 1000)
    const messages = await prisma.mention.count({
      where: { ...where, atSeconds: { gte: at(month), lt: at(month + step) } },
    })
    const year = String(Math.floor(month / 12))
    found.push({ label: isMonths ? `${year}-${String((month % 12) + 1).padStart(2, '0')}` : year, messages })
  }
  return found
}

/** One mention a message, those outside quotes first, newest first. */
export async function mentionRows(
  prisma: PrismaClient,
  query: { subject: Mention['subject']; key: string; limit: number; zone?: Mention['zone'] },
): Promise<MentionRow[]> {
  const rows = await prisma.mention.findMany({
    where:
      query.zone === undefined
        ? { subject: query.subject, key: query.key, isFirst: true }
        : { subject: query.subject, key: query.key, OR: await firstsOf(prisma, { ...query, zone: query.zone }) },
    orderBy: [{ isQuoted: 'asc' }, { atSeconds: 'desc' }, { messageId: 'desc' }],
    take: query.limit,
    include: {
      message: { select: { name: true, subject: true, text: true, author: { select: { name: true, address: true } } } },
    },
  })
  const lists = await firstLists(
    prisma,
    rows.map(r => r.messageId),
  )
  return rows.map(r => ({
    messageId: r.message.name,
    list: lists.get(r.messageId) ?? '',
    subject: r.message.subject,
    author: r.message.author,
    atSeconds: Number(r.atSeconds),
    zone: r.zone as Mention['zone'],
    negated: r.negated,
    ...excerptAround(r.zone === 'subject' ? r.message.subject : r.message.text, r.start, r.end),
  }))
}

/** How many messages name each key outside quotes, most first. */
export async function mentionCounts(
  prisma: PrismaClient,
  subject: Mention['subject'],
): Promise<{ key: string; messages: number }[]> {
  const rows = await prisma.mention.groupBy({
    by: ['key'],
    where: { subject, isFirst: true, isQuoted: false },
    _count: { messageId: true },
  })
  return rows
    .map(r => ({ key: r.key, messages: r._count.messageId }))
    .sort((a, b) => b.messages - a.messages || (a.key < b.key ? -1 : 1))
}

/** Messages linked to a scenario, oldest first; links to mail the archive lacks are left out. */
export async function linksOf(
  prisma: PrismaClient,
  scenario: string,
  limit: number,
): Promise<(ScenarioLink & { subject: string; list: string; atSeconds: number })[]> {
  const links = await prisma.scenarioLink.findMany({ where: { scenario }, orderBy: { id: 'asc' }, take: limit })
  const mails = await prisma.message.findMany({
    where: { variant: 0, name: { in: [...new Set(links.map(l => l.messageName))] } },
    select: { id: true, name: true, subject: true, atSeconds: true },
  })
  const byName = new Map(mails.map(m => [m.name, m]))
  const lists = await firstLists(
    prisma,
    mails.map(m => m.id),
  )
  return links
    .flatMap(l => {
      const mail = byName.get(l.messageName)
      if (!mail) return []
      return [
        { ...linkFrom(l), subject: mail.subject, list: lists.get(mail.id) ?? '', atSeconds: Number(mail.atSeconds) },
      ]
    })
    .sort((a, b) => a.atSeconds - b.atSeconds || (a.messageId < b.messageId ? -1 : 1))
}
