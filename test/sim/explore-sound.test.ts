import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepTask } from '../../sim/engine/step.ts'
import { codecOf } from '../../sim/explore/codec.ts'
import { explore } from '../../sim/explore/explore.ts'
import type { Questions } from '../../sim/explore/explore.ts'
import { exempt, extraFields } from '../../sim/explore/fields.ts'
import { isLocal, settle } from '../../sim/explore/local.ts'
import { codesOf, makeCode, unbound } from '../../sim/explore/moves.ts'
import { kernelOf } from '../../sim/kernels/all.ts'
import { policyOf } from '../../sim/kernels/behaviours.ts'
import { sendSigkill } from '../../sim/mechanisms/schedule.ts'
import { quietLedger } from '../../sim/ledger.ts'
import { copyMachine } from '../../sim/machine.ts'
import type { Machine, Op } from '../../sim/machine.ts'
import { allScenarios } from '../../sim/scenarios/all.ts'
import { bitsOf, tableOf } from '../../sim/world.ts'
import type { World } from '../../sim/world.ts'
import { addLock, addProcess, addThread, small } from './machines.ts'

const worldAt = (w: World, m: Machine): World => ({ ...w, m, out: quietLedger(m) })
/** The exact bytes of a state. Names of frames and states get their numbers per codec, so they are compared within one. */
const keysIn = (first: Machine) => {
  const codec = codecOf(first)
  return (m: Machine): string => Buffer.from(codec.bytes().subarray(0, codec.encode(m))).toString('latin1')
}
const codes = (m: Machine): number[] => {
  const into: number[] = []
  codesOf(m, into)
  return into
}

/** What a system call of a small machine may do; `1` and `2` are two mutexes, `mine` its own mmap_sem. */
type Piece =
  | 'lock1'
  | 'lock2'
  | 'write'
  | 'read'
  | 'sleepD'
  | 'sleepS'
  | 'alloc'
  | 'allocNoFail'
  | 'allocNoFs'
  | 'free'
  | 'pauseS'
const pieces: readonly Piece[] = [
  'lock1',
  'lock2',
  'write',
  'read',
  'sleepD',
  'sleepS',
  'alloc',
  'allocNoFail',
  'allocNoFs',
  'free',
  'pauseS',
]
const nap = (state: 'interruptible' | 'uninterruptible'): Op => ({ op: 'sleep', jiffies: 1, state, event: 'I/O' })
const bodyOf = (list: readonly Piece[], mmapSem: number, mask: (text: string) => number): Op[] => {
  const undo: Op[] = []
  const held = new Set<number>()
  const take = (lock: number, down: Op, up: Op): Op[] => {
    if (held.has(lock)) return []
    held.add(lock)
    undo.unshift(up)
    return [down]
  }
  const alloc = (text: string): Op => ({ op: 'alloc', gfp: mask(text), order: 0, count: 1 })
  const body = list.flatMap((piece): Op[] => {
    switch (piece) {
      case 'lock1':
      case 'lock2': {
        const lock = piece === 'lock1' ? 1 : 2
        return take(lock, { op: 'lock', lock }, { op: 'unlock', lock })
      }
      case 'write':
        return take(mmapSem, { op: 'downWrite', lock: mmapSem }, { op: 'upWrite', lock: mmapSem })
      case 'read':
        return take(mmapSem, { op: 'downRead', lock: mmapSem }, { op: 'upRead', lock: mmapSem })
      case 'sleepD':
        return [nap('uninterruptible')]
      case 'sleepS':
        return [nap('interruptible')]
      case 'pauseS':
        return [{ op: 'pause', state: 'interruptible', event: 'requests' }]
      case 'alloc':
        return [alloc('GFP_KERNEL')]
      case 'allocNoFs':
        return [alloc('GFP_NOFS')]
      case 'allocNoFail':
        return [alloc('GFP_KERNEL|__GFP_NOFAIL')]
      case 'free':
        return [{ op: 'free' }]
    }
  })
  return [...body, ...undo]
}
type Plan = {
  readonly isNap: 'no' | 'S' | 'D'
  readonly call: readonly Piece[]
  readonly ends: 'exit' | 'pause' | 'fault'
}
type Plans = {
  readonly version: string
  readonly spare: number
  readonly threads: readonly (Plan & { readonly joins: boolean })[]
}

