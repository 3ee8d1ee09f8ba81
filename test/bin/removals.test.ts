import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingestAll } from '../../bin/ingest.ts'
import { readSettings } from '../../bin/settings.ts'
import { openStore } from '../../prisma/store/index.ts'
import type { Store } from '../../prisma/store/index.ts'
import { mboxrdOf } from '../../text/index.ts'
import { dropHistory, writeInbox } from '../ingest/inbox.ts'
import { scratch } from './command.ts'

let place: ReturnType<typeof scratch>
beforeEach(() => void (place = scratch()))
afterEach(() => place.clean())

const mail = (id: string, options: { parent?: string; list?: string; body?: string; received?: string } = {}) =>
  Buffer.from(
    [
      ...(options.received
        ? [`Received: from ${options.received} by example.org; Mon, 4 Mar 2024 10:00:00 +0000`]
        : []),
      `From: Writer of ${id} <${id}.writer@example.org>`,
      `Subject: ${options.parent ? 'Re: ' : '[PATCH] '}zebrasubject ${id}`,
      `Message-ID: <${id}@example.org>`,
      'Date: Mon, 04 Mar 2024 10:00:00 +0000',
      ...(options.parent ? [`In-Reply-To: <${options.parent}@example.org>`] : []),
      `List-Id: <${options.list ?? 'pools'}.example.org>`,
      '',
      options.body ?? `words of ${id}`,
      '',
    ].join('\n'),
  )
const secret = 'okapisecret'
const root = mail('root')
const leaked = mail('leaked', {
  parent: 'root',
  body: `${secret} and __GFP_NOFAIL\n\nAcked-by: ${secret} <${secret}@example.org>`,
})
const answer = mail('answer', { parent: 'leaked', body: 'an answer that quotes nothing' })

const data = (name = 'data') => join(place.dir, name)
const ingest = (paths: readonly string[], name?: string, more: { fromStart?: boolean } = {}) =>
  ingestAll({ paths, settings: readSettings({ data: data(name) }), quiet: true, ...more })
const inbox = (steps: Parameters<typeof writeInbox>[1], from = 0, name = 'pools.git') =>
  writeInbox(join(place.dir, name), steps, 'v2', from)
const mbox = (name: string, ...mails: Buffer[]) => {
  const path = join(place.dir, name)
  writeFileSync(path, mboxrdOf(mails.map(bytes => ({ bytes, atSeconds: 1_709_546_400 }))))
  return path
}
const withStore = async <T>(use: (store: Store) => Promise<T>, name?: string): Promise<T> => {
  const store = await openStore({ dataDir: data(name) })
  return use(store).finally(() => store.close())
}
const tables = (name?: string) => withStore(async store => [...(await store.tableDigests())], name)
/** Tables in which the archive of that name differs from the usual one. */
const differing = async (name: string) => {
  const other = new Map(await tables(name))
  return (await tables()).filter(([table, digest]) => other.get(table) !== digest).map(([table]) => table)
}

