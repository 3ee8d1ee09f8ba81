import { describe, expect, it } from 'vitest'
import { addCompletion, addNotifier } from '../../sim/build.ts'
import { runWorld } from '../../sim/engine/run.ts'
import { kernels } from '../../sim/kernels/all.ts'
import type { Behaviours } from '../../sim/kernels/behaviours.ts'
import { ordinal } from '../../sim/kernels/releases.ts'
import { watchLocks } from '../../sim/mechanisms/lockdep.ts'
import { pagesOf } from '../../sim/mechanisms/badness.ts'
import type { World } from '../../sim/world.ts'
import { addLock, small, solo, stuck } from './machines.ts'
import { k, machine, n, polite, rude, vPages } from './notified.ts'

const tagOf = (version: string): string => (version.startsWith('v') ? version : `v${version}`)
const since = (version: string, tag: string): boolean => ordinal(tagOf(version)) >= ordinal(tag)
const versions = kernels.map(k => k.version)
const ignoring = versions.filter(v => since(v, 'v4.6') && !since(v, 'v4.14'))
const leaving = versions.filter(v => since(v, 'v4.14') && !since(v, 'v4.19'))
const asking = versions.filter(v => since(v, 'v4.19'))

const anonOfV = (w: World): number => {
  const mm = w.m.mms.find(x => x.name === 'v')
  return mm === undefined ? 0 : pagesOf(mm, 'anon')
}
const play = (w: World) => {
  const end = runWorld(w)
  const { events, measures } = w.out
  const first = (kind: string) => events.find(e => e.kind === kind)?.atUs ?? -1
  const kills = events.filter(e => e.kind === 'kill').map(e => e.atUs)
  return { end: end.end, kills, events, measures, first, left: anonOfV(w), dmesg: w.out.dmesg }
}

describe('A7: the victim has n areas, the notifier of k of them would have to block', () => {
  it.each(ignoring)('%s does not ask notifiers: all n are reaped', version => {
    const r = play(machine(version, polite))
    expect([r.end, r.kills.length, r.left, r.measures.reapFailures]).toEqual(['finished', 1, 0, 0])
  })

  it.each(leaving)('%s: none is reaped, a second passes, the next process is killed', version => {
    const r = play(machine(version, polite))
    expect([r.end, r.kills.length, r.left, r.measures.pagesReaped]).toEqual(['finished', 2, vPages, 0])
    const passedUs =
      r.first('mm-skipped') < 0 ? r.kills[1]! - r.first('reap-left') : r.first('mm-skipped') - r.first('reap-left')
    expect(passedUs).toBeGreaterThan(990_000)
    expect(passedUs).toBeLessThan(1_020_000)
  })

  it.each(asking)('%s: n-k are reaped in the first of ten attempts, then the mm is given up', version => {
    // More than n-k areas hold: somebody else has to die once this mm is given up.
    const r = play(machine(version, polite, { needs: 2_600 }))
    expect([r.end, r.kills.length, r.measures.reapFailures]).toEqual(['finished', 2, 10])
    expect(r.left).toBe((vPages / n) * k)
    expect(r.events.filter(e => e.kind === 'area-reaped').length).toBe(n - k)
    expect(r.events.filter(e => e.kind === 'area-blocked').length).toBe(10 * k)
    const passedUs = r.kills[1]! - r.first('reap-failed')
    expect(passedUs).toBeGreaterThan(990_000)
    expect(passedUs).toBeLessThan(1_100_000)
    expect(
      r.dmesg.filter(l =>
        l.endsWith('driver_invalidate_range_start callback failed with -11 in non-blockable context.'),
      ).length,
    ).toBe(10 * k)
    expect(r.dmesg.filter(l => l.includes('oom_reaper: unable to reap pid:11 (v)')).length).toBe(1)
  })

  it.each(asking)('%s: once the lock is free, the rest is reaped by a later attempt', version => {
    const base = play(machine(version, polite, { needs: 2_600 }))
    // H lets go half a second after the first attempt.
    const holdJiffies = Math.ceil((base.first('reap-failed') / 1_000_000 + 0.5) * 250)
    const r = play(machine(version, polite, { needs: 2_600, holdJiffies }))
    expect([r.end, r.kills.length, r.left]).toEqual(['finished', 1, 0])
    expect(r.measures.reapFailures).toBeGreaterThan(2)
    expect(r.measures.reapFailures).toBeLessThan(10)
  })

  it.each([...leaving, ...asking])('%s: without notifiers all n are reaped at once', version => {
    const r = play(machine(version, polite, { covered: 0 }))
    expect([r.end, r.kills.length, r.left, r.measures.reapFailures]).toEqual(['finished', 1, 0, 0])
  })

  it.each(asking)('%s: a notifier that finds its lock free keeps nothing back', version => {
    const r = play(machine(version, polite, { holdJiffies: 1 }))
    expect([r.end, r.kills.length, r.left, r.measures.reapFailures]).toEqual(['finished', 1, 0, 0])
  })
})

