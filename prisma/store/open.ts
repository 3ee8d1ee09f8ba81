import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ArchiveReader, ArchiveWriter, StoreCounts } from '../../model/index.ts'
import { digestOf, tableDigests } from './digest.ts'
import { documentsAfter, documentsPending } from './documents.ts'
import type { DocumentCursor, DocumentPage } from './documents.ts'
import { explain, explaining, StoreError } from './errors.ts'
import { openFullText } from './full-text.ts'
import type { FullText } from './full-text.ts'
import { openLazily } from './lazy-reader.ts'
import { migrate } from './migrate.ts'
import { setMeta } from './save.ts'
import { SqliteConnection, SqliteWriter } from './sqlite.ts'
import { openWriter } from './writer.ts'

/** Where an archive lives: `acknak.db` in a data folder, or a database URL (`file:PATH`). */
export type StoreOptions = ({ readonly dataDir: string } | { readonly databaseUrl: string }) & {
  /** The database may not grow beyond this many bytes; a save that would ends like one on a full disk. */
  readonly maxBytes?: number
  /** False leaves the database's own full text empty: to measure what it costs. Such an archive finds no words. */
  readonly fullText?: boolean
}

/** An open archive. */
export type Store = {
  /** Where it is, as people may be told. */
  readonly path: string
  readonly reader: ArchiveReader
  readonly writer: ArchiveWriter
  /** The database's own full text. */
  readonly fullText: FullText
  /** Search documents changed after a cursor (`{revision: 0, id: 0}`: all), for a search server to index. */
  documents(after: DocumentCursor, limit: number): Promise<DocumentPage>
  /** How many search documents changed after a cursor. */
  documentsPending(after: DocumentCursor): Promise<number>
  /** Small facts kept with the archive; keys start with the room's name (`search.`). Not part of the digest. */
  meta(key: string): Promise<string | null>
  setMeta(key: string, value: string): Promise<void>
  /** Sets it unless it is set already; returns what is held then, also when two processes ask at once. */
  keepMeta(key: string, value: string): Promise<string>
  counts(): Promise<StoreCounts>
  /** sha256 over the content of all tables by natural keys: equal for equal archives, however their mail arrived. */
  digest(): Promise<string>
  /** The same table by table, to see where two archives differ. */
  tableDigests(): Promise<ReadonlyMap<string, string>>
  close(): Promise<void>
}

const fileName = 'acknak.db'
const busyMs = 10_000

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
    sqlite = new SqliteWriter(path, { maxBytes: options.maxBytes, fullText: options.fullText })
  } catch (error) {
    sqlite?.close()
    throw explain(error, path)
  }
  const raw = sqlite
  const reading = new SqliteConnection(path, { readonly: true })
  const { reader, close } = openLazily(path, reading, () => openPrisma(path))
  const digests = () => raw.transaction(() => tableDigests(raw.db))
  const store: Omit<Store, 'path' | 'reader' | 'writer' | 'fullText'> = {
    documents: async (after, limit) => documentsAfter(reading, after, limit),
    documentsPending: async after => documentsPending(reading, after),
    meta: async key => metaOf(reading, key),
    setMeta: (key, value) => raw.transaction(tx => setMeta(tx, key, value)),
    keepMeta: (key, value) =>
      raw.transaction(async tx => {
        const held = metaOf(raw, key)
        if (held === null) await setMeta(tx, key, value)
        return held ?? value
      }),
    counts: () => reader.counts(),
    digest: async () => digestOf(await digests()),
    tableDigests: digests,
    async close() {
      await close()
      reading.close()
      raw.close()
    },
  }
  return {
    ...explaining(store, path),
    path,
    reader,
    writer: explaining(openWriter(raw), path),
    fullText: explaining(openFullText(reading), path),
  }
}

/** The reading side over Prisma, which is loaded here and not before. */
async function openPrisma(path: string) {
  const [{ PrismaClient }, { PrismaBetterSqlite3 }, { openReader }] = await Promise.all([
    import('../generated/sqlite/client.ts'),
    import('@prisma/adapter-better-sqlite3'),
    import('./reader.ts'),
  ])
  const prisma = new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: path, timeout: busyMs }) })
  return { reader: openReader(prisma), close: () => prisma.$disconnect() }
}

const metaOf = (sqlite: SqliteConnection, key: string): string | null =>
  (sqlite.all('SELECT "value" FROM "meta" WHERE "key" = ?', [key])[0]?.value as string | undefined) ?? null
