import type { MessageId } from '../../../model/index.ts'
import { expect, it } from 'vitest'
import { batchOf, mail } from '../mails.ts'
import type { MailSpec } from '../mails.ts'
import { ack, patch } from './base.ts'
import type { Case } from './base.ts'

/** Lists and the rows of their pages. */
export function listsCases(at: Case): void {
  it('one mail on two lists is one message with two deliveries, in both lists', async () => {
    await at.bring([patch], [{ ...patch, list: 'linux-fsdevel' }])
    expect((await at.store.counts()).messages).toBe(1)
    expect((await at.store.reader.message(patch.id))?.lists).toEqual(['linux-mm', 'linux-fsdevel'])
    expect(
      (await at.store.reader.threads({ list: 'linux-fsdevel', before: null, limit: 10 })).map(t => t.rootId),
    ).toEqual([patch.id])
    expect((await at.store.reader.thread(patch.id))?.row.lists).toEqual(['linux-mm', 'linux-fsdevel'])
    expect((await at.store.reader.lists()).map(l => [l.slug, l.messages, l.threads])).toEqual([
      ['linux-mm', 1, 1],
      ['linux-fsdevel', 1, 1],
      ['sample', 0, 0],
    ])
  })

  it('a list that a known thread reaches later is counted although the thread is not written again', async () => {
    await at.bring([patch, ack])
    await at.save({ ...batchOf([]), deliveries: [mail({ ...patch, list: 'linux-fsdevel' })] })
    const [row] = await at.store.reader.threads({ list: 'linux-fsdevel', before: null, limit: 10 })
    expect(row?.lists).toEqual(['linux-mm', 'linux-fsdevel'])
    expect(row?.messages).toBe(2)
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
    await at.bring([patch, ack, nak])
    expect((await at.store.reader.threads({ list: 'linux-mm', before: null, limit: 10 }))[0]).toEqual({
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
    const thread = await at.store.reader.thread(patch.id)
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
    await at.bring([patch, ack, again])
    expect((await at.store.reader.threads({ list: 'linux-mm', before: null, limit: 10 }))[0]?.participants).toBe(2)
  })

  it('trailers that a patch carries are no acks given in its thread', async () => {
    await at.bring([{ ...patch, text: `${patch.text}\nAcked-by: Bo Example <bo@example.org>\n` }])
    expect((await at.store.reader.thread(patch.id))?.row.acks).toBe(0)
  })

  it('a flag named only in quotes does not stand on the thread', async () => {
    await at.bring([{ ...ack, text: '> with __GFP_NOFAIL\nhm\n' }])
    expect((await at.store.reader.thread(ack.id))?.row.gfp).toEqual([])
    expect(await at.store.reader.mentionCounts('gfp')).toEqual([])
  })

  it('list pages go on strictly before the last thread shown, also among equal times', async () => {
    const ids = Array.from({ length: 7 }, (_, i) => `t${i}@example.org`)
    await at.bring(ids.map((id, i) => ({ id, atSeconds: 1_450_000_000 + Math.floor(i / 3) })))
    for (const list of ['linux-mm', null]) {
      const seen: MessageId[] = []
      let before = null as { lastAt: number; rootId: MessageId } | null
      for (let page = 0; page < 10; page++) {
        const rows = await at.store.reader.threads({ list, before, limit: 2 })
        seen.push(...rows.map(r => r.rootId))
        const last = rows[rows.length - 1]
        if (!last) break
        before = { lastAt: last.lastAt, rootId: last.rootId }
      }
      expect(seen).toEqual([...ids].reverse())
    }
  })

  it('limits bound every answer', async () => {
    await at.bring(
      Array.from({ length: 5 }, (_, i) => ({
        id: `t${i}@example.org`,
        text: 'takes __GFP_NOFAIL\n',
        gfp: ['__GFP_NOFAIL'],
      })),
    )
    expect(await at.store.reader.threads({ list: null, before: null, limit: 2 })).toHaveLength(2)
    expect(await at.store.reader.threads({ list: null, before: null, limit: -1 })).toEqual([])
    expect(await at.store.reader.mentions({ subject: 'gfp', key: '__GFP_NOFAIL', limit: 3 })).toHaveLength(3)
    expect(await at.store.reader.threads({ list: 'unheard-of', before: null, limit: 5 })).toEqual([])
  })

  it('mail of the sample list says so everywhere', async () => {
    await at.bring([{ ...patch, list: 'sample' }])
    expect((await at.store.reader.message(patch.id))?.isSample).toBe(true)
    expect((await at.store.reader.thread(patch.id))?.row.isSample).toBe(true)
    expect((await at.store.reader.lists()).find(l => l.isSample)?.slug).toBe('sample')
  })
}