const plans: fc.Arbitrary<Plans> = fc.record({
  version: fc.constantFrom('v4.0', 'v4.5', 'v4.6', 'v4.10', 'v4.14', 'v5.4', 'v6.12'),
  spare: fc.integer({ min: 0, max: 2 }),
  threads: fc.array(
    fc.record({
      isNap: fc.constantFrom('no' as const, 'S' as const, 'D' as const),
      call: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
      ends: fc.constantFrom('exit' as const, 'pause' as const, 'fault' as const),
      joins: fc.boolean(),
    }),
    { minLength: 2, maxLength: 3 },
  ),
})

const machineOf = ({ version, spare, threads }: Plans): World => {
  const w = small(version, (m, mask) => {
    addLock(m, 'A', 'mutex')
    addLock(m, 'B', 'mutex')
    let home = addProcess(m, { pid: 9, comm: 'p9', pages: { anon: 5 } })
    threads.forEach(({ isNap, call, ends, joins }, i) => {
      if (i === 0 || !joins) home = addProcess(m, { pid: 10 + i, comm: `p${i}`, pages: { anon: 10 + i } })
      const program: Op[] = [
        ...(isNap === 'no' ? [] : [nap(isNap === 'D' ? 'uninterruptible' : 'interruptible')]),
        { op: 'enter', name: 'x' },
        ...bodyOf(call, home.mmapSem, mask),
        { op: 'leave' },
        ...(ends === 'pause' ? [{ op: 'pause', state: 'interruptible', event: 'requests' } as const] : []),
        ...(ends === 'fault' ? [{ op: 'fault', gfp: mask('GFP_KERNEL'), count: 1 } as const] : []),
      ]
      addThread(m, { pid: 10 + i, comm: `p${i}`, lane: `T${i}`, process: home.process, mm: home.mm, program })
    })
  })
  w.m.zones[0]!.freePages = w.m.zones[0]!.minPages + spare
  return worldAt(w, unbound(w.m))
}

const through: Questions = {
  goal: {
    says: 'the last thread is through',
    isReached: m => m.tasks.filter(t => !t.kthread).at(-1)!.state === 'dead',
  },
  always: [{ id: 'no-panic', says: 'no panic', holds: m => m.panic === null }],
}

/** The small machine of every scenario and of some kernels, as the explorer starts it. */
const scenarioWorlds: World[] = ['v4.5', 'v4.6', 'v4.10', 'v6.12'].flatMap(version =>
  allScenarios.flatMap(s => {
    if (s.small === null) return []
    const k = policyOf(kernelOf(version)!)
    const table = tableOf(k)
    return s.info.params
      .flatMap(p => (p.id === 'holder' && p.kind === 'choice' ? p.options.map(o => o.value) : []))
      .map(holder => {
        const params = Object.fromEntries(s.info.params.map(p => [p.id, p.initial]))
        const m = unbound(s.small!.build({ ...params, holder }, k, table))
        return { m, k, table, gfp: bitsOf(k, table), out: quietLedger(m) }
      })
  }),
)
const worlds = fc.oneof(
  plans.map(machineOf),
  fc.nat().map(i => scenarioWorlds[i % scenarioWorlds.length]!),
)

/**
 * Walks at random, and calls `look` at every state. A task that is picked takes up to 40 moves in a row, so that some come
 * far while others have not begun.
 */
const walk = (w: World, picks: readonly number[], look: (m: Machine) => void): void => {
  const m = copyMachine(w.m)
  const at = worldAt(w, m)
  for (const pick of picks)
    for (let again = 0; again <= (pick >> 4) % 40; again++) {
      const possible = codes(m)
      if (possible.length === 0) return
      const task = (pick >> 12) % m.tasks.length
      const code = possible.find(c => c >> 2 === task) ?? possible[(pick >> 2) % possible.length]!
      look(m)
      makeCode(at, code)
      if (pick % 4 === 0) break
    }
}
const walks = fc.array(fc.nat(), { minLength: 1, maxLength: 30 })

