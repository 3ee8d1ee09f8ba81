import Database from 'better-sqlite3'
import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, StoreError } from '../../prisma/store/index.ts'
import { batchOf } from './mails.ts'

describe('a database that cannot be used', () => {
  let dir: string
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'acknak-errors-'))))
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const file = () => join(dir, 'acknak.db')
  /** The one line a user sees. */
  const lineOf = async (work: () => Promise<unknown>): Promise<string> => {
    const error = await work().then(
      () => null,
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(StoreError)
    const { message } = error as StoreError
    expect(message).not.toContain('\n')
    return message
  }
  const opening = () => lineOf(() => openStore({ dataDir: dir }))
  const makeArchive = async () => (await openStore({ dataDir: dir })).close()

  it('that is no database is named, with what to do', async () => {
    writeFileSync(file(), 'this is a letter and no database, however long it may be '.repeat(100))
    expect(await opening()).toBe(
      `${file()} is no acknak database: move it away, or choose another data folder with ACKNAK_DATA`,
    )
  })

  it('of another program is left alone', async () => {
    const other = new Database(file())
    other.exec('CREATE TABLE recipes (name TEXT)')
    other.close()
    expect(await opening()).toContain("another program's database")
    const after = new Database(file())
    expect(after.prepare(`SELECT name FROM sqlite_master`).pluck().all()).toEqual(['recipes'])
    after.close()
  })

  it('of another program that uses Prisma too is left alone', async () => {
    await makeArchive()
    const db = new Database(file())
    db.exec(`UPDATE _prisma_migrations SET migration_name = '20200101000000_shop'`)
    db.close()
    expect(await opening()).toContain("another program's database")
  })

  it('of a newer acknak is not touched', async () => {
    await makeArchive()
    const db = new Database(file())
    db.exec(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ('x', 'y', 1, '29990101000000_later', 1, 1)`,
    )
    db.close()
    expect(await opening()).toMatch(/written by a newer acknak \(it knows 29990101000000_later\): update acknak/)
  })

  it('that stopped in the middle of a migration says so', async () => {
    await makeArchive()
    const db = new Database(file())
    db.exec(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%full_text'`)
    db.close()
    expect(await opening()).toMatch(/stopped in the middle of migration .*_full_text: move it away and ingest again/)
  })

  it('that was cut short is called damaged', async () => {
    const store = await openStore({ dataDir: dir })
    await store.writer.ensureList({ slug: 'l', title: 'l', isSample: false })
    await store.writer.save(
      batchOf(
        Array.from({ length: 50 }, (_, i) => ({ id: `m${i}@example.org`, list: 'l', text: 'words '.repeat(2_000) })),
      ),
    )
    await store.close()
    truncateSync(file(), Math.floor(statSync(file()).size / 2 / 4096) * 4096)
    const line = await lineOf(async () => {
      const again = await openStore({ dataDir: dir })
      try {
        await again.writer.save(batchOf(Array.from({ length: 50 }, (_, i) => ({ id: `n${i}@example.org`, list: 'l' }))))
        await again.digest()
      } finally {
        await again.close()
      }
    })
    expect(line).toContain('is damaged: move it away and ingest again')
  })

  it('under a path that is a file is refused', async () => {
    writeFileSync(join(dir, 'file'), '')
    expect(await lineOf(() => openStore({ dataDir: join(dir, 'file', 'data') }))).toMatch(/choose another data folder/)
    expect(await lineOf(() => openStore({ dataDir: join(dir, 'file') }))).toMatch(/choose another data folder/)
  })

  it('whose name is taken by a folder is refused', async () => {
    mkdirSync(file())
    expect(await opening()).toMatch(/cannot be opened|is no acknak database/)
  })

  it('on a full disk takes nothing of a batch and everything before it', async () => {
    const mails = (from: number, n: number) =>
      batchOf(
        Array.from({ length: n }, (_, i) => ({
          id: `m${from + i}@example.org`,
          list: 'l',
          text: `mail ${from + i} ${'w'.repeat(4_000)}\n`,
        })),
      )
    const store = await openStore({ dataDir: dir, maxBytes: 1024 * 1024 })
    await store.writer.ensureList({ slug: 'l', title: 'l', isSample: false })
    await store.writer.save(mails(0, 20))
    const before = await store.digest()
    expect(await lineOf(() => store.writer.save(mails(20, 500)))).toBe(
      `the disk under ${file()} is full: free some space and run the same command again; nothing half-written is kept`,
    )
    expect(await store.digest()).toBe(before)
    expect((await store.counts()).messages).toBe(20)
    await store.close()
    const roomier = await openStore({ dataDir: dir })
    expect(await roomier.writer.save(mails(20, 500))).toEqual({ added: 500, unchanged: 0, quarantined: 0 })
    await roomier.close()
  })

  it('of a kind we do not speak yet is named', async () => {
    expect(await lineOf(() => openStore({ databaseUrl: 'postgresql://localhost/acknak' }))).toMatch(
      /DATABASE_URL.*postgresql.*unset it/,
    )
  })

  it('by URL is opened where the URL says', async () => {
    const store = await openStore({ databaseUrl: `file:${join(dir, 'elsewhere.db')}` })
    expect(store.path).toBe(join(dir, 'elsewhere.db'))
    await store.close()
  })
})
