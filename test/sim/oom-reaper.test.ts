import { describe, expect, it } from 'vitest'
import type { ParamValues, RunResult } from '../../model/index.ts'
import { run } from '../../sim/index.ts'
import { kernelOf } from '../../sim/kernels/all.ts'
import { policyOf } from '../../sim/kernels/behaviours.ts'
import type { Behaviours } from '../../sim/kernels/behaviours.ts'
import { expectations } from '../../sim/scenarios/oom-reaper/expect.ts'

const play = (variant: string, params: ParamValues = {}, changes: Partial<Behaviours> = {}, seed = 1): RunResult =>
  run({ scenario: 'oom-reaper', variant, kernel: null, params, seed }, changes)
const verdicts = (r: RunResult) => Object.fromEntries(r.predictions.map(p => [p.id, p.result]))

describe('the scenario ends as it declares, over seeds', () => {
  it.each(expectations.map(e => [e.variant, JSON.stringify(e.params), e] as const))('%s %s', (variant, _, e) => {
    for (const seed of [1, 2, 3, 11, 99, 1234]) {
      const r = play(variant, e.params, {}, seed)
      expect({ end: r.end, kills: r.metrics.kills, predictions: verdicts(r) }).toEqual({
        end: e.end,
        kills: e.kills,
        predictions: e.predictions,
      })
    }
  })
})

describe('what an outcome rests on, kernel by kernel: knock-outs', () => {
  const on = (kernel: string, params: ParamValues, changes: Partial<Behaviours> = {}) => {
    const r = run({ scenario: 'oom-reaper', variant: 'after', kernel, params, seed: 1 }, changes)
    return [r.end, r.metrics.kills]
  }
  const unrelated: Partial<Behaviours>[] = [
    { adminBonusPercent: 7 },
    { minFreeKbytesMax: 131_072 },
    { stallWarningSeconds: 0 },
    { memcgReclaimRetries: 3 },
    { reaperSkipsHugetlb: false },
  ]
  const stuck: ParamValues = { holder: 'sleeper', holdMs: 5000 }
  const locked: ParamValues = { unreapablePercent: 100 }
  const noFail: ParamValues = { gfp: 'GFP_NOFS|__GFP_NOFAIL' }

  it.each<
    readonly [string, string, ParamValues, readonly [string, number], Partial<Behaviours>, readonly [string, number]]
  >([
    [
      'v4.10',
      'giving up lets the next victim be chosen',
      stuck,
      ['finished', 2],
      { reaperOnGivingUp: 'nothing' },
      ['looped', 1],
    ],
    [
      'v6.12',
      'giving up lets the next victim be chosen',
      stuck,
      ['finished', 2],
      { reaperOnGivingUp: 'nothing' },
      ['looped', 1],
    ],
    [
      'v5.10',
      'locked memory stays: a second victim',
      locked,
      ['finished', 2],
      { reaperSkipsMlocked: false },
      ['finished', 1],
    ],
    [
      '6.1.192',
      'locked memory goes: one victim',
      locked,
      ['finished', 1],
      { reaperSkipsMlocked: true },
      ['finished', 2],
    ],
    ['v4.10', '__GFP_NOFAIL without __GFP_FS kills', noFail, ['finished', 1], { oomWithoutFs: 'true' }, ['looped', 0]],
    [
      'v5.4',
      '__GFP_NOFAIL without __GFP_FS kills nobody',
      noFail,
      ['looped', 0],
      { oomWithoutFs: 'kills' },
      ['finished', 1],
    ],
    ['v4.10', 'the reaper frees the victim', {}, ['finished', 1], { reaper: 'none' }, ['looped', 1]],
    [
      'v4.10',
      'a reaped mm is in flight no more',
      locked,
      ['finished', 2],
      { reaperOnSuccess: 'nothing' },
      ['looped', 1],
    ],
  ])('%s: %s', (kernel, _, params, outcome, without, flipped) => {
    expect(on(kernel, params)).toEqual(outcome)
    expect(on(kernel, params, without)).toEqual(flipped)
    for (const changes of unrelated) expect(on(kernel, params, changes)).toEqual(outcome)
  })
})