describe('local steps', () => {
  it('lead to the same state before and after any move of somebody else', { timeout: 120_000 }, () => {
    let compared = 0
    fc.assert(
      fc.property(worlds, walks, (w, picks) => {
        const key = keysIn(w.m)
        walk(w, picks, m => {
          m.tasks.forEach((t, i) => {
            if (t.state !== 'runnable' || !isLocal(worldAt(w, m), t)) return
            /** All local steps that this task has. */
            const run = (n: Machine): Machine => {
              const at = worldAt(w, n)
              const own = n.tasks[i]!
              while (own.state === 'runnable' && isLocal(at, own)) stepTask(at, own, i)
              return n
            }
            const others = codes(m)
              .filter(c => c >> 2 !== i)
              .map(code => (n: Machine) => makeCode(worldAt(w, n), code))
            // A kill may come from anywhere at any time.
            if (!t.kthread) others.push(n => sendSigkill(worldAt(w, n), t.process))
            for (const other of others) {
              const first = run(copyMachine(m))
              other(first)
              const last = copyMachine(m)
              other(last)
              expect(last.tasks[i]!.state).toBe('runnable')
              if (last.panic === null) expect(isLocal(worldAt(w, last), last.tasks[i]!)).toBe(true)
              expect(key(run(first))).toBe(key(run(last)))
              compared++
            }
          })
        })
      }),
      { numRuns: 400 },
    )
    expect(compared).toBeGreaterThan(1_000)
  })

  it(
    'going first change no verdict: with and without them the same holds and the same does not',
    { timeout: 300_000 },
    () => {
      let refuted = 0
      let proved = 0
      fc.assert(
        fc.property(plans, plan => {
          const w = machineOf(plan)
          const full = explore(w, through, { localFirst: false, most: 12_000 })
          const reduced = explore(w, through, { most: 12_000 })
          if (full.refuted === null && !full.complete) return
          expect(reduced.refuted).toBe(full.refuted)
          expect(reduced.complete).toBe(full.complete)
          expect(reduced.states).toBeLessThanOrEqual(full.states)
          if (full.complete) proved++
          else refuted++
        }),
        { numRuns: 70 },
      )
      expect(Math.min(refuted, proved)).toBeGreaterThan(5)
    },
  )
})

describe('states', () => {
  it('that are equal have equal successors, whatever way led to them', { timeout: 120_000 }, () => {
    let met = 0
    fc.assert(
      fc.property(worlds, fc.array(walks, { minLength: 4, maxLength: 8 }), (w, ways) => {
        const key = keysIn(w.m)
        const successors = new Map<string, { from: Machine; next: string }>()
        const nextOf = (m: Machine): string =>
          codes(m)
            .map(code => {
              const n = copyMachine(m)
              makeCode(worldAt(w, n), code)
              return `${code}:${key(n)}`
            })
            .join('|')
        for (const picks of ways)
          walk(w, picks, m => {
            const known = successors.get(key(m))
            if (known === undefined) successors.set(key(m), { from: copyMachine(m), next: nextOf(m) })
            else {
              met++
              expect(nextOf(m)).toBe(known.next)
            }
          })
      }),
      { numRuns: 60 },
    )
    expect(met).toBeGreaterThan(500)
  })

  it('are read back as they were written, whole and in part', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(worlds, walks, (w, picks) => {
        const codec = codecOf(w.m)
        const scratch = copyMachine(w.m)
        const at = worldAt(w, scratch)
        walk(w, picks, m => {
          const length = codec.encode(m)
          const kept = codec.bytes().slice(0, length)
          const same = (): void => {
            expect(codec.encode(scratch)).toBe(length)
            expect(codec.bytes().slice(0, length)).toEqual(kept)
          }
          codec.decode(scratch, kept, 0)
          same()
          for (const code of codes(m)) {
            makeCode(at, code)
            settle(at)
            codec.encode(scratch)
            codec.restore(scratch)
            same()
          }
        })
      }),
      { numRuns: 60 },
    )
  })

  it('hold every field of a machine that is neither a time nor fixed, and what is fixed stays', () => {
    const kinds: readonly (readonly [object, (m: Machine) => readonly object[]])[] = [
      [exempt.machine, m => [m]],
      [exempt.zone, m => m.zones],
      [exempt.mm, m => m.mms],
      [exempt.process, m => m.processes],
      [exempt.task, m => m.tasks],
      [exempt.lock, m => m.locks],
      [exempt.reaper, m => [m.reaper]],
    ]
    const fixedOf = (m: Machine): string =>
      JSON.stringify(
        kinds.map(([known, of]) =>
          of(m).map(x => Object.entries(x).filter(([name]) => (known as Record<string, string>)[name] === 'fixed')),
        ),
      )
    for (const w of scenarioWorlds)
      fc.assert(
        fc.property(walks, picks => {
          const before = fixedOf(w.m)
          walk(w, picks, m => expect(fixedOf(m)).toBe(before))
        }),
        { numRuns: 5 },
      )
    // A change of any other field of a machine is a change of the state.
    const other = (value: unknown): unknown => {
      if (typeof value === 'number') return value < 0 ? 1 : -1
      if (typeof value === 'boolean') return !value
      if (typeof value === 'string') return `${value}?`
      if (value === null) return 'something'
      if (Array.isArray(value)) return value.length > 0 ? value.map(other) : [0]
      return Object.fromEntries(Object.entries(value as object).map(([name, v]) => [name, other(v)]))
    }
    const containers = new Set([
      'zones',
      'mms',
      'processes',
      'tasks',
      'locks',
      'reaper',
      'frames',
      'delayed',
      'waitMode',
    ])
    const w = scenarioWorlds.at(-1)!
    const key = keysIn(w.m)
    for (const [known, of] of kinds) {
      const names = Object.keys(of(w.m)[0]!)
      for (const name of names) {
        const kind = (known as Record<string, string>)[name] ?? 'state'
        if (kind !== 'state' || containers.has(name)) continue
        const m = copyMachine(w.m)
        const of0 = of(m)[0]! as Record<string, unknown>
        of0[name] = other(of0[name])
        expect(key(m), name).not.toBe(key(w.m))
      }
    }
    expect(extraFields([{ nowUs: 0 }, { newcomer: [] }], exempt.machine)).toEqual(['newcomer'])
  })
})

