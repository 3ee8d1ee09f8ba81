import { createHash } from 'node:crypto'
import { stylesheetHref, scriptHref } from './assets.ts'
import { toStream } from './html.ts'
import type { Chunks } from './html.ts'

/** Policy of the reading pages: static, so that they can be cached and answered with 304. */
export const readingPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data:`,
  `frame-src 'self'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'self'`,
  `connect-src 'self'`,
].join('; ')

/** Headers of everything we serve. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': readingPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** State of the archive that a page was made from: any change of it makes every page new. */
export type Revision = { readonly tag: string; readonly atSeconds: number }

/** ETag and Last-Modified of a page: the archive's state and the looks. Weak, since compression may follow. */
export function validators(revision: Revision, path: string): { etag: string; modified: string } {
  const seed = `${revision.tag} ${stylesheetHref()} ${scriptHref()} ${path}`
  return {
    etag: `W/"${createHash('sha256').update(seed).digest('base64url').slice(0, 22)}"`,
    modified: new Date(revision.atSeconds * 1000).toUTCString(),
  }
}

/** True when the reader already has this very page (RFC 9110 13.1: If-None-Match wins over If-Modified-Since). */
export function isFresh(request: Request, etag: string, atSeconds: number): boolean {
  const match = request.headers.get('if-none-match')
  if (match !== null) return match.split(',').some(tag => tag.trim() === '*' || weak(tag) === weak(etag))
  const since = Date.parse(request.headers.get('if-modified-since') ?? '')
  return !Number.isNaN(since) && Math.floor(since / 1000) >= atSeconds
}

const weak = (tag: string): string => tag.trim().replace(/^W\//, '')

/** Answers with a page; the page is made only if the reader lacks it. */
export async function respond(
  request: Request,
  revision: Revision,
  make: () => Promise<Answer> | Answer,
): Promise<Response> {
  const url = new URL(request.url)
  const { etag, modified } = validators(revision, url.pathname + url.search)
  const headers = { ...safeHeaders, ETag: etag, 'Last-Modified': modified, 'Cache-Control': 'public, no-cache' }
  if (isFresh(request, etag, revision.atSeconds)) return new Response(null, { status: 304, headers })
  const answer = await make()
  if (answer.status >= 300 && answer.status < 400) return redirect(answer.location ?? '/', answer.status)
  const fixed = answer.status === 200 ? headers : { ...safeHeaders, 'Cache-Control': 'no-store' }
  const body = request.method === 'HEAD' ? null : typeof answer.body === 'string' ? answer.body : toBody(answer.body)
  return new Response(body, {
    status: answer.status,
    headers: { ...fixed, 'Content-Type': 'text/html; charset=utf-8', ...answer.headers },
  })
}

/** What a route answers: a page in pieces, text, bytes, or a place to go. */
export type Answer = {
  readonly status: number
  readonly body: Chunks | string | Uint8Array | ReadableStream<Uint8Array>
  readonly headers?: Readonly<Record<string, string>>
  readonly location?: string
}

const toBody = (body: Chunks | Uint8Array | ReadableStream<Uint8Array>): ConstructorParameters<typeof Response>[0] =>
  body instanceof Uint8Array || body instanceof ReadableStream ? (body as Uint8Array<ArrayBuffer>) : toStream(body)

/** A redirect that carries no body and keeps the policy. */
export const redirect = (location: string, status: number): Response =>
  new Response(null, {
    status,
    headers: { ...safeHeaders, Location: location, 'Cache-Control': 'public, max-age=300' },
  })

/** Bytes as they come; a reader who goes away stops the source. */
export function streamOf(source: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const next = await source.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await source.return(undefined)
    },
  })
}
