import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { download } from '../ingest/index.ts'
import { UserError } from './errors.ts'

/** File name for a Message-ID: letters, digits, dot and dash, at most 120 characters. */
const fileName = (id: string) => `${id.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 120)}.mbox.gz`

/** One thread as lore's `t.mbox.gz`, or null when lore has no such Message-ID. */
async function getThread(lore: string, id: string): Promise<Uint8Array | null> {
  const url = new URL(`${lore}/all/${encodeURIComponent(id)}/t.mbox.gz`)
  const got = await download(url, isOwn(url) ? 0 : undefined)
  if (got.kind === 'bytes') return got.bytes
  if (got.kind === 'absent') return null
  throw new UserError(
    got.says.includes(url.href) ? got.says : `${url.href}: ${got.says}`,
    got.kind === 'outage' ? 3 : 2,
  )
}

/** True for a server on this machine: nobody else's patience is at stake. */
const isOwn = (url: URL) => url.hostname === '127.0.0.1'

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