describe('a mail that a public-inbox removed', () => {
  it('keeps its id, date and place; its content leaves rows, raw bytes, index and files', async () => {
    const dir = inbox([{ add: root }, { add: leaked }, { add: answer }])
    expect(await ingest([dir])).toMatchObject({ messages: 3, added: 3, removed: 0 })
    expect(readFileSync(join(data(), 'acknak.db')).includes(secret)).toBe(true)
    inbox([{ remove: leaked }], 3)
    expect(await ingest([dir])).toMatchObject({ messages: 1, added: 0, unchanged: 0, removed: 1 })
    await withStore(async store => {
      const row = await store.reader.message('leaked@example.org')
      expect(row).toMatchObject({
        text: '',
        skeleton: {
          subject: { full: '(removed)' },
          author: { name: '(removed)', address: '' },
          atSeconds: 1_709_546_400,
        },
        lists: ['pools'],
        mentions: [],
        trailers: [],
        problems: [{ code: 'removed-by-its-list' }],
      })
      expect(await store.reader.raw('leaked@example.org')).toBeNull()
      const thread = await store.reader.thread('root@example.org')
      expect(thread?.nodes.map(n => [n.messageId, n.parentId])).toEqual([
        ['root@example.org', null],
        ['leaked@example.org', 'root@example.org'],
        ['answer@example.org', 'leaked@example.org'],
      ])
      expect(thread?.row).toMatchObject({ messages: 3, acks: 0, gfp: [] })
      expect(
        (
          await store.fullText.search(
            { terms: [{ text: secret, prefix: false, columns: [], negated: false }], filters: [], ranked: false },
            { limit: 5, offset: 0 },
          )
        ).total,
      ).toBe(0)
    })
    // A search server is told to forget: the document comes again, empty.
    const { documents } = await withStore(store => store.documents({ revision: 1, id: 0 }, 10))
    expect(documents.find(doc => doc.messageId === 'leaked@example.org')).toMatchObject({
      subject: '(removed)',
      author: { name: '(removed)', address: '' },
      body: '',
      quoted: '',
      gfp: [],
    })
    const bytes = readFileSync(join(data(), 'acknak.db'))
    expect(bytes.includes(secret)).toBe(false)
    expect(bytes.includes('leaked.writer')).toBe(false)
    expect(bytes.includes('words of root')).toBe(true)
  })

  it('stands as if it had been removed before it was read', async () => {
    const dir = inbox([{ add: root }, { add: leaked }, { add: answer }])
    await ingest([dir])
    inbox([{ remove: leaked }], 3)
    await ingest([dir])
    expect(await ingest([dir], 'late')).toMatchObject({ messages: 4, added: 2, removed: 2 })
    expect(await tables()).toEqual(await tables('late'))
  })

  it('does not come back: not by the same bytes, not by others of the same content, not by reading it all again', async () => {
    const dir = inbox([{ add: root }, { add: leaked }, { remove: leaked }])
    await ingest([dir])
    const before = await tables()
    expect(await ingest([mbox('same.mbox', leaked)])).toMatchObject({ added: 0, unchanged: 1 })
    const other = mail('leaked', {
      parent: 'root',
      body: leaked.toString().split('\n\n').slice(1).join('\n\n').trimEnd(),
      received: 'elsewhere',
    })
    expect(await ingest([mbox('other.mbox', other)])).toMatchObject({ added: 0, unchanged: 1 })
    await ingest([dir], undefined, { fromStart: true })
    expect(await tables()).toEqual(before)
  })

  it('stays where another list holds it, and comes by one that brings it later', async () => {
    const copy = mail('leaked', {
      list: 'other',
      parent: 'root',
      body: leaked.toString().split('\n\n').slice(1).join('\n\n').trimEnd(),
    })
    const dir = inbox([{ add: root }, { add: leaked }])
    await ingest([dir, mbox('copy.mbox', copy)])
    inbox([{ remove: leaked }], 2)
    await ingest([dir])
    await withStore(async store => {
      expect(await store.reader.message('leaked@example.org')).toMatchObject({ lists: ['other'] })
      expect((await store.reader.message('leaked@example.org'))?.text).toContain(secret)
      expect(Buffer.from((await store.reader.raw('leaked@example.org')) ?? []).equals(copy)).toBe(true)
      expect((await store.reader.lists()).map(l => [l.slug, l.messages, l.threads])).toEqual([
        ['pools', 1, 1],
        ['other', 1, 1],
      ])
    })
    await ingest([dir], 'late')
    await ingest([mbox('copy.mbox', copy)], 'late')
    // The message keeps the List-Id of the copy that came first; all else is the same.
    expect(await differing('late')).toEqual(['message'])
  })

  it('that was none leaves the note that it came', async () => {
    const junk = Buffer.from(`${secret}, and no header line\n`)
    const dir = inbox([{ add: root }, { add: junk }])
    expect(await ingest([dir])).toMatchObject({ added: 1, quarantined: 1 })
    inbox([{ remove: junk }], 2)
    expect(await ingest([dir])).toMatchObject({ quarantined: 0, removed: 1 })
    expect((await withStore(store => store.counts())).quarantined).toBe(1)
    expect(readFileSync(join(data(), 'acknak.db')).includes(secret)).toBe(false)
  })

  it('comes back when its own list brings it again', async () => {
    const dir = inbox([{ add: root }, { add: leaked }, { remove: leaked }])
    await ingest([dir])
    inbox([{ add: leaked }], 3)
    expect(await ingest([dir])).toMatchObject({ added: 1 })
    await withStore(async store => {
      expect(Buffer.from((await store.reader.raw('leaked@example.org')) ?? []).equals(leaked)).toBe(true)
      expect((await store.reader.thread('root@example.org'))?.row).toMatchObject({ messages: 2, ghosts: 0, acks: 1 })
    })
    await ingest([inbox([{ add: root }, { add: leaked }], 0, 'plain.git')], 'plain')
    // When it was received is told by the commit, which is a later one here; all else is the same.
    expect(await differing('plain')).toEqual(['delivery', 'message'])
  })
})

