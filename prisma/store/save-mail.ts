import { createHash } from 'node:crypto'
import type { Address, Batch, Delivered, Mention, Problem, Skeleton } from '../../model/index.ts'
import { encodeSubject, givenBy, sortTime } from './encode.ts'
import type { Recipients } from './encode.ts'
import { packRaws } from './raw-blocks.ts'
import type { RawBytes } from './raw-blocks.ts'
import type { Rows, TextRow, WriteTx } from './tables.ts'
import { identifierParts, ownAndQuoted } from './words.ts'

/** Ids of the rows written so far in this transaction: the next free one of each table. */
export async function nextId(
  tx: WriteTx,
  table:
    | 'person'
    | 'raw'
    | 'raw_block'
    | 'delivery'
    | 'message'
    | 'thread'
    | 'series'
    | 'scenario_link'
    | 'quarantine'
    | 'list'
    | 'tombstone',
) {
  const [row] = await tx.all(`SELECT COALESCE(MAX("id"), 0) + 1 AS "next" FROM "${table}"`)
  let next = Number(row?.next ?? 1)
  return () => next++
}

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
const same = (address: Address) => `${address.address}\0${address.name}`

/** Persons by name and address, created in the order they are asked for. */
async function openPersons(tx: WriteTx, wanted: readonly Address[]) {
  const ids = new Map<string, number>()
  const addresses = [...new Set(wanted.map(a => a.address))]
  for (const row of await tx.allIn('SELECT "id", "name", "address" FROM "person" WHERE "address" IN (??)', addresses))
    ids.set(same({ name: row.name as string, address: row.address as string }), row.id as number)
  const next = await nextId(tx, 'person')
  const added: Rows['person'][] = []
  const idOf = (person: Address): number => {
    const key = same(person)
    let id = ids.get(key)
    if (id === undefined) {
      id = next()
      ids.set(key, id)
      added.push({ id, name: person.name, address: person.address })
    }
    return id
  }
  return { idOf, added }
}

/** What writing the mail of a batch changed: messages new to the archive, and known ones that reached another list. */
export type MailWritten = {
  readonly added: number
  readonly unchanged: number
  readonly newIds: readonly number[]
  /** Message-IDs whose thread figures may have changed. */
  readonly touched: ReadonlySet<string>
  /** What figures of threads are made of, by Message-ID: of messages that came just now and alone under their id. */
  readonly fresh: ReadonlyMap<string, FreshMail>
}

/** What a thread's figures are made of, of one message. */
export type MailFacts = {
  readonly id: number
  readonly subject: string
  readonly isPatch: boolean
  readonly atSeconds: number
  readonly authorId: number
  readonly name: string
  readonly address: string
  readonly acks: number
  readonly naks: number
}
/** A key named outside quotes. */
export type NamedKey = { readonly subject: string; readonly key: string }
export type FreshMail = {
  readonly facts: MailFacts
  readonly listIds: ReadonlySet<number>
  readonly keys: readonly NamedKey[]
}

type Pending = {
  [T in
    | 'delivery'
    | 'message'
    | 'patch_id'
    | 'attachment'
    | 'trailer'
    | 'mention'
    | 'annotation'
    | 'problem'
    | 'alias']: Rows[T][]
}

