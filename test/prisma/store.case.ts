import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Batch, MessageId, PatchSeries, Quarantined } from '../../model/index.ts'
import type { Store } from '../../prisma/store/index.ts'
import { batchOf, mail, skeletonOf, threadsOf } from './mails.ts'
import type { MailSpec } from './mails.ts'

/** A place to open a fresh, empty archive, and to open the same one again. */
export type StorePlace = { open(): Promise<Store>; clean(): Promise<void> }

const lists = [
  { slug: 'linux-mm', title: 'linux-mm', isSample: false },
  { slug: 'linux-fsdevel', title: 'linux-fsdevel', isSample: false },
  { slug: 'sample', title: 'Sample', isSample: true },
]

const patch: MailSpec = {
  id: 'patch@example.org',
  subject: '[PATCH v2 1/2] mm: wake the keeper earlier',
  from: 'Ada Example',
  atSeconds: 1_450_000_000,
  text: 'The keeper uses __GFP_NOFAIL here.\n\n--- a/mm/keeper.c\n+++ b/mm/keeper.c\n@@ -1 +1 @@\n-wait\n+wake\n',
  files: ['mm/keeper.c'],
  gfp: ['__GFP_NOFAIL'],
  scenarios: ['oom-reaper'],
}
const ack: MailSpec = {
  id: 'ack@example.org',
  subject: 'Re: [PATCH v2 1/2] mm: wake the keeper earlier',
  from: 'Bo Example',
  atSeconds: 1_450_000_600,
  text: '> The keeper uses __GFP_NOFAIL here.\nThe oom reaper is fine with that.\n\nAcked-by: Bo Example <bo.example@example.org>\n',
  parent: 'patch@example.org',
  gfp: ['__GFP_NOFAIL'],
  mechanisms: ['oom-reaper'],
}
const orphan: MailSpec = {
  id: 'reply@example.org',
  subject: 'Re: an older mail',
  parent: 'ghost@example.org',
  atSeconds: 1_450_001_000,
}

const series: PatchSeries = {
  key: 'cover@example.org',
  title: 'mm: keeper work',
  version: 2,
  isRfc: false,
  isResend: false,
  author: { name: 'Ada Example', address: 'ada.example@example.org' },
  total: 2,
  coverId: 'cover@example.org',
  parts: [
    { part: 0, title: 'mm: keeper work', messageId: 'cover@example.org' },
    { part: 1, title: 'mm: wake the keeper earlier', messageId: 'patch@example.org' },
    { part: 2, title: 'mm: let it sleep', messageId: null, ghostId: 'ghost@example.org' },
  ],
  chain: 'mm: keeper work|ada.example@example.org',
  sure: 'certain',
  reason: 'cover',
  atSeconds: 1_450_000_000,
  extent: 'whole',
  replaces: null,
  umbrellaId: null,
  marks: [],
}

const quarantined = (text: string): Quarantined => ({
  kind: 'quarantine',
  bytes: new TextEncoder().encode(text),
  source: 'test.mbox',
  position: '900',
  reason: 'no header line',
})