describe('a public-inbox whose history was rewritten', () => {
  const edited = mail('leaked', { parent: 'root', body: 'what was left of it' })
  const held = async (id: string) => (await withStore(store => store.reader.message(`${id}@example.org`)))?.text

  it.each([
    ['in the middle', [root, leaked, answer], 1],
    ['at the start, so that its first commit is another one', [leaked, root, answer], 0],
    ['at the end', [root, answer, leaked], 2],
  ])('loses the mail that was purged %s, and no other', async (_, mails, at) => {
    const dir = inbox(mails.map(add => ({ add })))
    await ingest([dir])
    dropHistory(dir)
    const later = mail('later')
    inbox([...mails.map((add, i) => (i === at ? ({ empty: true } as const) : { add })), { add: later }])
    const summary = await ingest([dir])
    expect(summary).toMatchObject({ messages: 4, added: 1, unchanged: 2, removed: 1, unreadable: [] })
    expect(summary.notes).toEqual([`${dir}: its history was rewritten; mails that it no longer holds: 1`])
    expect([await held('leaked'), await held('root'), await held('answer')]).toEqual([
      '',
      'words of root\n',
      'an answer that quotes nothing\n',
    ])
    expect(readFileSync(join(data(), 'acknak.db')).includes(secret)).toBe(false)
    const before = await tables()
    expect(await ingest([dir])).toMatchObject({ messages: 0, notes: [] })
    await ingest([dir], undefined, { fromStart: true })
    expect(await tables()).toEqual(before)
  })

  it('shows a mail that was edited as it reads now', async () => {
    const dir = inbox([{ add: root }, { add: leaked }, { add: answer }])
    await ingest([dir])
    dropHistory(dir)
    inbox([{ add: root }, { add: edited }, { add: answer }])
    expect(await ingest([dir])).toMatchObject({ added: 1, removed: 1 })
    expect(readFileSync(join(data(), 'acknak.db')).includes(secret)).toBe(false)
    await withStore(async store => {
      expect(await store.reader.message('leaked@example.org')).toMatchObject({ variants: 0, problems: [] })
      expect(Buffer.from((await store.reader.raw('leaked@example.org')) ?? []).equals(edited)).toBe(true)
      expect((await store.reader.thread('root@example.org'))?.row).toMatchObject({ messages: 3, ghosts: 0 })
    })
    // What was edited out does not come back.
    expect(await ingest([mbox('old.mbox', leaked)])).toMatchObject({ added: 0 })
  })

  it('takes nothing from an archive to which the mail came from elsewhere too', async () => {
    const copy = mail('leaked', {
      parent: 'root',
      body: leaked.toString().split('\n\n').slice(1).join('\n\n').trimEnd(),
      received: 'elsewhere',
    })
    const dir = inbox([{ add: root }, { add: leaked }])
    await ingest([dir, mbox('copy.mbox', copy)])
    dropHistory(dir)
    inbox([{ add: root }, { empty: true }])
    expect(await ingest([dir])).toMatchObject({ removed: 0 })
    expect(await held('leaked')).toContain(secret)
  })

  it.each([
    ['ends earlier', [root]],
    ['lacks a commit', [root, answer]],
    ['holds other mail', [answer, root, edited, leaked].slice(0, 3)],
  ])('takes nothing where the mirror %s', async (_, mails) => {
    const dir = inbox([{ add: root }, { add: leaked }, { add: answer }])
    await ingest([dir])
    const messages = (await withStore(store => store.counts())).messages
    dropHistory(dir)
    // Commits of another time, but for the first that ends early: such a mirror was cut or made anew.
    inbox(
      mails.map(add => ({ add })),
      mails.length === 3 ? 7 : 0,
    )
    const summary = await ingest([dir])
    expect(summary.removed).toBe(0)
    expect(summary.notes).toEqual([expect.stringMatching(/read from its start.*nothing is removed/)])
    expect((await withStore(store => store.counts())).messages).toBeGreaterThanOrEqual(messages)
    expect(await held('leaked')).toContain(secret)
  })

  it('takes nothing where the clone is new, and holds nothing of the history before', async () => {
    const dir = inbox([{ add: root }, { add: leaked }])
    await ingest([dir])
    rmSync(dir, { recursive: true })
    inbox([{ add: root }, { empty: true }])
    const summary = await ingest([dir])
    expect(summary).toMatchObject({ removed: 0, added: 0 })
    expect(summary.notes[0]).toContain('it is older or was made anew')
    expect(await held('leaked')).toContain(secret)
  })

  it('keeps a mail that stands in another epoch now', async () => {
    const box = join(place.dir, 'pools')
    writeInbox(join(box, 'git', '0.git'), [{ add: root }, { add: leaked }])
    await ingest([box])
    dropHistory(join(box, 'git', '0.git'))
    writeInbox(join(box, 'git', '0.git'), [{ add: root }, { empty: true }])
    writeInbox(join(box, 'git', '1.git'), [{ add: leaked }], 'v2', 2)
    expect(await ingest([box])).toMatchObject({ removed: 0, added: 0 })
    expect(await held('leaked')).toContain(secret)
  })

  it('adds nothing when it holds less and is read again', async () => {
    const dir = inbox([{ add: root }, { add: leaked }, { add: answer }])
    await ingest([dir])
    const before = await tables()
    dropHistory(dir)
    inbox([{ add: root }, { add: answer }])
    expect(await ingest([dir])).toMatchObject({ messages: 2, added: 0, unchanged: 2 })
    expect(await tables()).toEqual(before)
  })
})
