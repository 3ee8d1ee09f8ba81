import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCompletion, addNotifier } from '../../sim/build.ts'
import type { CallbackOp, ContextOp } from '../../sim/callbacks.ts'
import { runWorld } from '../../sim/engine/run.ts'
import { explore } from '../../sim/explore/explore.ts'
import { kernels } from '../../sim/kernels/all.ts'
import type { Behaviours } from '../../sim/kernels/behaviours.ts'
import { ordinal } from '../../sim/kernels/releases.ts'
import type { Before } from '../../sim/invariants.ts'
import { beforeOf, brokenInvariant } from '../../sim/invariants.ts'
import type { Machine, Op } from '../../sim/machine.ts'
import { watchLocks } from '../../sim/mechanisms/lockdep.ts'
import type { LockdepReport } from '../../sim/mechanisms/lockdep.ts'
import type { World } from '../../sim/world.ts'
import { addLock, pause, small, solo, stuck } from './machines.ts'
import { machine, polite, rude } from './notified.ts'

const tagOf = (version: string): string => (version.startsWith('v') ? version : `v${version}`)
const since = (version: string, tag: string): boolean => ordinal(tagOf(version)) >= ordinal(tag)
const versions = kernels.map(k => k.version)
const before = (tag: string) => versions.filter(v => !since(v, tag))
const from = (tag: string) => versions.filter(v => since(v, tag))

/** Runs it watched, on one CPU and with plenty of pages, so that nobody waits for anybody. */
const watched = (
  version: string,
  fill: (m: Machine, of: (text: string) => number) => void,
  changes: Partial<Behaviours> = {},
): { end: string; w: World; reports: readonly LockdepReport[] } => {
  const w = small(version, fill, { freePages: 5_000, changes })
  const { reports } = watchLocks(w)
  const { end } = runWorld(w)
  return { end, w, reports }
}
const inTurn = (...locks: number[]): Op[] => [
  ...locks.map((lock): Op => ({ op: 'lock', lock })),
  ...[...locks].reverse().map((lock): Op => ({ op: 'unlock', lock })),
]
const chains = (r: { reports: readonly LockdepReport[] }) => r.reports.map(x => [x.rule, x.chain.join(' -> ')])

describe('edges between locks', () => {
  const two = (a: (...locks: number[]) => Op[], b: (...locks: number[]) => Op[]) =>
    watched('v5.4', m => {
      const [x, y] = [addLock(m, 'A', 'mutex'), addLock(m, 'B', 'mutex')]
      solo(m, 'P', 10, 5, a(x, y))
      solo(m, 'Q', 11, 5, b(x, y))
    })

  it('A under B and B under A is reported though nobody ever waited', () => {
    const r = two(
      (x, y) => inTurn(x, y),
      (x, y) => inTurn(y, x),
    )
    expect(r.end).toBe('finished')
    expect(r.w.out.events.some(e => e.kind === 'lock-wait')).toBe(false)
    expect(chains(r)).toEqual([['circular', 'B -> A -> B']])
    expect(r.reports[0]!.says).toContain('Q takes A under B')
    expect(r.reports[0]!.says).toContain('B under A (P)')
  })

  it('one order is not reported', () => {
    expect(two(inTurn, inTurn).reports).toEqual([])
  })

  it('a circle of three is found over the lock between', () => {
    const r = watched('v5.4', m => {
      const [a, b, c] = ['A', 'B', 'C'].map(name => addLock(m, name, 'mutex')) as [number, number, number]
      solo(m, 'P', 10, 5, [...inTurn(a, b), ...inTurn(b, c)])
      solo(m, 'Q', 11, 5, inTurn(c, a))
    })
    expect(chains(r)).toEqual([['circular', 'C -> A -> B -> C']])
  })

  it('two locks of one class are one lock, held by one task it is recursion', () => {
    const r = watched('v5.4', m => {
      const [a, b] = [addLock(m, 'inode 1', 'mutex', 'i_mutex'), addLock(m, 'inode 2', 'mutex', 'i_mutex')]
      solo(m, 'P', 10, 5, inTurn(a, b))
    })
    expect(chains(r)).toEqual([['recursive', 'i_mutex -> i_mutex']])
  })

  it('after the first report nothing more is learnt', () => {
    const r = watched('v5.4', m => {
      const [a, b, c] = ['A', 'B', 'C'].map(name => addLock(m, name, 'mutex')) as [number, number, number]
      solo(m, 'P', 10, 5, [...inTurn(a, b), ...inTurn(a, c)])
      solo(m, 'Q', 11, 5, [...inTurn(b, a), ...inTurn(c, a)])
    })
    expect(r.reports.length).toBe(1)
  })

  it('mmap_sem is one class, read or written', () => {
    const r = watched('v5.4', m => {
      const x = addLock(m, 'X', 'mutex')
      solo(m, 'P', 10, 5, [])
      solo(m, 'Q', 11, 5, [])
      const sem = (task: number) => m.mms[m.tasks[task]!.mm]!.mmapSem
      m.tasks[0]!.program = [
        { op: 'downRead', lock: sem(0) },
        { op: 'lock', lock: x },
        { op: 'unlock', lock: x },
        { op: 'upRead', lock: sem(0) },
      ]
      m.tasks[1]!.program = [
        { op: 'lock', lock: x },
        { op: 'downWrite', lock: sem(1) },
        { op: 'upWrite', lock: sem(1) },
        { op: 'unlock', lock: x },
      ]
    })
    expect(chains(r)).toEqual([['circular', 'X -> mmap_sem -> X']])
  })
})

