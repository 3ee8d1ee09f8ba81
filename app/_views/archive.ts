import 'server-only'
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { ArchiveReader } from '../../model/index.ts'
import { openStore } from '../../prisma/store/index.ts'
import { openSearch } from '../../search/index.ts'
import { rememberingReader } from './remember.ts'

type Search = Awaited<ReturnType<typeof openSearch>>

/** The archive as this process holds it: one store, one search. */
export type Archive = { readonly reader: ArchiveReader; readonly search: Search; readonly path: string }

// Next may load this module more than once (one bundle a route): the archive hangs on the process.
const held = globalThis as typeof globalThis & { acknakArchive?: Promise<Archive> }

/** Opens the archive of ACKNAK_DATA (default `.acknak`) once; a failure is not kept, the next request tries again. */
export function archive(): Promise<Archive> {
  held.acknakArchive ??= open().catch((error: unknown) => {
    delete held.acknakArchive
    throw error
  })
  return held.acknakArchive
}

async function open(): Promise<Archive> {
  const databaseUrl = process.env.DATABASE_URL
  const store = await openStore(
    databaseUrl
      ? { databaseUrl }
      : { dataDir: resolve(/* turbopackIgnore: true */ process.env.ACKNAK_DATA ?? '.acknak') },
  )
  const url = process.env.ACKNAK_MEILI_URL
  const key = process.env.ACKNAK_MEILI_KEY
  const search = await openSearch({ store, meili: url && key ? { url, key } : null })
  const reader = rememberingReader(store.reader, async () => (await revisionOf({ path: store.path })).tag)
  return { reader, search, path: store.path }
}

/** State of the archive's files: any write to the database, its log or the mailmap gives another tag and a newer time. */
export async function revisionOf({ path }: { readonly path: string }): Promise<{ tag: string; atSeconds: number }> {
  const files = await Promise.all(
    [path, `${path}-wal`, join(/* turbopackIgnore: true */ dirname(path), 'mailmap')].map(file =>
      stat(/* turbopackIgnore: true */ file).catch(() => null),
    ),
  )
  const seen = files.map(f => (f === null ? '-' : `${f.mtimeMs} ${f.size}`)).join(' ')
  const newest = Math.max(...files.map(f => f?.mtimeMs ?? 0))
  return { tag: createHash('sha256').update(seen).digest('hex').slice(0, 16), atSeconds: Math.floor(newest / 1000) }
}
