import type { Batch, MessageId, Skeleton, Thread } from '../../model/index.ts'
import { decodeSubject } from './encode.ts'
import { countPeople } from './people.ts'
import { nextId } from './save-mail.ts'
import type { FreshMail, MailFacts, MailWritten, NamedKey } from './save-mail.ts'
import type { Rows, WriteTx } from './tables.ts'

const chipsMax = 40

/** What the figures of threads are made of, for all threads of a batch. */
type Lookup = {
  readonly messages: ReadonlyMap<MessageId, MailFacts>
  readonly lists: ReadonlyMap<MessageId, ReadonlySet<number>>
  readonly keys: ReadonlyMap<number, readonly NamedKey[]>
  readonly scenarios: ReadonlyMap<MessageId, readonly string[]>
}
type ListFacts = ReadonlyMap<number, { slug: string; isSample: boolean }>

async function lookUp(
  tx: WriteTx,
  names: readonly MessageId[],
  fresh: ReadonlyMap<MessageId, FreshMail>,
): Promise<Lookup> {
  const stored = names.filter(name => !fresh.has(name))
  const messages = new Map<MessageId, MailFacts>()
  const found = await tx.allIn(
    'SELECT m."id", m."name", m."subject", m."subjectInfo", m."atSeconds", m."hasDiff", m."authorId", m."acks", m."naks", p."name" AS "author", p."address" ' +
      'FROM "message" m JOIN "person" p ON p."id" = m."authorId" WHERE m."variant" = 0 AND m."name" IN (??)',
    stored,
  )
  for (const row of found) {
    const subject = decodeSubject(row.subject as string, row.subjectInfo as string)
    messages.set(row.name as string, {
      id: row.id as number,
      subject: subject.full,
      isPatch: Boolean(row.hasDiff) || (subject.isPatch && !subject.isReply),
      atSeconds: Number(row.atSeconds),
      authorId: row.authorId as number,
      name: row.author as string,
      address: row.address as string,
      acks: row.acks as number,
      naks: row.naks as number,
    })
  }
  const held = [...messages.keys()]
  const lists = new Map<MessageId, ReadonlySet<number>>()
  const inLists = await tx.allIn(
    'SELECT DISTINCT m."name", d."listId" FROM "delivery" d JOIN "message" m ON m."id" = d."messageId" WHERE m."name" IN (??)',
    held,
  )
  for (const row of inLists)
    lists.set(row.name as string, new Set(lists.get(row.name as string)).add(row.listId as number))
  const keys = new Map<number, NamedKey[]>()
  const mentioned = await tx.allIn(
    `SELECT "messageId", "subject", "key" FROM "mention" WHERE "isFirst" AND NOT "isQuoted" AND "messageId" IN (??)`,
    [...messages.values()].map(m => m.id),
  )
  for (const row of mentioned)
    keys.set(row.messageId as number, [
      ...(keys.get(row.messageId as number) ?? []),
      { subject: row.subject as string, key: row.key as string },
    ])
  for (const name of names) {
    const mail = fresh.get(name)
    if (mail === undefined) continue
    messages.set(name, mail.facts)
    lists.set(name, mail.listIds)
    keys.set(mail.facts.id, [...mail.keys])
  }
  const scenarios = new Map<MessageId, string[]>()
  for (const row of await tx.allIn(
    'SELECT "messageName", "scenario" FROM "scenario_link" WHERE "messageName" IN (??)',
    names,
  ))
    scenarios.set(row.messageName as string, [
      ...(scenarios.get(row.messageName as string) ?? []),
      row.scenario as string,
    ])
  return { messages, lists, keys, scenarios }
}

/** Values by how many messages name them, most first, then by name. */
function mostNamed(values: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1)
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return JSON.stringify(sorted.slice(0, chipsMax).map(([v]) => v))
}

type Figures = Omit<Rows['thread'], 'id' | 'rootName' | 'problems'>

