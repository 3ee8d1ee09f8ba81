import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../prisma/store/index.ts'
import { cloneMirror, writeInbox } from '../ingest/inbox.ts'
import { plainMails } from '../ingest/source.case.ts'
import { acknak, mboxOf, scratch } from './command.ts'

let place: ReturnType<typeof scratch>
beforeEach(() => void (place = scratch()))
afterEach(() => place.clean())

const configure = (config: unknown) => writeFileSync(join(place.dir, 'acknak.config.json'), JSON.stringify(config))
const sync = async (...args: string[]) => {
  const ran = await acknak(['sync', '--json', ...args], { cwd: place.dir })
  return {
    ...ran,
    lines: ran.out
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Record<string, unknown>),
  }
}
const adds = (from: number, to: number) =>
  plainMails(to)
    .slice(from)
    .map(add => ({ add }))
const digestsOf = async (dataDir: string) => {
  const store = await openStore({ dataDir })
  return store.tableDigests().finally(() => store.close())
}

describe('acknak sync', () => {
  it('fetches its mirrors and takes in what is new, one answer a mirror', async () => {
    const far = writeInbox(join(place.dir, 'far.git'), adds(0, 3))
    mkdirSync(join(place.dir, 'mirror', 'pools', 'git'), { recursive: true })
    cloneMirror(far, join(place.dir, 'mirror', 'pools', 'git', '0.git'))
    writeFileSync(join(place.dir, 'more.mbox'), mboxOf(5))
    configure({ mirrors: [{ path: 'mirror/pools', list: 'pools' }, { path: 'more.mbox' }] })

    const first = await sync()
    expect(first.err).toBe('')
    expect(first.code).toBe(0)
    expect(first.lines).toMatchObject([
      { source: join(place.dir, 'mirror/pools'), messages: 3, added: 3, unreadable: [] },
      { source: join(place.dir, 'more.mbox'), messages: 5, added: 5 },
    ])
    writeInbox(far, adds(3, 5), 'v2', 3)
    expect((await sync('--no-fetch')).lines[0]).toMatchObject({ messages: 0, added: 0 })
    expect((await sync()).lines[0]).toMatchObject({ messages: 2, added: 2 })
    expect((await sync('--from-start')).lines[0]).toMatchObject({ messages: 5, added: 0, unchanged: 5 })
  }, 60_000)

  it('reads what is there when a mirror cannot be fetched, and says so', async () => {
    const far = writeInbox(join(place.dir, 'far.git'), adds(0, 3))
    cloneMirror(far, join(place.dir, 'near.git'))
    renameSync(far, `${far}.gone`)
    configure({ mirrors: [{ path: 'near.git' }, { path: 'absent' }] })
    const ran = await sync()
    expect(ran.code).toBe(1)
    expect(ran.lines).toMatchObject([{ added: 3 }, { added: 0, unreadable: [{}] }])
    const said = ran.err.trim().split('\n')
    expect(said).toHaveLength(2)
    expect(said[0]).toMatch(/near\.git: could not be fetched .*: what is there is read/)
    expect(said[1]).toMatch(/absent: no such file/)
  }, 60_000)

  it.each([
    [{}, 'no mirrors: name them in acknak.config.json'],
    [{ mirrors: [{ list: 'x' }] }, 'mirrors.0.path'],
    [{ mirrors: [{ path: 'x', lst: 'y' }] }, 'lst'],
    [{ mirrors: 'linux-mm' }, 'mirrors'],
  ])('refuses %j in one line', async (config, says) => {
    configure(config)
    const ran = await sync()
    expect(ran.code).toBe(2)
    expect(ran.out).toBe('')
    expect(ran.err.trim().split('\n')).toHaveLength(1)
    expect(ran.err).toContain(says)
  })

  it('ends in the same state when it was killed in the middle and run again', async () => {
    const dir = writeInbox(join(place.dir, 'pools.git'), adds(0, 5000))
    const [calm, killed] = [join(place.dir, 'calm'), join(place.dir, 'killed')]
    expect((await acknak(['ingest', dir, '--data', calm])).code).toBe(0)
    const victim = await acknak(['ingest', dir, '--data', killed], {
      meanwhile: child => {
        const look = setInterval(() => {
          void openStore({ dataDir: killed })
            .then(store => store.counts().finally(() => store.close()))
            .then(counts => counts.messages > 0 && child.kill('SIGKILL'))
            .catch(() => undefined)
        }, 20)
        child.on('close', () => clearInterval(look))
      },
    })
    expect(victim.signal).toBe('SIGKILL')
    const rest = JSON.parse((await acknak(['ingest', dir, '--data', killed, '--json'])).out)
    expect(rest.messages).toBeLessThanOrEqual(5000)
    expect(await digestsOf(killed)).toEqual(await digestsOf(calm))
    expect(JSON.parse((await acknak(['ingest', dir, '--data', killed, '--json'])).out)).toMatchObject({ messages: 0 })
  }, 120_000)
})

describe('acknak ingest', () => {
  it('reads standard input, plain and gzip', async () => {
    const mbox = mboxOf(7)
    const plain = await acknak(['ingest', '-', '--data', join(place.dir, 'plain'), '--json'], {
      input: Buffer.from(mbox),
    })
    const zipped = await acknak(['ingest', '-', '--data', join(place.dir, 'zip'), '--json'], { input: gzipSync(mbox) })
    expect([JSON.parse(plain.out).added, JSON.parse(zipped.out).added]).toEqual([7, 7])
    expect((await acknak(['ingest', '-', '--data', join(place.dir, 'none')])).err).toBe(
      '-: is empty: download or export it again\n',
    )
  }, 60_000)

  it('takes a thread from the address of a message', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/pools/m0@example.org/t.mbox.gz') response.end(gzipSync(mboxOf(5)))
      else response.writeHead(404).end()
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pools`
    try {
      const ran = await acknak([
        'ingest',
        `${at}/m0@example.org/`,
        `${at}/gone@example.org/`,
        `${at}/`,
        '--data',
        place.dir,
        '--json',
      ])
      expect(JSON.parse(ran.out)).toMatchObject({ added: 5, threads: 1 })
      expect(ran.code).toBe(1)
      expect(ran.err.trim().split('\n')).toEqual([
        expect.stringContaining('has no such thread'),
        expect.stringContaining('is no address of a thread'),
      ])
    } finally {
      server.close()
    }
  }, 60_000)

  it.each([
    [['ingest', 'x.mbox', '--mbox', 'clx'], '--mbox takes rd, o, cl, cl2'],
    [['ingest', 'x.mbox', '--strip-from'], '--strip-from goes with --mbox o'],
    [['sync', 'x'], "'acknak ingest' reads x"],
  ])('%j names what is valid', async (args, says) => {
    const ran = await acknak(args)
    expect(ran.code).toBe(2)
    expect(ran.err.trim().split('\n')).toHaveLength(1)
    expect(ran.err).toContain(says)
  })
})
