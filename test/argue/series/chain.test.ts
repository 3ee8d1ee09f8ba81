import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  candidatesMax,
  joinOf,
  marksAskedMax,
  marksToAsk,
  markKey,
  revisionsMax,
  revisionsOf,
  roundsMax,
} from '../../../argue/series/index.ts'
import type { PatchSeries } from '../../../model/index.ts'
import { posting, told } from './made.ts'

const bea = { name: 'Bea Bohr', address: 'bea@example.org' }
const link = (value: string) => ({ kind: 'link' as const, value })
const change = (value: string) => ({ kind: 'change-id' as const, value })
const patchId = (value: string) => ({ kind: 'patch-id' as const, value })

describe('the revisions of a work', () => {
  it('are joined by title and author, in order of version', () => {
    const [v1, v2, v10] = [
      posting({ key: 'a1' }),
      posting({ key: 'a2', version: 2 }, { day: 3 }),
      posting({ key: 'a10', version: 10 }, { day: 30 }),
    ]
    expect(told(revisionsOf(v2, [v10, v1]))).toEqual([
      'v1 a1: likely by author-title',
      'v2 a2: certain',
      'v10 a10: likely by author-title',
    ])
  })

  it('order dotted versions as pairs: 24.0, 24.1, 24.10, 25.0', () => {
    const of = (version: number, versionText: string, day: number) =>
      posting({ key: `d${versionText}`, version, versionText }, { day })
    const all = [of(25, '25.0', 0), of(24.1, '24.10', 1), of(24, '24.0', 2), of(24.1, '24.1', 3)]
    expect(revisionsOf(all[0]!, all).map(r => r.version)).toEqual(['24.0', '24.1', '24.10', '25.0'])
  })

  it('keep together under a change-id when author and title change', () => {
    const a = posting({ key: 'a' }, { marks: [change('20240304-pools-1')] })
    const b = posting(
      { key: 'b', version: 2, title: 'slabs: give memory back late', author: bea },
      { day: 9, marks: [change('20240304-pools-1')] },
    )
    expect(told(revisionsOf(a, [b]))).toEqual(['v1 a: certain', 'v2 b: certain by change-id'])
  })

  it('are two works where the change-ids differ, whatever the titles say', () => {
    const a = posting({ key: 'a' }, { marks: [change('one')] })
    const b = posting({ key: 'b', version: 2 }, { marks: [change('two')] })
    expect(told(revisionsOf(a, [b]))).toEqual(['v1 a: certain'])
  })

  it('follow a link to an earlier posting of the author that shares a title', () => {
    const v1 = posting(
      { key: 'a', title: 'pools: rework' },
      { titles: ['pools: hide the lock of slabs', 'pools: count slabs'] },
    )
    const v2 = posting(
      { key: 'b', version: 2, title: 'slabs: rework, renamed' },
      { titles: ['pools: hide the lock of slabs', 'slabs: tell apart'], day: 5, marks: [link('a.2')] },
    )
    expect(told(revisionsOf(v2, [v1]))[0]).toBe('v1 a: certain by link, author-title')
  })

  it('take a link that is all two works share for a guess, and no further', () => {
    const base = posting({ key: 'base', title: 'zones: split freelists early' })
    const v2 = posting({ key: 'b', version: 2 }, { day: 5, marks: [link('base')] })
    const far = posting({ key: 'far', version: 3, title: 'zones: split freelists early' }, { day: 9 })
    expect(told(revisionsOf(v2, [base, far]))).toEqual(['v1 base: guess by link', 'v2 b: certain'])
  })

  it('ignore a link to a report that two works name', () => {
    const a = posting(
      { key: 'a', title: 'pools: avoid stale reclaim cookies' },
      { marks: [link('report@example.org')] },
    )
    const b = posting(
      { key: 'b', version: 2, title: 'zones: forget stale watermarks' },
      { day: 1, marks: [link('report@example.org')] },
    )
    expect(joinOf(a, b)).toEqual([])
  })

  it("ignore a link to another's patch", () => {
    const a = posting({ key: 'a', author: bea, title: 'zones: count pageblocks twice' })
    const b = posting({ key: 'b', version: 2 }, { day: 1, marks: [link('a')] })
    expect(revisionsOf(b, [a])).toHaveLength(1)
  })

  it('ignore a link that points into the future', () => {
    const a = posting({ key: 'a', version: 2, title: 'slabs: something renamed' }, { marks: [link('b')] })
    const b = posting({ key: 'b', version: 1 }, { day: 4 })
    expect(joinOf(a, b)).toEqual([])
  })

  it('are known by their patches when the title changes', () => {
    const a = posting(
      { key: 'a', title: 'pools: first name' },
      { titles: ['x one telling title', 'y'], marks: [patchId('1'), patchId('2')] },
    )
    const b = posting(
      { key: 'b', title: 'slabs: second name', version: 2 },
      { titles: ['z', 'w'], day: 2, marks: [patchId('1'), patchId('2')] },
    )
    expect(told(revisionsOf(a, [b]))[1]).toBe('v2 b: certain by patch-id')
  })

  it('ignore a collection that picked one of their patches', () => {
    const a = posting({ key: 'a' }, { marks: [patchId('1')] })
    const many = Array.from({ length: 40 }, (_, i) => patchId(String(i)))
    const b = posting(
      { key: 'b', author: bea, title: 'everything for next', version: 2 },
      { titles: many.map((_, i) => `part ${i}`), day: 2, marks: many },
    )
    expect(joinOf(a, b)).toEqual([])
  })

  it('are a guess where two people wrote the same small fix', () => {
    const a = posting({ key: 'a', title: 'pools: free what is left over' }, { marks: [patchId('1')] })
    const b = posting(
      { key: 'b', author: bea, title: 'slabs: plug a leak', version: 2 },
      { day: 2, marks: [patchId('1')] },
    )
    expect(told(revisionsOf(a, [b]))[1]).toBe('v2 b: guess by patch-id')
  })

  it('ignore a copy for a stable tree', () => {
    const a = posting({ key: 'a' }, { marks: [patchId('1')] })
    const b = posting({ key: 'b', labels: ['AUTOSEL', '5.10'] }, { day: 40, marks: [patchId('1')] })
    expect(joinOf(a, b)).toEqual([])
  })

  it.each(['fix build', 'mm: fix typo', 'cleanups', 'Fix compile warnings', 'net: misc fixes', 'oom: 3 small fixes'])(
    'need more than the title "%s"',
    title => {
      const [a, b] = [posting({ key: 'a', title }), posting({ key: 'b', title, version: 2 }, { day: 2 })]
      expect(joinOf(a, b)).toEqual([])
      const c = posting({ key: 'c', title, version: 2 }, { day: 2, marks: [link('a')] })
      expect(joinOf(a, c)[0]?.kind).toBe('link')
    },
  )

  it('need the author, not the title alone', () => {
    expect(joinOf(posting({ key: 'a' }), posting({ key: 'b', author: bea, version: 2 }, { day: 1 }))).toEqual([])
  })

  it('do not span a title used anew a year later', () => {
    expect(joinOf(posting({ key: 'a' }), posting({ key: 'b' }, { day: 400 }))).toEqual([])
  })

  it('hold a patch that grew into a series', () => {
    const one = posting({ key: 'one', title: 'pools: reclaim slabs lazily' })
    const many = posting(
      { key: 'many', version: 2, title: 'pools: laziness' },
      { titles: ['pools: prepare', 'pools: reclaim slabs lazily'], day: 3 },
    )
    expect(told(revisionsOf(one, [many]))[1]).toBe('v2 many: likely by author-title')
  })

  it('give the next version, as implied, to a posting that changed without saying so', () => {
    const a = posting({ key: 'a' }, { marks: [patchId('1')] })
    const b = posting({ key: 'b' }, { day: 1, marks: [patchId('2')] })
    const c = posting({ key: 'c' }, { day: 2, marks: [patchId('1')] })
    expect(told(revisionsOf(a, [b, c]))).toEqual([
      'v1 a: certain',
      'v1 c: certain by patch-id, author-title',
      'v2 (implicit) b: likely by author-title',
    ])
  })

  it('join a partial reroll to what it replaces', () => {
    const a = posting({ key: 'a', version: 5 }, { titles: ['pools: lock slabs', 'pools: free slabs'] })
    const r = posting(
      {
        key: 'r',
        version: 5.1,
        title: 'pools: fix build',
        extent: 'partial',
        replaces: 'a',
        total: 2,
        parts: [{ part: 2, title: 'pools: fix build', messageId: 'r' }],
        sure: 'likely',
      },
      { day: 1 },
    )
    expect(told(revisionsOf(r, [a]))).toEqual(['v5 a: likely by link', 'v5.1 r: certain'])
  })
})

