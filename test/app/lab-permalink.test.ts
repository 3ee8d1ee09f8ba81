import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabState } from '../../app/_ui/lab/permalink.ts'
import {
  commandOf,
  fits,
  initialState,
  permalink,
  readQuery,
  requestsOf,
  seedMax,
  writeQuery,
} from '../../app/_ui/lab/permalink.ts'
import { checkRequest, defaults, scenarios } from '../../sim/index.ts'
import { info } from './fixture.ts'

/** A query string as Next hands it to a page. */
const parse = (query: string): Record<string, string | string[]> => {
  const read: Record<string, string | string[]> = {}
  for (const [key, value] of new URLSearchParams(query)) {
    const before = read[key]
    read[key] = before === undefined ? value : [before, value].flat()
  }
  return read
}

const states: fc.Arbitrary<LabState> = fc.record({
  variants: fc.shuffledSubarray(['before', 'after'], { minLength: 1 }),
  kernel: fc.constantFrom(null, 'v4.5', 'v4.6'),
  params: fc.record({
    holdMs: fc.integer({ min: 0, max: 40 }).map(n => n * 50),
    holder: fc.constantFrom('looper', 'sleeper'),
  }),
  seed: fc.integer({ min: 0, max: seedMax }),
})

describe('the address of a lab', () => {
  it('carries every parameter and the seed', () => {
    const state = { ...initialState(info), variants: ['after'], seed: 7, params: { holdMs: 500, holder: 'looper' } }
    expect(permalink(info, state)).toBe('/scenario/held-lock/?variant=after&holdMs=500&holder=looper&seed=7')
  })

  it('reads back as the state it was written from', () => {
    fc.assert(
      fc.property(states, state => {
        expect(readQuery(info, parse(writeQuery(info, state)))).toEqual({ state, problems: [] })
      }),
    )
  })

  it('stands for one run a variant', () => {
    const { state } = readQuery(info, { variant: 'after', beside: 'before', seed: '7', kernel: 'v4.5' })
    expect(requestsOf(info, state)).toEqual([
      { scenario: 'held-lock', variant: 'after', kernel: 'v4.5', params: { holdMs: 200, holder: 'looper' }, seed: 7 },
      { scenario: 'held-lock', variant: 'before', kernel: 'v4.5', params: { holdMs: 200, holder: 'looper' }, seed: 7 },
    ])
  })

  it('has the same run on the command line', () => {
    const [request] = requestsOf(info, { ...initialState(info), variants: ['after'], kernel: 'v4.6', seed: 7 })
    expect(commandOf(info, request!)).toBe(
      'acknak sim run held-lock --variant after --kernel v4.6 --set holdMs=200 --set holder=looper --seed 7 --json',
    )
  })

  it('without a query shows the first variant beside the last, with initial values', () => {
    expect(readQuery(info, {})).toEqual({ state: initialState(info), problems: [] })
    expect(readQuery(info, { variant: '', kernel: '', embed: '1' })).toEqual({
      state: initialState(info),
      problems: [],
    })
  })

  it('says in one line each what it could not take, and uses the default', () => {
    const { state, problems } = readQuery(info, {
      variant: 'later',
      kernel: 'v9.9',
      holdMs: '2001',
      holder: 'nobody',
      seed: '-1',
      hold: '3',
    })
    expect(state).toEqual(initialState(info))
    expect(problems).toEqual([
      'There is no variant later; there are: before, after.',
      "Kernel v9.9 is none of v4.5, v4.6; using each variant's own.",
      'seed=-1 is no whole number from 0 to 4294967295; using 1.',
      'holdMs=2001 is no whole number from 0 to 2000 ms in steps of 50; using 200.',
      'holder=nobody is none of looper, sleeper; using looper.',
      'This scenario has no parameter hold.',
    ])
  })

  it('takes no number in another notation than digits', () => {
    for (const text of ['1e2', '0x10', '1.5', ' 5', '٣', '99999999999', 'NaN'])
      expect(readQuery(info, { holdMs: text }).problems, text).toHaveLength(1)
  })

  it('gives a runnable state and a bounded answer to whatever was sent', () => {
    const texts = fc.oneof(fc.string({ maxLength: 200 }), fc.constantFrom('before', '7', 'looper'))
    const keys = fc.oneof(
      fc.constantFrom('variant', 'kernel', 'seed', 'holdMs', 'holder', '__proto__'),
      fc.string({ maxLength: 60 }),
    )
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(texts, fc.array(texts, { maxLength: 5 }))), query => {
        const { state, problems } = readQuery(info, query)
        expect(state.variants.length).toBeGreaterThan(0)
        expect(problems.length).toBeLessThanOrEqual(9)
        for (const problem of problems) expect(problem.length).toBeLessThan(200)
        expect(readQuery(info, parse(writeQuery(info, state)))).toEqual({ state, problems: [] })
      }),
    )
  })
})

describe('the scenarios of the model', () => {
  for (const scenario of scenarios) {
    it(`${scenario.id}: the lab takes exactly the numbers that the model takes`, () => {
      for (const spec of scenario.params) {
        if (spec.kind !== 'int') continue
        fc.assert(
          fc.property(fc.integer({ min: spec.min - 10, max: spec.max + 10 }), value => {
            const request = {
              scenario: scenario.id,
              variant: scenario.variants[0]!.id,
              kernel: null,
              params: { ...defaults(scenario), [spec.id]: value },
              seed: 1,
            }
            expect(fits(spec, value)).toBe(checkRequest(request) === null)
          }),
        )
      }
    })

    it(`${scenario.id}: every run that an address can ask for is one the model takes`, () => {
      const state = initialState(scenario)
      for (const variant of scenario.variants)
        for (const kernel of [null, ...scenario.kernels])
          for (const request of requestsOf(scenario, { ...state, variants: [variant.id], kernel, seed: seedMax }))
            expect(checkRequest(request)).toBe(null)
    })

    it(`${scenario.id}: no parameter is called like a key of the address`, () => {
      const ids = scenario.params.map(p => p.id)
      for (const key of ['variant', 'beside', 'kernel', 'seed', 'embed']) expect(ids).not.toContain(key)
    })
  }
})