type Body = { gfp: string; scope?: 'noio' | 'nofs' | 'noreclaim' }
/** W allocates under L. M unmaps memory whose notifier takes L. R, where it is there, does so within direct reclaim. */
const underL = (
  version: string,
  body: Body,
  who: { reclaims?: string; callback?: (lock: number) => CallbackOp[] },
  changes: Partial<Behaviours> = {},
) =>
  watched(
    version,
    (m, of) => {
      const l = addLock(m, 'L', 'mutex')
      const scope = (op: 'scopeEnter' | 'scopeLeave'): ContextOp[] =>
        body.scope === undefined ? [] : [{ op, scope: body.scope }]
      solo(m, 'W', 10, 50, [
        { op: 'enter', name: 'ioctl' },
        { op: 'lock', lock: l },
        ...scope('scopeEnter'),
        { op: 'alloc', gfp: of(body.gfp), order: 0, count: 1 },
        ...scope('scopeLeave'),
        { op: 'unlock', lock: l },
        { op: 'leave' },
      ])
      solo(m, 'M', 11, 50, [{ op: 'invalidate', mm: 2 }])
      solo(m, 'V', 13, 50, [pause])
      m.tasks[2]!.background = true
      const callback = who.callback?.(l) ?? [
        { op: 'mutexLock', lock: l },
        { op: 'unlock', lock: l },
      ]
      addNotifier(m, { name: 'driver_invalidate', mm: 2, firstVma: 0, vmas: 1, callback })
      if (who.reclaims !== undefined)
        solo(m, 'R', 12, 50, [
          { op: 'enter', name: 'write' },
          { op: 'reclaimFrom', gfp: of(who.reclaims), mm: 2 },
          { op: 'leave' },
        ])
    },
    changes,
  )
const map = 'mmu_notifier_invalidate_range_start'

