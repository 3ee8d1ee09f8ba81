import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findMeili, startMeili } from '../../bin/meili.ts'
import type { RunningMeili } from '../../bin/meili.ts'
import { openSearch } from '../../search/index.ts'
import type { Search } from '../../search/index.ts'
import { indexUid } from '../../search/meili/indexing.ts'
import { add, archiveOf, asking } from './archive.ts'
import { engineSuite, mails } from './engine.case.ts'

const scratch = mkdtempSync(join(tmpdir(), 'acknak-meili-'))
const found = await findMeili({ dataDir: scratch })
const missing = 'missing' in found ? found.missing : null

const start = async (dataDir: string): Promise<RunningMeili> => {
  const meili = await startMeili({ dataDir })
  if ('missing' in meili) throw new Error(meili.missing)
  return meili
}
const pidIn = (dataDir: string) =>
  (JSON.parse(readFileSync(join(dataDir, 'meilisearch', 'running.json'), 'utf8')) as { pid: number }).pid
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    // A killed child stays as a zombie until it is waited for; that is dead enough.
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}

describe.skipIf(missing !== null)(`Meilisearch${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let archive: Awaited<ReturnType<typeof archiveOf>>
  let meili: RunningMeili
  let search: Search
  beforeAll(async () => {
    archive = await archiveOf(mails)
    meili = await start(archive.dataDir)
    search = await openSearch({ store: archive.store, meili })
    expect(await search.catchUp()).toBe(5)
  }, 60_000)
  afterAll(async () => {
    await search.stop()
    await meili.stop()
    await archive.clean()
    rmSync(scratch, { recursive: true, force: true })
  })

  engineSuite(() => asking(search))

  it('answers in its own name once it has seen everything', async () => {
    expect(await search.engineName()).toBe('meilisearch')
    expect((await asking(search)('livelock')).engine).toBe('meilisearch')
  })

  it('forgives a slip in a plain word, none in an identifier', async () => {
    expect((await asking(search)('livelokc')).total).toBe(2)
    expect((await asking(search)('exit_mmpa')).total).toBe(0)
  })

  it('what it cannot do the embedded engine does, and says so', async () => {
    const answer = await asking(search)('kswap*')
    expect([answer.engine, answer.total]).toEqual(['embedded', 1])
    expect(answer.notes).toEqual(["the search server cannot do a word with *: the database's own full text answered"])
    const long = await asking(search)('the oom reaper takes mmap_sem for reading and __GFP_NOFAIL callers wait')
    expect([long.engine, long.total]).toEqual(['embedded', 2])
  })

  it("its key is the owner's alone, its address is loopback", () => {
    expect(statSync(join(archive.dataDir, 'meilisearch', 'key')).mode & 0o777).toBe(0o600)
    expect(new URL(meili.url).hostname).toBe('127.0.0.1')
    expect(meili.key).toMatch(/^[0-9a-f]{64}$/)
    expect(
      execFileSync('ps', ['-o', 'args=', '-p', String(pidIn(archive.dataDir))], { encoding: 'utf8' }),
    ).not.toContain(meili.key)
  })

  it('answers again, with the new mail, after it caught up; the embedded engine stands in until then', async () => {
    await add(archive.store, [{ id: 'news@example.org', text: 'something newsworthy about kswapd\n' }])
    const before = await asking(search)('newsworthy')
    expect([before.engine, before.total]).toEqual(['embedded', 1])
    expect(before.notes[0]).toMatch(/1 message still to index/)
    expect(await search.catchUp()).toBe(1)
    const after = await asking(search)('newsworthy')
    expect([after.engine, after.total]).toEqual(['meilisearch', 1])
  })

  it('catches up by itself in the background', async () => {
    search.startIndexing()
    await add(archive.store, [{ id: 'later@example.org', text: 'another remarkable mail\n' }])
    await expect.poll(async () => (await asking(search)('remarkable')).engine, { timeout: 20_000 }).toBe('meilisearch')
    await search.stop()
  })

  it('a second acknak over the same folder uses the same server and does not stop it', async () => {
    // In this process both have one owner, so the note is given another living one.
    const note = join(archive.dataDir, 'meilisearch', 'running.json')
    const { writeFileSync } = await import('node:fs')
    const mine = readFileSync(note, 'utf8')
    writeFileSync(note, JSON.stringify({ ...(JSON.parse(mine) as object), owner: process.ppid }))
    const second = await start(archive.dataDir)
    expect(second.url).toBe(meili.url)
    await second.stop()
    expect(isAlive(pidIn(archive.dataDir))).toBe(true)
    writeFileSync(note, mine)
  })
})

describe.skipIf(missing !== null)(
  `Meilisearch that goes away${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    it('killed in the middle, the embedded engine answers and says so; started again, it goes on where it was', async () => {
      const archive = await archiveOf(mails)
      try {
        const meili = await start(archive.dataDir)
        const search = await openSearch({ store: archive.store, meili })
        await search.catchUp()
        expect((await asking(search)('livelock')).engine).toBe('meilisearch')
        const pid = pidIn(archive.dataDir)
        process.kill(pid, 'SIGKILL')
        await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
        const answer = await asking(search)('livelock')
        expect([answer.engine, answer.total]).toEqual(['embedded', 2])
        expect(answer.notes).toEqual(["the search server does not answer: the database's own full text answered"])
        expect(await search.engineName()).toBe('embedded')
        await search.stop()

        const again = await start(archive.dataDir)
        const second = await openSearch({ store: archive.store, meili: again })
        expect((await asking(second)('livelock')).engine).toBe('meilisearch')
        expect(await second.catchUp()).toBe(0)
        await again.stop()
      } finally {
        await archive.clean()
      }
    }, 60_000)

    it('that holds the archive in an older shape is filled anew, and the old index goes', async () => {
      const archive = await archiveOf(mails)
      try {
        const meili = await start(archive.dataDir)
        const headers = { authorization: `Bearer ${meili.key}`, 'content-type': 'application/json' }
        const search = await openSearch({ store: archive.store, meili })
        const uid = await indexUid(archive.store)
        const old = `${uid.slice(0, uid.lastIndexOf('-'))}-0`
        for (const other of [old, 'somebody-elses'])
          await fetch(`${meili.url}/indexes`, { method: 'POST', headers, body: JSON.stringify({ uid: other }) })
        expect(await search.catchUp()).toBe(5)
        const { results } = (await (await fetch(`${meili.url}/indexes`, { headers })).json()) as {
          results: { uid: string }[]
        }
        expect(results.map(r => r.uid).sort()).toEqual([uid, 'somebody-elses'].sort())
        await meili.stop()
      } finally {
        await archive.clean()
      }
    }, 60_000)

    it('whose data was removed is filled again from the archive', async () => {
      const archive = await archiveOf(mails)
      try {
        const meili = await start(archive.dataDir)
        await (await openSearch({ store: archive.store, meili })).catchUp()
        await meili.stop()
        rmSync(join(archive.dataDir, 'meilisearch'), { recursive: true })
        const again = await start(archive.dataDir)
        const search = await openSearch({ store: archive.store, meili: again })
        expect(await search.catchUp()).toBe(5)
        expect((await asking(search)('livelock')).total).toBe(2)
        await again.stop()
      } finally {
        await archive.clean()
      }
    }, 60_000)
  },
)