describe('the shortest way', () => {
  it('is as long as one found without any reduction, local steps not counted', { timeout: 300_000 }, () => {
    let found = 0
    fc.assert(
      fc.property(plans, plan => {
        const w = machineOf(plan)
        const e = explore(w, { ...through, goal: { says: 'never', isReached: () => false } }, { most: 1 })
        expect(e.refuted).toBe(null)
        const broken: Questions = {
          goal: { says: 'nothing', isReached: () => false },
          always: [{ id: 'kill', says: 'nobody is killed', holds: m => m.tasks.every(t => !t.sigkill) }],
        }
        const got = explore(w, broken, { most: 20_000 })
        const distance = nearest(w, m => m.tasks.some(t => t.sigkill), 40_000)
        if (distance === 'open') return
        if (distance === -1) expect(got.refuted ?? '').not.toContain('killed')
        else {
          expect(got.refuted).toBe('not always: nobody is killed')
          expect(got.length).toBe(distance)
          found++
        }
      }),
      { numRuns: 80 },
    )
    expect(found).toBeGreaterThan(5)
  })
})

/** Fewest decisive moves to a state, by a search of its own: local steps cost nothing and nothing is left out. */
const nearest = (w: World, is: (m: Machine) => boolean, most: number): number | 'open' => {
  const key = keysIn(w.m)
  const best = new Map<string, number>([[key(w.m), 0]])
  let ring: Machine[] = [w.m]
  for (let far = 0; ring.length > 0; far++) {
    const next: Machine[] = []
    for (let m = ring.pop(); m !== undefined; m = ring.pop()) {
      if (is(m)) return far
      for (const code of codes(m)) {
        const t = m.tasks[code >> 2]!
        const cost = (code & 3) === 0 && isLocal(worldAt(w, m), t) ? 0 : 1
        const n = copyMachine(m)
        makeCode(worldAt(w, n), code)
        const k = key(n)
        if ((best.get(k) ?? Infinity) <= far + cost) continue
        if (best.size >= most) return 'open'
        best.set(k, far + cost)
        if (cost === 0) ring.push(n)
        else next.push(n)
      }
    }
    ring = next
  }
  return -1
}
