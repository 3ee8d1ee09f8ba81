import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSeries, buildThreads, idsMissing } from '../../ingest/index.ts'
import type { Skeleton, Thread } from '../../model/index.ts'
import { skeletons } from './arbitrary.ts'

/** A store's part in threading: whole threads around the ids that new mail names. */
const arrive = (held: Skeleton[], threads: Thread[], batch: readonly Skeleton[]): Thread[] => {
  const named = new Set(batch.flatMap(m => [m.messageId, ...m.inReplyTo, ...m.references]))
  const around = new Set<Skeleton>()
  for (let asked = [...named]; asked.length > 0; ) {
    const near = threads.filter(t => t.nodes.some(n => asked.includes(n.messageId)))
    const nearIds = new Set(near.flatMap(t => t.nodes.map(n => n.messageId)))
    const before = around.size
    for (const m of held) if (nearIds.has(m.messageId)) around.add(m)
    if (around.size === before) break
    asked = idsMissing([...around, ...batch])
  }
  held.push(...batch)
  const built = buildThreads([...around, ...batch])
  const builtIds = new Set(built.flatMap(t => t.nodes.map(n => n.messageId)))
  return [...threads.filter(t => !t.nodes.some(n => builtIds.has(n.messageId))), ...built]
}

const sorted = (threads: readonly Thread[]) => [...threads].sort((a, b) => (a.rootId < b.rootId ? -1 : 1))

describe('threads', () => {
  it('are the same for the same mails in any order', () => {
    fc.assert(
      fc.property(skeletons, fc.array(fc.nat(), { minLength: 14, maxLength: 14 }), (mails, keys) => {
        const shuffled = mails.map((m, i) => [keys[i] ?? 0, i, m] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
        const [one, two] = [buildThreads(mails), buildThreads(shuffled.map(s => s[2]))]
        expect(two).toEqual(one)
        expect(buildSeries(two)).toEqual(buildSeries(one))
      }),
      { numRuns: 1500 },
    )
  })

  it('are the same whether mails come at once or in batches, late parents and all', () => {
    fc.assert(
      fc.property(skeletons, fc.integer({ min: 1, max: 5 }), (mails, size) => {
        const held: Skeleton[] = []
        let threads: Thread[] = []
        for (let i = 0; i < mails.length; i += size) threads = arrive(held, threads, mails.slice(i, i + size))
        expect(sorted(threads)).toEqual(sorted(buildThreads(mails)))
      }),
      { numRuns: 1500 },
    )
  })

  it('hold each mail once, under exactly one root, parents first, without a loop', () => {
    fc.assert(
      fc.property(skeletons, mails => {
        const threads = buildThreads(mails)
        const ids = threads.flatMap(t => t.nodes.map(n => n.messageId))
        expect(new Set(ids).size).toBe(ids.length)
        for (const m of mails) expect(ids).toContain(m.messageId)
        for (const t of threads) {
          expect(t.nodes.filter(n => n.parent === null)).toHaveLength(1)
          expect(t.nodes[0]?.messageId).toBe(t.rootId)
          for (const [i, n] of t.nodes.entries()) {
            expect((n.edge === null) === (n.parent === null)).toBe(true)
            if (n.parent === null) continue
            expect(n.parent).toBeLessThan(i)
            expect(n.depth).toBe((t.nodes[n.parent]?.depth ?? 0) + 1)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('have a mail below every ghost, but where a loop was cut', () => {
    fc.assert(
      fc.property(skeletons, mails => {
        for (const t of buildThreads(mails))
          for (const [i, n] of t.nodes.entries())
            if (n.message === 'ghost' && t.problems.every(p => p.code !== 'cycle'))
              expect(t.nodes.some(other => other.parent === i)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('carry a chain of 20,000 replies without recursion', () => {
    const [sample] = fc.sample(skeletons, { numRuns: 20, seed: 7 }).flat()
    if (sample === undefined) throw new Error('no sample')
    const mails = Array.from({ length: 20_000 }, (_, i): Skeleton => {
      return {
        ...sample,
        messageId: `${i}@example.org`,
        inReplyTo: i === 0 ? [] : [`${i - 1}@example.org`],
        references: [],
        contentHash: String(i),
      }
    })
    const [thread, ...rest] = buildThreads(mails)
    expect(rest).toEqual([])
    expect(thread?.nodes.at(-1)?.depth).toBe(19_999)
  })
})
