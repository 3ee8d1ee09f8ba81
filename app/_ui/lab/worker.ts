import { checkRequest, chromeTrace, run } from '../../../sim/index.ts'
import type { Answer, Ask } from './protocol.ts'

/** The simulator, off the page's thread. A run is the same here, on the server and on the command line. */
function answer(ask: Ask): Answer {
  const wrong = checkRequest(ask.request)
  if (wrong) return { id: ask.id, what: 'refused', says: wrong }
  const result = run(ask.request)
  if (ask.what === 'trace') return { id: ask.id, what: 'trace', json: JSON.stringify(chromeTrace(result)) }
  return { id: ask.id, what: 'run', result }
}

addEventListener('message', (event: MessageEvent<Ask>) => {
  try {
    postMessage(answer(event.data))
  } catch (error) {
    const says = `The model stopped: ${error instanceof Error ? error.message : String(error)}`
    postMessage({ id: event.data.id, what: 'refused', says } satisfies Answer)
  }
})