describe('what an outcome rests on: knock-outs', () => {
  const unrelated: Partial<Behaviours>[] = [
    { adminBonusPercent: 0 },
    { childSacrifice: false },
    { logForm: 'v4.0' },
    { logForm: 'v4.5' },
    { highPriorityNoFail: 'loops-there' },
    { noFailAfterOom: 'nothing' },
    { abortOnExiting: true },
    { watermarkStep: 'quarter-of-min' },
  ]
  const same = (variant: string, params: ParamValues, changes: Partial<Behaviours>) =>
    expect(verdicts(play(variant, params, changes))).toEqual(verdicts(play(variant, params)))

  it('after: without the reaper the machine loops; without anything unrelated it ends as before', () => {
    expect(play('after', {}, { reaper: 'none' }).end).toBe('looped')
    expect(verdicts(play('after', {}, { reaper: 'none' })).progress).toBe('fails')
    for (const changes of unrelated) same('after', {}, changes)
  })

  it('before: with a reaper it ends; without anything unrelated it loops', () => {
    const { reaper, reaperAttempts } = policyOf(kernelOf('v4.6')!)
    const r = play('before', {}, { reaper, reaperAttempts })
    expect([r.end, verdicts(r)['stuck-without']]).toEqual(['finished', 'fails'])
    for (const changes of unrelated) same('before', {}, changes)
  })

  it('before: a killer that does not wait for its victim only kills the same one again', () => {
    const r = play('before', {}, { abortOnVictim: false })
    expect(r.end).toBe('looped')
    expect(r.metrics.kills).toBeGreaterThan(1)
    expect(new Set(r.events.filter(e => e.kind === 'kill').map(e => e.lane))).toEqual(new Set(['V']))
  })

  it('a writer beyond ten tries: with more tries, or with the victim unmarked on giving up, it is solved', () => {
    const params = { holder: 'sleeper', holdMs: 2000 }
    expect(play('after', params).end).toBe('looped')
    expect(play('after', params, { reaperAttempts: 30 })).toMatchObject({ end: 'finished', metrics: { kills: 1 } })
    expect(play('after', params, { reaperOnGivingUp: 'unmark-and-hide-victim' })).toMatchObject({
      end: 'finished',
      metrics: { kills: 2 },
    })
    for (const changes of unrelated) same('after', params, changes)
  })

  it('nothing to reap: the second victim comes from clearing TIF_MEMDIE', () => {
    const params = { unreapablePercent: 100 }
    expect(play('after', params, { reaperOnSuccess: 'nothing' })).toMatchObject({
      end: 'looped',
      metrics: { kills: 1 },
    })
    expect(play('after', params, { reaperSkipsMlocked: false })).toMatchObject({
      end: 'finished',
      metrics: { kills: 1 },
    })
  })

  it('a writer that allocates gets out by being marked while it dies', () => {
    expect(play('after', { holder: 'allocates' }, { dyingCurrentIsVictim: false }).end).toBe('looped')
  })
})

describe('a prediction says nothing of a kernel that it does not speak about', () => {
  it.each([
    ['before', 'v6.12', 'stuck-without'],
    ['after', 'v4.0', 'progress'],
    ['after', '6.1.192', 'reaped-while-blocked'],
  ])('%s on %s: %s stays open', (variant, kernel, id) => {
    const r = run({ scenario: 'oom-reaper', variant, kernel, params: {}, seed: 1 })
    expect(r.predictions.find(p => p.id === id)).toMatchObject({ result: 'open', events: [] })
  })
})

