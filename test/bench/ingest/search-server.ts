import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from './measure.ts'
import type { MeiliCost } from './meili.ts'
import { ingest } from './phases.ts'

const script = join(import.meta.dirname, 'meili.ts')

/** CPU of a search server beside what acknak adds. */
export type SearchServerResult = {
  readonly documents: number
  /** The server alone, fed the same documents in requests as large as it takes. */
  readonly bareSeconds: number
  /** The server when acknak feeds it. */
  readonly serverSeconds: number
  /** Reading documents from the archive and sending them. */
  readonly sendingSeconds: number
  /** `acknak ingest` before that, with its own full text. */
  readonly ingestSeconds: number
}

/** Measures both on one mailbox, each in processes of their own. Throws where no server can be started. */
export const searchServerCost = async (mbox: string, dir: string): Promise<SearchServerResult> => {
  const place = join(dir, 'search-server')
  mkdirSync(place, { recursive: true })
  const [data, documents] = [join(place, 'data'), join(place, 'documents.ndjson')]
  const run = async (...args: string[]) =>
    JSON.parse((await measure(process.execPath, [script, ...args])).out) as MeiliCost
  const ingested = await ingest(mbox, data)
  await run('documents', data, documents)
  const bare = await run('bare', documents, join(place, 'bare'))
  const ours = await run('ours', data)
  rmSync(place, { recursive: true, force: true })
  return {
    documents: ours.documents,
    bareSeconds: bare.serverSeconds,
    serverSeconds: ours.serverSeconds,
    sendingSeconds: ours.ownSeconds,
    ingestSeconds: ingested.cpuSeconds,
  }
}
