import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { StoreError } from './errors.ts'
import { found } from './found.ts'

/** Migrations of this version of acknak, oldest first; folders of `prisma/migrations`. */
export const migrationNames = [
  '20261121000000_archive',
  '20261121000001_full_text',
  '20261121000002_tombstones',
  '20261121000003_patches',
  '20261121000004_raw_blocks',
  '20261121000005_fewer_indexes',
] as const

/** Tables that the models do not describe: the full-text index and its shadow tables. */
export const externalTables = ['', '_data', '_idx', '_content', '_docsize', '_config'].map(s => `message_text${s}`)

/** The folder of migrations: beside this file, or in the working directory when this file was bundled elsewhere. */
function migrationsDir(): string {
  const beside = resolve(import.meta.dirname ?? '.', '..', 'migrations')
  return existsSync(beside) ? beside : resolve('prisma', 'migrations')
}

/** The migrations as the schema engine takes them. */
export function migrationList(dir = migrationsDir()) {
  const read = (path: string) => readFileSync(join(dir, path), 'utf8')
  return {
    baseDir: dir,
    lockfile: { path: 'migration_lock.toml', content: read('migration_lock.toml') },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames.map(name => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: read(join(name, 'migration.sql')) },
      },
    })),
  }
}

type Applied = { migration_name: string; checksum: string; finished_at: unknown; rolled_back_at: unknown }

/**
 * What a database file still needs: names of pending migrations. Throws a StoreError for a file that is no acknak
 * database, was written by a newer acknak, or stopped in the middle of a migration.
 */
export function pendingMigrations(path: string): readonly string[] {
  const db = new Database(path, { timeout: 10_000 })
  try {
    const tables = db
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all()
    if (tables.length === 0) return migrationNames
    if (!tables.includes('_prisma_migrations'))
      throw new StoreError(
        'FOREIGN',
        `${path} is another program's database: choose another data folder with ACKNAK_DATA`,
      )
    const applied = db
      .prepare('SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations')
      .all() as Applied[]
    const live = applied.filter(a => a.rolled_back_at === null)
    const unknown = live.find(a => !(migrationNames as readonly string[]).includes(a.migration_name))
    if (unknown) {
      const ours = live.some(a => a.migration_name === migrationNames[0])
      throw ours
        ? new StoreError(
            'NEWER',
            `${path} was written by a newer acknak (it knows ${unknown.migration_name}): update acknak, or choose another data folder with ACKNAK_DATA`,
          )
        : new StoreError(
            'FOREIGN',
            `${path} is another program's database: choose another data folder with ACKNAK_DATA`,
          )
    }
    const broken = live.find(a => a.finished_at === null)
    if (broken)
      throw new StoreError(
        'HALF',
        `${path} stopped in the middle of migration ${broken.migration_name}: move it away and ingest again`,
      )
    return migrationNames.filter(name => !live.some(a => a.migration_name === name))
  } finally {
    db.close()
  }
}

/** How long to wait for another process that migrates the same file. */
const waitMs = 10_000
const pollMs = 50

/**
 * Applies what is pending with the schema engine, which records it in `_prisma_migrations`. Returns the names. Where
 * another process is at it, waits for that to end.
 */
export async function migrate(path: string): Promise<readonly string[]> {
  const lock = `${path}.migrating`
  const deadline = performance.now() + waitMs
  while (isHeld(lock) && performance.now() < deadline) await sleep(pollMs)
  if (pendingMigrations(path).length === 0) return []
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || performance.now() > deadline) throw error
    return migrate(path)
  }
  try {
    // Somebody may have been faster between the look and the lock.
    return pendingMigrations(path).length === 0 ? [] : await apply(path)
  } finally {
    rmSync(lock, { force: true })
  }
}

/** True while the process that made the lock lives; the lock of a dead one is taken away. */
function isHeld(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    if (pid > 0) process.kill(pid, 0)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ESRCH') rmSync(lock, { force: true })
    return code === 'EPERM'
  }
}

/** A mail's text takes a page or two of these; with smaller ones, ingest costs a twentieth more. */
const pageBytes = 8192
const companions = ['', '-wal', '-shm', '-journal']

/**
 * Makes a new database beside its place, or applies what is pending to a copy, and puts the copy in place by a rename, so that a kill in the middle leaves the
 * database as it was: the engine records a migration apart from doing it.
 */
async function apply(path: string): Promise<readonly string[]> {
  const copy = `${path}.next`
  for (const end of companions) rmSync(`${copy}${end}`, { force: true })
  if (statSync(path).size === 0) {
    found(
      copy,
      pageBytes,
      migrationList().migrationDirectories.map(({ path: name, migrationFile }) => [name, migrationFile.content.value]),
    )
    renameSync(copy, path)
    return migrationNames
  }
  const source = new Database(path, { timeout: 10_000 })
  try {
    // Empties the log, which must not be read into the copy; fails while somebody else has the file open.
    source.pragma('journal_mode = DELETE')
    source.pragma(`page_size = ${pageBytes}`)
    source.prepare('VACUUM INTO ?').run(copy)
  } finally {
    source.close()
  }
  const { withEngine } = await import('./engine.ts')
  const applied = await withEngine(copy, [], async engine => {
    const filters = { externalTables, externalEnums: [] }
    return (await engine.applyMigrations({ migrationsList: migrationList(), filters })).appliedMigrationNames
  })
  const db = new Database(copy)
  try {
    db.pragma('journal_mode = DELETE')
  } finally {
    db.close()
  }
  renameSync(copy, path)
  return applied
}
