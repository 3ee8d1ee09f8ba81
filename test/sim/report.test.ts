import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { OomReport } from '../../model/index.ts'
import { advance } from '../../sim/engine/cpu.ts'
import { run, scenarios } from '../../sim/index.ts'
import { dmesgMax } from '../../sim/ledger.ts'
import { replayLog } from '../../sim/replay/index.ts'
import type { World } from '../../sim/world.ts'
import type * as KernelLogRoom from '../../text/kernel-log/index.ts'
import { readKernelLog } from '../../text/kernel-log/index.ts'
import { addProcess, addThread, pause, small, solo, stuck } from './machines.ts'

/** Every report that the model printed, as it was composed. */
const composed = vi.hoisted((): OomReport[] => [])
vi.mock('../../text/kernel-log/index.ts', async original => {
  const real = await original<typeof KernelLogRoom>()
  return {
    ...real,
    printOomReport: (report: OomReport) => {
      composed.push(report)
      return real.printOomReport(report)
    },
  }
})
beforeEach(() => void composed.splice(0))

const places = ['line', 'atUs', 'firstLine', 'lastLine']
/** Without lines and times, and without what is printed after the report: the reaper's lines. */
const placeless = (report: OomReport): unknown =>
  JSON.parse(
    JSON.stringify({ ...report, reaped: [], unread: [] }, (key, v: unknown) => (places.includes(key) ? undefined : v)),
  )

type Killed = { readonly atUs: number; readonly pid: number }

/** Reads a log back and compares: every report, every kill, every predicted victim. */
const readsBack = (dmesg: readonly string[], kills: readonly Killed[]): void => {
  const log = readKernelLog(dmesg.join('\n'))
  expect(log.reports.map(placeless)).toEqual(composed.map(placeless))
  expect(log.reports.flatMap(r => r.kills.map(k => ({ atUs: k.atUs, pid: k.pid })))).toEqual(kills)
  expect(log.events.filter(e => e.kind === 'kill')).toEqual([])
  // Patch 4/5 as posted has a form of its own, which no release printed.
  const posted = dmesg.filter(l => l.includes('oom_reaper: reaped process :')).map(l => l.replace(/^\[[^\]]*\] /, ''))
  expect([...log.unread, ...log.reports.flatMap(r => r.unread)].map(u => u.text)).toEqual(posted)
  expect(log.reports.flatMap(r => r.reaped)).toHaveLength(
    dmesg.filter(l => l.includes('oom_reaper: ')).length - posted.length,
  )
  for (const { report, replay } of replayLog(log)) {
    const chosen = report.choice?.pid ?? null
    expect(replay.predicted?.pid ?? null).toBe(
      report.table!.rows.find(r => r.pid === chosen || r.tgid === chosen)?.pid ?? null,
    )
    if (report.kills[0]?.pid === replay.predicted?.pid) expect(replay.agrees).toBe(true)
    else expect(replay.reason?.code).toBe('child-sacrifice')
  }
}

const { info, values } = (() => {
  const found = scenarios.find(s => s.id === 'oom-reaper')!
  const values = fc.record(
    Object.fromEntries(
      found.params.map(p => [
        p.id,
        p.kind === 'choice'
          ? fc.constantFrom(...p.options.map(o => o.value))
          : fc.integer({ min: p.min, max: p.max }).map(n => p.min + Math.floor((n - p.min) / p.step) * p.step),
      ]),
    ),
  )
  return { info: found, values }
})()

