import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { resolve } from 'node:path'
import { mendTarget } from '../text/target.ts'
import { stopWithUs } from './children.ts'
import { UserError } from './errors.ts'

const root = resolve(import.meta.dirname, '..')
const headersMaxBytes = 32 * 1024
const requestLimitMs = 60_000

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** The address we serve on. Loopback unless the user names another. */
export type SitePlace = { readonly host: string; readonly port: number }

const starting: Handler = (_request, response) => {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' })
  response.end(
    'acknak is starting: the site is being built or the archive is being read. Try again in a few seconds.\n',
  )
}

/** Next sets the headers of route handlers as arrays of one, and then does not see that text may be compressed. */
function flattenHeaders(response: ServerResponse): void {
  const set = response.setHeader.bind(response)
  response.setHeader = (name, value) => set(name, Array.isArray(value) && value.length === 1 ? (value[0] ?? '') : value)
}

/** A listening server that answers 503 until `use` gives it the site. Taken first, so that a port in use is told at once. */
export async function takePort(place: SitePlace): Promise<{ use(handler: Handler): void; url: string; port: number }> {
  let handler = starting
  const server: Server = createServer(
    { maxHeaderSize: headersMaxBytes, requestTimeout: requestLimitMs },
    (request, response) => {
      request.url = mendTarget(request.url ?? '/')
      flattenHeaders(response)
      void Promise.resolve(handler(request, response)).catch((error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
    },
  )
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        fail(
          new UserError(
            `port ${place.port} on ${place.host} is in use: stop what runs there, or take any free one with --port 0`,
            3,
          ),
        )
      else if (error.code === 'EACCES')
        fail(new UserError(`port ${place.port} needs more rights: choose one above 1023 with --port`, 3))
      else if (error.code === 'EADDRNOTAVAIL') fail(new UserError(`this machine has no address ${place.host}`, 3))
      else fail(error)
    })
    server.listen(place.port, place.host, done)
  })
  stopWithUs('web server', () => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : place.port
  return { use: next => (handler = next), url: `http://${place.host}:${port}`, port }
}

/** The built site as a request handler, in this process. */
export async function openSite(place: SitePlace, dev = false): Promise<Handler> {
  Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const { default: next } = await import('next')
  const site = next({ dir: root, dev, hostname: place.host, port: place.port, quiet: !dev })
  await site.prepare()
  stopWithUs('site', () => site.close())
  return site.getRequestHandler() as Handler
}
