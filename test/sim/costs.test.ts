import { afterEach, describe, expect, it } from 'vitest'
import { run } from '../../sim/index.ts'
import { costUs } from '../../sim/mechanisms/costs.ts'
import { expectations } from '../../sim/scenarios/oom-reaper/expect.ts'

const costs = costUs as Record<string, number>
const original = { ...costs }
afterEach(() => void Object.assign(costs, original))

/** Paces that have nothing to do with the model's own, and no common divisor with a jiffy. */
const paces: Record<string, (us: number, i: number) => number> = {
  'three times slower': us => us * 3,
  'all steps alike': () => 7,
  'reclaim much slower': (us, i) => (i === 3 ? 1_500 : us),
  'odd figures': (us, i) => us + i + 1,
}

describe('CPU time of steps sets the pace and decides no outcome', () => {
  it.each(Object.entries(paces))('%s', (_, pace) => {
    Object.keys(costs).forEach((key, i) => (costs[key] = pace(original[key]!, i)))
    for (const e of expectations.filter(x => ['before', 'v5-1', 'after'].includes(x.variant))) {
      const r = run({ scenario: 'oom-reaper', variant: e.variant, kernel: null, params: e.params, seed: 5 })
      expect({
        params: e.params,
        end: r.end,
        kills: r.metrics.kills,
        ...Object.fromEntries(r.predictions.map(p => [p.id, p.result])),
      }).toEqual({
        params: e.params,
        end: e.end,
        kills: e.kills,
        ...e.predictions,
      })
    }
  })
})
