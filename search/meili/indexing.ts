import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DocumentCursor, Store } from '../../prisma/store/index.ts'
import { shapeVersion } from './documents.ts'
import type { MeiliEngine } from './engine.ts'

/** What the archive remembers of its index; kept in its `meta`. */
type Progress = DocumentCursor & { readonly shape: number }

const progressKey = 'search.meilisearch.progress'
const archiveKey = 'search.archive'
const start: Progress = { revision: 0, id: 0, shape: shapeVersion }
/** Sent together: at 400 the server takes half as much CPU again for the same documents. */
const batchDocuments = 2_000
const idleMs = 1_000
const retryMs = 5_000

/**
 * Name of the archive's index: random once for each database, so that a new archive never meets an old index, and with
 * the shape of its documents.
 */
export async function indexUid(store: Store): Promise<string> {
  const known = (await store.meta(archiveKey)) ?? (await store.keepMeta(archiveKey, randomBytes(8).toString('hex')))
  return `acknak-${known}-${shapeVersion}`
}

async function progressOf(store: Store): Promise<Progress> {
  const text = await store.meta(progressKey)
  const known = text === null ? start : (JSON.parse(text) as Progress)
  return known.shape === shapeVersion ? known : start
}

const remember = (store: Store, cursor: DocumentCursor) =>
  store.setMeta(
    progressKey,
    JSON.stringify({ revision: cursor.revision, id: cursor.id, shape: shapeVersion } satisfies Progress),
  )

/** Documents that Meilisearch has not seen in their present state. */
export const behindBy = async (store: Store): Promise<number> => store.documentsPending(await progressOf(store))

/** Sends everything that changed since the last time; `stopped` ends it between two parcels. Returns documents sent. */
export async function catchUp(
  store: Store,
  engine: MeiliEngine,
  stopped: () => boolean = () => false,
): Promise<number> {
  const held = await engine.prepare()
  let cursor: DocumentCursor = await progressOf(store)
  const expected = (await store.documentsPending(start)) - (await store.documentsPending(cursor))
  // An index that lost documents (its folder was removed, another server answers) is filled again from the start.
  if (held < expected) {
    cursor = start
    await remember(store, cursor)
  }
  let sent = 0
  while (!stopped()) {
    const { documents, next } = await store.documents(cursor, batchDocuments)
    if (documents.length === 0) break
    await engine.index(documents)
    cursor = next
    await remember(store, cursor)
    sent += documents.length
  }
  return sent
}

/** Keeps Meilisearch caught up until stopped. Failures are told once and tried again. */
export function keepUp(store: Store, engine: MeiliEngine, tell: (says: string) => void): { stop(): Promise<void> } {
  const ending = new AbortController()
  const stopped = () => ending.signal.aborted
  const pause = (ms: number) => sleep(ms, undefined, { signal: ending.signal, ref: false }).catch(() => undefined)
  const running = (async () => {
    let told = false
    let caughtUp = false
    while (!stopped()) {
      try {
        if (!caughtUp || (await behindBy(store)) > 0) await catchUp(store, engine, stopped)
        caughtUp = true
        told = false
        await pause(idleMs)
      } catch (error) {
        if (stopped()) return
        if (!told) tell(`indexing waits: ${(error as Error).message}`)
        told = true
        caughtUp = false
        await pause(retryMs)
      }
    }
  })()
  return {
    async stop() {
      ending.abort()
      // A parcel under way is left to the server: it is sent again next time.
      await Promise.race([running, sleep(2_000, undefined, { ref: false })])
    },
  }
}
