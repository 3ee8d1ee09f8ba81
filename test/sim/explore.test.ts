import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explore } from '../../sim/explore/explore.ts'
import type { Questions } from '../../sim/explore/explore.ts'
import { make, movesOf, unbound } from '../../sim/explore/moves.ts'
import { exploreAll } from '../../sim/index.ts'
import type { Op } from '../../sim/machine.ts'
import { addLock, small, solo } from './machines.ts'

const allDead: Questions = {
  goal: { says: 'everybody is through', isReached: m => m.tasks.every(t => t.kthread || t.state === 'dead') },
  always: [],
}
const inOrder = (...locks: number[]): Op[] => [
  { op: 'enter', name: 'x' },
  ...locks.map((lock): Op => ({ op: 'lock', lock })),
  ...[...locks].reverse().map((lock): Op => ({ op: 'unlock', lock })),
  { op: 'leave' },
]
const two = (a: Op[], b: Op[]) =>
  small('v4.5', m => {
    addLock(m, 'A', 'mutex')
    addLock(m, 'B', 'mutex')
    solo(m, 'P', 10, 5, a)
    solo(m, 'Q', 11, 5, b)
  })

describe('exploring every interleaving', () => {
  it('proves that locks taken in one order never deadlock', () => {
    const e = explore(two(inOrder(1, 2), inOrder(1, 2)), allDead)
    expect(e).toMatchObject({ complete: true, refuted: null, counterexample: null })
    expect(e.proved).toEqual(['in the end, whatever the order: everybody is through'])
  })

  it('finds the shortest way into an ABBA deadlock', () => {
    const e = explore(two(inOrder(1, 2), inOrder(2, 1)), allDead)
    expect(e.refuted).toBe('it can come to a point from which never: everybody is through')
    expect(e.counterexample!.map(x => `${x.lane} ${x.kind}`)).toEqual([
      'P lock-taken',
      'Q lock-taken',
      'P lock-wait',
      'Q lock-wait',
    ])
  })

  it('says complete only when everything was visited', () => {
    const e = explore(two(inOrder(1, 2), inOrder(1, 2)), allDead, { most: 20 })
    expect(e).toMatchObject({ states: 20, complete: false, proved: [], refuted: null, counterexample: null })
  })

  it('refutes what does not always hold, by a shortest way', () => {
    const e = explore(two(inOrder(1), inOrder(2)), {
      ...allDead,
      always: [
        { id: 'one', says: 'one lock is held at most', holds: m => m.locks.filter(l => l.writer >= 0).length <= 1 },
      ],
    })
    expect(e.refuted).toBe('not always: one lock is held at most')
    // Each of the two enters and locks: four moves.
    expect(e.counterexample!.filter(x => x.kind === 'lock-taken').map(x => x.atUs)).toEqual([2, 4])
  })

  it('reaches the same ends whether local steps go first or anywhere', () => {
    // A request that fails at once: its return is a local step.
    const program = (of: (t: string) => number, lock: number): Op[] => [
      { op: 'enter', name: 'x' },
      { op: 'lock', lock },
      { op: 'alloc', gfp: of('GFP_NOWAIT'), order: 0, count: 1 },
      { op: 'unlock', lock },
      { op: 'leave' },
    ]
    const w = small('v4.5', (m, of) => {
      addLock(m, 'A', 'mutex')
      solo(m, 'P', 10, 5, program(of, 1))
      solo(m, 'Q', 11, 5, program(of, 1))
    })
    const reduced = explore(w, allDead)
    expect(reduced.complete).toBe(true)
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), picks => {
        const m = unbound(w.m)
        const world = { ...w, m }
        for (const pick of picks) {
          const moves = movesOf(m)
          if (moves.length === 0) break
          make(world, moves[pick % moves.length]!)
        }
        expect(m.tasks.every(t => t.state === 'dead')).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe("the reaper's question, for every interleaving of a small machine", () => {
  const ask = (variant: string, kernel: string | null, params: Record<string, string | number> = {}) =>
    exploreAll({ scenario: 'oom-reaper', variant, kernel, params, seed: 1 })

  it('v4.5: it can come to a point from which W never lets go of X', () => {
    const e = ask('before', null)
    expect(e.refuted).toBe('it can come to a point from which never: W lets go of X')
    expect(e.counterexample!.map(x => x.kind)).toContain('oom-abort')
  })

  it('v4.6: W lets go of X in the end, whatever the order', () => {
    const e = ask('after', null)
    expect(e).toMatchObject({ complete: true, refuted: null })
    expect(e.proved[0]).toBe('in the end, whatever the order: W lets go of X')
  })

  it.each(['v4.10', 'v6.12', '7.2.13'])('%s: the same', kernel => {
    const e = ask('after', kernel)
    expect(e).toMatchObject({ complete: true, refuted: null })
  })

  it("a thread of V that waits for X with V's mmap_sem held stops v4.6, which gives up, and not v4.10, which goes on to the next victim", () => {
    const holder = 'waits-for-lock'
    expect(ask('after', null, { holder }).refuted).toBe('it can come to a point from which never: W lets go of X')
    expect(ask('after', 'v4.10', { holder })).toMatchObject({ complete: true, refuted: null })
  })

  it('a state whose way out is a turn of the reaper is no trap: what goes on from a trap never reaches the goal', () => {
    for (const kernel of ['v4.4', 'v4.0']) {
      const e = ask('after', kernel)
      expect(e.refuted).toBe('it can come to a point from which never: W lets go of X')
      expect(e.counterexample!.some(x => x.kind === 'lock-released' && x.lane === 'W')).toBe(false)
    }
  })
})
