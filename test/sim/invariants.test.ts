import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParamValues } from '../../model/index.ts'
import { run, scenarioById } from '../../sim/index.ts'
import type { Before } from '../../sim/invariants.ts'
import { beforeOf, brokenInvariant } from '../../sim/invariants.ts'
import type { Machine, Op } from '../../sim/machine.ts'
import { runWorld } from '../../sim/engine/run.ts'
import { kernels } from '../../sim/kernels/all.ts'
import type { World } from '../../sim/world.ts'
import { addLock, addProcess, addThread, small } from './machines.ts'

/** Fails on the first step that breaks a rule. Masks below which no watermark counts: marked, or __GFP_NOFAIL. */
const checker = (anyMayGoBelow: boolean) => {
  let before: Before | null = null
  return (w: World) => {
    const kills = w.out.measures.kills
    if (before !== null) {
      const broken = brokenInvariant(
        w.m,
        before,
        kills,
        task => anyMayGoBelow || w.m.tasks[task]!.memdie || w.m.processes[w.m.tasks[task]!.process]!.oomMm >= 0,
      )
      if (broken !== null) throw new Error(`${broken}, at ${w.m.nowUs} us`)
    }
    before = beforeOf(w.m, kills)
  }
}

const info = scenarioById('oom-reaper')!
const anyParams: fc.Arbitrary<ParamValues> = fc.record(
  Object.fromEntries(
    info.params.map(p => [
      p.id,
      p.kind === 'choice'
        ? fc.constantFrom(...p.options.map(o => o.value))
        : fc.integer({ min: 0, max: Math.trunc((p.max - p.min) / p.step) }).map(n => p.min + n * p.step),
    ]),
  ),
)