describe('a callback that blocks although it was told not to', () => {
  it.each(asking)('%s: the reaper waits for the lock for ever, nobody else is killed', version => {
    const r = play(machine(version, rude, { needs: 2_600 }))
    expect([r.end, r.kills.length]).toEqual(['looped', 1])
    expect(r.events.some(e => e.kind === 'lock-wait' && e.lane === 'oom_reaper')).toBe(true)
  })

  it.each(asking)('%s: so it does where it waits for work that itself allocates', version => {
    const w = machine(version, (_, m) => [{ op: 'wait', completion: addCompletion(m, 'flush of the queue') }], {
      needs: 2_600,
    })
    const r = play(w)
    expect([r.end, r.kills.length]).toEqual(['looped', 1])
    expect(r.events.some(e => e.kind === 'wait' && e.lane === 'oom_reaper')).toBe(true)
  })

  it.each(asking)('%s: a sleep only costs time', version => {
    const r = play(machine(version, () => [{ op: 'sleep', jiffies: 10 }], { needs: 2_600 }))
    expect([r.end, r.kills.length, r.left]).toEqual(['finished', 1, 0])
  })
})

describe('a callback', () => {
  it('lets go of what it took before it says -EAGAIN, and the next notifier is called all the same', () => {
    const w = machine('v5.4', polite, { holdJiffies: 1, needs: 2_600 })
    const a = addLock(w.m, 'A', 'mutex')
    const mm = w.m.notifiers[0]!.mm
    const one = w.m.notifiers[0]!
    w.m.notifiers = [
      {
        ...one,
        name: 'first',
        callback: [{ op: 'mutexLockOrAgain', lock: a }, { op: 'again' }, { op: 'unlock', lock: a }],
      },
      {
        ...one,
        name: 'second',
        callback: [{ op: 'mutexLockOrAgain', lock: a }, { op: 'again' }, { op: 'unlock', lock: a }],
      },
    ]
    const r = play(w)
    expect(mm).toBeGreaterThanOrEqual(0)
    expect(w.m.locks[a]).toMatchObject({ writer: -1, waiters: [] })
    const said = (name: string) => r.dmesg.filter(l => l.includes(`${name} callback failed`)).length
    expect([said('first'), said('second')]).toEqual([10 * k, 10 * k])
  })

  it('may block for munmap: then it takes its lock and says nothing', () => {
    const w = small('v5.4', m => {
      const x = addLock(m, 'X', 'mutex')
      solo(m, 'H', 10, 100, [
        { op: 'lock', lock: x },
        { op: 'sleep', jiffies: 20, state: 'uninterruptible', event: 'the device' },
        { op: 'unlock', lock: x },
      ])
      solo(m, 'M', 11, 100, [
        { op: 'sleep', jiffies: 2, state: 'uninterruptible', event: 'a timer' },
        { op: 'invalidate', mm: 1 },
      ])
      addNotifier(m, { name: 'cb', mm: 1, firstVma: 0, vmas: 1, callback: polite(x) })
    })
    const r = play(w)
    expect(r.end).toBe('finished')
    expect(r.events.some(e => e.kind === 'lock-wait' && e.lane === 'M')).toBe(true)
    expect(r.events.some(e => e.kind === 'notifier-again')).toBe(false)
  })

  it('allocates with the mask it names and gives the page back', () => {
    const w = small(
      'v5.4',
      (m, of) => {
        solo(m, 'M', 11, 100, [{ op: 'invalidate', mm: 0 }])
        addNotifier(m, {
          name: 'cb',
          mm: 0,
          firstVma: 0,
          vmas: 1,
          callback: [{ op: 'alloc', gfp: of('GFP_KERNEL'), order: 0 }],
        })
      },
      { freePages: 5_000 },
    )
    const before = w.m.zones[0]!.kernelPages
    expect(play(w).end).toBe('finished')
    expect(w.m.zones[0]!.kernelPages).toBe(before)
    expect(w.m.tasks[0]!.kernelPages).toEqual([0])
  })
})

