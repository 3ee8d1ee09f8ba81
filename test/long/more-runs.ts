import type * as FastCheck from 'fast-check'
import { vi } from 'vitest'

/** How many times the runs of `npm test` every property gets: `FC_FACTOR`, ten unless told. */
process.env.FC_FACTOR ??= '10'
const factor = Number(process.env.FC_FACTOR)
if (!Number.isInteger(factor) || factor < 1)
  throw new Error(`FC_FACTOR must be a whole number above 0, not '${process.env.FC_FACTOR}'`)

vi.mock('fast-check', async importOriginal => {
  const real = await importOriginal<typeof FastCheck>()
  const assert = ((property: never, parameters: { numRuns?: number } = {}) =>
    real.assert(property, { ...parameters, numRuns: (parameters.numRuns ?? 100) * factor })) as typeof real.assert
  return { ...real, assert, default: { ...real.default, assert } }
})
