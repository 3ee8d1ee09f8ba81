import { describe, expect, it } from 'vitest'
import { addProcess, addThread, small } from './machines.ts'
import { runWorld } from '../../sim/engine/run.ts'
import type { GrowOp, Machine, Op } from '../../sim/machine.ts'
import { upFrom } from '../../sim/mechanisms/memcg.ts'
import type { World } from '../../sim/world.ts'

/** One memory cgroup of 2,000 pages with a sleeper of `sleeper` pages and a task that faults 4,000 in. */
const limited = (
  version: string,
  options: { read?: boolean; adj?: number; sleeper?: number; tune?: (m: Machine) => void } = {},
): World => {
  const w = small(
    version,
    (m, mask) => {
      m.memcgs.push({ path: '/A', parent: -1, maxPages: 2_000, usedPages: 0, oomGroup: false })
      const into = (pid: number, comm: string, anon: number, program: readonly Op[]) => {
        const p = addProcess(m, { pid, comm, pages: { anon }, oomScoreAdj: options.adj ?? 0 })
        m.processes[p.process]!.memcg = 0
        const mm = m.mms[p.mm]!
        mm.memcg = 0
        const pages = mm.pages.anon[0]! + mm.pages.pageTables[0]!
        for (const i of upFrom(m, 0)) m.memcgs[i]!.usedPages += pages
        addThread(m, { pid, comm, lane: comm, process: p.process, mm: p.mm, program, background: comm === 'idle' })
      }
      if (options.sleeper !== undefined)
        into(10, 'idle', options.sleeper, [{ op: 'pause', state: 'interruptible', event: 'requests' }])
      const grow: GrowOp = {
        op: 'grow',
        gfp: mask('GFP_HIGHUSER_MOVABLE'),
        tableGfp: mask('GFP_KERNEL'),
        tablesBase: 2,
        pages: 4_000,
        stepPages: 64,
        stopFreePages: -1,
        kind: 'anon',
        read: options.read ?? false,
        nodes: 0,
      }
      into(11, 'grows', 0, [grow])
      options.tune?.(m)
    },
    { freePages: 100_000 },
  )
  return w
}

const killed = (w: World): unknown[] => w.out.events.filter(e => e.kind === 'kill').map(e => e.lane)

/** Whether mmap_sem of an address space is held for reading at each kill. */
const heldAtKill = (w: World, mm: number): boolean[] => {
  const held: boolean[] = []
  runWorld(w, now => {
    if (killed(now).length > held.length) held.push(now.m.locks[now.m.mms[mm]!.mmapSem]!.readers.length > 0)
  })
  return held
}

describe('the limit of a memory cgroup (kernel-mm.md 4.8, A11)', () => {
  it.each(['v3.19', 'v4.10', 'v4.14'])('%s kills for a fault only after it has let go of mmap_sem', version => {
    const w = limited(version)
    const held = heldAtKill(w, 0)
    expect(killed(w)).toEqual(['grows'])
    expect(held).toEqual([false])
  })

  it.each(['v4.19', 'v5.4', 'v6.1', 'v7.2'])('%s kills in the charge, with mmap_sem held for reading', version => {
    const w = limited(version, { sleeper: 1_500 })
    const held = heldAtKill(w, 1)
    expect(killed(w)).toEqual(['idle', 'grows'])
    expect(held[0]).toBe(true)
  })

  it.each([
    ['v4.10', []],
    ['v4.14', []],
    ['v4.19', ['grows']],
    ['v6.12', ['grows']],
  ])('%s: a system call over the limit kills %j', (version, who) => {
    const w = limited(version, { read: true })
    expect(runWorld(w).end).toBe('finished')
    expect(killed(w)).toEqual(who)
  })

  it('4.19 forces the charge when nobody can be killed; from 5.4 on the fault is tried for ever', () => {
    const ends = ['v4.19', 'v6.12'].map(version => runWorld(limited(version, { adj: -1000 })).end)
    expect(ends).toEqual(['finished', 'looped'])
  })

  it('never panics for a memory cgroup without anybody, whatever the version', () => {
    for (const version of ['v3.19', 'v4.10', 'v4.19', 'v6.1']) {
      const w = limited(version, { adj: -1000 })
      runWorld(w)
      expect(w.m.panic, version).toBeNull()
    }
  })

  it('kills the whole group from 4.19 on', () => {
    const victims = ['v4.14', 'v4.19', 'v6.12'].map(version => {
      const w = limited(version, { sleeper: 300, tune: m => void (m.memcgs[0]!.oomGroup = true) })
      runWorld(w)
      return killed(w)
    })
    expect(victims).toEqual([['grows'], ['grows', 'idle', 'grows'], ['grows', 'idle', 'grows']])
  })

  it('reads the limit of the cgroups above as well', () => {
    const w = limited('v6.1', {
      tune: m => {
        m.memcgs[0]!.maxPages = -1
        m.memcgs[0]!.parent = m.memcgs.push({ path: '/', parent: -1, maxPages: 900, usedPages: 0, oomGroup: false }) - 1
        m.memcgs[1]!.usedPages = m.memcgs[0]!.usedPages
      },
    })
    runWorld(w)
    expect(killed(w)).toEqual(['grows'])
    expect(w.m.memcgs.map(c => c.usedPages)).toEqual([0, 0])
  })

  it('swaps out before it kills, and gives the slots back', () => {
    const w = limited('v6.1', { tune: m => Object.assign(m, { swapTotalPages: 5_000, swapFreePages: 5_000 }) })
    expect(runWorld(w).end).toBe('finished')
    expect(killed(w)).toEqual([])
    expect(w.m.swapFreePages).toBe(5_000)
  })
})

describe('sysrq f (kernel-mm.md 4.3)', () => {
  const sysrq = (version: string, panicOnOom: 0 | 1 | 2, adj = 0): World => {
    const w = small(
      version,
      m => {
        const init = addProcess(m, { pid: 1, comm: 'init', pages: { anon: 10 }, globalInit: true })
        addThread(m, {
          pid: 1,
          comm: 'init',
          lane: 'init',
          process: init.process,
          mm: init.mm,
          program: [{ op: 'sysrqOom' }],
        })
        const p = addProcess(m, { pid: 9, comm: 'p', pages: { anon: 900 }, oomScoreAdj: adj })
        const program: readonly Op[] = [{ op: 'pause', state: 'interruptible', event: 'requests' }]
        addThread(m, { pid: 9, comm: 'p', lane: 'P', process: p.process, mm: p.mm, program, background: true })
        m.panicOnOom = panicOnOom
      },
      { freePages: 50_000 },
    )
    runWorld(w)
    return w
  }

  it.each(['v4.10', 'v5.4', 'v7.2'])('%s kills the biggest, panic_on_oom or not', version => {
    expect(killed(sysrq(version, 0))).toEqual(['P'])
    expect(killed(sysrq(version, 2))).toEqual(['P'])
  })

  it('only says so from 4.19 on when there is nobody', () => {
    const w = sysrq('v6.1', 0, -1000)
    expect(w.m.panic).toBeNull()
    expect(w.out.dmesg.at(-1)).toContain('Out of memory and no killable processes...')
  })
})
