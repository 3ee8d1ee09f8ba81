import 'server-only'
import type { RunResult, ScenarioInfo } from '../../../model/index.ts'
import { run } from '../../../sim/index.ts'
import type { LabState } from './permalink.ts'
import { initialState, requestKey, requestsOf } from './permalink.ts'

const made = new Map<string, RunResult>()

/** The run of a variant with initial values. Made once: a run is the same every time. */
function initialRun(info: ScenarioInfo, variant: string): RunResult {
  const key = `${info.id}\n${variant}`
  const known = made.get(key)
  if (known) return known
  const [request] = requestsOf(info, { ...initialState(info), variants: [variant] })
  const result = run(request!)
  made.set(key, result)
  return result
}

/** The runs of every variant with initial values. */
export const initialRuns = (info: ScenarioInfo): readonly RunResult[] => info.variants.map(v => initialRun(info, v.id))

/**
 * The results of a state that differs from the initial one in its variants at most. Any other state is left to the
 * browser (null): a run may take seconds, and the server has others to serve.
 */
export function serverRuns(info: ScenarioInfo, state: LabState): readonly RunResult[] | null {
  const keyOf = (of: LabState) =>
    requestsOf(info, of)
      .map(request => requestKey(info, request))
      .join('\n\n')
  if (keyOf(state) !== keyOf({ ...initialState(info), variants: state.variants })) return null
  return state.variants.map(variant => initialRun(info, variant))
}