/** Writes deliveries, raw bytes, and the messages that are new by content, with all that hangs on a message. */
export async function saveMail(tx: WriteTx, batch: Batch, listIds: ReadonlyMap<string, number>): Promise<MailWritten> {
  const deliveries = batch.deliveries
  const names = [...new Set(deliveries.map(d => d.parsed.headers.messageId))]
  const skeletons = new Map<string, Skeleton>()
  for (const thread of batch.threads)
    for (const { message } of thread.nodes) if (message !== 'ghost') skeletons.set(message.messageId, message)

  const rawIds = new Map<string, number>()
  for (const row of await tx.allIn('SELECT "id", "hash" FROM "raw" WHERE "hash" IN (??)', [
    ...new Set(deliveries.map(d => d.parsed.rawHash)),
  ]))
    rawIds.set(row.hash as string, row.id as number)
  const delivered = new Set<string>()
  for (const row of await tx.allIn('SELECT "rawId", "listId" FROM "delivery" WHERE "rawId" IN (??)', [
    ...rawIds.values(),
  ]))
    delivered.add(`${row.rawId as number} ${row.listId as number}`)
  const messages = new Map<string, { id: number; contentHash: string }[]>()
  const held: number[] = []
  for (const row of await tx.allIn('SELECT "id", "name", "contentHash" FROM "message" WHERE "name" IN (??)', names)) {
    const found = { id: row.id as number, contentHash: row.contentHash as string }
    messages.set(row.name as string, [...(messages.get(row.name as string) ?? []), found])
    held.push(found.id)
  }
  const inList = new Set<string>()
  for (const row of await tx.allIn('SELECT "messageId", "listId" FROM "delivery" WHERE "messageId" IN (??)', held))
    inList.add(`${row.messageId as number} ${row.listId as number}`)
  const aliases = new Set<string>()
  const otherIds = [...new Set(deliveries.flatMap(d => d.parsed.headers.otherIds))]
  for (const row of await tx.allIn('SELECT "name" FROM "alias" WHERE "name" IN (??)', otherIds))
    aliases.add(row.name as string)

  const persons = await openPersons(
    tx,
    deliveries.flatMap(d => [
      d.parsed.headers.author,
      d.parsed.headers.from,
      ...d.parsed.trailers.flatMap(t => t.person ?? []),
    ]),
  )
  const [nextRaw, nextDelivery, nextMessage] = [
    await nextId(tx, 'raw'),
    await nextId(tx, 'delivery'),
    await nextId(tx, 'message'),
  ]
  const pending: Pending = {
    delivery: [],
    message: [],
    patch_id: [],
    attachment: [],
    trailer: [],
    mention: [],
    annotation: [],
    problem: [],
    alias: [],
  }
  const raws: RawBytes[] = []
  const texts: { id: number; delivered: Delivered }[] = []
  const touched = new Set<string>()
  const fresh = new Map<string, FreshMail & { readonly listIds: Set<number> }>()
  const listGrowth = new Map<number, number>()
  let unchanged = 0

  for (const d of deliveries) {
    const listId = listIds.get(d.list)
    if (listId === undefined)
      throw new Error(`list ${d.list} was not made with ensureList before a mail of it was saved`)
    const { headers, rawHash, contentHash } = d.parsed
    let rawId = rawIds.get(rawHash)
    if (rawId !== undefined && delivered.has(`${rawId} ${listId}`)) {
      unchanged++
      continue
    }
    if (rawId === undefined) {
      rawId = nextRaw()
      rawIds.set(rawHash, rawId)
      raws.push({ id: rawId, hash: rawHash, bytes: d.raw.bytes })
    }
    delivered.add(`${rawId} ${listId}`)
    const known = messages.get(headers.messageId) ?? []
    let id = known.find(k => k.contentHash === contentHash)?.id
    if (id === undefined) {
      id = nextMessage()
      messages.set(headers.messageId, [...known, { id, contentHash }])
      const skeleton = skeletons.get(headers.messageId)
      const atSeconds = skeleton?.contentHash === contentHash ? skeleton.atSeconds : sortTime(d)
      const added = addMessage(pending, d, {
        id,
        variant: known.length,
        atSeconds,
        pipelineVersion: batch.pipelineVersion,
        personId: persons.idOf,
      })
      // A second content under one id makes the figures what the tables say of both.
      if (known.length === 0) fresh.set(headers.messageId, { ...added, listIds: new Set() })
      else fresh.delete(headers.messageId)
      texts.push({ id, delivered: d })
      for (const name of headers.otherIds) {
        if (name === headers.messageId || aliases.has(name)) continue
        aliases.add(name)
        pending.alias.push({ name, messageId: id })
      }
    }
    pending.delivery.push({
      id: nextDelivery(),
      rawId,
      listId,
      messageId: id,
      source: d.raw.source,
      position: d.raw.position,
      envelopeAt: d.raw.envelopeAt,
    })
    if (!inList.has(`${id} ${listId}`)) {
      inList.add(`${id} ${listId}`)
      listGrowth.set(listId, (listGrowth.get(listId) ?? 0) + 1)
      touched.add(headers.messageId)
    }
    fresh.get(headers.messageId)?.listIds.add(listId)
  }

  await tx.insert('person', persons.added)
  const packed = packRaws(raws, await nextId(tx, 'raw_block'))
  await tx.insert('raw_block', packed.blocks)
  await tx.insert('raw', packed.raws)
  for (const table of [
    'message',
    'delivery',
    'patch_id',
    'attachment',
    'trailer',
    'mention',
    'annotation',
    'problem',
    'alias',
  ] as const)
    await tx.insert(table, pending[table] as Rows[typeof table][])
  await tx.insertText(textRows(texts))
  for (const [listId, grown] of listGrowth)
    await tx.run('UPDATE "list" SET "messages" = "messages" + ? WHERE "id" = ?', [grown, listId])
  return { added: pending.delivery.length, unchanged, newIds: pending.message.map(m => m.id), touched, fresh }
}

type Place = {
  id: number
  variant: number
  atSeconds: number
  pipelineVersion: string
  personId: (person: Address) => number
}

