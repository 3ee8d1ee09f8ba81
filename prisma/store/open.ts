import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { ArchiveReader, ArchiveWriter, StoreCounts } from '../../model/index.ts'
import { PrismaClient } from '../generated/sqlite/client.ts'
import { explain, StoreError } from './errors.ts'
import { migrate } from './migrate.ts'
import { openReader } from './reader.ts'
import { SqliteWriter } from './sqlite.ts'
import { openWriter } from './writer.ts'

/** Where an archive lives: `acknak.db` in a data folder, or a database URL (`file:PATH`). */
export type StoreOptions = ({ readonly dataDir: string } | { readonly databaseUrl: string }) & {
  /** The database may not grow beyond this many bytes; a save that would ends like one on a full disk. */
  readonly maxBytes?: number
}

/** An open archive. */
export type Store = {
  /** What people may be told about where it is. */
  readonly path: string
  readonly reader: ArchiveReader
  readonly writer: ArchiveWriter
  counts(): Promise<StoreCounts>
  close(): Promise<void>
}

const fileName = 'acknak.db'

function pathOf(options: StoreOptions): string {
  if ('dataDir' in options) return join(resolve(options.dataDir), fileName)
  const file = /^(?:file|sqlite):(?:\/\/(?=\/))?(.+)$/.exec(options.databaseUrl)?.[1]
  if (file) return resolve(file)
  const scheme = /^([a-z]+):/i.exec(options.databaseUrl)?.[1] ?? options.databaseUrl.slice(0, 40)
  throw new StoreError(
    'URL',
    `DATABASE_URL names a database of kind '${scheme}', this version keeps its archive in SQLite: unset it, or write file:PATH`,
  )
}

/** Opens the archive, makes it on first use, brings it up to date. Throws StoreError with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const path = pathOf(options)
  let sqlite: SqliteWriter | null = null
  try {
    mkdirSync(resolve(path, '..'), { recursive: true })
    await migrate(path)
    sqlite = new SqliteWriter(path, { maxBytes: options.maxBytes })
  } catch (error) {
    sqlite?.close()
    throw explain(error, path)
  }
  const raw = sqlite
  const prisma = new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: path, timeout: 10_000 }) })
  const reader = openReader(prisma)
  return {
    path,
    reader,
    writer: openWriter(raw, path),
    counts: () => reader.counts(),
    async close() {
      await prisma.$disconnect()
      raw.close()
    },
  }
}
