import { archive, revisionOf } from '../../_views/archive.ts'
import type { Archive } from '../../_views/archive.ts'
import { toStream, toText } from '../html.ts'
import type { Chunks } from '../html.ts'
import { respond, safeHeaders } from '../http.ts'
import type { Answer } from '../http.ts'
import { outagePage } from './plainPages.ts'
import { shell } from './shell.ts'

/**
 * A reading page's handler: opens the archive, answers 304 to readers who have this page, makes it otherwise.
 * An outage (database away, disk full) is answered 503 with what to do; it is never a blank page.
 */
export async function reading(
  request: Request,
  make: (archive: Archive, url: URL) => Promise<Answer> | Answer,
): Promise<Response> {
  const url = new URL(request.url)
  let open: Archive
  try {
    open = await archive()
    return await respond(request, await revisionOf(open), () => make(open, url))
  } catch (error) {
    process.stderr.write(
      `${url.pathname}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return outage(url.pathname, error)
  }
}

function outage(path: string, error: unknown): Response {
  const says =
    error instanceof Error && error.name === 'StoreError'
      ? error.message
      : 'Something failed while this page was made; the log of the server says what.'
  const content: Chunks = outagePage(says)
  const body = toStream(shell({ title: 'Not now', path, isSample: false, layout: 'page', content }))
  return new Response(body, {
    status: 503,
    headers: {
      ...safeHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Retry-After': '5',
    },
  })
}

const remembered = new Map<string, { readonly tag: string; readonly answer: Answer }>()
const rememberedMax = 64

/** A page without parameters that costs more than its bytes: made once for each state of the archive. */
export function readingOnce(
  request: Request,
  make: (archive: Archive, url: URL) => Promise<Answer>,
): Promise<Response> {
  return reading(request, async (open, url) => {
    if (process.env.NODE_ENV !== 'production' || url.search !== '') return make(open, url)
    const { tag } = await revisionOf(open)
    const known = remembered.get(url.pathname)
    if (known !== undefined && known.tag === tag) return known.answer
    const made = await make(open, url)
    if (made.status !== 200 || made.body instanceof Uint8Array || made.body instanceof ReadableStream) return made
    const answer = { ...made, body: typeof made.body === 'string' ? made.body : await toText(made.body) }
    if (remembered.size >= rememberedMax) remembered.delete(remembered.keys().next().value ?? '')
    remembered.set(url.pathname, { tag, answer })
    return answer
  })
}