describe('A17, table 6.7: GFP_KERNEL under a lock that a notifier takes', () => {
  it.each(before('v5.4'))('%s reports nothing while reclaim itself never called the notifier', version => {
    expect(underL(version, { gfp: 'GFP_KERNEL' }, {}).reports).toEqual([])
  })

  it.each(before('v4.14'))('%s reports it once reclaim did, by the state of the held lock', version => {
    const r = underL(version, { gfp: 'GFP_KERNEL' }, { reclaims: 'GFP_KERNEL' })
    expect([r.end, chains(r)]).toEqual(['finished', [['circular', 'RECLAIM_FS -> L -> RECLAIM_FS']]])
  })

  it.each(['v4.14', 'v4.19'])('%s reports it once reclaim did, by the map fs_reclaim', version => {
    const r = underL(version, { gfp: 'GFP_KERNEL' }, { reclaims: 'GFP_KERNEL' })
    expect([r.end, chains(r)]).toEqual(['finished', [['circular', 'fs_reclaim -> L -> fs_reclaim']]])
  })

  it.each(from('v5.4'))('%s reports it when both were seen, without reclaim and without OOM', version => {
    const r = underL(version, { gfp: 'GFP_KERNEL' }, {})
    expect([r.end, chains(r)]).toEqual(['finished', [['circular', `${map} -> L -> fs_reclaim -> ${map}`]]])
    expect(r.w.out.measures.reclaimRounds).toBe(0)
  })
})

describe('A17, table 6.7: GFP_NOFS under that lock', () => {
  it.each(before('v5.11'))('%s reports nothing, not even when reclaim called the notifier', version => {
    expect(underL(version, { gfp: 'GFP_NOFS' }, {}).reports).toEqual([])
    expect(underL(version, { gfp: 'GFP_NOFS' }, { reclaims: 'GFP_KERNEL' }).reports).toEqual([])
  })

  it.each(from('v5.11'))('%s reports it: the notifier map is taken by every request that may reclaim', version => {
    const r = underL(version, { gfp: 'GFP_NOFS' }, {})
    expect(chains(r)).toEqual([['circular', `${map} -> L -> ${map}`]])
  })

  it.each(from('v5.11'))('%s reports GFP_NOIO as well, GFP_ATOMIC never', version => {
    expect(underL(version, { gfp: 'GFP_NOIO' }, {}).reports.length).toBe(1)
    expect(underL(version, { gfp: 'GFP_ATOMIC' }, {}).reports).toEqual([])
  })

  // The bit is 0 in the tables of kernels without CONFIG_LOCKDEP.
  it.each(['v5.4', 'v6.1'])('%s leaves __GFP_NOLOCKDEP out', version => {
    expect(underL(version, { gfp: 'GFP_KERNEL|__GFP_NOLOCKDEP' }, {}).reports).toEqual([])
  })
})

describe('A17: a scope around GFP_KERNEL under that lock', () => {
  const scoped = (version: string, scope: Body['scope'], changes: Partial<Behaviours> = {}) =>
    underL(version, { gfp: 'GFP_KERNEL', scope: scope! }, { reclaims: 'GFP_KERNEL' }, changes).reports.length

  it.each(versions.filter(v => since(v, 'v4.12') && !since(v, 'v5.11')))('%s: NOFS makes it NOFS for the check', v => {
    expect(scoped(v, 'nofs')).toBe(0)
  })
  it.each(from('v5.11'))('%s: reported all the same', v => expect(scoped(v, 'nofs')).toBe(1))
  it.each(before('v4.12'))('%s: the check looks at the bare mask', v => {
    expect([scoped(v, 'noio'), scoped(v, 'nofs')]).toEqual([1, 1])
  })
  it.each(versions)('%s: under PF_MEMALLOC nobody reclaims, so nothing is reported', v => {
    expect(scoped(v, 'noreclaim')).toBe(0)
  })
})

describe('requests within a notifier', () => {
  const allocates = (version: string, gfp: string) =>
    watched(version, (m, of) => {
      solo(m, 'M', 11, 50, [{ op: 'invalidate', mm: 0 }])
      addNotifier(m, {
        name: 'driver_invalidate',
        mm: 0,
        firstVma: 0,
        vmas: 1,
        callback: [{ op: 'alloc', gfp: of(gfp), order: 0 }],
      })
    })

  it.each(before('v5.4'))('%s: GFP_KERNEL in a callback is not seen', v => {
    expect(allocates(v, 'GFP_KERNEL').reports).toEqual([])
  })
  it.each(['v5.4', 'v5.10'])('%s: GFP_KERNEL closes a circle with the map, GFP_NOFS does not', v => {
    expect(chains(allocates(v, 'GFP_KERNEL'))).toEqual([['circular', `${map} -> fs_reclaim -> ${map}`]])
    expect(allocates(v, 'GFP_NOFS').reports).toEqual([])
  })
  it.each(from('v5.11'))('%s: both are seen', v => {
    expect(allocates(v, 'GFP_KERNEL').reports.length).toBe(1)
    expect(chains(allocates(v, 'GFP_NOFS'))).toEqual([['recursive', `${map} -> ${map}`]])
  })
})