describe('what a run shows', () => {
  it('names who waits for whom in a lockup', () => {
    expect(play('after', { holder: 'waits-for-lock' }).waits).toEqual([
      { task: 'V', lock: 'X', holder: 'W' },
      { task: 'V2', lock: 'X', holder: 'W' },
    ])
    expect(play('after', { holder: 'queued-writer' }).waits).toContainEqual({
      task: 'V3',
      lock: 'mmap_sem of victim',
      holder: 'V2',
    })
  })

  it('points at the two equal machines of a loop, with the lap between them told', () => {
    const r = play('before')
    const lap = r.events.slice(r.loop!.fromSeq, r.loop!.toSeq + 1).map(e => e.kind)
    expect(new Set(lap)).toEqual(new Set(['reclaim-nothing', 'oom-abort', 'recurrence']))
    expect(r.events[r.loop!.toSeq]!.atUs - r.events[r.loop!.fromSeq]!.atUs).toBeLessThanOrEqual(r.loop!.periodUs)
    expect(r.metrics.oomAborts).toBeGreaterThan(1)
  })

  it('numbers events from 0 without gaps, in the order of time', () => {
    for (const [variant, params] of [
      ['before', {}],
      ['after', { holder: 'sleeper', holdMs: 3000 }],
    ] as const) {
      const { events } = play(variant, params)
      expect(events.map(e => e.seq)).toEqual(events.map((_, i) => i))
      expect(events.map(e => e.atUs)).toEqual(events.map(e => e.atUs).sort((a, b) => a - b))
    }
  })

  it('prints the log of each version', () => {
    const [old, young] = [play('before').dmesg, play('after').dmesg]
    expect(old[0]).toMatch(/writer invoked oom-killer: gfp_mask=0x24000c0, order=0, oom_score_adj=0$/)
    expect(young[0]).toMatch(/writer invoked oom-killer: gfp_mask=0x24000c0\(GFP_KERNEL\), order=0, oom_score_adj=0$/)
    expect(old[2]).toMatch(/CPU: \d PID: 500 Comm: writer Not tainted 4\.5\.0 #1$/)
    expect(young[2]).toMatch(/CPU: \d PID: 500 Comm: writer Not tainted 4\.6\.0 #1$/)
    for (const log of [old, young]) {
      expect(log[1]).toMatch(/writer cpuset=\/ mems_allowed=0$/)
      expect(log.join('\n')).toMatch(/Out of memory: Kill process 600 \(victim\) score 60\d or sacrifice child/)
      expect(log.join('\n')).toMatch(
        /Killed process 600 \(victim\) total-vm:\d+kB, anon-rss:\d+kB, file-rss:0kB, shmem-rss:0kB/,
      )
    }
    expect(old.join('\n')).not.toContain('oom_reaper')
    expect(young.at(-1)).toMatch(
      /oom_reaper: reaped process 600 \(victim\), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB$/,
    )
    expect(play('v5-4').dmesg.at(-1)).toMatch(
      /oom_reaper: reaped process :600 \(victim\) anon-rss:0kB, file-rss:0kB, shmem-rss:0lB$/,
    )
    expect(play('v5-1').dmesg.join('\n')).not.toContain('oom_reaper')
  })

  it('gives lanes that follow each other without overlap', () => {
    const { lanes, lastUs } = play('after', { holder: 'sleeper' })
    for (const lane of new Set(lanes.map(l => l.lane))) {
      const spans = lanes.filter(l => l.lane === lane)
      spans.forEach((s, i) => expect(s.fromUs).toBe(i === 0 ? s.fromUs : spans[i - 1]!.toUs))
      expect(spans.at(-1)!.toUs).toBe(lastUs)
    }
  })

  it('is the same machine whether v4.6 is the variant’s kernel or is asked for', () => {
    const asked = run({ scenario: 'oom-reaper', variant: 'before', kernel: 'v4.6', params: {}, seed: 1 })
    expect(asked.events).toEqual(play('after').events)
  })
})
