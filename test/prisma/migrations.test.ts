import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diffSql } from '../../prisma/diff.ts'
import { generate } from '../../prisma/generate.js'
import { externalTables, migrate, migrationNames, pendingMigrations } from '../../prisma/store/migrate.ts'
import { columns } from '../../prisma/store/tables.ts'

const room = resolve(import.meta.dirname, '../../prisma')

describe('migrations', () => {
  let dir: string
  let path: string
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'acknak-migrate-'))
    path = join(dir, 'acknak.db')
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('are all pending on a new file, and none after they were applied', async () => {
    expect(pendingMigrations(path)).toEqual(migrationNames)
    expect(await migrate(path)).toEqual([...migrationNames])
    expect(pendingMigrations(path)).toEqual([])
    expect(await migrate(path)).toEqual([])
  })

  it('bring an older archive up to date with what it holds, and ignore a copy that a kill left half done', async () => {
    const older = join(dir, 'older.db')
    await migrate(older)
    const db = new Database(older)
    db.pragma('journal_mode = WAL')
    db.exec(`DROP TABLE "tombstone"; DELETE FROM "_prisma_migrations" WHERE "migration_name" = '${migrationNames[2]}'`)
    db.exec(`INSERT INTO "meta" ("key", "value") VALUES ('kept', 'yes')`)
    db.close()
    writeFileSync(`${older}.next`, 'half a copy')
    writeFileSync(`${older}.next-wal`, 'and its log')

    expect(await migrate(older)).toEqual([migrationNames[2]])
    expect(pendingMigrations(older)).toEqual([])
    const now = new Database(older)
    expect(now.prepare(`SELECT "value" FROM "meta" WHERE "key" = 'kept'`).pluck().get()).toBe('yes')
    expect(now.prepare(`SELECT count(*) FROM "tombstone"`).pluck().get()).toBe(0)
    now.close()
    expect(readdirSync(dir).filter(name => name.startsWith('older.db.next'))).toEqual([])
  })

  it('are recorded as `prisma migrate deploy` records them, by the sha256 of their SQL', () => {
    const db = new Database(path)
    const rows = db.prepare('SELECT migration_name, checksum FROM _prisma_migrations ORDER BY migration_name').all()
    db.close()
    expect(rows).toEqual(
      migrationNames.map(name => ({
        migration_name: name,
        checksum: createHash('sha256')
          .update(readFileSync(join(room, 'migrations', name, 'migration.sql')))
          .digest('hex'),
      })),
    )
  })

  it('are all listed in the code', () => {
    const folders = readdirSync(join(room, 'migrations'), { withFileTypes: true }).filter(e => e.isDirectory())
    expect(folders.map(e => e.name).sort()).toEqual([...migrationNames])
  })

  it('of one new file are applied once by processes that start together', async () => {
    const dataDir = join(dir, 'together')
    const script = join(import.meta.dirname, 'save-until-killed.ts')
    const opened = Array.from(
      { length: 3 },
      () =>
        new Promise<number | null>(done => {
          spawn(process.execPath, [script, dataDir, '0'], { stdio: 'ignore' }).on('exit', done)
        }),
    )
    expect(await Promise.all(opened)).toEqual([0, 0, 0])
    const db = new Database(join(dataDir, 'acknak.db'))
    expect(db.prepare('SELECT count(*) FROM _prisma_migrations').pluck().get()).toBe(migrationNames.length)
    db.close()
  }, 60_000)

  it('make exactly what models.prisma describes', async () => {
    expect(await diffSql('migrations')).toBe('')
    expect(await diffSql('empty')).toContain('CREATE TABLE "message"')
  })

  it('make every column that the raw writer fills, and no other', () => {
    const db = new Database(path)
    const tables = db
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all() as string[]
    const made = tables
      .filter(t => t !== '_prisma_migrations' && !externalTables.includes(t))
      .map(t => [t, db.prepare(`SELECT name FROM pragma_table_info(?)`).pluck().all(t)])
    db.close()
    const written = Object.entries(columns).map(([table, names]) => [table, [...names]])
    expect(new Map(made as [string, string[]][])).toEqual(new Map(written as [string, string[]][]))
  })
})

describe('one set of models', () => {
  it('generates a client for PostgreSQL too, with the same fields', () => {
    generate('sqlite')
    generate('postgres')
    const fieldsOf = (provider: string) =>
      readdirSync(join(room, 'generated', provider, 'models'))
        .sort()
        .map(file => {
          const text = readFileSync(join(room, 'generated', provider, 'models', file), 'utf8')
          return [
            file,
            /ScalarFieldEnum|GroupByOutputType = \{[^}]*\}/.exec(text)?.[0],
            /scalars: [^]*?\}, ExtArgs/.exec(text)?.[0],
          ]
        })
    expect(fieldsOf('postgres')).toEqual(fieldsOf('sqlite'))
    expect(existsSync(join(room, 'generated', 'postgres', 'client.ts'))).toBe(true)
  }, 60_000)

  it('is generated once and then fresh', () => {
    generate('sqlite')
    expect(generate('sqlite')).toBe(false)
  })

  it('holds nothing that only one database knows', () => {
    const models = readFileSync(join(room, 'models.prisma'), 'utf8')
    expect(models).not.toMatch(/@db\.|\bJson\b|\[\]\s+@default|enum /)
  })
})