describe('knock-out: what is not tracked is not found', () => {
  const found = (version: string, gfp: string, changes: Partial<Behaviours>, reclaims?: string) =>
    underL(version, { gfp }, reclaims === undefined ? {} : { reclaims }, changes).reports.length

  it('notifierMap', () => {
    expect([found('v5.4', 'GFP_KERNEL', {}), found('v5.4', 'GFP_KERNEL', { notifierMap: false })]).toEqual([1, 0])
    expect(found('v5.4', 'GFP_KERNEL', { nonBlockCount: false, scopes: 'noio' })).toBe(1)
  })
  it('reclaimTracking', () => {
    expect(found('v5.16', 'GFP_NOFS', {})).toBe(1)
    expect(found('v5.16', 'GFP_NOFS', { reclaimTracking: 'fs-map' })).toBe(0)
    expect(found('v5.16', 'GFP_NOFS', { nonBlockCount: false, reaperNotifiers: 'ignored' })).toBe(1)
  })
  it('trackingSeesScopes', () => {
    const scoped = (changes: Partial<Behaviours>) =>
      underL('v4.19', { gfp: 'GFP_KERNEL', scope: 'nofs' }, { reclaims: 'GFP_KERNEL' }, changes).reports.length
    expect([scoped({}), scoped({ trackingSeesScopes: false }), scoped({ nonBlockCount: true })]).toEqual([0, 1, 0])
  })
})

describe('table 6.7: sleeping in a callback that must not block', () => {
  const reaped = (version: string, callback: (lock: number) => CallbackOp[], changes: Partial<Behaviours> = {}) => {
    // The lock is free by then: nobody waits for anybody.
    const w = machine(version, callback, { holdJiffies: 1, changes })
    const { reports } = watchLocks(w)
    const { end } = runWorld(w)
    return { end, kills: w.out.measures.kills, sleeps: reports.filter(r => r.rule === 'might-sleep') }
  }
  const asleep = (): CallbackOp[] => [{ op: 'sleep', jiffies: 1 }]

  it.each(['v4.19'])('%s: nothing finds it', version => {
    for (const callback of [rude, asleep]) expect(reaped(version, callback)).toMatchObject({ kills: 1, sleeps: [] })
  })

  it.each(from('v5.4'))('%s: non_block_start finds a sleep and a mutex_lock, also one that nobody holds', version => {
    const locks = reaped(version, rude)
    expect(locks).toMatchObject({
      end: 'finished',
      kills: 1,
      sleeps: [{ lane: 'oom_reaper', chain: ['a wait for X'] }],
    })
    expect(reaped(version, asleep).sleeps.length).toBe(1)
    expect(reaped(version, polite).sleeps).toEqual([])
  })

  it('is said once a second at most', () => {
    const w = machine('v5.4', x => [...rude(x), ...rude(x), { op: 'sleep', jiffies: 1 }], { holdJiffies: 1 })
    const { reports } = watchLocks(w)
    runWorld(w)
    expect(reports.length).toBe(1)
  })

  it('knock-out: without nonBlockCount nothing is found, without another it is', () => {
    expect(reaped('v5.4', rude, { nonBlockCount: false }).sleeps).toEqual([])
    expect(reaped('v5.4', rude, { notifierMap: false }).sleeps.length).toBe(1)
  })
})