function figures(
  names: readonly MessageId[],
  lookup: Lookup,
  listFacts: ListFacts,
): { row: Figures; listIds: number[] } {
  const mails = names.flatMap(name => lookup.messages.get(name) ?? [])
  const head = mails[0]
  if (!head) throw new Error(`a thread of ghosts only was saved: ${names[0] ?? 'no nodes'}`)
  const listIds = [...new Set(names.flatMap(name => [...(lookup.lists.get(name) ?? [])]))].sort((a, b) => a - b)
  const keys = mails.flatMap(m => lookup.keys.get(m.id) ?? [])
  let [firstAt, lastAt, acks, naks] = [head.atSeconds, head.atSeconds, 0, 0]
  for (const m of mails) {
    firstAt = Math.min(firstAt, m.atSeconds)
    lastAt = Math.max(lastAt, m.atSeconds)
    acks += m.acks
    naks += m.naks
  }
  const row: Figures = {
    subject: head.subject,
    authorId: head.authorId,
    firstAt,
    lastAt,
    messages: mails.length,
    ghosts: names.length - mails.length,
    participants: countPeople(mails),
    acks,
    naks,
    hasPatch: mails.some(m => m.isPatch),
    isSample: listIds.some(id => listFacts.get(id)?.isSample),
    lists: JSON.stringify(listIds.map(id => listFacts.get(id)?.slug ?? '')),
    mechanisms: mostNamed(keys.filter(k => k.subject === 'mechanism').map(k => k.key)),
    gfp: mostNamed(keys.filter(k => k.subject === 'gfp').map(k => k.key)),
    scenarios: mostNamed(names.flatMap(name => lookup.scenarios.get(name) ?? [])),
  }
  return { row, listIds }
}

/**
 * Replaces the threads that share a mail or ghost with those given, and brings the figures of other threads up to date
 * where `touched` names one of their messages. Returns ids of messages whose thread has another root than before.
 */
export async function saveThreads(
  tx: WriteTx,
  threads: Batch['threads'],
  { touched, fresh }: Pick<MailWritten, 'touched' | 'fresh'>,
  listFacts: ListFacts,
): Promise<readonly number[]> {
  const names = new Set(threads.flatMap(t => t.nodes.map(n => n.messageId)))
  const old = await oldNodes(tx, [...names])
  const lost = old.find(n => n.messageId !== null && !names.has(n.name))
  if (lost) throw new Error(`thread ${lost.rootName} was replaced by threads without its message ${lost.name}`)

  // Threads that are not replaced and yet hold a touched message keep their nodes and get new figures.
  const others = [...touched].filter(name => !names.has(name))
  const kept = new Map<number, { rootName: string; names: MessageId[]; problems: string }>()
  const keptIds = new Set(
    (await tx.allIn('SELECT DISTINCT "threadId" FROM "thread_node" WHERE "name" IN (??)', others)).map(
      r => r.threadId as number,
    ),
  )
  const keptRows = await tx.allIn(
    'SELECT n."threadId", n."name", t."rootName", t."problems" FROM "thread_node" n JOIN "thread" t ON t."id" = n."threadId" ' +
      'WHERE n."threadId" IN (??) ORDER BY n."threadId", n."pos"',
    [...keptIds],
  )
  for (const row of keptRows) {
    const thread = kept.get(row.threadId as number)
    if (thread) thread.names.push(row.name as string)
    else
      kept.set(row.threadId as number, {
        rootName: row.rootName as string,
        names: [row.name as string],
        problems: row.problems as string,
      })
  }

  const oldIds = [...new Set(old.map(n => n.threadId))].sort((a, b) => a - b)
  const growth = new Map<number, number>()
  const grow = (listId: number, by: number) => growth.set(listId, (growth.get(listId) ?? 0) + by)
  const emptied = [...oldIds, ...keptIds]
  for (const row of await tx.allIn('SELECT "listId" FROM "thread_place" WHERE "threadId" IN (??)', emptied))
    grow(row.listId as number, -1)
  await tx.runIn('DELETE FROM "thread_place" WHERE "threadId" IN (??)', emptied)
  await tx.runIn('DELETE FROM "thread_node" WHERE "threadId" IN (??)', oldIds)
  await tx.runIn('DELETE FROM "thread" WHERE "id" IN (??)', oldIds)

  const lookup = await lookUp(tx, [...names, ...keptRows.map(r => r.name as string)], fresh)
  const next = await nextId(tx, 'thread')
  const rows: { [T in 'thread' | 'thread_node' | 'thread_place']: Rows[T][] } = {
    thread: [],
    thread_node: [],
    thread_place: [],
  }
  const add = (id: number, rootName: string, problems: string, members: readonly MessageId[]) => {
    const { row, listIds } = figures(members, lookup, listFacts)
    rows.thread.push({ id, rootName, problems, ...row })
    for (const listId of listIds) {
      rows.thread_place.push({ listId, threadId: id, lastAt: row.lastAt, rootName })
      grow(listId, 1)
    }
  }
  for (const thread of threads) {
    const id = next()
    rows.thread_node.push(...nodeRows(id, thread, lookup))
    add(
      id,
      thread.rootId,
      JSON.stringify(thread.problems),
      thread.nodes.map(n => n.messageId),
    )
  }
  await tx.insert('thread', rows.thread)
  await tx.insert('thread_node', rows.thread_node)
  for (const [id, thread] of kept) {
    rows.thread = []
    add(id, thread.rootName, thread.problems, thread.names)
    for (const row of rows.thread) await updateThread(tx, row)
  }
  await tx.insert('thread_place', rows.thread_place)
  for (const [listId, by] of growth)
    if (by !== 0) await tx.run('UPDATE "list" SET "threads" = "threads" + ? WHERE "id" = ?', [by, listId])

  const roots = new Map(threads.flatMap(t => t.nodes.map(n => [n.messageId, t.rootId])))
  return old.flatMap(n => (n.messageId !== null && roots.get(n.name) !== n.rootName ? [n.messageId] : []))
}

