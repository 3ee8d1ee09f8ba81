import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from './errors.ts'

/** Bounds on what one thread may be, and how often we ask: lore is other people's machine. */
const threadMaxBytes = 64 * 1024 * 1024
const requestLimitMs = 60_000
const betweenRequestsMs = 2_000
const triesMax = 3
const agent = 'acknak/0.1 (mail archive reader; one request every two seconds)'

/** File name for a Message-ID: letters, digits, dot and dash, at most 120 characters. */
const fileName = (id: string) => `${id.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 120)}.mbox.gz`

async function bounded(response: Response, url: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > threadMaxBytes)
      throw new UserError(`${url} is larger than ${threadMaxBytes >> 20} MiB: fetch it by hand and ingest the file`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** One thread as lore's `t.mbox.gz`, or null when lore has no such Message-ID. Retries what may pass. */
async function getThread(lore: string, id: string): Promise<Uint8Array | null> {
  const url = `${lore}/all/${encodeURIComponent(id)}/t.mbox.gz`
  for (let tried = 1; ; tried++) {
    let outage: string
    try {
      const response = await fetch(url, {
        headers: { 'user-agent': agent },
        signal: AbortSignal.timeout(requestLimitMs),
      })
      if (response.status === 404) return null
      if (response.ok) return await bounded(response, url)
      outage = `${url} answered ${response.status}`
      if (response.status < 500 && response.status !== 429) throw new UserError(outage, 3)
      const wait = Number(response.headers.get('retry-after'))
      await sleep(
        Number.isFinite(wait) ? Math.min(Math.max(wait * 1000, betweenRequestsMs), 120_000) : betweenRequestsMs * tried,
      )
    } catch (error) {
      if (error instanceof UserError) throw error
      const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name
      outage = `${new URL(url).host} cannot be reached (${cause}): connect to the internet and run this again, or download ${url} elsewhere and \`acknak ingest\` the file`
      if (cause === 'ENOTFOUND' || cause === 'ECONNREFUSED' || cause === 'EAI_AGAIN') throw new UserError(outage, 3)
      await sleep(betweenRequestsMs * tried)
    }
    if (tried >= triesMax) throw new UserError(outage, 3)
  }
}

/**
 * Fetches whole threads by Message-ID into `folder`, one request every two seconds, each file written whole or not at all.
 * Returns the files, and the ids that lore does not have.
 */
export async function fetchThreads(
  lore: string,
  ids: readonly string[],
  folder: string,
  tell: (done: number, id: string) => void,
): Promise<{ files: string[]; absent: string[] }> {
  mkdirSync(folder, { recursive: true })
  const files: string[] = []
  const absent: string[] = []
  for (const [index, id] of ids.entries()) {
    if (index > 0) await sleep(lore.startsWith('http://127.0.0.1') ? 0 : betweenRequestsMs)
    tell(index, id)
    const bytes = await getThread(lore, id)
    if (!bytes) {
      absent.push(id)
      continue
    }
    const path = join(folder, fileName(id))
    writeFileSync(`${path}.part`, bytes)
    renameSync(`${path}.part`, path)
    files.push(path)
  }
  return { files, absent }
}
