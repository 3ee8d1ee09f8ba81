import { describe, expect, it } from 'vitest'
import type { ParamValues } from '../../model/index.ts'
import { canonical, compare } from '../../sim/engine/canonical.ts'
import { advance } from '../../sim/engine/cpu.ts'
import { runWorld } from '../../sim/engine/run.ts'
import { copyMachine } from '../../sim/machine.ts'
import { newLedger } from '../../sim/ledger.ts'
import { worldOf } from '../../sim/index.ts'
import { kinds, pause, small, solo, steps, until } from './machines.ts'

const request = (variant: string, params: ParamValues = {}, seed = 1) => ({
  scenario: 'oom-reaper',
  variant,
  kernel: null,
  params,
  seed,
})

describe('recurrence', () => {
  it.each(['nobody', 'waits-for-lock', 'queued-writer'])(
    'is a proof: every later lap of %s ends in an equal machine',
    holder => {
      const w = worldOf(request('v5-1', { holder, unreapablePercent: 100 }))
      const { loop } = runWorld(w)
      const here = canonical(w.m)
      for (let lap = 1; lap <= 5; lap++) {
        const until = here.nowUs + lap * loop!.periodUs
        // A lap ends after the event at which the first one did.
        while (w.m.nowUs < until || compare(here, canonical(w.m)).kind !== 'same') {
          expect(w.m.nowUs).toBeLessThanOrEqual(until)
          advance(w)
        }
      }
    },
  )

  it('skips laps without changing what comes after them', () => {
    const params = { holder: 'sleeper', holdMs: 700 }
    const skipping = worldOf(request('after', params))
    runWorld(skipping)
    const plain = worldOf(request('after', params))
    while (
      plain.m.tasks.some(t =>
        t.kthread ? t.state === 'runnable' || t.wakeAtUs >= 0 : !t.background && t.state !== 'dead',
      )
    )
      advance(plain)
    expect(skipping.out.events.some(e => e.kind === 'laps')).toBe(true)
    const told = (w: typeof plain) =>
      w.out.events
        .filter(e => !['laps', 'oom-abort', 'reclaim-nothing'].includes(e.kind))
        .map(e => [e.atUs, e.lane, e.kind])
    expect(told(skipping)).toEqual(told(plain))
    expect(skipping.out.measures).toEqual(plain.out.measures)
    expect(skipping.m.nowUs).toBe(plain.m.nowUs)
  })

  it('sees a deadlock in which nothing runs as a loop of no length', () => {
    const w = small('v4.5', m => {
      m.locks.push(
        { name: 'A', kind: 'mutex', writer: -1, readers: [], waiters: [] },
        { name: 'B', kind: 'mutex', writer: -1, readers: [], waiters: [] },
      )
      for (const [lane, first, second] of [
        ['P', 1, 2],
        ['Q', 2, 1],
      ] as const)
        solo(m, lane, 10 + first, 10, [
          { op: 'enter', name: 'x' },
          { op: 'lock', lock: first },
          { op: 'sleep', jiffies: 1, state: 'uninterruptible', event: 'I/O' },
          { op: 'lock', lock: second },
        ])
    })
    expect(runWorld(w)).toMatchObject({ end: 'looped', loop: { periodUs: 0 } })
  })

  it('tells machines apart that differ in one timer', () => {
    const w = small(
      'v4.5',
      m => void solo(m, 'A', 10, 10, [{ op: 'sleep', jiffies: 9, state: 'interruptible', event: 'a timer' }, pause]),
    )
    steps(w, 2)
    const [a, b] = [canonical(w.m), canonical(copyMachine(w.m))]
    expect(compare(a, b).kind).toBe('same')
    w.m.pending[0]!.atUs += 4_000
    expect(compare(a, canonical(w.m)).kind).toBe('different')
  })
})

describe('the machine is a plain value', () => {
  it('survives JSON and goes on as its original does', () => {
    const w = worldOf(request('after', { holder: 'sleeper', holdMs: 200 }))
    steps(w, 700)
    const other = { ...w, m: JSON.parse(JSON.stringify(w.m)) as typeof w.m, out: newLedger(w.m) }
    steps(w, 2_000)
    steps(other, 2_000)
    expect(other.m).toEqual(w.m)
  })

  it('shares nothing with its copy', () => {
    const w = worldOf(request('after'))
    steps(w, 500)
    const copy = copyMachine(w.m)
    const frozen = JSON.stringify(copy)
    steps(w, 1_000)
    expect(JSON.stringify(copy)).toBe(frozen)
  })
})

describe('the scheduler', () => {
  it('shares a CPU among tasks that loop, and gives it to a real-time task at once', () => {
    const w = small('v4.5', (m, mask) => {
      for (let i = 0; i < 3; i++)
        solo(m, `L${i}`, 10 + i, 10, [
          { op: 'enter', name: 'x' },
          { op: 'alloc', gfp: mask('GFP_NOFS'), order: 0, count: 1_000_000 },
        ])
      const rt = solo(m, 'R', 20, 10, [
        { op: 'sleep', jiffies: 10, state: 'uninterruptible', event: 'a timer' },
        { op: 'enter', name: 'x' },
        { op: 'leave' },
      ])
      m.tasks[rt]!.realtime = true
    })
    until(w, () => w.m.nowUs >= 400_000)
    const run = w.m.tasks.slice(0, 3).map(t => t.vruntimeUs)
    expect(Math.max(...run) - Math.min(...run)).toBeLessThanOrEqual(8_200)
    const gone = w.out.events.find(e => e.lane === 'R' && e.kind === 'exited')!
    expect(gone.atUs).toBeLessThan(41_000)
    expect(kinds(w)).toContain('L0 oom-skipped')
  })
})
