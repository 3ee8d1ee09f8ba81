import { setTimeout as sleep } from 'node:timers/promises'

/** Bounds on what one thread may be, and how often we ask: lore is other people's machine. */
export const downloadBytesMax = 64 * 1024 * 1024
const requestLimitMs = 60_000
const betweenRequestsMs = 2_000
const waitMaxMs = 120_000
const triesMax = 3
const agent = 'acknak/0.1 (mail archive reader; one request every two seconds)'

/** When each server was last asked, so that the next request to it waits its turn. */
const askedAt = new Map<string, number>()

/** What a server answered: bytes; that it has no such thing; or one line saying why there is no answer. */
export type Download =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused' | 'outage'; readonly says: string }

async function bounded(response: Response): Promise<Download> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length
    if (size > downloadBytesMax)
      return {
        kind: 'refused',
        says: `is larger than ${downloadBytesMax >> 20} MiB: fetch it by hand and ingest the file`,
      }
    chunks.push(chunk as Uint8Array)
  }
  return { kind: 'bytes', bytes: Buffer.concat(chunks) }
}

async function turn(host: string, gapMs: number): Promise<void> {
  const wait = (askedAt.get(host) ?? -Infinity) + gapMs - performance.now()
  if (wait > 0) await sleep(Math.min(wait, waitMaxMs))
  askedAt.set(host, performance.now())
}

const seconds = (header: string | null): number | null =>
  header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : null

/** Gets one file, politely: bounded in size and time, a pause between requests to one server, three tries at most. */
export async function download(url: URL, gapMs = betweenRequestsMs): Promise<Download> {
  for (let tried = 1; ; tried++) {
    await turn(url.host, gapMs)
    let outage: Download
    let waitMs = gapMs * tried
    try {
      const response = await fetch(url, {
        headers: { 'user-agent': agent },
        signal: AbortSignal.timeout(requestLimitMs),
      })
      if (response.status === 404) return { kind: 'absent' }
      if (response.ok) return await bounded(response)
      const says = `the server answered ${response.status}`
      if (response.status < 500 && response.status !== 429)
        return { kind: 'refused', says: `${says}: check the address` }
      outage = { kind: 'outage', says: `${says}: try again later` }
      waitMs = Math.max(waitMs, seconds(response.headers.get('retry-after')) ?? 0)
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name
      outage = {
        kind: 'outage',
        says: `${url.host} cannot be reached (${cause}): connect to the internet and run this again, or download ${url.href} elsewhere and \`acknak ingest\` the file`,
      }
      if (cause === 'ENOTFOUND' || cause === 'ECONNREFUSED' || cause === 'EAI_AGAIN') return outage
    }
    if (tried >= triesMax || waitMs > waitMaxMs) return outage
    await sleep(waitMs)
  }
}