describe('table 6.7: waiting for work that allocates', () => {
  const wait = (m: Machine): CallbackOp[] => [{ op: 'wait', completion: addCompletion(m, 'the queue') }]

  it.each(versions)('%s: no lock dependency tells of it', version => {
    const r = watched(version, (m, of) => {
      solo(m, 'M', 11, 50, [{ op: 'invalidate', mm: 0 }])
      const callback = wait(m)
      addNotifier(m, { name: 'driver_invalidate', mm: 0, firstVma: 0, vmas: 1, callback })
      solo(m, 'K', 12, 50, [
        { op: 'enter', name: 'work' },
        { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 1 },
        { op: 'complete', completion: 0 },
        { op: 'leave' },
      ])
    })
    expect([r.end, r.reports]).toEqual(['finished', []])
  })

  it.each(from('v5.4'))('%s: non_block_start finds the wait itself, where the reaper executes it', version => {
    const w = machine(version, (_, m) => wait(m), { needs: 2_600 })
    const { reports } = watchLocks(w)
    expect(runWorld(w).end).toBe('looped')
    expect(reports).toMatchObject([{ rule: 'might-sleep', chain: ['a wait for the queue'] }])
  })
})

describe('watching decides nothing', () => {
  it.each(['v4.10', 'v4.14', 'v5.4', 'v6.12'])('%s: the same events, watched or not', version => {
    const play = (watch: boolean) => {
      const w = machine(version, rude)
      if (watch) watchLocks(w)
      const { end } = runWorld(w)
      const events = w.out.events.filter(e => e.kind !== 'lockdep').map(e => [e.atUs, e.lane, e.kind, e.says])
      return { end, events, measures: w.out.measures, at: w.m.nowUs }
    }
    expect(play(true)).toEqual(play(false))
  })

  it('a report within the lap of a loop is kept', () => {
    const w = small(
      'v5.4',
      (m, of) => {
        const l = addLock(m, 'L', 'mutex')
        solo(m, 'A', 10, 500, [
          { op: 'enter', name: 'write' },
          { op: 'lock', lock: l },
          { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 1 },
          { op: 'unlock', lock: l },
          { op: 'leave' },
          { op: 'invalidate', mm: 0 },
          { op: 'free' },
          { op: 'loop', by: 7 },
        ])
        addNotifier(m, { name: 'cb', mm: 0, firstVma: 0, vmas: 1, callback: rude(l) })
      },
      { freePages: 5_000 },
    )
    watchLocks(w)
    expect(runWorld(w).end).toBe('looped')
    expect(w.out.events.filter(e => e.kind === 'lockdep').length).toBe(1)
  })
})

/**
 * What lockdep says of a run beside what every interleaving shows. Seen: a run with plenty of pages in which W does its
 * work under L and M unmaps. Shown: W's request comes to direct reclaim, which unmaps a page of the mm with the notifier
 * (`mapped`) or finds none to unmap.
 */
