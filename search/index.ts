import type { SearchAnswer, SearchQuery, SearchRefusal } from '../model/index.ts'
import type { Store } from '../prisma/store/index.ts'
import { embeddedEngine } from './embedded.ts'
import { behindBy, catchUp, indexUid, keepUp } from './meili/indexing.ts'
import { meiliEngine, UnableError } from './meili/engine.ts'
import type { MeiliEngine, MeiliPlace } from './meili/engine.ts'
import { parseQuery } from './query.ts'

export { parseQuery, prefixes } from './query.ts'
export type { MeiliPlace } from './meili/engine.ts'

/** Search over one archive: asks Meilisearch when it is up and has seen everything, else the database's own full text. */
export type Search = {
  /** Answers a query as typed, or says why it cannot be answered and what would work. */
  answer(query: string, page: { limit: number; offset: number }): Promise<SearchAnswer | SearchRefusal>
  /** Which engine would answer now. */
  engineName(): Promise<SearchAnswer['engine']>
  /** Sends to Meilisearch what changed, once; returns documents sent. Throws when the server does not answer. */
  catchUp(): Promise<number>
  /** Keeps Meilisearch caught up in the background until `stop`. */
  startIndexing(): void
  stop(): Promise<void>
}

/** After a failure the server is left alone for this long. */
const restMs = 5_000
const limitMax = 1_000

/** Opens search over a store. Without `meili` the embedded engine answers alone. Never fails because of the server. */
export async function openSearch({
  store,
  meili,
  tell,
}: {
  store: Store
  meili?: MeiliPlace | null
  tell?: (says: string) => void
}): Promise<Search> {
  const embedded = embeddedEngine(store.fullText)
  const server: MeiliEngine | null = meili ? meiliEngine(meili, await indexUid(store), store.fullText) : null
  const told = tell ?? (says => process.stderr.write(`search: ${says}\n`))
  let restUntil = 0
  let keeping: { stop(): Promise<void> } | null = null

  /** Why the server is not asked now; null when it is to be asked. */
  const hindrance = async (): Promise<string | null> => {
    if (!server) return ''
    if (performance.now() < restUntil) return 'the search server does not answer'
    const behind = await behindBy(store)
    return behind > 0 ? `the search server has ${behind} ${behind === 1 ? 'message' : 'messages'} still to index` : null
  }

  const ask = async (query: SearchQuery, page: { limit: number; offset: number }): Promise<SearchAnswer> => {
    let why = await hindrance()
    if (server && why === null) {
      try {
        return await server.search(query, page)
      } catch (error) {
        if (error instanceof UnableError) why = `the search server cannot do ${error.message}`
        else {
          restUntil = performance.now() + restMs
          why = 'the search server does not answer'
        }
      }
    }
    const answer = await embedded.search(query, page)
    return why ? { ...answer, notes: [...answer.notes, `${why}: the database's own full text answered`] } : answer
  }

  return {
    async answer(text, { limit, offset }) {
      const query = parseQuery(text)
      if ('refused' in query) return query
      const whole = (n: number) => Math.max(0, Math.trunc(n) || 0)
      return ask(query, { limit: Math.min(limitMax, whole(limit)), offset: whole(offset) })
    },
    engineName: async () => ((await hindrance()) === null && (await server?.isUp()) ? 'meilisearch' : 'embedded'),
    async catchUp() {
      return server ? catchUp(store, server) : 0
    },
    startIndexing() {
      if (server) keeping ??= keepUp(store, server, told)
    },
    async stop() {
      await keeping?.stop()
      keeping = null
    },
  }
}
