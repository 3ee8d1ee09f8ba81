import type { Expectation } from '../../scenario.ts'

/** How each variant ends, declared before it is run; a test holds it over seeds. */
export const expectations: readonly Expectation[] = []
