import { debates } from '../../argue/debates/all.ts'
import type { Debate } from '../../argue/debate.ts'
import type { ScenarioInfo } from '../../model/index.ts'
import { scenarioById } from '../../sim/index.ts'

/** What pages say of a scenario; null when there is none of that name. */
export const scenarioInfo = (id: string): ScenarioInfo | null => scenarioById(id) ?? null

/** All debates, in the order of their folder's list. */
export const allDebates = (): readonly Debate[] => debates

export const debateBySlug = (slug: string): Debate | null => debates.find(d => d.slug === slug) ?? null

export type { Debate }
