import { describe, expect, it } from 'vitest'
import { runWorld } from '../../sim/engine/run.ts'
import { kernels } from '../../sim/kernels/all.ts'
import { ordinal } from '../../sim/kernels/releases.ts'
import type { Machine, Op } from '../../sim/machine.ts'
import type { World } from '../../sim/world.ts'
import { addLock, addProcess, addThread, pause, small, solo, stuck, until } from './machines.ts'

/** Outcomes per version as the fact sheet's Appendix A tells them, each over every kernel. */

const tagOf = (version: string): string => (version.startsWith('v') ? version : `v${version}`)
const since = (version: string, tag: string): boolean => ordinal(tagOf(version)) >= ordinal(tag)
const versions = kernels.map(k => k.version)
const releases = versions.filter(v => v.startsWith('v'))

const write = (gfp: number, count: number): Op[] => [
  { op: 'enter', name: 'write' },
  { op: 'alloc', gfp, order: 0, count },
  { op: 'leave' },
]
const init = (m: Machine): void => {
  const p = addProcess(m, { pid: 1, comm: 'init', pages: { anon: 10 }, globalInit: true })
  addThread(m, { pid: 1, comm: 'init', lane: 'init', process: p.process, mm: p.mm, background: true, program: [pause] })
}
const play = (w: World) => ({ ...runWorld(w), w, kills: w.out.measures.kills, failed: w.out.measures.failedAllocs })

describe('A1: only allocators without __GFP_FS, a big idle process, nothing to reclaim', () => {
  const run = (version: string, mask: string) =>
    play(
      small(version, (m, of) => {
        init(m)
        solo(m, 'A', 10, 500, write(of(mask), 8))
        solo(m, 'V', 11, 9_000, stuck)
      }),
    )

  it.each(versions.filter(v => v !== 'v3.19'))('%s loops for ever and kills nobody', version => {
    const r = run(version, 'GFP_NOFS')
    expect([r.end, r.kills, r.failed]).toEqual(['looped', 0, 0])
  })

  it('v3.19 fails the request', () => {
    const r = run('v3.19', 'GFP_NOFS')
    expect([r.kills, r.failed]).toEqual([0, 1])
  })

  it.each([
    ['v4.6', 0],
    ['v4.9', 2],
    ['v4.14', 2],
    ['v4.19', 0],
  ] as const)('%s prints %i stall warnings in 25 s', (version, lines) => {
    const w = small(version, (m, of) => {
      init(m)
      solo(m, 'A', 10, 500, write(of('GFP_NOFS'), 8))
    })
    until(w, () => w.m.nowUs > 25_000_000, 5_000_000)
    expect(w.out.dmesg.filter(l => l.includes('a: page allocation stalls for')).length).toBe(lines)
  })
})

describe('A2: GFP_NOFS|__GFP_NOFAIL', () => {
  const run = (version: string, count: number) => {
    const w = small(version, (m, of) => {
      init(m)
      solo(m, 'A', 10, 500, [...write(of('GFP_NOFS|__GFP_NOFAIL'), count), pause])
      solo(m, 'V', 11, 9_000, stuck)
    })
    w.m.tasks[1]!.background = true
    return play(w)
  }

  it.each(releases.filter(v => !since(v, 'v4.12')))('%s kills: __GFP_NOFAIL passes over the rule', version => {
    expect(run(version, 8).kills).toBeGreaterThan(0)
  })

  it.each(releases.filter(v => since(v, 'v4.12')))('%s kills nobody and takes pages below min', version => {
    const r = run(version, 8)
    expect(r.kills).toBe(0)
    expect(r.w.out.measures.reserveAllocs).toBeGreaterThan(0)
  })

  it('from 4.12 on it is a livelock only once the reserves are empty', () => {
    const min = small('v4.12', () => undefined).m.zones[0]!.minPages
    const more = run('v4.12', min + 1)
    expect([more.end, more.kills, more.w.m.zones[0]!.freePages]).toEqual(['looped', 0, 0])
  })
})