/** What every database behind the store has to do. */
export function storeSuite(name: string, place: () => Promise<StorePlace>): void {
  describe(`the archive in ${name}`, () => {
    let here: StorePlace
    let store: Store
    const save = (batch: Batch) => store.writer.save(batch)
    beforeEach(async () => {
      here = await place()
      store = await here.open()
      for (const list of lists) await store.writer.ensureList(list)
    })
    afterEach(async () => {
      await store.close()
      await here.clean()
    })
    /** Saves mails one batch after another, with whole threads around each, as ingest does. */
    const bring = async (...batches: MailSpec[][]) => {
      for (const specs of batches) {
        const deliveries = specs.map(mail)
        const fresh = deliveries.map(skeletonOf)
        const ids = fresh.flatMap(s => [s.messageId, ...s.inReplyTo])
        const past = await store.writer.neighbours(ids)
        await save({ ...batchOf([]), deliveries, threads: threadsOf([...past.skeletons, ...fresh]) })
      }
    }

    it('the same mail twice changes nothing', async () => {
      const batch = batchOf([patch, ack])
      expect(await save(batch)).toEqual({ added: 2, unchanged: 0, quarantined: 0 })
      const before = await store.digest()
      expect(await save(batch)).toEqual({ added: 0, unchanged: 2, quarantined: 0 })
      expect(await store.digest()).toBe(before)
    })

    it('one mail twice in one batch is stored once', async () => {
      expect(await save(batchOf([patch, patch]))).toEqual({ added: 1, unchanged: 1, quarantined: 0 })
    })

    it('two mails of one Message-ID with other content are both kept, the first seen stays primary', async () => {
      await bring(
        [{ ...patch, text: 'first words\n' }],
        [{ ...patch, text: 'other words\n' }],
        [{ ...patch, text: 'third words\n' }],
      )
      const row = await store.reader.message(patch.id)
      expect(row?.text).toBe('first words\n')
      expect(row?.variants).toBe(2)
      expect((await store.counts()).messages).toBe(3)
      expect((await store.counts()).threads).toBe(1)
    })

    it('one mail on two lists is one message with two deliveries, in both lists', async () => {
      await bring([patch], [{ ...patch, list: 'linux-fsdevel' }])
      expect((await store.counts()).messages).toBe(1)
      expect((await store.reader.message(patch.id))?.lists).toEqual(['linux-mm', 'linux-fsdevel'])
      expect(
        (await store.reader.threads({ list: 'linux-fsdevel', before: null, limit: 10 })).map(t => t.rootId),
      ).toEqual([patch.id])
      expect((await store.reader.thread(patch.id))?.row.lists).toEqual(['linux-mm', 'linux-fsdevel'])
      expect((await store.reader.lists()).map(l => [l.slug, l.messages, l.threads])).toEqual([
        ['linux-mm', 1, 1],
        ['linux-fsdevel', 1, 1],
        ['sample', 0, 0],
      ])
    })

    it('a list that a known thread reaches later is counted although the thread is not written again', async () => {
      await bring([patch, ack])
      await save({ ...batchOf([]), deliveries: [mail({ ...patch, list: 'linux-fsdevel' })] })
      const [row] = await store.reader.threads({ list: 'linux-fsdevel', before: null, limit: 10 })
      expect(row?.lists).toEqual(['linux-mm', 'linux-fsdevel'])
      expect(row?.messages).toBe(2)
    })

    it('the same bytes by the same list are known, by another list or never seen they are not', async () => {
      await bring([patch])
      const hash = mail(patch).parsed.rawHash
      expect(await store.writer.known('linux-mm', [hash, 'ffff'])).toEqual(new Set([hash]))
      expect(await store.writer.known('linux-fsdevel', [hash])).toEqual(new Set())
      expect(await store.writer.known(null, [hash])).toEqual(new Set([hash]))
    })

    it('a late parent joins two threads', async () => {
      await bring(
        [{ id: 'a@example.org', parent: 'late@example.org' }],
        [{ id: 'b@example.org', parent: 'a2@example.org' }],
        [{ id: 'a2@example.org', parent: 'late@example.org' }],
      )
      expect((await store.counts()).threads).toBe(1)
      expect((await store.counts()).ghosts).toBe(1)
      await bring([{ id: 'late@example.org', subject: 'the parent' }])
      const thread = await store.reader.thread('b@example.org')
      expect(thread?.row.rootId).toBe('late@example.org')
      expect(thread?.row.subject).toBe('the parent')
      expect(thread?.nodes.map(n => [n.messageId, n.parentId, n.depth])).toEqual([
        ['late@example.org', null, 0],
        ['a@example.org', 'late@example.org', 1],
        ['a2@example.org', 'late@example.org', 1],
        ['b@example.org', 'a2@example.org', 2],
      ])
      expect(await store.counts()).toMatchObject({ messages: 4, threads: 1, ghosts: 0 })
      expect((await store.reader.lists())[0]).toMatchObject({ messages: 4, threads: 1 })
    })

    it('neighbours are whole threads around mail and ghosts, with their series', async () => {
      await bring([patch, ack, orphan])
      await save({ ...batchOf([]), series: [series] })
      const around = await store.writer.neighbours(['ghost@example.org', ack.id, 'unknown@example.org'])
      expect(around.skeletons.map(s => s.messageId)).toEqual([patch.id, ack.id, orphan.id])
      expect(around.skeletons[0]).toEqual(skeletonOf(mail(patch)))
      expect(around.series).toEqual([series])
    })

    it('mail without ids finds its thread by subject, by a quoted date and by phrases of its text', async () => {
      await bring(
        [patch, ack],
        [orphan],
        [{ id: 'print@example.org', form: 'archive-text', text: 'as a web page prints it\n' }],
      )
      const none = { bareSubjects: [], sentAt: [], phrases: [] }
      const found = async (clues: Partial<typeof none> | object) =>
        (await store.writer.neighboursLike({ ...none, ...clues }, 5)).skeletons.map(s => s.messageId)
      expect(await found({ bareSubjects: ['mm: wake the keeper earlier'] })).toEqual([patch.id, ack.id])
      expect(await found({ sentAt: [1_450_001_000] })).toEqual([orphan.id])
      expect(await found({ phrases: ['reaper is fine with that', 'words of "reply'] })).toEqual([
        patch.id,
        ack.id,
        orphan.id,
      ])
      expect(await found({ phrases: ['no such words at all'] })).toEqual([])
      const { texts } = await store.writer.neighboursLike({ ...none, bareSubjects: ['an older mail'] }, 5)
      expect([...texts]).toEqual([[orphan.id, 'words of reply@example.org\n']])
      expect(await store.writer.archiveTexts(10)).toEqual([
        {
          skeleton: skeletonOf(
            mail({ id: 'print@example.org', form: 'archive-text', text: 'as a web page prints it\n' }),
          ),
          text: 'as a web page prints it\n',
        },
      ])
    })

    it('a batch is all or nothing', async () => {
      await bring([patch])
      const before = await store.digest()
      const lost = batchOf([ack], { held: [skeletonOf(mail({ id: 'nowhere@example.org' }))] })
      await expect(save(lost)).rejects.toThrow('nowhere@example.org, which is not stored')
      expect(await store.digest()).toBe(before)
      expect(await store.reader.message(ack.id)).toBeNull()
    })

    it('threads that would lose a message are refused', async () => {
      await bring([patch, ack])
      const shorter = threadsOf([skeletonOf(mail(patch))])
      await expect(save({ ...batchOf([]), threads: shorter })).rejects.toThrow(`without its message ${ack.id}`)
    })

    it('a list nobody made is a bug', async () => {
      await expect(save(batchOf([{ ...patch, list: 'unheard-of' }]))).rejects.toThrow('list unheard-of')
    })

    it('raw out is raw in, byte for byte', async () => {
      const bytes = `From: odd\r\n\r\n\0 \u00ff ${'long '.repeat(5_000)}`
      await bring([{ ...patch, bytes }])
      expect(await store.reader.raw(patch.id)).toEqual(mail({ ...patch, bytes }).raw.bytes)
      expect(await store.reader.raw('unknown@example.org')).toBeNull()
    })

    it('what is no mail is kept once with its reason', async () => {
      const odd = quarantined('<html>not mail</html>')
      const batch = { ...batchOf([]), quarantined: [odd, odd] }
      expect(await save(batch)).toEqual({ added: 0, unchanged: 0, quarantined: 2 })
      await save(batch)
      expect((await store.counts()).quarantined).toBe(1)
    })

    it('a message comes back with everything that was said about it', async () => {
      const problem = { stage: 'headers', code: 'zone-impossible', detail: '+9900' } as const
      const stance = {
        type: 'stance',
        messageId: patch.id,
        value: 'nak',
        object: patch.id,
        version: 2,
        by: 'test',
        sure: 'likely',
        probMille: null,
        evidence: [],
      } as const
      await bring([{ ...patch, problems: [problem, problem], annotations: [stance], otherIds: ['second@example.org'] }])
      const given = mail({ ...patch, annotations: [stance] })
      const row = await store.reader.message(patch.id)
      expect(row).toEqual({
        skeleton: skeletonOf(given),
        text: patch.text,
        to: [{ name: '', address: 'list@example.org' }],
        cc: [],
        sentAt: 1_450_000_000,
        zoneMinutes: 60,
        receivedAt: 1_450_000_005,
        lists: ['linux-mm'],
        isSample: false,
        rawHash: given.parsed.rawHash,
        attachments: [],
        trailers: [],
        mentions: given.annotations.filter(a => a.type === 'mention'),
        annotations: [stance],
        links: given.links,
        problems: [problem],
        files: ['mm/keeper.c'],
        variants: 0,
      })
      expect((await store.reader.message('second@example.org'))?.skeleton.messageId).toBe(patch.id)
      expect((await store.reader.thread('second@example.org'))?.row.rootId).toBe(patch.id)
      expect(await store.reader.raw('second@example.org')).toEqual(given.raw.bytes)
    })

    it('messages come in the order asked, ghosts left out', async () => {
      await bring([patch, ack, orphan])
      const rows = await store.reader.messages([ack.id, 'ghost@example.org', patch.id])
      expect(rows.map(r => r.skeleton.messageId)).toEqual([ack.id, patch.id])
    })

    it("a thread's row counts what a list page shows", async () => {
      const nak: MailSpec = {
        id: 'nak@example.org',
        subject: 'Re: [PATCH v2 1/2] mm: wake the keeper earlier',
        from: 'Cy Example',
        parent: patch.id,
        atSeconds: 1_450_009_000,
        text: 'No.\n\nNacked-by: Cy Example <cy@example.org>\n',
      }
      await bring([patch, ack, nak])
      expect((await store.reader.threads({ list: 'linux-mm', before: null, limit: 10 }))[0]).toEqual({
        rootId: patch.id,
        subject: patch.subject,
        author: { name: 'Ada Example', address: 'ada.example@example.org' },
        lists: ['linux-mm'],
        isSample: false,
        firstAt: 1_450_000_000,
        lastAt: 1_450_009_000,
        messages: 3,
        ghosts: 0,
        participants: 3,
        acks: 1,
        naks: 1,
        hasPatch: true,
        mechanisms: ['oom-reaper'],
        gfp: ['__GFP_NOFAIL'],
        scenarios: ['oom-reaper'],
      })
      const thread = await store.reader.thread(patch.id)
      expect(thread?.nodes.map(n => [n.acks, n.naks])).toEqual([
        [0, 0],
        [1, 0],
        [0, 1],
      ])
    })

    it("a thread's people are counted once for all their addresses", async () => {
      const again: MailSpec = {
        id: 'again@example.org',
        subject: 'Re: [PATCH v2 1/2] mm: wake the keeper earlier',
        from: 'Ádá Example',
        parent: patch.id,
        atSeconds: 1_450_009_100,
        text: 'And more.\n',
      }
      await bring([patch, ack, again])
      expect((await store.reader.threads({ list: 'linux-mm', before: null, limit: 10 }))[0]?.participants).toBe(2)
    })

    it('trailers that a patch carries are no acks given in its thread', async () => {
      await bring([{ ...patch, text: `${patch.text}\nAcked-by: Bo Example <bo@example.org>\n` }])
      expect((await store.reader.thread(patch.id))?.row.acks).toBe(0)
    })

    it('a flag named only in quotes does not stand on the thread', async () => {
      await bring([{ ...ack, text: '> with __GFP_NOFAIL\nhm\n' }])
      expect((await store.reader.thread(ack.id))?.row.gfp).toEqual([])
      expect(await store.reader.mentionCounts('gfp')).toEqual([])
    })

    it('list pages go on strictly before the last thread shown, also among equal times', async () => {
      const ids = Array.from({ length: 7 }, (_, i) => `t${i}@example.org`)
      await bring(ids.map((id, i) => ({ id, atSeconds: 1_450_000_000 + Math.floor(i / 3) })))
      for (const list of ['linux-mm', null]) {
        const seen: MessageId[] = []
        let before = null as { lastAt: number; rootId: MessageId } | null
        for (let page = 0; page < 10; page++) {
          const rows = await store.reader.threads({ list, before, limit: 2 })
          seen.push(...rows.map(r => r.rootId))
          const last = rows[rows.length - 1]
          if (!last) break
          before = { lastAt: last.lastAt, rootId: last.rootId }
        }
        expect(seen).toEqual([...ids].reverse())
      }
    })

    it('limits bound every answer', async () => {
      await bring(
        Array.from({ length: 5 }, (_, i) => ({
          id: `t${i}@example.org`,
          text: 'takes __GFP_NOFAIL\n',
          gfp: ['__GFP_NOFAIL'],
        })),
      )
      expect(await store.reader.threads({ list: null, before: null, limit: 2 })).toHaveLength(2)
      expect(await store.reader.threads({ list: null, before: null, limit: -1 })).toEqual([])
      expect(await store.reader.mentions({ subject: 'gfp', key: '__GFP_NOFAIL', limit: 3 })).toHaveLength(3)
      expect(await store.reader.threads({ list: 'unheard-of', before: null, limit: 5 })).toEqual([])
    })

    it('ids are found by a prefix of at least 14 characters', async () => {
      await bring([patch, { id: '20160204145357.a/b%c@example.org' }, { id: '20160204145357.B@example.org' }])
      expect(await store.reader.idsLike('20160204145357', 10)).toEqual([
        '20160204145357.B@example.org',
        '20160204145357.a/b%c@example.org',
      ])
      expect(await store.reader.idsLike('20160204145357.a/b%c', 10)).toEqual(['20160204145357.a/b%c@example.org'])
      expect(await store.reader.idsLike('2016020414535', 10)).toEqual([])
      expect(await store.reader.idsLike('20160204145357', 1)).toHaveLength(1)
    })

    it('an id with every character special in URLs and SQL is found as written', async () => {
      const id = `a/b%c+d'e"f&g#h?_${'x'.repeat(300)}@example.org`
      await bring([{ id }])
      expect((await store.reader.message(id))?.skeleton.messageId).toBe(id)
      expect((await store.reader.thread(id))?.row.rootId).toBe(id)
    })

    it('roots are known for mail and ghosts', async () => {
      await bring([patch, ack, orphan])
      const roots = await store.reader.rootsOf([ack.id, 'ghost@example.org', orphan.id, 'unknown@example.org'])
      expect(roots).toEqual(
        new Map([
          [ack.id, patch.id],
          ['ghost@example.org', 'ghost@example.org'],
          [orphan.id, 'ghost@example.org'],
        ]),
      )
    })

    it('a series replaces those that share a message, missing parts stay slots', async () => {
      await bring([patch])
      await save({
        ...batchOf([]),
        series: [
          { ...series, key: patch.id, coverId: null, parts: [{ part: 1, title: 'alone', messageId: patch.id }] },
        ],
      })
      await save({ ...batchOf([]), series: [series] })
      expect(await store.reader.seriesOf([patch.id])).toEqual([series])
      expect(await store.reader.seriesOf(['cover@example.org'])).toEqual([series])
      expect(await store.counts()).toMatchObject({ series: 1, patches: 1 })
    })

    it('mentions show the words around them, outside quotes first, one a message', async () => {
      await bring([
        patch,
        ack,
        {
          ...orphan,
          text: `${'long '.repeat(200)}uses __GFP_NOFAIL twice: __GFP_NOFAIL ${'more '.repeat(200)}`,
          gfp: ['__GFP_NOFAIL'],
        },
      ])
      const rows = await store.reader.mentions({ subject: 'gfp', key: '__GFP_NOFAIL', limit: 10 })
      expect(rows.map(r => [r.messageId, r.zone])).toEqual([
        [orphan.id, 'prose'],
        [patch.id, 'prose'],
        [ack.id, 'quote'],
      ])
      for (const row of rows) {
        expect(row.excerpt.length).toBeLessThanOrEqual(240)
        expect(row.excerpt.slice(row.at, row.at + row.length)).toBe('__GFP_NOFAIL')
        expect(row.list).toBe('linux-mm')
      }
      expect(await store.reader.mentionCounts('gfp')).toEqual([{ key: '__GFP_NOFAIL', messages: 2 }])
      expect(await store.reader.mentionCounts('mechanism')).toEqual([{ key: 'oom-reaper', messages: 1 }])
    })

    it('mentions of a zone are those that stand in it, one a message, and times count mails outside quotes', async () => {
      const added = { ...orphan, text: '+\tx = __GFP_NOFAIL | __GFP_NOFAIL;\n', gfp: ['__GFP_NOFAIL'] }
      await bring([patch, ack, added])
      const asked = { subject: 'gfp', key: '__GFP_NOFAIL', limit: 10 } as const
      const idsIn = async (zone: 'added' | 'removed' | 'prose') =>
        (await store.reader.mentions({ ...asked, zone })).map(r => r.messageId)
      expect(await idsIn('added')).toEqual([orphan.id])
      expect(await idsIn('prose')).toEqual([patch.id])
      expect(await idsIn('removed')).toEqual([])
      const times = await store.reader.mentionTimes(asked)
      expect(times.reduce((sum, t) => sum + t.messages, 0)).toBe(2)
      expect(times.every(t => /^\d{4}(?:-\d\d)?$/.test(t.label))).toBe(true)
      expect(await store.reader.mentionTimes({ subject: 'gfp', key: 'GFP_NOIO' })).toEqual([])
    })

    it('links lead from a scenario to the mail it plays, once each', async () => {
      await bring([patch, ack])
      await bring([{ ...patch, list: 'linux-fsdevel' }])
      const found = await store.reader.linksOf('oom-reaper')
      expect(found).toEqual([
        { ...mail(patch).links[0], subject: patch.subject, list: 'linux-mm', atSeconds: 1_450_000_000 },
      ])
      expect((await store.counts()).links).toBe(1)
    })

    it('mails that reply to a ghost are what its text is recovered from', async () => {
      await bring([
        orphan,
        { ...orphan, id: 'second@example.org' },
        { ...orphan, id: 'third@example.org', parent: 'second@example.org' },
      ])
      expect((await store.reader.repliesTo('ghost@example.org', 10)).map(r => r.skeleton.messageId)).toEqual([
        orphan.id,
        'second@example.org',
      ])
    })

    it('mail of the sample list says so everywhere', async () => {
      await bring([{ ...patch, list: 'sample' }])
      expect((await store.reader.message(patch.id))?.isSample).toBe(true)
      expect((await store.reader.thread(patch.id))?.row.isSample).toBe(true)
      expect((await store.reader.lists()).find(l => l.isSample)?.slug).toBe('sample')
    })

    it('the digest depends on what the archive says and not on how mail fell into batches', async () => {
      const mails = [
        patch,
        ack,
        orphan,
        { id: 'ghost@example.org', subject: 'an older mail' },
        { ...patch, text: 'another content\n' },
      ]
      const other = await place()
      const second = await other.open()
      try {
        for (const list of lists) await second.writer.ensureList(list)
        await bring(mails)
        const first = store
        store = second
        await bring([mails[0]!], [mails[1]!, mails[2]!], [mails[3]!], [mails[4]!])
        store = first
        expect([...(await second.tableDigests())]).toEqual([...(await first.tableDigests())])
        expect(await second.digest()).toBe(await first.digest())
        store = second
        await bring([{ id: 'one.more@example.org' }])
        store = first
        expect(await second.digest()).not.toBe(await first.digest())
      } finally {
        await second.close()
        await other.clean()
      }
    })

    it('what was saved is there when the archive is opened again', async () => {
      await bring([patch, ack])
      const before = await store.digest()
      await store.close()
      store = await here.open()
      expect(await store.digest()).toBe(before)
      expect((await store.reader.message(ack.id))?.text).toBe(ack.text)
    })

    it('search documents tell what changed since, also when a thread got another root', async () => {
      await bring([orphan])
      const start = { revision: 0, id: 0 }
      const first = await store.documents(start, 10)
      expect(first.documents.map(d => [d.messageId, d.rootId])).toEqual([[orphan.id, 'ghost@example.org']])
      expect(await store.documentsPending(first.next)).toBe(0)
      await bring([{ id: 'ghost@example.org', parent: 'root@example.org' }], [{ id: 'root@example.org' }])
      expect(await store.documentsPending(first.next)).toBe(3)
      const second = await store.documents(first.next, 2)
      const third = await store.documents(second.next, 10)
      expect([...second.documents, ...third.documents].map(d => [d.messageId, d.rootId]).sort()).toEqual([
        ['ghost@example.org', 'root@example.org'],
        ['reply@example.org', 'root@example.org'],
        ['root@example.org', 'root@example.org'],
      ])
      expect((await store.documents(third.next, 10)).documents).toEqual([])
    })

    it('a search document parts own words from quoted ones', async () => {
      await bring([patch, ack])
      const { documents } = await store.documents({ revision: 0, id: 0 }, 10)
      expect(documents[1]).toEqual({
        id: 2,
        messageId: ack.id,
        rootId: patch.id,
        lists: ['linux-mm'],
        subject: ack.subject,
        author: { name: 'Bo Example', address: 'bo.example@example.org' },
        atSeconds: 1_450_000_600,
        body: 'The oom reaper is fine with that.\n\nAcked-by: Bo Example <bo.example@example.org>\n',
        quoted: '> The keeper uses __GFP_NOFAIL here.\n',
        gfp: [],
        mechanisms: ['oom-reaper'],
        files: [],
        hasPatch: false,
      })
    })
  })
}
