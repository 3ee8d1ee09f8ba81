import type {
  Annotation,
  Attachment,
  Mention,
  MessageId,
  MessageRow,
  Problem,
  ScenarioLink,
  Skeleton,
} from '../../model/index.ts'
import type { Prisma, PrismaClient } from '../generated/sqlite/client.ts'
import { decodePatch, decodeStrings, decodeSubject } from './encode.ts'
import type { Recipients } from './encode.ts'

const person = { select: { name: true, address: true } } as const

const whole = {
  author: person,
  from: person,
  attachments: { orderBy: { part: 'asc' } },
  trailers: { orderBy: { pos: 'asc' }, include: { person } },
  mentions: { orderBy: { pos: 'asc' } },
  annotations: { orderBy: { pos: 'asc' } },
  problems: { orderBy: { pos: 'asc' } },
} as const satisfies Prisma.MessageInclude

type Whole = Prisma.MessageGetPayload<{ include: typeof whole }>

const skeletonFrom = (m: Whole): Skeleton => ({
  messageId: m.name,
  inReplyTo: decodeStrings(m.inReplyTo),
  references: decodeStrings(m.references),
  subject: decodeSubject(m.subject, m.subjectInfo),
  author: m.author,
  from: m.from,
  atSeconds: Number(m.atSeconds),
  hasDiff: m.hasDiff,
  form: m.form as Skeleton['form'],
  contentHash: m.contentHash,
  ...decodePatch(m.patch),
})

/** Messages read at once with their bodies and everything on them. */
const sliceMax = 500

/** Rows of messages by Message-ID, in the order asked; ids the archive does not hold are left out. */
export async function messageRows(prisma: PrismaClient, ids: readonly MessageId[]): Promise<MessageRow[]> {
  const rows: MessageRow[] = []
  for (let at = 0; at < ids.length; at += sliceMax) rows.push(...(await slice(prisma, ids.slice(at, at + sliceMax))))
  return rows
}

async function slice(prisma: PrismaClient, ids: MessageId[]): Promise<MessageRow[]> {
  const named = { name: { in: ids } }
  const [mails, deliveries, links, variants] = await Promise.all([
    prisma.message.findMany({ where: { ...named, variant: 0 }, include: whole }),
    prisma.delivery.findMany({
      where: { message: named },
      orderBy: { id: 'asc' },
      select: {
        messageId: true,
        message: { select: { name: true } },
        list: { select: { slug: true, isSample: true } },
        raw: { select: { hash: true } },
      },
    }),
    prisma.scenarioLink.findMany({ where: { messageName: { in: ids } }, orderBy: { id: 'asc' } }),
    prisma.message.groupBy({ by: ['name'], where: { ...named, variant: { gt: 0 } }, _count: true }),
  ])
  const byName = new Map(mails.map(m => [m.name, m]))
  const linksBy = grouped(links, l => l.messageName)
  const deliveriesBy = grouped(deliveries, d => d.message.name)
  const variantsBy = new Map(variants.map(v => [v.name, v._count]))
  return ids.flatMap(id => {
    const mail = byName.get(id)
    if (!mail) return []
    const came = deliveriesBy.get(id) ?? []
    return [
      rowOf(mail, {
        lists: [...new Set(came.map(d => d.list.slug))],
        isSample: came.some(d => d.list.isSample),
        rawHash: came.find(d => d.messageId === mail.id)?.raw.hash ?? '',
        links: (linksBy.get(id) ?? []).map(linkFrom),
        variants: variantsBy.get(id) ?? 0,
      }),
    ]
  })
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

export const linkFrom = (l: Prisma.ScenarioLinkGetPayload<object>): ScenarioLink => ({
  messageId: l.messageName,
  scenario: l.scenario,
  variant: l.variant,
  debate: l.debate,
  kind: l.kind as ScenarioLink['kind'],
  sure: l.sure as ScenarioLink['sure'],
  reason: l.reason,
})

type Around = Pick<MessageRow, 'lists' | 'isSample' | 'rawHash' | 'links' | 'variants'>

function rowOf(m: Whole, around: Around): MessageRow {
  const { to, cc } = JSON.parse(m.recipients) as Recipients
  const seconds = (t: bigint | null) => (t === null ? null : Number(t))
  return {
    ...around,
    skeleton: skeletonFrom(m),
    text: m.text,
    to,
    cc,
    sentAt: seconds(m.sentAt),
    zoneMinutes: m.zoneMinutes,
    receivedAt: seconds(m.receivedAt),
    attachments: m.attachments.map(({ messageId: _m, ...a }): Attachment => a),
    trailers: m.trailers.map(t => ({ name: t.name, value: t.value, person: t.person, start: t.start, end: t.end })),
    mentions: m.mentions.map(
      (x): Mention => ({
        type: 'mention',
        subject: x.subject as Mention['subject'],
        key: x.key,
        span: { messageId: m.name, start: x.start, end: x.end },
        zone: x.zone as Mention['zone'],
        negated: x.negated,
        by: x.by,
      }),
    ),
    annotations: m.annotations.map(a => JSON.parse(a.data) as Annotation),
    problems: m.problems.map(
      (p): Problem => ({
        stage: p.stage as Problem['stage'],
        code: p.code,
        ...(p.detail === null ? {} : { detail: p.detail }),
      }),
    ),
    files: decodeStrings(m.files),
  }
}
