import { describe, expect, it } from 'vitest'
import { judge, judgeAll } from '../../sim/judge.ts'
import { kernelOf } from '../../sim/kernels/all.ts'
import { policyOf } from '../../sim/kernels/behaviours.ts'
import type { Judged } from '../../sim/judge.ts'
import type { Prediction } from '../../sim/scenario.ts'

const event = (seq: number, atUs: number, kind: string, data: Record<string, number | string> = {}) => ({
  seq,
  atUs,
  lane: 'W',
  kind,
  says: `W ${kind}`,
  data,
})
const ended = (end: Judged['end'], over: Partial<Judged> = {}): Judged => ({
  events: [
    event(0, 10, 'kill', { pages: 5 }),
    event(1, 2_000_010, 'reaped', { pages: 7 }),
    event(2, 3_000_000, 'kill'),
  ],
  end,
  metrics: { kills: 2 },
  perLap: null,
  dropped: false,
  ...over,
})
const result = (condition: Parameters<typeof judge>[0], run: Judged) => judge(condition, run).result

const kernel = policyOf(kernelOf('v4.6')!)

describe('judging a prediction', () => {
  it('eventually: seen holds, unseen fails at an end and stays open when cut off', () => {
    const unseen = { is: 'eventually', event: { kind: 'panic', says: 'a panic' } } as const
    expect(judge({ is: 'eventually', event: { kind: 'reaped', says: 'a reaped' } }, ended('ranOut'))).toEqual({
      result: 'holds',
      because: 'W reaped (at 2.000 s)',
      events: [1],
    })
    expect([
      result(unseen, ended('finished')),
      result(unseen, ended('looped')),
      result(unseen, ended('ranOut')),
    ]).toEqual(['fails', 'fails', 'open'])
    expect(result(unseen, ended('finished', { dropped: true }))).toBe('open')
  })

  it('eventually so many times', () => {
    const twice = { is: 'eventually', event: { kind: 'kill', says: 'a kill' }, times: 2 } as const
    expect(judge(twice, ended('finished')).events).toEqual([0, 2])
    expect(result({ ...twice, times: 3 }, ended('finished'))).toBe('fails')
  })

  it('never: the other way round', () => {
    expect(judge({ is: 'never', event: { kind: 'kill', says: 'a kill' } }, ended('ranOut'))).toMatchObject({
      result: 'fails',
      events: [0],
    })
    expect(result({ is: 'never', event: { kind: 'panic', says: 'a panic' } }, ended('looped'))).toBe('holds')
    expect(result({ is: 'never', event: { kind: 'panic', says: 'a panic' } }, ended('ranOut'))).toBe('open')
  })

  it('matches lanes, equal and least values', () => {
    const at = (event: object) =>
      result({ is: 'eventually', event: { kind: 'kill', says: 'a kill', ...event } }, ended('finished'))
    expect([
      at({ lane: 'W' }),
      at({ lane: 'V' }),
      at({ where: { pages: 5 } }),
      at({ where: { pages: 6 } }),
      at({ atLeast: { pages: 5 } }),
      at({ atLeast: { pages: 6 } }),
    ]).toEqual(['holds', 'fails', 'holds', 'fails', 'holds', 'fails'])
  })

  it('at most: not if a lap of the loop adds to it', () => {
    const atMost = (value: number, run: Judged) => result({ is: 'at-most', measure: 'kills', value }, run)
    expect([
      atMost(2, ended('finished')),
      atMost(1, ended('finished')),
      atMost(2, ended('ranOut')),
      atMost(1, ended('ranOut')),
    ]).toEqual(['holds', 'fails', 'open', 'fails'])
    expect(atMost(2, ended('looped', { perLap: { kills: 0 } }))).toBe('holds')
    expect(atMost(2, ended('looped', { perLap: { kills: 1 } }))).toBe('fails')
  })

  it('within: measured from the first event to the next', () => {
    const within = (us: number) =>
      judge(
        { is: 'within', event: { kind: 'reaped', says: 'a reaped' }, after: { kind: 'kill', says: 'a kill' }, us },
        ended('finished'),
      )
    expect(within(2_000_000)).toEqual({ result: 'holds', because: 'it took 2.000 s', events: [0, 1] })
    expect(within(1_999_999).result).toBe('fails')
  })

  it('all and any: what decides comes first, open before a verdict that could change', () => {
    const yes = { is: 'eventually', event: { kind: 'kill', says: 'a kill' } } as const
    const no = { is: 'never', event: { kind: 'kill', says: 'a kill' } } as const
    const open = { is: 'eventually', event: { kind: 'panic', says: 'a panic' } } as const
    const cut = ended('ranOut')
    expect(result({ is: 'all', of: [open, no] }, cut)).toBe('fails')
    expect(result({ is: 'all', of: [yes, open] }, cut)).toBe('open')
    expect(result({ is: 'all', of: [yes, yes] }, cut)).toBe('holds')
    expect(result({ is: 'any', of: [open, yes] }, cut)).toBe('holds')
    expect(result({ is: 'any', of: [no, open] }, cut)).toBe('open')
    expect(result({ is: 'any', of: [no, no] }, cut)).toBe('fails')
  })

  it('stays open where the set-up lacks what the prediction supposes', () => {
    const prediction: Prediction = {
      id: 'locked-out',
      says: '',
      position: '',
      variants: [],
      holdsWhen: { is: 'eventually', event: { kind: 'kill', says: 'a kill' } },
      supposes: { param: 'holder', isNot: 'nobody', otherwise: 'nobody holds it' },
    }
    const verdict = (holder: string) => judgeAll([prediction], 'after', { holder }, kernel, ended('finished'))[0]
    expect(verdict('nobody')).toEqual({ id: 'locked-out', result: 'open', because: 'nobody holds it', events: [] })
    expect(verdict('sleeper')?.result).toBe('holds')
  })
})
