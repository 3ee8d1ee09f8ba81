import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openSource, parseMessage, SourceError } from '../../ingest/index.ts'

/** A text that may hold reports, and where it came from. */
export type LogText = { readonly source: string; readonly messageId: string | null; readonly text: string }

/** A log above this is read up to here. */
const bytesMax = 64 * 1024 * 1024
const filesMax = 20_000

const isMail = (head: string): boolean => {
  if (/^From [^\n]{1,400}\d{4}\n/.test(head)) return true
  const headers = head.slice(0, Math.max(0, head.indexOf('\n\n')))
  return (
    /^[!-9;-~]+:/.test(headers) &&
    /^(?:message-id|from|date):/im.test(headers) &&
    /^(?:subject|to|received):/im.test(headers)
  )
}

/** A test run's record: JSON with the log in `raw_dmesg` or `dmesg`. */
const dmesgOf = (text: string): string | null => {
  if (!text.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const log = 'raw_dmesg' in value ? value.raw_dmesg : 'dmesg' in value ? value.dmesg : null
    return typeof log === 'string' ? log : null
  } catch {
    return null
  }
}

async function* ofMail(path: string, input?: AsyncIterable<Uint8Array>): AsyncGenerator<LogText> {
  const opened = await openSource(path, { list: null, ...(input === undefined ? {} : { input }) })
  for await (const chunk of opened.read())
    for (const item of chunk) {
      const parsed = item.kind === 'mail' ? await parseMessage(item) : null
      if (parsed !== null && !('kind' in parsed))
        yield { source: path, messageId: parsed.headers.messageId, text: parsed.text }
    }
  const failure = opened.failure()
  if (failure !== null) throw failure
}

const readInput = async (): Promise<Buffer> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    parts.push(part)
    size += part.length
    if (size > bytesMax) break
  }
  return Buffer.concat(parts)
}

const readPath = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new SourceError(path, code === 'ENOENT' ? 'no such file: check the path' : `cannot be read (${code})`)
  }
}

const unzip = (path: string, bytes: Buffer): Buffer => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: 1024 * 1024 * 1024 })
  } catch {
    throw new SourceError(path, 'is a damaged gzip file: download it again')
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Texts of a log, a mail, a mailbox (plain or gzip), or standard input for `-`. Throws SourceError for what cannot be read. */
async function* ofFile(path: string): AsyncGenerator<LogText> {
  const raw = path === '-' ? await readInput() : readPath(path)
  if (raw.length === 0) throw new SourceError(path, 'is empty: give a kernel log or a mail')
  const bytes = unzip(path, raw)
  const head = bytes.toString('utf8', 0, 64 * 1024)
  if (isMail(head) || head.startsWith('# v2 git bundle') || head.startsWith('# v3 git bundle')) {
    yield* path === '-' ? ofMail(path, once(raw)) : ofMail(path)
    return
  }
  const text = bytes.toString('utf8', 0, bytesMax)
  yield { source: path, messageId: null, text: dmesgOf(text) ?? text }
}

/** Files below a folder, sorted; a folder that is itself a mail source is one. */
const filesBelow = (folder: string): string[] => {
  const found: string[] = []
  const walk = (dir: string, depth: number) => {
    for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= filesMax) return
      const path = join(dir, entry.name)
      if (entry.isDirectory() && depth < 8) walk(path, depth + 1)
      else if (entry.isFile()) found.push(path)
    }
  }
  walk(folder, 0)
  return found
}

const isFolder = (path: string): boolean => {
  try {
    return path !== '-' && statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** Texts of everything named; `failed` hears of what could not be read, and the rest goes on. */
export async function* logTexts(
  paths: readonly string[],
  failed: (error: SourceError) => void,
): AsyncGenerator<LogText> {
  for (const path of paths)
    for (const file of isFolder(path) ? filesBelow(path) : [path])
      try {
        yield* ofFile(file)
      } catch (error) {
        if (!(error instanceof SourceError)) throw error
        failed(error)
      }
}
