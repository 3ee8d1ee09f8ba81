import { Meilisearch } from 'meilisearch'
import type { Task } from 'meilisearch'
import type { SearchAnswer, SearchDocument, SearchEngine } from '../../model/index.ts'
import type { FullText } from '../../prisma/store/index.ts'
import { hitsOf } from '../embedded.ts'
import { meiliDocument, settings } from './documents.ts'
import type { MeiliDocument } from './documents.ts'
import { meiliQuery } from './query.ts'

/** Where a server is, and the key it takes. */
export type MeiliPlace = { readonly url: string; readonly key: string }

/** The query asks what this server cannot do; nothing is wrong with the server. */
export class UnableError extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'UnableError'
  }
}

const searchLimitMs = 3_000
const indexLimitMs = 120_000
const pollMs = 50
/** Asked less often about many documents: a question costs more CPU than a document. */
const manyDocuments = 200
const manyPollMs = 500
/** Bytes of documents sent at once; the server takes 100 MB. */
const payloadMaxBytes = 64 * 1024 * 1024

/** `waitTask` resolves for failed tasks too: a task that did not succeed is an error here. */
function succeeded(task: Task): void {
  if (task.status !== 'succeeded')
    throw new Error(`Meilisearch: ${task.type} ${task.status}: ${task.error?.message ?? 'no reason given'}`)
}

/** Meilisearch as an engine over one index. Result lines come from the store, so they are as current as the archive. */
export function meiliEngine(place: MeiliPlace, uid: string, fullText: FullText) {
  const asking = new Meilisearch({ host: place.url, apiKey: place.key, timeout: searchLimitMs })
  const indexing = new Meilisearch({
    host: place.url,
    apiKey: place.key,
    timeout: indexLimitMs,
    defaultWaitOptions: { timeout: 0, interval: pollMs },
  })
  const engine: SearchEngine = {
    name: 'meilisearch',
    async search(query, { limit, offset }): Promise<SearchAnswer> {
      const startedAt = performance.now()
      const asked = meiliQuery(query)
      if ('unable' in asked) throw new UnableError(asked.unable)
      const found = await asking.index<MeiliDocument>(uid).search(asked.q, {
        limit,
        offset,
        filter: asked.filter,
        facets: ['gfp', 'mechanisms', 'lists'],
        attributesToRetrieve: ['id'],
        attributesToSearchOn: asked.searchOn,
        matchingStrategy: 'all',
        ...(asked.ranked ? {} : { sort: ['atSeconds:desc', 'id:desc'] }),
      })
      const hits = await fullText.hits(found.hits.map(hit => hit.id))
      const { gfp = {}, mechanisms = {}, lists = {} } = found.facetDistribution ?? {}
      return {
        engine: 'meilisearch',
        hits: hitsOf(hits, query),
        total: found.estimatedTotalHits,
        facets: { gfp, mech: mechanisms, list: lists },
        ms: Math.round(performance.now() - startedAt),
        notes: [],
      }
    },
    async index(documents) {
      for (const part of payloads(documents)) {
        const interval = part.length > manyDocuments ? manyPollMs : pollMs
        succeeded(await indexing.index(uid).addDocuments(part, { primaryKey: 'id' }).waitTask({ timeout: 0, interval }))
      }
    },
    async remove(ids) {
      succeeded(
        await indexing
          .index(uid)
          .deleteDocuments([...ids])
          .waitTask(),
      )
    },
  }
  return {
    ...engine,
    /** Makes the index if it is absent, sets it up, drops those of other shapes of this archive; returns how many documents it holds. */
    async prepare(): Promise<number> {
      const made = await indexing.createIndex(uid, { primaryKey: 'id' }).waitTask()
      if (made.status !== 'succeeded' && made.error?.code !== 'index_already_exists') succeeded(made)
      succeeded(await indexing.index(uid).updateSettings(settings).waitTask())
      for (const old of await otherShapes(indexing, uid)) succeeded(await indexing.deleteIndex(old).waitTask())
      return (await indexing.index(uid).getStats()).numberOfDocuments
    },
    /** True when the server answers. */
    isUp: () => asking.isHealthy(),
  }
}

export type MeiliEngine = ReturnType<typeof meiliEngine>

const indexesMax = 1_000

/** Indexes of the same archive whose documents have another shape. */
async function otherShapes(server: Meilisearch, uid: string): Promise<string[]> {
  const archive = uid.slice(0, uid.lastIndexOf('-') + 1)
  const { results } = await server.getRawIndexes({ limit: indexesMax })
  return results.map(i => i.uid).filter(other => other !== uid && other.startsWith(archive))
}

/** Documents in parcels that fit into one request. */
function* payloads(documents: readonly SearchDocument[]): Generator<MeiliDocument[]> {
  let parcel: MeiliDocument[] = []
  let bytes = 0
  for (const document of documents) {
    const size = 2 * (document.body.length + document.quoted.length) + 2_000
    if (parcel.length > 0 && bytes + size > payloadMaxBytes) {
      yield parcel
      ;[parcel, bytes] = [[], 0]
    }
    parcel.push(meiliDocument(document))
    bytes += size
  }
  if (parcel.length > 0) yield parcel
}
