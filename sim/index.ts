import type { BehaviourRow, KernelVersion, RunRequest, RunResult, ScenarioInfo } from '../model/index.ts'
import { runWorld } from './engine/run.ts'
import { explore } from './explore/explore.ts'
import type { Exploration } from './explore/explore.ts'
import { kernelOf, kernels } from './kernels/all.ts'
import { patched, policyOf } from './kernels/behaviours.ts'
import type { BehaviourName, Behaviours, Kernel } from './kernels/behaviours.ts'
import { newLedger } from './ledger.ts'
import { checkRequest, defaults } from './request.ts'
import { resultOf } from './result.ts'
import type { MeasureSpec, Scenario } from './scenario.ts'
import { allScenarios } from './scenarios/all.ts'
import { bitsOf, tableOf } from './world.ts'
import type { World } from './world.ts'

export { checkRequest, defaults } from './request.ts'
export { modelVersion } from './result.ts'
export { chromeTrace } from './trace.ts'
export { statesMax } from './explore/explore.ts'
export type { Exploration } from './explore/explore.ts'

/** What there is to run, as plain data. */
export const scenarios: readonly ScenarioInfo[] = allScenarios.map(s => s.info)

/** A scenario by its id, or null. */
export const scenarioById = (id: string): ScenarioInfo | null => scenarios.find(s => s.id === id) ?? null

/** Figures that a scenario's `metrics` hold, with titles and units; empty for an unknown id. */
export const measuresOf = (id: string): readonly MeasureSpec[] =>
  allScenarios.find(s => s.info.id === id)?.measures ?? []

/** The kernel that a request plays: its own or the asked one, with the variant's patches. */
export const kernelOfRequest = (request: RunRequest): Kernel => {
  const scenario = scenarioOf(request)
  const variant = scenario.info.variants.find(v => v.id === request.variant)!
  return patched(kernelOf(request.kernel ?? variant.kernel)!, scenario.deltas[request.variant] ?? [])
}

/** What a run of this request rests on: the behaviours of its kernel with its patches, each with how it is known. */
export const restsOn = (request: RunRequest): readonly BehaviourRow[] => {
  const kernel = kernelOfRequest(request)
  return scenarioOf(request).restsOn.map(name => rowOf(kernel, name))
}

const scenarioOf = (request: RunRequest): Scenario => {
  const wrong = checkRequest(request)
  if (wrong !== null) throw new Error(wrong)
  return allScenarios.find(s => s.info.id === request.scenario)!
}

/** Versions of every kernel the model knows: releases, then builds, oldest first. */
export const kernelVersions: readonly KernelVersion[] = kernels.map(k => k.version)

/** Every behaviour of a kernel with how it is known; null for a kernel the model does not know. */
export const behavioursOf = (version: KernelVersion): readonly BehaviourRow[] | null => {
  const kernel = kernelOf(version)
  return kernel === null ? null : (Object.keys(kernel.behaviours) as BehaviourName[]).map(name => rowOf(kernel, name))
}

const rowOf = (kernel: Kernel, name: BehaviourName): BehaviourRow => {
  const { value, says, known, cites } = kernel.behaviours[name]
  return { name, value: String(value), says, known, cites }
}

/** Whether a scenario has a machine small enough to play every interleaving of. */
export const canExplore = (id: string): boolean => allScenarios.some(s => s.info.id === id && s.small !== null)

/**
 * Plays every interleaving of the small machine of a scenario; the seed does not matter there. Throws where there is
 * none, and as `run` does. `most`: states visited at most.
 */
export const exploreAll = (request: RunRequest, changes: Partial<Behaviours> = {}, most?: number): Exploration => {
  const { info, small } = scenarioOf(request)
  if (small === null) throw new Error(`${info.id} has no machine small enough to play every interleaving of`)
  const k: Behaviours = { ...policyOf(kernelOfRequest(request)), ...changes }
  const table = tableOf(k)
  const m = small.build({ ...defaults(info), ...request.params }, k, table)
  return explore(
    { m, k, table, gfp: bitsOf(k, table), out: newLedger(m) },
    small.questions,
    most === undefined ? {} : { most },
  )
}

/** A world at time 0. `changes` overrides single behaviours: for knock-out tests and free play. */
export const worldOf = (request: RunRequest, changes: Partial<Behaviours> = {}): World => {
  const scenario = scenarioOf(request)
  const k: Behaviours = { ...policyOf(kernelOfRequest(request)), ...changes }
  const table = tableOf(k)
  const m = scenario.build({ ...defaults(scenario.info), ...request.params }, request.seed, k, table)
  return { m, k, table, gfp: bitsOf(k, table), out: newLedger(m) }
}

/**
 * Plays one request to its end. The same request gives the same digest everywhere. Throws with the line of
 * `checkRequest` when it cannot be run. `check` is called after every step.
 */
export const run = (request: RunRequest, changes: Partial<Behaviours> = {}, check?: (w: World) => void): RunResult => {
  const scenario = scenarioOf(request)
  const w = worldOf(request, changes)
  const end = runWorld(w, check)
  const asked = { ...request, params: { ...defaults(scenario.info), ...request.params } }
  return resultOf(asked, scenario, policyOf(kernelOfRequest(request)), w, end)
}
