/**
 * What the search server costs, in a process of its own. `node meili.ts documents DATA FILE` writes the documents of an
 * archive as lines of JSON; `node meili.ts bare FILE DIR` has a server index those lines and nothing else, in requests as
 * large as it takes; `node meili.ts ours DATA` brings the server of an archive up to date as `acknak` does. The last two
 * print JSON: documents, CPU seconds of the server and (from its start on) of this process, wall seconds.
 */
import { once } from 'node:events'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Meilisearch } from 'meilisearch'
import { startMeili } from '../../../bin/meili.ts'
import type { RunningMeili } from '../../../bin/meili.ts'
import { openStore } from '../../../prisma/store/index.ts'
import { meiliDocument, settings } from '../../../search/meili/documents.ts'
import { meiliEngine } from '../../../search/meili/engine.ts'
import { catchUp, indexUid } from '../../../search/meili/indexing.ts'

/** What one run came to. */
export type MeiliCost = {
  readonly documents: number
  readonly serverSeconds: number
  readonly ownSeconds: number
  readonly wallSeconds: number
}

const ticksPerSecond = 100
const pageDocuments = 1_000
/** The server takes requests of 100 MB. */
const requestMaxChars = 80 * 1024 * 1024

const serverSeconds = (dir: string): number => {
  const { pid } = JSON.parse(readFileSync(join(dir, 'meilisearch', 'running.json'), 'utf8')) as { pid: number }
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

const started = async (dataDir: string): Promise<RunningMeili> => {
  const server = await startMeili({ dataDir })
  if ('missing' in server) throw new Error(server.missing)
  return server
}

/** Runs `work` against the server of a folder and prints what both sides cost. */
const measured = async (dir: string, work: (server: RunningMeili) => Promise<number>): Promise<void> => {
  const startedAt = performance.now()
  const server = await started(dir)
  // Finding, checking and starting the server's program is paid once, whatever is indexed.
  const before = process.cpuUsage()
  try {
    const documents = await work(server)
    const { user, system } = process.cpuUsage(before)
    const cost: MeiliCost = {
      documents,
      serverSeconds: serverSeconds(dir),
      ownSeconds: (user + system) / 1e6,
      wallSeconds: (performance.now() - startedAt) / 1000,
    }
    process.stdout.write(`${JSON.stringify(cost)}\n`)
  } finally {
    await server.stop()
  }
}

const [mode, from, to] = process.argv.slice(2).map((word, i) => (i === 0 ? word : resolve(word)))
if (mode === 'documents' && from !== undefined && to !== undefined) {
  const store = await openStore({ dataDir: from })
  const out = createWriteStream(to)
  let cursor = { revision: 0, id: 0 }
  for (;;) {
    const { documents, next } = await store.documents(cursor, pageDocuments)
    if (documents.length === 0) break
    for (const document of documents)
      if (!out.write(`${JSON.stringify(meiliDocument(document))}\n`)) await once(out, 'drain')
    cursor = next
  }
  out.end()
  await once(out, 'finish')
  await store.close()
  process.stdout.write('0\n')
} else if (mode === 'bare' && from !== undefined && to !== undefined)
  await measured(to, async ({ url, key }) => {
    const client = new Meilisearch({ host: url, apiKey: key, defaultWaitOptions: { timeout: 0, interval: 500 } })
    const index = client.index('bench')
    await client.createIndex('bench', { primaryKey: 'id' }).waitTask()
    await index.updateSettings(settings).waitTask()
    const send = async (lines: readonly string[]) => {
      const task = await index.addDocumentsFromString(lines.join('\n'), 'application/x-ndjson').waitTask()
      if (task.status !== 'succeeded') throw new Error(task.error?.message ?? task.status)
    }
    let [lines, chars, documents]: [string[], number, number] = [[], 0, 0]
    for await (const line of createInterface({ input: createReadStream(from) })) {
      if (chars + line.length > requestMaxChars) {
        await send(lines)
        ;[lines, chars] = [[], 0]
      }
      lines.push(line)
      chars += line.length
      documents++
    }
    await send(lines)
    return documents
  })
else if (mode === 'ours' && from !== undefined)
  await measured(from, async server => {
    const store = await openStore({ dataDir: from })
    try {
      return await catchUp(store, meiliEngine(server, await indexUid(store), store.fullText))
    } finally {
      await store.close()
    }
  })
else throw new Error('usage: meili.ts documents DATA FILE | bare FILE DIR | ours DATA')
