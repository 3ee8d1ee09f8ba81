import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acknak, mboxOf, scratch } from './command.ts'

let place: ReturnType<typeof scratch>
beforeEach(() => void (place = scratch()))
afterEach(() => place.clean())

/** A server that stands for lore: answers `/all/<id>/t.mbox.gz`, first time for each id with 503. */
async function lore(threads: Record<string, string>) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const id = decodeURIComponent(/^\/all\/([^/]+)\/t\.mbox\.gz$/.exec(request.url ?? '')?.[1] ?? '')
    asked.push(id)
    const thread = threads[id]
    if (thread === undefined) response.writeHead(404).end()
    else if (asked.filter(a => a === id).length === 1) response.writeHead(503, { 'retry-after': '0' }).end()
    else response.writeHead(200, { 'content-type': 'application/gzip' }).end(gzipSync(thread))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() }
}

describe('acknak fetch', () => {
  it('gets a whole thread by Message-ID, asks again after an outage, tells what lore does not have', async () => {
    const server = await lore({ 'm0@example.org': mboxOf(5) })
    try {
      const ran = await acknak(['fetch', '<m0@example.org>', 'gone@example.org', '--data', place.dir, '--json'], {
        env: { ACKNAK_LORE: server.url },
      })
      expect(ran.err).toContain('gone@example.org: lore has no such message')
      expect(JSON.parse(ran.out)).toMatchObject({ messages: 5, added: 5, threads: 1 })
      expect(server.asked).toEqual(['m0@example.org', 'm0@example.org', 'gone@example.org'])
    } finally {
      server.close()
    }
  })

  it('says offline in one line what to do', async () => {
    // A port that was just given up: nobody listens there.
    const server = await lore({})
    server.close()
    const ran = await acknak(['fetch', 'debates', '--data', place.dir], { env: { ACKNAK_LORE: server.url } })
    expect(ran.code).toBe(3)
    expect(ran.err.trim().split('\n')).toHaveLength(1)
    expect(ran.err).toMatch(/cannot be reached .*connect to the internet .* or download .*t\.mbox\.gz/)
  })

  it('refuses what is no Message-ID', async () => {
    const ran = await acknak(['fetch', 'debate', '--data', place.dir])
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('no Message-ID')
  })
})