describe('knock-out: without the behaviour the outcome flips, without another it does not', () => {
  const outcome = (version: string, changes: Partial<Behaviours>, callback = polite) => {
    const r = play(machine(version, callback, { changes, needs: 2_600 }))
    return [r.end, r.kills.length, r.left]
  }
  const partly = ['finished', 2, (vPages / n) * k]

  it('reaperNotifiers', () => {
    expect(outcome('v5.4', {})).toEqual(partly)
    expect(outcome('v5.4', { reaperNotifiers: 'ignored' })).toEqual(['finished', 1, 0])
    expect(outcome('v5.4', { reaperNotifiers: 'sleeps-and-skips-mm' })).toEqual(['finished', 2, vPages])
    expect(outcome('v5.4', { notifierMap: false })).toEqual(partly)
    expect(outcome('v5.4', { stallWarningSeconds: 10 })).toEqual(partly)
  })

  it('notifierNonblock', () => {
    expect(outcome('v5.4', { notifierNonblock: 'unknown' })).toEqual(['looped', 1, vPages - vPages / n])
    expect(outcome('v5.4', { nonBlockCount: false })).toEqual(partly)
  })
})

describe('direct reclaim that swaps pages of an address space with a notifier out', () => {
  /** W asks under L, V has pages to swap and a notifier that takes L when it may block. */
  const reclaims = (
    version: string,
    gfp: string,
    swapPages: number,
    callback = polite,
    changes: Partial<Behaviours> = {},
  ) => {
    const w = small(
      version,
      (m, of) => {
        const l = addLock(m, 'L', 'mutex')
        solo(m, 'V', 10, 3_000, stuck)
        m.tasks[0]!.background = true
        addNotifier(m, { name: 'cb', mm: 0, firstVma: 0, vmas: 1, callback: callback(l) })
        solo(m, 'W', 11, 20, [
          { op: 'enter', name: 'ioctl' },
          { op: 'lock', lock: l },
          { op: 'alloc', gfp: of(gfp), order: 0, count: 40 },
          { op: 'unlock', lock: l },
          { op: 'leave' },
        ])
        m.swapTotalPages = swapPages
        m.swapFreePages = swapPages
      },
      { changes },
    )
    const { reports } = watchLocks(w)
    const { end } = runWorld(w)
    const waits = w.out.events.some(e => e.kind === 'lock-wait' && e.lane === 'W')
    return { outcome: [end, waits], swapped: w.m.mms[0]!.swapPages, reports }
  }

  it.each(versions)('%s: W waits for L, which it holds, under GFP_KERNEL and under GFP_NOFS', version => {
    expect(reclaims(version, 'GFP_KERNEL', 1_000).outcome).toEqual(['looped', true])
    expect(reclaims(version, 'GFP_NOFS', 1_000).outcome).toEqual(['looped', true])
  })

  it.each(versions)('%s: with GFP_NOIO no notifier is called, nor where there is no swap', version => {
    expect(reclaims(version, 'GFP_NOIO', 1_000).outcome[1]).toBe(false)
    expect(reclaims(version, 'GFP_KERNEL', 0).outcome[1]).toBe(false)
  })

  it.each(versions)('%s: a callback without locks only costs time', version => {
    const r = reclaims(version, 'GFP_KERNEL', 1_000, () => [{ op: 'sleep', jiffies: 1 }])
    expect(r.outcome).toEqual(['finished', false])
    expect(r.swapped).toBeGreaterThan(0)
  })

  it.each(versions)('%s: lockdep calls it recursion, as it happens', version => {
    const { reports } = reclaims(version, 'GFP_KERNEL', 1_000)
    expect(reports.map(x => [x.rule, x.chain.join(' -> ')])).toEqual([['recursive', 'L -> L']])
  })

  // R reclaims without L, and only then W asks for a page under L.
  it.each([
    ['v4.10', 'L -> RECLAIM_FS -> L'],
    ['v4.19', 'L -> fs_reclaim -> L'],
  ])('%s: once reclaim called the notifier, a request under its lock closes the circle', (version, chain) => {
    const w = small(version, (m, of) => {
      const l = addLock(m, 'L', 'mutex')
      solo(m, 'V', 10, 3_000, stuck)
      m.tasks[0]!.background = true
      addNotifier(m, { name: 'cb', mm: 0, firstVma: 0, vmas: 1, callback: polite(l) })
      solo(m, 'R', 11, 20, [
        { op: 'enter', name: 'write' },
        { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 40 },
        { op: 'leave' },
      ])
      solo(m, 'W', 12, 20, [
        { op: 'sleep', jiffies: 20, state: 'interruptible', event: 'a timer' },
        { op: 'enter', name: 'ioctl' },
        { op: 'lock', lock: l },
        { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 1 },
        { op: 'unlock', lock: l },
        { op: 'leave' },
      ])
      m.swapTotalPages = 1_000
      m.swapFreePages = 1_000
    })
    const { reports } = watchLocks(w)
    runWorld(w)
    expect([reports[0]!.rule, reports[0]!.chain.join(' -> ')]).toEqual(['circular', chain])
  })
})
