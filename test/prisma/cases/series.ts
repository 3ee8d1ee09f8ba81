import { expect, it } from 'vitest'
import type { ChainMark, PatchClues, PatchSeries } from '../../../model/index.ts'
import { batchOf, mail } from '../mails.ts'
import { ack, orphan, patch, series } from './base.ts'
import type { Case } from './base.ts'

const first = 'a1'.repeat(20)
const second = 'b2'.repeat(20)

const marksOf = (...marks: readonly (readonly [ChainMark['kind'], string, ChainMark['sure']])[]): ChainMark[] =>
  marks.map(([kind, value, sure]) => ({ kind, value, sure }))

const revision = (key: string, version: number, marks: readonly ChainMark[]): PatchSeries => ({
  ...series,
  key,
  coverId: null,
  version,
  parts: [{ part: 1, title: 'mm: keeper work', messageId: key }],
  atSeconds: series.atSeconds + version,
  marks,
})

/** Series with their parts and marks, and patches by their ids. */
export function seriesCases(at: Case): void {
  it('a series replaces those that share a message, missing parts stay slots', async () => {
    await at.bring([patch])
    await at.save({
      ...batchOf([]),
      series: [{ ...series, key: patch.id, coverId: null, parts: [{ part: 1, title: 'alone', messageId: patch.id }] }],
    })
    await at.save({ ...batchOf([]), series: [series] })
    expect(await at.store.reader.seriesOf([patch.id])).toEqual([series])
    expect(await at.store.reader.seriesOf(['cover@example.org'])).toEqual([series])
    expect(await at.store.counts()).toMatchObject({ series: 1, patches: 1 })
  })

  it('a series comes back with what makes it a reroll and with its marks, in order', async () => {
    const reroll: PatchSeries = {
      ...series,
      extent: 'partial',
      replaces: 'first@example.org',
      umbrellaId: 'umbrella@example.org',
      versionText: '24.10',
      labels: ['-mm'],
      marks: marksOf(['change-id', '20310102-keeper-abc', 'certain'], ['link', 'cover@example.org', 'likely']),
    }
    await at.save({ ...batchOf([]), series: [reroll] })
    expect(await at.store.reader.seriesOf(['cover@example.org'])).toEqual([reroll])
    expect((await at.store.writer.neighbours(['cover@example.org'])).series).toEqual([reroll])
    await at.save({ ...batchOf([]), series: [{ ...reroll, marks: [] }] })
    expect(await at.store.reader.seriesSharing(reroll.marks, 10)).toEqual([])
  })

  it('series that share a mark of one kind are found, oldest first; the same words of another kind lead nowhere', async () => {
    const one = revision(
      'v1@example.org',
      1,
      marksOf(['change-id', 'keeper', 'certain'], ['patch-id', first, 'likely']),
    )
    const two = revision('v2@example.org', 2, marksOf(['change-id', 'keeper', 'certain']))
    const three = revision('v3@example.org', 3, marksOf(['patch-id', first, 'likely'], ['link', 'keeper', 'certain']))
    await at.save({ ...batchOf([]), series: [three, two, one] })
    const sharing = async (marks: readonly ChainMark[], limit = 10) =>
      (await at.store.reader.seriesSharing(marks, limit)).map(s => s.version)
    expect(await sharing(two.marks)).toEqual([1, 2])
    expect(await sharing(one.marks)).toEqual([1, 2, 3])
    expect(await sharing(one.marks, 2)).toEqual([1, 2])
    expect(await sharing(marksOf(['link', 'keeper', 'guess']))).toEqual([3])
    expect(await sharing([])).toEqual([])
  })

  it('what a mail offers to recognise its patches by is kept with it, and leads to it by each patch-id', async () => {
    const patches: PatchClues = {
      patchIds: [first, second],
      changeId: 'keeper',
      baseCommit: null,
      links: ['v0@example.org'],
    }
    await at.bring(
      [{ ...patch, patch: patches }, ack],
      [{ ...orphan, atSeconds: 1, patch: { ...patches, patchIds: [second] } }],
    )
    const around = await at.store.writer.neighbours([patch.id])
    expect(around.skeletons.map(s => s.patch)).toEqual([patches, undefined])
    expect((await at.store.reader.message(patch.id))?.skeleton.patch).toEqual(patches)
    expect((await at.store.reader.thread(patch.id))?.nodes.map(n => n.message?.patch)).toEqual([patches, undefined])
    expect(await at.store.reader.patchIdsOf([patch.id, ack.id, 'unknown@example.org'])).toEqual(
      new Map([[patch.id, [first, second]]]),
    )
    expect(await at.store.reader.messagesByPatchId([first, second, 'f'.repeat(40)], 10)).toEqual(
      new Map([
        [second, [orphan.id, patch.id]],
        [first, [patch.id]],
      ]),
    )
  })

  it('a mail that its list removed leaves no patch-id, no clue and no mark behind', async () => {
    const patches: PatchClues = { patchIds: [first], changeId: 'keeper', baseCommit: null, links: [] }
    await at.bring([{ ...patch, patch: patches }, ack])
    const marked = revision(patch.id, 2, marksOf(['patch-id', first, 'likely']))
    await at.save({ ...batchOf([]), series: [marked] })
    const held = mail({ ...patch, patch: patches })
    const problems = [{ stage: 'source', code: 'removed-by-its-list' }] as const
    const blank = { ...held, parsed: { ...held.parsed, text: '', trailers: [], patch: null, problems }, links: [] }
    expect(await at.store.writer.withdraw([{ blank, reason: 'test' }])).toEqual([])
    expect((await at.store.reader.message(patch.id))?.skeleton.patch).toBeUndefined()
    expect(await at.store.reader.patchIdsOf([patch.id])).toEqual(new Map())
    expect(await at.store.reader.messagesByPatchId([first], 10)).toEqual(new Map())
    expect(await at.store.reader.seriesSharing(marked.marks, 10)).toEqual([])
  })

  it('a mark, a question or a list of ids may lead to a thousand series and more', async () => {
    const many = Array.from({ length: 1_100 }, (_, i) =>
      revision(`m${i}@example.org`, 1, marksOf(['link', 'top@example.org', 'likely'])),
    )
    await at.save({ ...batchOf([]), series: many })
    const ids = many.map(s => s.key)
    const oldest = [...ids].sort()
    const shared = await at.store.reader.seriesSharing([{ kind: 'link', value: 'top@example.org' }], 2_000)
    expect([shared.length, new Set(shared.map(s => s.key)).size]).toEqual([1_000, 1_000])
    const marks = ids
      .map(value => ({ kind: 'link' as const, value }))
      .concat({ kind: 'link', value: 'top@example.org' })
    expect((await at.store.reader.seriesSharing(marks, 3)).length).toBe(3)
    expect((await at.store.reader.seriesOf(ids)).map(s => s.key)).toEqual(oldest.slice(0, 1_000))
    expect((await at.store.reader.patchIdsOf(ids)).size).toBe(0)
    expect((await at.store.reader.messagesByPatchId(ids, 10)).size).toBe(0)
  })
}