describe('what is reported and what can deadlock', () => {
  type Case = { says: string; body: Body; mapped: boolean }
  const cases: Case[] = [
    { says: 'GFP_KERNEL', body: { gfp: 'GFP_KERNEL' }, mapped: true },
    { says: 'GFP_KERNEL, nothing mapped', body: { gfp: 'GFP_KERNEL' }, mapped: false },
    { says: 'GFP_NOFS', body: { gfp: 'GFP_NOFS' }, mapped: true },
    { says: 'GFP_NOFS, nothing mapped', body: { gfp: 'GFP_NOFS' }, mapped: false },
    { says: 'GFP_KERNEL in NOFS', body: { gfp: 'GFP_KERNEL', scope: 'nofs' }, mapped: true },
    { says: 'GFP_KERNEL under PF_MEMALLOC', body: { gfp: 'GFP_KERNEL', scope: 'noreclaim' }, mapped: true },
    { says: 'GFP_ATOMIC', body: { gfp: 'GFP_ATOMIC' }, mapped: true },
  ]
  const shown = (version: string, c: Case): boolean => {
    const w = small(
      version,
      (m, of) => {
        const l = addLock(m, 'L', 'mutex')
        const scope = (op: 'scopeEnter' | 'scopeLeave'): ContextOp[] =>
          c.body.scope === undefined ? [] : [{ op, scope: c.body.scope }]
        solo(m, 'W', 10, 5, [
          { op: 'enter', name: 'ioctl' },
          { op: 'lock', lock: l },
          ...scope('scopeEnter'),
          ...(c.mapped ? [{ op: 'reclaimFrom', gfp: of(c.body.gfp), mm: 1 } as const] : []),
          { op: 'alloc', gfp: of(c.body.gfp), order: 0, count: 1 },
          ...scope('scopeLeave'),
          { op: 'unlock', lock: l },
          { op: 'leave' },
        ])
        solo(m, 'M', 11, 5, [{ op: 'invalidate', mm: 1 }])
        addNotifier(m, { name: 'cb', mm: 1, firstVma: 0, vmas: 1, callback: polite(l) })
      },
      { freePages: 5_000 },
    )
    const e = explore(w, {
      goal: { says: 'both are through', isReached: m => m.tasks.every(t => t.kthread || t.state === 'dead') },
      always: [],
    })
    expect(e.complete || e.refuted !== null).toBe(true)
    return e.refuted !== null
  }
  const counted = (version: string) => {
    const count = { found: 0, missed: 0, falseAlarms: 0, rightlySilent: 0 }
    for (const c of cases) {
      const isReported = underL(version, c.body, { callback: polite }).reports.length > 0
      const canDeadlock = shown(version, c)
      count[canDeadlock ? (isReported ? 'found' : 'missed') : isReported ? 'falseAlarms' : 'rightlySilent']++
    }
    return count
  }

  it.each(before('v5.4'))('%s finds none of three, and cries for nothing', version => {
    expect(counted(version)).toEqual({ found: 0, missed: 3, falseAlarms: 0, rightlySilent: 4 })
  })
  it.each(['v5.4', 'v5.10', '5.10.223'])('%s finds one of three, with one false alarm', version => {
    expect(counted(version)).toEqual({ found: 1, missed: 2, falseAlarms: 1, rightlySilent: 3 })
  })
  it.each(from('v5.11'))('%s finds three of three, with two false alarms', version => {
    expect(counted(version)).toEqual({ found: 3, missed: 0, falseAlarms: 2, rightlySilent: 2 })
  })
})

