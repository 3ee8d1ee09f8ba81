import { expect, it } from 'vitest'
import { batchOf, mail, skeletonOf, threadsOf } from '../mails.ts'
import { ack, orphan, patch, series } from './base.ts'
import type { Case } from './base.ts'

/** Threads as they grow, and what ingest learns of the past. */
export function threadsCases(at: Case): void {
  it('a late parent joins two threads', async () => {
    await at.bring(
      [{ id: 'a@example.org', parent: 'late@example.org' }],
      [{ id: 'b@example.org', parent: 'a2@example.org' }],
      [{ id: 'a2@example.org', parent: 'late@example.org' }],
    )
    expect((await at.store.counts()).threads).toBe(1)
    expect((await at.store.counts()).ghosts).toBe(1)
    await at.bring([{ id: 'late@example.org', subject: 'the parent' }])
    const thread = await at.store.reader.thread('b@example.org')
    expect(thread?.row.rootId).toBe('late@example.org')
    expect(thread?.row.subject).toBe('the parent')
    expect(thread?.nodes.map(n => [n.messageId, n.parentId, n.depth])).toEqual([
      ['late@example.org', null, 0],
      ['a@example.org', 'late@example.org', 1],
      ['a2@example.org', 'late@example.org', 1],
      ['b@example.org', 'a2@example.org', 2],
    ])
    expect(await at.store.counts()).toMatchObject({ messages: 4, threads: 1, ghosts: 0 })
    expect((await at.store.reader.lists())[0]).toMatchObject({ messages: 4, threads: 1 })
  })

  it('neighbours are whole threads around mail and ghosts, with their series', async () => {
    await at.bring([patch, ack, orphan])
    await at.save({ ...batchOf([]), series: [series] })
    const around = await at.store.writer.neighbours(['ghost@example.org', ack.id, 'unknown@example.org'])
    expect(around.skeletons.map(s => s.messageId)).toEqual([patch.id, ack.id, orphan.id])
    expect(around.skeletons[0]).toEqual(skeletonOf(mail(patch)))
    expect(around.series).toEqual([series])
  })

  it('mail without ids finds its thread by subject, by a quoted date and by phrases of its text', async () => {
    await at.bring(
      [patch, ack],
      [orphan],
      [{ id: 'print@example.org', form: 'archive-text', text: 'as a web page prints it\n' }],
    )
    const none = { bareSubjects: [], sentAt: [], phrases: [] }
    const found = async (clues: Partial<typeof none> | object) =>
      (await at.store.writer.neighboursLike({ ...none, ...clues }, 5)).skeletons.map(s => s.messageId)
    expect(await found({ bareSubjects: ['mm: wake the keeper earlier'] })).toEqual([patch.id, ack.id])
    expect(await found({ sentAt: [1_450_001_000] })).toEqual([orphan.id])
    expect(await found({ phrases: ['reaper is fine with that', 'words of "reply'] })).toEqual([
      patch.id,
      ack.id,
      orphan.id,
    ])
    expect(await found({ phrases: ['no such words at all'] })).toEqual([])
    const { texts } = await at.store.writer.neighboursLike({ ...none, bareSubjects: ['an older mail'] }, 5)
    expect([...texts]).toEqual([[orphan.id, 'words of reply@example.org\n']])
    expect(await at.store.writer.archiveTexts(10)).toEqual([
      {
        skeleton: skeletonOf(
          mail({ id: 'print@example.org', form: 'archive-text', text: 'as a web page prints it\n' }),
        ),
        text: 'as a web page prints it\n',
      },
    ])
  })

  it('threads that would lose a message are refused', async () => {
    await at.bring([patch, ack])
    const shorter = threadsOf([skeletonOf(mail(patch))])
    await expect(at.save({ ...batchOf([]), threads: shorter })).rejects.toThrow(`without its message ${ack.id}`)
  })

  it('roots are known for mail and ghosts', async () => {
    await at.bring([patch, ack, orphan])
    const roots = await at.store.reader.rootsOf([ack.id, 'ghost@example.org', orphan.id, 'unknown@example.org'])
    expect(roots).toEqual(
      new Map([
        [ack.id, patch.id],
        ['ghost@example.org', 'ghost@example.org'],
        [orphan.id, 'ghost@example.org'],
      ]),
    )
  })

  it('mails that reply to a ghost are what its text is recovered from', async () => {
    await at.bring([
      orphan,
      { ...orphan, id: 'second@example.org' },
      { ...orphan, id: 'third@example.org', parent: 'second@example.org' },
    ])
    expect((await at.store.reader.repliesTo('ghost@example.org', 10)).map(r => r.skeleton.messageId)).toEqual([
      orphan.id,
      'second@example.org',
    ])
  })
}