describe('A5: W holds X and allocates, V is chosen and waits for X', () => {
  const run = (version: string) =>
    play(
      small(
        version,
        (m, of) => {
          init(m)
          const x = addLock(m, 'X', 'mutex')
          solo(m, 'W', 10, 200, [
            { op: 'enter', name: 'write' },
            { op: 'lock', lock: x },
            { op: 'sleep', jiffies: 5, state: 'uninterruptible', event: 'I/O' },
            { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 200 },
            { op: 'unlock', lock: x },
            { op: 'leave' },
          ])
          solo(m, 'V', 11, 40_000, [
            { op: 'sleep', jiffies: 1, state: 'interruptible', event: 'a timer' },
            { op: 'enter', name: 'write' },
            { op: 'lock', lock: x },
            { op: 'unlock', lock: x },
            { op: 'leave' },
          ])
        },
        { cpus: 2 },
      ),
    )

  it.each(versions.filter(v => !since(v, 'v4.6')))('%s: deadlock', version => {
    expect([run(version).end, run(version).kills]).toEqual(['looped', 1])
  })

  it.each(versions.filter(v => since(v, 'v4.6')))('%s: the reaper frees V, W goes on, one kill', version => {
    const r = run(version)
    expect([r.end, r.kills]).toEqual(['finished', 1])
    const at = (kind: string) => r.w.out.events.find(e => e.kind === kind)!.atUs
    const waitedUs = at('reaped') - at('kill')
    const delayUs = r.w.k.reaperDelayMs * 1000
    expect(waitedUs).toBeGreaterThanOrEqual(delayUs)
    expect(waitedUs).toBeLessThan(delayUs + 1_000_000)
  })
})

describe('A6: a second thread of V holds mmap_sem for write', () => {
  const run = (version: string, body: (x: number, gfpKernel: number) => Op[]) =>
    play(
      small(
        version,
        (m, of) => {
          init(m)
          const x = addLock(m, 'X', 'mutex')
          solo(m, 'B', 9, 12_000, [pause])
          m.tasks[m.tasks.length - 1]!.background = true
          solo(m, 'W', 10, 200, [
            { op: 'enter', name: 'write' },
            { op: 'lock', lock: x },
            { op: 'sleep', jiffies: 5, state: 'uninterruptible', event: 'I/O' },
            { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 200 },
            { op: 'unlock', lock: x },
            { op: 'leave' },
          ])
          const v = addProcess(m, { pid: 11, comm: 'v', pages: { anon: 40_000 } })
          const thread = (pid: number, lane: string, program: Op[]) =>
            addThread(m, { pid, comm: 'v', lane, process: v.process, mm: v.mm, program })
          thread(11, 'V', [
            { op: 'sleep', jiffies: 1, state: 'interruptible', event: 'a timer' },
            { op: 'enter', name: 'write' },
            { op: 'lock', lock: x },
            { op: 'unlock', lock: x },
            { op: 'leave' },
          ])
          thread(12, 'V2', [
            { op: 'sleep', jiffies: 1, state: 'interruptible', event: 'a timer' },
            { op: 'enter', name: 'mmap' },
            { op: 'downWrite', lock: v.mmapSem },
            ...body(x, of('GFP_KERNEL')),
            { op: 'upWrite', lock: v.mmapSem },
            { op: 'leave' },
          ])
        },
        { cpus: 4 },
      ),
    )

  it.each(versions)('(i) %s: the writer allocates itself, is dying, and gets reserves: it resolves', version => {
    const r = run(version, (_, gfp) => [
      { op: 'sleep', jiffies: 6, state: 'uninterruptible', event: 'I/O' },
      { op: 'alloc', gfp, order: 0, count: 4 },
    ])
    // Up to 4.5 V itself still waits for X behind W.
    expect(r.w.out.events.some(e => e.kind === 'lock-released' && e.lane === 'V2')).toBe(true)
  })

  const waits = (version: string) =>
    run(version, x => [
      { op: 'lock', lock: x },
      { op: 'unlock', lock: x },
    ])

  it('(ii) v4.6: ten tries fail, TIF_MEMDIE stays, nobody else is killed: lockup', () => {
    const r = waits('v4.6')
    expect([r.end, r.kills, r.w.out.measures.reapFailures]).toEqual(['looped', 1, 10])
  })

  it.each(versions.filter(v => since(v, 'v4.9')))('(ii) %s: after 1 s of tries the next process is killed', version => {
    const r = waits(version)
    expect([r.end, r.kills, r.w.out.measures.reapFailures]).toEqual(['finished', 2, 10])
    const at = (kind: string) => r.w.out.events.filter(e => e.kind === kind).map(e => e.atUs)
    const [first, second] = at('kill')
    const passedUs = second! - first! - r.w.k.reaperDelayMs * 1000
    expect(passedUs).toBeGreaterThanOrEqual(1_000_000)
    expect(passedUs).toBeLessThan(1_100_000)
  })
})

describe('A14: __GFP_RETRY_MAYFAIL at order 0', () => {
  it.each(releases.filter(v => since(v, 'v4.14')))('%s gives NULL and kills nobody', version => {
    const r = play(
      small(version, (m, of) => {
        init(m)
        solo(m, 'A', 10, 500, write(of('GFP_KERNEL|__GFP_RETRY_MAYFAIL'), 1))
        solo(m, 'V', 11, 9_000, stuck)
        m.tasks[m.tasks.length - 1]!.background = true
      }),
    )
    expect([r.end, r.kills, r.failed]).toEqual(['finished', 0, 1])
  })
})

