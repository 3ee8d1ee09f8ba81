import { expect, it } from 'vitest'
import { mail } from '../mails.ts'
import { ack, orphan, patch } from './base.ts'
import type { Case } from './base.ts'

/** Mentions, scenario links and search documents. */
export function mentionsCases(at: Case): void {
  it('mentions show the words around them, outside quotes first, one a message', async () => {
    await at.bring([
      patch,
      ack,
      {
        ...orphan,
        text: `${'long '.repeat(200)}uses __GFP_NOFAIL twice: __GFP_NOFAIL ${'more '.repeat(200)}`,
        gfp: ['__GFP_NOFAIL'],
      },
    ])
    const rows = await at.store.reader.mentions({ subject: 'gfp', key: '__GFP_NOFAIL', limit: 10 })
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
    expect(await at.store.reader.mentionCounts('gfp')).toEqual([{ key: '__GFP_NOFAIL', messages: 2 }])
    expect(await at.store.reader.mentionCounts('mechanism')).toEqual([{ key: 'oom-reaper', messages: 1 }])
  })

  it('mentions of a zone are those that stand in it, one a message, and times count mails outside quotes', async () => {
    const added = { ...orphan, text: '+\tx = __GFP_NOFAIL | __GFP_NOFAIL;\n', gfp: ['__GFP_NOFAIL'] }
    await at.bring([patch, ack, added])
    const asked = { subject: 'gfp', key: '__GFP_NOFAIL', limit: 10 } as const
    const idsIn = async (zone: 'added' | 'removed' | 'prose') =>
      (await at.store.reader.mentions({ ...asked, zone })).map(r => r.messageId)
    expect(await idsIn('added')).toEqual([orphan.id])
    expect(await idsIn('prose')).toEqual([patch.id])
    expect(await idsIn('removed')).toEqual([])
    const times = await at.store.reader.mentionTimes(asked)
    expect(times.reduce((sum, t) => sum + t.messages, 0)).toBe(2)
    expect(times.every(t => /^\d{4}(?:-\d\d)?$/.test(t.label))).toBe(true)
    expect(await at.store.reader.mentionTimes({ subject: 'gfp', key: 'GFP_NOIO' })).toEqual([])
  })

  it('links lead from a scenario to the mail it plays, once each', async () => {
    await at.bring([patch, ack])
    await at.bring([{ ...patch, list: 'linux-fsdevel' }])
    const found = await at.store.reader.linksOf('oom-reaper')
    expect(found).toEqual([
      { ...mail(patch).links[0], subject: patch.subject, list: 'linux-mm', atSeconds: 1_450_000_000 },
    ])
    expect((await at.store.counts()).links).toBe(1)
  })

  it('search documents tell what changed since, also when a thread got another root', async () => {
    await at.bring([orphan])
    const start = { revision: 0, id: 0 }
    const first = await at.store.documents(start, 10)
    expect(first.documents.map(d => [d.messageId, d.rootId])).toEqual([[orphan.id, 'ghost@example.org']])
    expect(await at.store.documentsPending(first.next)).toBe(0)
    await at.bring([{ id: 'ghost@example.org', parent: 'root@example.org' }], [{ id: 'root@example.org' }])
    expect(await at.store.documentsPending(first.next)).toBe(3)
    const second = await at.store.documents(first.next, 2)
    const third = await at.store.documents(second.next, 10)
    expect([...second.documents, ...third.documents].map(d => [d.messageId, d.rootId]).sort()).toEqual([
      ['ghost@example.org', 'root@example.org'],
      ['reply@example.org', 'root@example.org'],
      ['root@example.org', 'root@example.org'],
    ])
    expect((await at.store.documents(third.next, 10)).documents).toEqual([])
  })

  it('a search document parts own words from quoted ones', async () => {
    await at.bring([patch, ack])
    const { documents } = await at.store.documents({ revision: 0, id: 0 }, 10)
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
}