const series: fc.Arbitrary<PatchSeries> = fc
  .record({
    key: fc.integer({ min: 0, max: 40 }),
    version: fc.integer({ min: 1, max: 3 }),
    title: fc.constantFrom('pools: reclaim slabs lazily', 'zones: split freelists early', 'fix build'),
    author: fc.constantFrom(bea, { name: 'Ada Ampere', address: 'ada@example.org' }),
    day: fc.integer({ min: 0, max: 900 }),
    named: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 2 }),
    ids: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 2 }),
    changes: fc.array(fc.constantFrom('x', 'y'), { maxLength: 1 }),
  })
  .map(({ key, day, named, ids, changes, ...own }) =>
    posting(
      { ...own, key: `k${key}` },
      { day, marks: [...named.map(n => link(`k${n}`)), ...ids.map(i => patchId(`p${i}`)), ...changes.map(change)] },
    ),
  )
const many = fc.uniqueArray(series, { selector: s => s.key, minLength: 1, maxLength: 25 })

describe('chaining', () => {
  it('gives the same work whatever order the candidates come in', () => {
    fc.assert(
      fc.property(many, fc.nat(), (all, seed) => {
        const start = all[seed % all.length]!
        const shuffled = [...all].sort((a, b) => (a.key + seed < b.key + seed ? 1 : -1))
        expect(revisionsOf(start, shuffled)).toEqual(revisionsOf(start, all))
      }),
    )
  })

  it('says why of every posting but the one it began with, and is never surer than the join', () => {
    fc.assert(
      fc.property(many, all => {
        const found = revisionsOf(all[0]!, all)
        expect(found.filter(r => r.joinedTo === null).map(r => r.series.key)).toEqual([all[0]!.key])
        for (const r of found.filter(r => r.joinedTo !== null)) {
          expect(r.reasons.length).toBeGreaterThan(0)
          if (r.reasons[0]?.sure !== 'certain') expect(r.sure).not.toBe('certain')
        }
      }),
    )
  })

  it('says the same of two postings from either side', () => {
    fc.assert(
      fc.property(series, series, (a, b) => {
        expect(joinOf(a, b)).toEqual(joinOf(b, a))
      }),
    )
  })

  it('reaches, round by round, what all postings at once give', () => {
    fc.assert(
      fc.property(many, all => {
        const start = all[0]!
        const asked = new Set<string>()
        const known = new Map([[start.key, start]])
        let found = revisionsOf(start, [])
        let rounds = 0
        for (; ; rounds++) {
          const marks = marksToAsk(found, asked, rounds)
          if (marks.length === 0) break
          for (const mark of marks) asked.add(markKey(mark))
          for (const s of all) if (s.marks.some(m => asked.has(markKey(m)))) known.set(s.key, s)
          found = revisionsOf(start, [...known.values()])
        }
        if (rounds < roundsMax) expect(found).toEqual(revisionsOf(start, all))
      }),
    )
  })

  it('is bounded in postings, marks and rounds', () => {
    const all = Array.from({ length: candidatesMax + 500 }, (_, i) =>
      posting({ key: `k${i}`, version: i + 1 }, { day: i / 10 }),
    )
    const found = revisionsOf(all[0]!, all)
    expect(found).toHaveLength(revisionsMax)
    expect(marksToAsk(found, new Set(), 0).length).toBeLessThanOrEqual(marksAskedMax)
    expect(marksToAsk(found, new Set(), roundsMax)).toEqual([])
  })
})
