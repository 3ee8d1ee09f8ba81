import 'server-only'
import type { RunRequest, RunResult, ScenarioInfo } from '../../../model/index.ts'
import { checkRequest, run } from '../../../sim/index.ts'
import { requestKey } from './permalink.ts'

const keptMax = 32
const kept = new Map<string, RunResult>()

/** The result of a run made on the server, kept for the next reader. Only for requests that `checkRequest` accepts. */
export function serverRun(info: ScenarioInfo, request: RunRequest): RunResult {
  const key = `${info.id}\n${requestKey(info, request)}`
  const known = kept.get(key)
  if (known) {
    kept.delete(key)
    kept.set(key, known)
    return known
  }
  const wrong = checkRequest(request)
  if (wrong) throw new Error(`bug: a request that was read as good is refused: ${wrong}`)
  const result = run(request)
  kept.set(key, result)
  for (const oldest of kept.keys()) {
    if (kept.size <= keptMax) break
    kept.delete(oldest)
  }
  return result
}