function addMessage(pending: Pending, d: Delivered, place: Place): { facts: MailFacts; keys: NamedKey[] } {
  const { parsed } = d
  const { headers } = parsed
  const { id, atSeconds } = place
  const recipients: Recipients = { to: headers.to, cc: headers.cc }
  const authorId = place.personId(headers.author)
  const given = givenBy(d)
  pending.message.push({
    id,
    name: headers.messageId,
    variant: place.variant,
    contentHash: parsed.contentHash,
    textHash: parsed.textHash,
    form: parsed.form,
    subject: headers.subject.full,
    subjectInfo: encodeSubject(headers.subject),
    bareSubject: headers.subject.bare,
    authorId,
    fromId: place.personId(headers.from),
    atSeconds,
    sentAt: headers.sent?.atSeconds ?? null,
    zoneMinutes: headers.sent?.zoneMinutes ?? null,
    receivedAt: headers.receivedAt,
    inReplyTo: JSON.stringify(headers.inReplyTo),
    references: JSON.stringify(headers.references),
    recipients: JSON.stringify(recipients),
    otherIds: JSON.stringify(headers.otherIds),
    listIds: JSON.stringify(headers.listIds),
    files: JSON.stringify(parsed.files),
    patch: parsed.patch && JSON.stringify(parsed.patch),
    hasDiff: parsed.hasDiff,
    ...given,
    pipelineVersion: place.pipelineVersion,
    text: parsed.text,
  })
  parsed.patch?.patchIds.forEach((patchId, pos) => pending.patch_id.push({ messageId: id, pos, patchId }))
  for (const a of parsed.attachments) pending.attachment.push({ messageId: id, ...a })
  parsed.trailers.forEach((t, pos) =>
    pending.trailer.push({
      messageId: id,
      pos,
      name: t.name,
      value: t.value,
      personId: t.person && place.personId(t.person),
      start: t.start,
      end: t.end,
    }),
  )
  const mentions = d.annotations.filter((a): a is Mention => a.type === 'mention')
  const first = firstMentions(mentions)
  const keys: NamedKey[] = []
  mentions.forEach((m, pos) => {
    if (m.zone !== 'quote' && first.has(m)) keys.push({ subject: m.subject, key: m.key })
    pending.mention.push({
      messageId: id,
      pos,
      subject: m.subject,
      key: m.key,
      start: m.span.start,
      end: m.span.end,
      zone: m.zone,
      isQuoted: m.zone === 'quote',
      isFirst: first.has(m),
      negated: m.negated,
      by: m.by,
      atSeconds,
    })
  })
  let pos = 0
  for (const a of d.annotations) {
    if (a.type === 'mention') continue
    const value = a.type === 'stance' ? a.value : a.type === 'sentence' ? a.label : a.relation
    pending.annotation.push({
      messageId: id,
      pos: pos++,
      type: a.type,
      value,
      by: a.by,
      sure: a.sure,
      data: JSON.stringify(a),
    })
  }
  distinctProblems([...d.raw.problems, ...parsed.problems]).forEach((p, at) =>
    pending.problem.push({ messageId: id, pos: at, stage: p.stage, code: p.code, detail: p.detail ?? null }),
  )
  const { subject, author } = headers
  const isPatch = parsed.hasDiff || (subject.isPatch && !subject.isReply)
  return { facts: { id, subject: subject.full, isPatch, atSeconds, authorId, ...author, ...given }, keys }
}

/** The mention that stands for its key in a message: the first outside quotes, else the first. */
function firstMentions(mentions: readonly Mention[]): ReadonlySet<Mention> {
  const first = new Map<string, Mention>()
  for (const m of mentions) {
    const key = `${m.subject} ${m.key}`
    const chosen = first.get(key)
    if (!chosen || (chosen.zone === 'quote' && m.zone !== 'quote')) first.set(key, m)
  }
  return new Set(first.values())
}

function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>()
  for (const p of problems) {
    const key = `${p.stage}\0${p.code}\0${p.detail ?? ''}`
    if (!seen.has(key)) seen.set(key, p)
  }
  return [...seen.values()]
}

/** One row at a time: a batch's words are as many bytes as its mails. */
function* textRows(mails: readonly { id: number; delivered: Delivered }[]): Generator<TextRow> {
  for (const { id, delivered } of mails) yield textRow(id, delivered)
}

/** The words of a message as the full-text index takes them; text of attachments counts as the author's own. */
export function textRow(id: number, { parsed }: Delivered): TextRow {
  const { author, from, subject } = parsed.headers
  const { own, quoted } = ownAndQuoted(parsed.text)
  const body = [own, ...parsed.attachments.map(a => ownAndQuoted(a.text ?? '').own)].filter(t => t !== '').join('\n')
  const people = from.address === author.address ? [author] : [author, from]
  return {
    id,
    subject: [subject.full, identifierParts(subject.full)].join('\n'),
    author: people.map(p => `${p.name} ${p.address}`).join(' '),
    body,
    quoted,
    parts: identifierParts(body),
    files: parsed.files.join('\n'),
  }
}
