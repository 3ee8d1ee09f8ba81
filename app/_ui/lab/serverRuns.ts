import 'server-only'
import type { RunResult, ScenarioInfo } from '../../../model/index.ts'
import { run } from '../../../sim/index.ts'
import type { LabState } from './permalink.ts'
import { initialState, requestKey, requestsOf } from './permalink.ts'

const made = new Map<string, RunResult>()

/**
 * The results of a state that differs from the initial one in its variants at most; made once, since a run is the
 * same every time. Any other state is left to the browser (null): a run may take seconds, and the server has others
 * to serve.
 */
export function serverRuns(info: ScenarioInfo, state: LabState): readonly RunResult[] | null {
  const requests = requestsOf(info, state)
  const initial = requestsOf(info, { ...initialState(info), variants: state.variants })
  const keys = requests.map(request => requestKey(info, request))
  if (keys.join('\n\n') !== initial.map(request => requestKey(info, request)).join('\n\n')) return null
  return requests.map((request, i) => {
    const key = `${info.id}\n${keys[i]}`
    const known = made.get(key) ?? run(request)
    made.set(key, known)
    return known
  })
}
