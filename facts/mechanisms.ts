import type { MechanismFact } from './mechanism.ts'
import { mechanisms } from './mechanisms/all.ts'

export { mechanisms }

const bySlug: ReadonlyMap<string, MechanismFact> = new Map([
  ...mechanisms.flatMap(m => m.also.map(other => [other, m] as const)),
  ...mechanisms.map(m => [m.slug, m] as const),
])

/** The mechanism of a slug, or of another identifier for it; null when there is none. */
export const mechanismBySlug = (slug: string): MechanismFact | null => bySlug.get(slug) ?? null