type OldNode = { threadId: number; name: MessageId; messageId: number | null; rootName: MessageId }

async function oldNodes(tx: WriteTx, names: readonly MessageId[]): Promise<OldNode[]> {
  const ids = (await tx.allIn('SELECT DISTINCT "threadId" FROM "thread_node" WHERE "name" IN (??)', names)).map(
    r => r.threadId as number,
  )
  const rows = await tx.allIn(
    'SELECT n."threadId", n."name", n."messageId", t."rootName" FROM "thread_node" n JOIN "thread" t ON t."id" = n."threadId" WHERE n."threadId" IN (??)',
    [...new Set(ids)],
  )
  return rows as OldNode[]
}

function nodeRows(threadId: number, thread: Thread, lookup: Lookup): Rows['thread_node'][] {
  return thread.nodes.map((node, pos) => {
    const held = lookup.messages.get(node.messageId)
    if (!held && node.message !== 'ghost')
      throw new Error(`thread ${thread.rootId} holds ${(node.message as Skeleton).messageId}, which is not stored`)
    const parent = node.parent === null ? null : thread.nodes[node.parent]
    if (parent === undefined || (node.parent !== null && node.parent >= pos))
      throw new Error(`thread ${thread.rootId}: node ${pos} stands before its parent`)
    return {
      threadId,
      pos,
      name: node.messageId,
      parentPos: node.parent,
      parentName: parent?.messageId ?? null,
      depth: node.depth,
      sure: node.edge?.sure ?? null,
      reason: node.edge?.reason ?? null,
      messageId: held?.id ?? null,
    }
  })
}

async function updateThread(tx: WriteTx, row: Rows['thread']): Promise<void> {
  const { id, ...rest } = row
  const names = Object.keys(rest) as (keyof typeof rest)[]
  await tx.run(`UPDATE "thread" SET ${names.map(n => `"${n}" = ?`).join(', ')} WHERE "id" = ?`, [
    ...names.map(n => rest[n]),
    id,
  ])
}
