import { expect, it } from 'vitest'
import { mail, skeletonOf } from '../mails.ts'
import { ack, orphan, patch } from './base.ts'
import type { Case } from './base.ts'

/** Single messages with all that hangs on them, and how their ids are found. */
export function messagesCases(at: Case): void {
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
    await at.bring([
      { ...patch, problems: [problem, problem], annotations: [stance], otherIds: ['second@example.org'] },
    ])
    const given = mail({ ...patch, annotations: [stance] })
    const row = await at.store.reader.message(patch.id)
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
    expect((await at.store.reader.message('second@example.org'))?.skeleton.messageId).toBe(patch.id)
    expect((await at.store.reader.thread('second@example.org'))?.row.rootId).toBe(patch.id)
    expect(await at.store.reader.raw('second@example.org')).toEqual(given.raw.bytes)
  })

  it('messages come in the order asked, ghosts left out', async () => {
    await at.bring([patch, ack, orphan])
    const rows = await at.store.reader.messages([ack.id, 'ghost@example.org', patch.id])
    expect(rows.map(r => r.skeleton.messageId)).toEqual([ack.id, patch.id])
  })

  it('ids are found by a prefix of at least 14 characters', async () => {
    await at.bring([patch, { id: '20160204145357.a/b%c@example.org' }, { id: '20160204145357.B@example.org' }])
    expect(await at.store.reader.idsLike('20160204145357', 10)).toEqual([
      '20160204145357.B@example.org',
      '20160204145357.a/b%c@example.org',
    ])
    expect(await at.store.reader.idsLike('20160204145357.a/b%c', 10)).toEqual(['20160204145357.a/b%c@example.org'])
    expect(await at.store.reader.idsLike('2016020414535', 10)).toEqual([])
    expect(await at.store.reader.idsLike('20160204145357', 1)).toHaveLength(1)
  })

  it('an id with every character special in URLs and SQL is found as written', async () => {
    const id = `a/b%c+d'e"f&g#h?_${'x'.repeat(300)}@example.org`
    await at.bring([{ id }])
    expect((await at.store.reader.message(id))?.skeleton.messageId).toBe(id)
    expect((await at.store.reader.thread(id))?.row.rootId).toBe(id)
  })
}
