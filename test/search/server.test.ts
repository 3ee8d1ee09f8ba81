import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBinary, packaged } from '../../bin/meili-binary.ts'
import { findMeili, startMeili } from '../../bin/meili.ts'

describe('finding a search server', () => {
  let dir: string
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'acknak-server-'))))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const program = (name: string, text: string) => {
    const path = join(dir, name)
    writeFileSync(path, `#!/bin/sh\n${text}\n`)
    chmodSync(path, 0o755)
    return path
  }

  it('MEILI_BIN is taken as named, and told when it cannot run', async () => {
    const path = program('mine', 'echo meilisearch 1.99.0')
    expect(await findBinary(null, { MEILI_BIN: path, PATH: '' })).toEqual({ path, version: '1.99.0' })
    chmodSync(path, 0o644)
    expect(await findBinary(null, { MEILI_BIN: path, PATH: '' })).toEqual({
      missing: `MEILI_BIN names ${path}, which is no program that may run`,
    })
    const odd = program('odd', 'exit 3')
    expect(await findBinary(null, { MEILI_BIN: odd })).toEqual({ missing: `MEILI_BIN (${odd}) does not run` })
  })

  it('one on PATH comes before the package', async () => {
    const path = program('meilisearch', 'echo meilisearch 1.21.0')
    expect(await findBinary(dir, { PATH: `/nowhere:${dir}` })).toEqual({ path, version: '1.21.0' })
  })

  it('a packaged program with another sha256 is neither copied nor started', async () => {
    const marker = join(dir, 'was-started')
    const source = program('packaged', `touch ${marker}`)
    const copies = join(dir, 'bin')
    expect(await packaged(copies, source)).toEqual({ missing: expect.stringContaining('its sha256 differs') as string })
    expect([existsSync(copies), existsSync(marker)]).toEqual([false, false])
  })

  it('a copy that was changed since is not started', async () => {
    const marker = join(dir, 'was-started')
    const copies = dir
    program('meilisearch-5354d8549744', `touch ${marker}`)
    await packaged(copies, program('packaged', 'true'))
    expect(existsSync(marker)).toBe(false)
    expect(readdirSync(copies)).not.toContain('meilisearch-5354d8549744')
  })

  it('a server at an address that does not answer is told, never thrown', async () => {
    const url = 'http://127.0.0.1:9'
    expect(await startMeili({ dataDir: dir, url })).toEqual({ missing: `MEILI_URL (${url}) does not answer` })
    expect(await findMeili({ dataDir: dir, url })).toEqual({ missing: `MEILI_URL (${url}) does not answer` })
  })

  it('a server that refuses the key is told', async () => {
    const server = createServer((_request, response) => response.writeHead(403).end())
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    expect(await startMeili({ dataDir: dir, url, key: 'wrong' })).toEqual({
      missing: `MEILI_URL (${url}) refuses the key`,
    })
    server.close()
  })

  it('a folder that cannot be used is told', async () => {
    writeFileSync(join(dir, 'file'), '')
    expect(await startMeili({ dataDir: join(dir, 'file') })).toEqual({ missing: expect.any(String) as string })
  })

  it('a program that gives up is told with its last words', async () => {
    const before = process.env.MEILI_BIN
    process.env.MEILI_BIN = program(
      'quitter',
      'case "$1" in --version) echo meilisearch 1.0.0;; *) echo the index is of another world >&2; exit 1;; esac',
    )
    try {
      expect(await startMeili({ dataDir: join(dir, 'data') })).toEqual({
        missing: 'Meilisearch did not start: the index is of another world',
      })
    } finally {
      if (before === undefined) delete process.env.MEILI_BIN
      else process.env.MEILI_BIN = before
    }
  })
})

const found = await findMeili({ dataDir: tmpdir() })
const why =
  'missing' in found
    ? found.missing
    : existsSync('/usr/bin/setpriv')
      ? null
      : 'this system cannot end a child with its parent'

describe.skipIf(why !== null)(`a search server of ours${why === null ? '' : ` (skipped: ${why})`}`, () => {
  it('ends with us even when we are killed', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'acknak-orphan-'))
    try {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'start-and-wait.ts'), dataDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const pid = await new Promise<number>(done =>
        child.stdout.once('data', (bytes: Buffer) => done(Number(bytes.toString()))),
      )
      expect(() => process.kill(pid, 0)).not.toThrow()
      child.kill('SIGKILL')
      await expect.poll(() => existsSync(`/proc/${pid}/exe`), { timeout: 10_000 }).toBe(false)
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  }, 60_000)
})