describe('rules that hold after every step', () => {
  it('in the scenario, for any parameters, variant and seed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...info.variants.map(v => v.id)),
        anyParams,
        fc.integer({ min: 0, max: 4_294_967_295 }),
        (variant, params, seed) => {
          const small = {
            ...params,
            holdMs: Math.min(Number(params.holdMs), 300),
            memoryMb: Math.min(Number(params.memoryMb), 512),
          }
          const r = run(
            { scenario: 'oom-reaper', variant, kernel: null, params: small, seed },
            {},
            checker(String(params.gfp).includes('NOFAIL')),
          )
          expect(['finished', 'looped']).toContain(r.end)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('in random programs over two locks, sleeps, faults and allocations', () => {
    const body: fc.Arbitrary<(m: Machine, mask: (t: string) => number, sem: number) => Op[]> = fc.oneof(
      fc.constantFrom(1, 2).chain(lock =>
        fc.integer({ min: 0, max: 3 }).map(jiffies => (): Op[] => [
          { op: 'lock', lock },
          { op: 'sleep', jiffies, state: 'uninterruptible', event: 'I/O' },
          { op: 'unlock', lock },
        ]),
      ),
      fc
        .record({
          mask: fc.constantFrom('GFP_KERNEL', 'GFP_NOFS', 'GFP_KERNEL|__GFP_NORETRY'),
          count: fc.integer({ min: 1, max: 400 }),
        })
        .map(a => (_: Machine, mask: (t: string) => number): Op[] => [
          { op: 'alloc', gfp: mask(a.mask), order: 0, count: a.count },
        ]),
      fc
        .constantFrom('downWrite', 'downRead')
        .map(op => (_m: Machine, mask: (t: string) => number, sem: number): Op[] => [
          { op: op as 'downWrite', lock: sem },
          { op: 'alloc', gfp: mask('GFP_KERNEL'), order: 0, count: 20 },
          { op: op === 'downWrite' ? 'upWrite' : 'upRead', lock: sem } as Op,
        ]),
    )
    let kills = 0
    const thread = fc.record({ bodies: fc.array(body, { maxLength: 4 }), faults: fc.integer({ min: 0, max: 50 }) })
    const process = fc.record({
      anon: fc.integer({ min: 1, max: 8_000 }),
      locked: fc.integer({ min: 0, max: 500 }),
      threads: fc.array(thread, { minLength: 1, maxLength: 3 }),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(...kernels.map(k => k.version)),
        fc.array(process, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 200 }),
        (version, processes, cpus, fileClean) => {
          const w = small(
            version,
            (m, mask) => {
              addLock(m, 'A', 'mutex')
              addLock(m, 'B', 'mutex')
              processes.forEach((p, i) => {
                const made = addProcess(m, {
                  pid: 100 + i * 10,
                  comm: `p${i}`,
                  pages: { anon: p.anon, mlocked: p.locked },
                })
                p.threads.forEach((t, j) =>
                  addThread(m, {
                    pid: 100 + i * 10 + j,
                    comm: `p${i}`,
                    lane: `p${i}.${j}`,
                    process: made.process,
                    mm: made.mm,
                    program: [
                      { op: 'fault', gfp: mask('GFP_HIGHUSER_MOVABLE'), count: t.faults },
                      { op: 'enter', name: 'x' },
                      ...t.bodies.flatMap(b => b(m, mask, made.mmapSem)),
                      { op: 'leave' },
                      { op: 'free' },
                    ],
                  }),
                )
              })
            },
            // From 4.6 on a zone's HIGH is further up.
            { cpus, freePages: 1_150, fileClean },
          )
          const end = runWorld(w, checker(false))
          kills += w.out.measures.kills
          expect(['finished', 'looped']).toContain(end.end)
        },
      ),
      { numRuns: 300 },
    )
    expect(kills).toBeGreaterThan(0)
  })
})

describe('the rules themselves', () => {
  it.each([
    [
      'pages conserved',
      (m: Machine): void => {
        m.zones[0]!.freePages++
      },
      'managed',
    ],
    [
      'counts sane',
      (m: Machine) => {
        m.zones[0]!.fileClean = -1
        m.zones[0]!.kernelPages++
      },
      'counts -1 pages',
    ],
    [
      'a lock has one writer or readers',
      (m: Machine) => {
        m.locks[1]!.writer = 0
        m.locks[1]!.readers = [1]
      },
      'written and read at once',
    ],
    [
      'a free lock has no waiters',
      (m: Machine): void => {
        m.locks[1]!.waiters.push(0)
      },
      'is free while',
    ],
    [
      'victims are counted once',
      (m: Machine): void => {
        m.victims++
      },
      'oom_victims is 1',
    ],
    [
      'a sleeper has its timer',
      (m: Machine): void => {
        m.tasks[0]!.wakeAtUs = 5
      },
      'has 0 timers',
    ],
    [
      'time does not go back',
      (m: Machine): void => {
        m.pending[0]!.atUs = -1
      },
      'an event of the past',
    ],
  ] as const)('%s', (_, breakIt, says) => {
    const w = small(
      'v4.6',
      m =>
        void addThread(m, {
          pid: 1,
          comm: 'a',
          lane: 'A',
          ...addProcess(m, { pid: 1, comm: 'a', pages: {} }),
          program: [],
        }),
    )
    const before = beforeOf(w.m, 0)
    expect(brokenInvariant(w.m, before, 0, () => false)).toBeNull()
    breakIt(w.m)
    expect(brokenInvariant(w.m, before, 0, () => false)).toContain(says)
  })

  it('a page below min needs somebody entitled', () => {
    const w = small('v4.6', () => {}, { freePages: 724 })
    const before = beforeOf(w.m, 0)
    w.m.zones[0]!.freePages--
    w.m.zones[0]!.kernelPages++
    expect(brokenInvariant(w.m, before, 0, () => false)).toContain('without anybody entitled')
  })

  it('no second victim while one is marked', () => {
    const w = small('v4.6', () => {})
    const before = { ...beforeOf(w.m, 0), memdie: [true] }
    expect(brokenInvariant(w.m, before, 1, () => false)).toContain('second victim')
  })
})