describe('the kernel log of a run', () => {
  it('is read back equal, with the kills of the run, for any variant, parameters and seed', () => {
    const request = fc.record({
      variant: fc.constantFrom(...info.variants.map(v => v.id)),
      params: values,
      seed: fc.nat(),
    })
    let kills = 0
    fc.assert(
      fc.property(request, r => {
        composed.splice(0)
        const result = run({ scenario: info.id, kernel: null, ...r })
        const killed = result.events
          .filter(e => e.kind === 'kill')
          .map(e => ({ atUs: e.atUs, pid: Number(e.data.pid) }))
        expect(killed).toHaveLength(result.metrics.kills!)
        kills += killed.length
        readsBack(result.dmesg, killed)
      }),
      { numRuns: 120 },
    )
    expect(kills).toBeGreaterThan(60)
  })

  const setup = fc.record({
    anon: fc.integer({ min: 100, max: 9_000 }),
    shmem: fc.nat({ max: 3_000 }),
    mlocked: fc.nat({ max: 3_000 }),
    oomScoreAdj: fc.oneof(fc.constant(0), fc.constant(-1000), fc.integer({ min: -1000, max: 1000 })),
    parent: fc.nat({ max: 8 }),
    threads: fc.integer({ min: 1, max: 3 }),
    isStuck: fc.boolean(),
  })
  const machine = fc.record({
    kernel: fc.constantFrom('v4.5', 'v4.6'),
    tasks: fc.array(setup, { minLength: 1, maxLength: 8 }),
    mask: fc.constantFrom('GFP_KERNEL', 'GFP_NOFS|__GFP_NOFAIL', 'GFP_HIGHUSER_MOVABLE', 'GFP_USER|__GFP_WRITE'),
    asks: fc.integer({ min: 64, max: 20_000 }),
    askerAdj: fc.constantFrom(0, -1000),
    cpus: fc.integer({ min: 1, max: 4 }),
    fileClean: fc.nat({ max: 200 }),
  })

  const play = (p: typeof machine extends fc.Arbitrary<infer T> ? T : never): World =>
    small(
      p.kernel,
      (m, of) => {
        const asker = solo(
          m,
          'ASKER',
          10,
          500,
          [{ op: 'enter', name: 'write' }, { op: 'alloc', gfp: of(p.mask), order: 0, count: p.asks }, { op: 'leave' }],
          { oomScoreAdj: p.askerAdj },
        )
        p.tasks.forEach((t, i) => {
          const { anon, shmem, mlocked, oomScoreAdj } = t
          const added = addProcess(m, {
            pid: 100 + 10 * i,
            comm: `task ${i}`,
            pages: { anon, shmem, mlocked },
            oomScoreAdj,
          })
          // A parent is among those before it, or none.
          m.processes[added.process]!.parent = t.parent < i ? m.tasks[asker]!.process + 1 + t.parent : -1
          for (let n = 0; n < t.threads; n++)
            addThread(m, {
              pid: 100 + 10 * i + n,
              comm: `task ${i}`,
              lane: `T${i}.${n}`,
              process: added.process,
              mm: added.mm,
              program: t.isStuck ? stuck : [pause],
              background: true,
            })
        })
      },
      { cpus: p.cpus, fileClean: p.fileClean },
    )

  it('is read back equal for random machines, with children that die for their parents and panics', () => {
    const seen = { kills: 0, children: 0, panics: 0 }
    fc.assert(
      fc.property(machine, p => {
        composed.splice(0)
        const w = play(p)
        const { m, out } = w
        for (let i = 0; i < 20_000 && m.panic === null && advance(w); i++);
        const killed = out.events.filter(e => e.kind === 'kill').map(e => ({ atUs: e.atUs, pid: Number(e.data.pid) }))
        readsBack(out.dmesg, killed)
        const { panic } = composed.at(-1) ?? { panic: null }
        expect(panic?.says ?? null).toBe(m.panic)
        seen.kills += killed.length
        seen.panics += panic === null ? 0 : 1
        seen.children += composed.filter(r => r.choice !== null && r.choice.pid !== r.kills[0]?.pid).length
      }),
      { numRuns: 150 },
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
  })

  it('says where it was cut, also where it is full just before a report', () => {
    const w = play({
      kernel: 'v4.6',
      tasks: [
        { anon: 9_000, shmem: 0, mlocked: 0, oomScoreAdj: 0, parent: 0, threads: 1, isStuck: false },
        { anon: 100, shmem: 0, mlocked: 0, oomScoreAdj: 0, parent: 0, threads: 1, isStuck: false },
      ],
      mask: 'GFP_KERNEL',
      asks: 20_000,
      askerAdj: -1000,
      cpus: 1,
      fileClean: 0,
    })
    w.out.dmesg.push(...Array.from({ length: dmesgMax }, (_, i) => `line ${i}`))
    for (let i = 0; i < 20_000 && w.out.measures.kills === 0 && advance(w); i++);
    expect([w.out.measures.kills, composed.length]).toEqual([1, 1])
    expect(w.out.dmesg.slice(dmesgMax - 1)).toEqual([
      `line ${dmesgMax - 1}`,
      `(${dmesgMax} lines are kept: the rest of this log is left out)`,
    ])
  })

  it('holds only counters that the model keeps', () => {
    const result = run({
      scenario: info.id,
      variant: 'after',
      kernel: null,
      params: { unreapablePercent: 20 },
      seed: 1,
    })
    const zone = result.dmesg.find(l => l.includes('Node 0 Normal free:'))!
    expect(zone.match(/[a-z_]+(?=:\d)/g)).toEqual(
      ['free', 'min', 'low', 'high', 'unevictable', 'present', 'managed', 'mlocked', 'shmem', 'pagetables'].concat(
        'pages_scanned',
      ),
    )
    const { free } = result
    expect(zone).toContain(` min:${free.minPages * 4}kB low:${free.lowPages * 4}kB high:${free.highPages * 4}kB `)
    expect(result.dmesg.join('\n')).not.toContain('active_anon')
  })
})