describe('in random programs', () => {
  /** Whether some tasks wait for each other in a circle. */
  const isDeadlocked = (m: Machine): boolean =>
    m.tasks.some((_, first) => {
      let at = first
      for (let hops = 0; hops <= m.tasks.length; hops++) {
        const { waitLock } = m.tasks[at]!
        if (waitLock < 0) return false
        at = m.locks[waitLock]!.writer
        if (at < 0) return false
        if (at === first) return true
      }
      return false
    })

  it('every circle of waiting tasks was reported', () => {
    let deadlocks = 0
    let reportedOnly = 0
    const nest = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(
        fc.array(fc.array(nest, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        (tasks, cpus) => {
          const w = small(
            'v5.4',
            m => {
              const locks = ['A', 'B', 'C', 'D'].map(name => addLock(m, name, 'mutex'))
              tasks.forEach((nests, i) =>
                solo(m, `T${i}`, 10 + i, 5, [
                  { op: 'enter', name: 'x' },
                  ...nests.flatMap((picked): Op[] => {
                    const mine = [...new Set(picked)].map(at => locks[at]!)
                    return [
                      ...mine.flatMap((lock): Op[] => [
                        { op: 'lock', lock },
                        { op: 'sleep', jiffies: 1, state: 'uninterruptible', event: 'I/O' },
                      ]),
                      ...mine.map((lock): Op => ({ op: 'unlock', lock })),
                    ]
                  }),
                  { op: 'leave' },
                ]),
              )
            },
            { cpus, freePages: 5_000 },
          )
          const { reports } = watchLocks(w)
          runWorld(w)
          const isStuck = isDeadlocked(w.m)
          if (isStuck) deadlocks++
          else if (reports.length > 0) reportedOnly++
          expect(isStuck && reports.length === 0).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
    expect(deadlocks).toBeGreaterThan(0)
    expect(reportedOnly).toBeGreaterThan(0)
  })

  it('with notifiers, scopes and completions no rule of the machine breaks, watched or not', () => {
    const callbackOp = fc.constantFrom<((l: number, gfp: number) => CallbackOp[])[]>(
      l => polite(l),
      l => rude(l),
      () => [{ op: 'again' }],
      () => [{ op: 'sleep', jiffies: 1 }],
      () => [{ op: 'wait', completion: 0 }],
      (_, gfp) => [{ op: 'alloc', gfp, order: 0 }],
      // Says -EAGAIN while it holds a lock.
      l => [{ op: 'mutexLockOrAgain', lock: l }, { op: 'again' }, { op: 'unlock', lock: l }],
    )
    let kills = 0
    let failures = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...versions),
        fc.array(callbackOp, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('noio', 'nofs', 'noreclaim'),
        fc.integer({ min: 0, max: 3 }),
        fc.boolean(),
        (version, parts, covered, scope, cpus, isHeld) => {
          const play = (watch: boolean) => {
            const w = small(
              version,
              (m, of) => {
                const [l, x] = [addLock(m, 'L', 'mutex'), addLock(m, 'X', 'mutex')]
                addCompletion(m, 'work')
                solo(m, 'V', 10, 3_000, stuck)
                m.tasks[0]!.background = true
                m.mms[0]!.vmas = 8
                const callback = parts.flatMap(part => part(l, of('GFP_KERNEL')))
                addNotifier(m, { name: 'cb', mm: 0, firstVma: 0, vmas: covered, callback })
                solo(m, 'H', 11, 20, [
                  { op: 'enter', name: 'ioctl' },
                  { op: 'lock', lock: isHeld ? l : x },
                  { op: 'sleep', jiffies: 40, state: 'uninterruptible', event: 'I/O' },
                  { op: 'scopeEnter', scope },
                  { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 30 },
                  { op: 'scopeLeave', scope },
                  { op: 'unlock', lock: isHeld ? l : x },
                  { op: 'complete', completion: 0 },
                  { op: 'leave' },
                  { op: 'free' },
                ])
                solo(m, 'W', 12, 20, [
                  { op: 'sleep', jiffies: 2, state: 'interruptible', event: 'a timer' },
                  { op: 'enter', name: 'write' },
                  { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 600 },
                  { op: 'leave' },
                  { op: 'free' },
                ])
                solo(m, 'M', 13, 20, [
                  { op: 'enter', name: 'munmap' },
                  { op: 'invalidate', mm: 0 },
                  { op: 'reclaimFrom', gfp: of('GFP_KERNEL'), mm: 0 },
                  { op: 'leave' },
                ])
              },
              { cpus: cpus + 1, freePages: 1_150 },
            )
            if (watch) watchLocks(w)
            let last: Before | null = null
            const check = (now: World): void => {
              const broken =
                last &&
                brokenInvariant(
                  now.m,
                  last,
                  now.out.measures.kills,
                  t =>
                    now.m.tasks[t]!.memalloc ||
                    now.m.tasks[t]!.memdie ||
                    now.m.processes[now.m.tasks[t]!.process]!.oomMm >= 0,
                )
              if (broken) throw new Error(broken)
              last = beforeOf(now.m, now.out.measures.kills)
            }
            const { end } = runWorld(w, check)
            kills += w.out.measures.kills
            failures += w.out.measures.reapFailures
            return [end, w.m.nowUs, w.out.measures]
          }
          expect(play(true)).toEqual(play(false))
        },
      ),
      { numRuns: 25 },
    )
    expect(kills).toBeGreaterThan(0)
    expect(failures).toBeGreaterThan(0)
  })
})
