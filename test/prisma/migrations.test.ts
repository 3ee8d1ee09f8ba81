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

const sqlOf = (name: string) => readFileSync(join(room, 'migrations', name, 'migration.sql'), 'utf8')
const checksumOf = (name: string) => createHash('sha256').update(sqlOf(name)).digest('hex')

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
    const db = new Database(older)
    db.pragma('journal_mode = WAL')
    // As the first version of acknak left it, with a mail and what hangs on it.
    for (const name of migrationNames.slice(0, 2)) db.exec(sqlOf(name))
    db.exec(
      'CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, ' +
        '"migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, ' +
        '"applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)',
    )
    const record = db.prepare(
      'INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES (?, ?, 1, ?, 1)',
    )
    for (const name of migrationNames.slice(0, 2)) record.run(name, checksumOf(name), name)
    const held: readonly (readonly [string, readonly unknown[]])[] = [
      ['person', [7, 'Ada Example', 'ada@example.org']],
      [
        'message',
        [3, 'm@example.org', 0, 'c0', 't0', 'rfc5322', 's', '{}', 's', 7, 7, 5, null, null, null].concat([
          '[]',
          '[]',
          '{}',
          '[]',
          '[]',
          '[]',
          1,
          0,
          0,
          'ingest-3',
          'words',
        ]),
      ],
      ['mention', [3, 0, 'gfp', 'GFP_NOFS', 0, 8, 'prose', 0, 1, 0, 'test', 5]],
      [
        'series',
        [
          9,
          'm@example.org',
          'a title',
          1,
          0,
          0,
          'Ada Example',
          'ada@example.org',
          1,
          null,
          'chain',
          'certain',
          'cover',
          5,
        ],
      ],
      ['series_part', [9, 0, 1, 'a title', 'm@example.org', null]],
    ]
    for (const [table, values] of held)
      db.prepare(`INSERT INTO "${table}" VALUES (${values.map(() => '?').join(',')})`).run(values)
    db.exec(`INSERT INTO message_text (rowid, body) VALUES (3, 'words')`)
    db.prepare('INSERT INTO "raw" VALUES (11, ?, 5, ?)').run('h11', Buffer.from('bytes'))
    db.prepare('INSERT INTO "list" VALUES (1, ?, ?, 0, 1, 0)').run('one', 'one')
    db.prepare('INSERT INTO "delivery" VALUES (1, 11, 1, 3, ?, ?, NULL)').run('one.mbox', '0')
    db.close()
    writeFileSync(`${older}.next`, 'half a copy')
    writeFileSync(`${older}.next-wal`, 'and its log')

    expect(await migrate(older)).toEqual(migrationNames.slice(2))
    expect(pendingMigrations(older)).toEqual([])
    const now = new Database(older)
    for (const [table, values] of held) {
      const row = now.prepare(`SELECT * FROM "${table}"`).get() as Record<string, unknown>
      expect(Object.values(row)).toEqual(expect.arrayContaining([...values]))
    }
    expect(now.prepare('SELECT "patch", "hasDiff", "text" FROM "message"').get()).toEqual({
      patch: null,
      hasDiff: 1,
      text: 'words',
    })
    expect(now.prepare('SELECT "extent", "replacesKey", "atSeconds" FROM "series"').get()).toEqual({
      extent: 'whole',
      replacesKey: null,
      atSeconds: 5,
    })
    expect(now.prepare(`SELECT rowid FROM message_text WHERE message_text MATCH 'words'`).pluck().get()).toBe(3)
    expect(
      now
        .prepare(
          'SELECT r."id", r."sizeBytes", r."start", b."bytes" FROM "raw" r JOIN "raw_block" b ON b."id" = r."blockId"',
        )
        .all(),
    ).toEqual([{ id: 11, sizeBytes: 5, start: 0, bytes: Buffer.from('bytes') }])
    expect(now.pragma('page_size', { simple: true })).toBe(8192)
    expect(now.pragma('foreign_key_check')).toEqual([])
    expect(now.pragma('integrity_check', { simple: true })).toBe('ok')
    now.close()
    expect(readdirSync(dir).filter(name => name.startsWith('older.db.next'))).toEqual([])
  })

  it('make the same tables and indexes in a new archive as the schema engine makes on top of an older one', () => {
    const made = (file: string) => {
      const db = new Database(join(dir, file), { readonly: true })
      const rows = db
        .prepare(`SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name`)
        .all() as { name: string; sql: string }[]
      db.close()
      return rows.filter(r => r.name !== '_prisma_migrations' && !r.name.startsWith('sqlite_'))
    }
    expect(made('acknak.db')).toEqual(made('older.db'))
  })

  it('are recorded as `prisma migrate deploy` records them, by the sha256 of their SQL', () => {
    const db = new Database(path)
    const rows = db.prepare('SELECT migration_name, checksum FROM _prisma_migrations ORDER BY migration_name').all()
    db.close()
    expect(rows).toEqual(
      migrationNames.map(name => ({
        migration_name: name,
        checksum: checksumOf(name),
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