describe('A15: rounds of direct reclaim before the OOM call', () => {
  const rounds = (version: string, busyPages: number) => {
    const w = small(version, (m, of) => {
      init(m)
      solo(m, 'A', 10, 500, write(of('GFP_KERNEL'), 1))
      solo(m, 'V', 11, 9_000, stuck)
    })
    w.m.zones[0]!.fileBusy = busyPages
    w.m.zones[0]!.kernelPages -= busyPages
    until(w, () => w.out.measures.kills > 0)
    return w.out.measures.reclaimRounds
  }

  it.each(releases.filter(v => since(v, 'v4.12')))(
    '%s: 17 while reclaimable pages would do, 1 where none are',
    version => {
      expect([rounds(version, 5_000), rounds(version, 0)]).toEqual([17, 1])
    },
  )

  it.each(['v4.9', 'v4.10'])('%s: the back-off ends it earlier where pages are few', version => {
    expect(rounds(version, 400)).toBeLessThanOrEqual(17)
    expect(rounds(version, 0)).toBe(1)
  })

  it.each(['6.1.192', '6.12.117'])('%s counts free pages twice: 17 though nothing is reclaimable', version => {
    expect(rounds(version, 0)).toBe(17)
  })

  it.each(['5.10.223', '7.2.13'])('%s: 1, as measured', version => {
    expect(rounds(version, 0)).toBe(1)
  })
})

describe('A9: a thread of a reaped victim faults, and no page is left for it', () => {
  const run = (version: string) => {
    const w = small(
      version,
      (m, of) => {
        init(m)
        solo(m, 'V', 10, 500, [{ op: 'fault', gfp: of('GFP_HIGHUSER_MOVABLE'), count: 2 }])
        solo(m, 'B', 11, 9_000, [pause])
        m.tasks[m.tasks.length - 1]!.background = true
      },
      { freePages: 0 },
    )
    const [v] = [m(w).tasks[1]!]
    // The fault began before SIGKILL came, and the reaper was done before it got a page.
    until(w, () => v.frames.length > 0)
    v.sigkill = true
    v.memdie = true
    w.m.victims = 1
    Object.assign(w.m.processes[v.process]!, { groupExit: true, oomMm: v.mm })
    w.m.mms[v.mm]!.oomSkip = true
    const end = runWorld(w)
    return { end: end.end, w, invoked: w.out.dmesg.find(l => l.includes('invoked oom-killer')) ?? '' }
  }
  const m = (w: World): Machine => w.m

  it.each(['v4.9', 'v4.10'])('%s: the call of the page fault kills a second process, with mask 0', version => {
    const r = run(version)
    expect(r.w.out.measures.kills).toBe(1)
    expect(r.invoked).toContain('gfp_mask=0x0')
  })

  it.each(versions.filter(v => since(v, 'v4.12')))(
    '%s: the victim selects the next one in its own request',
    version => {
      const r = run(version)
      expect(r.w.out.measures.kills).toBe(1)
      expect(r.invoked).toContain('gfp_mask=0x')
      expect(r.invoked).not.toContain('gfp_mask=0x0')
    },
  )

  it.each(['v5.16', 'v6.1', '5.10.223'])('%s: a leaked VM_FAULT_OOM kills nobody', version => {
    const w = small(version, (mm, of) => {
      init(mm)
      solo(mm, 'F', 10, 500, [{ op: 'fault', gfp: of('GFP_HIGHUSER_MOVABLE|__GFP_NORETRY'), count: 1 }])
      solo(mm, 'B', 11, 9_000, stuck)
    })
    const end = runWorld(w)
    expect([end.end, w.out.measures.kills]).toEqual(['looped', 0])
    expect(w.out.dmesg[0]).toContain('Huh VM_FAULT_OOM leaked out to the #PF handler. Retrying PF')
  })

  it.each(['v4.6', 'v4.12', 'v5.4', 'v5.10'])('%s: a leaked VM_FAULT_OOM kills, with mask 0', version => {
    const w = small(version, (mm, of) => {
      init(mm)
      solo(mm, 'F', 10, 500, [{ op: 'fault', gfp: of('GFP_HIGHUSER_MOVABLE|__GFP_NORETRY'), count: 1 }])
      solo(mm, 'B', 11, 9_000, [pause])
    })
    until(w, () => w.out.measures.kills > 0)
    expect(w.out.dmesg[0]).toContain('gfp_mask=0x0')
  })
})
