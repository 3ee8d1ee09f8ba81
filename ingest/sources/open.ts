import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { constants, gunzipSync } from 'node:zlib'
import { sources } from './all.ts'
import { SourceError } from './types.ts'
import type { OpenedSource, Probe, SourceOptions } from './types.ts'

/** Bytes of a file that are looked at to tell what it is, and of what they decompress to. */
const probeBytes = 256 * 1024
const probeOutMax = 16 * 1024 * 1024

const why: Record<string, string> = {
  ENOENT: 'no such file: check the path',
  EACCES: 'may not be read: check its permissions',
  EPERM: 'may not be read: check its permissions',
}

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b

const probeOf = (path: string): Probe => {
  let bytes: Buffer
  let sizeBytes: number
  try {
    const stat = statSync(path)
    if (stat.isDirectory())
      throw new SourceError(
        path,
        'a folder of no known kind: give the mbox files in it by name, for example FOLDER/*.mbox',
      )
    sizeBytes = stat.size
    const file = openSync(path, 'r')
    try {
      bytes = Buffer.alloc(probeBytes)
      bytes = bytes.subarray(0, readSync(file, bytes, 0, probeBytes, 0))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error instanceof SourceError) throw error
    const { code = '', message = '' } = error as { code?: string; message?: string }
    throw new SourceError(path, why[code] ?? `cannot be read (${message})`)
  }
  const fileName = basename(path)
  if (bytes.length === 0) throw new SourceError(path, 'is empty: download or export it again')
  if (!isGzip(bytes)) return { path, fileName, head: bytes, isGzip: false, sizeBytes }
  let head: Buffer
  try {
    head = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: probeOutMax })
  } catch (error) {
    const { code = '', message = '' } = error as { code?: string; message?: string }
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new SourceError(path, 'grows beyond all measure when decompressed: it is no mail archive')
    throw new SourceError(path, `is a damaged gzip file (${message}): download it again`)
  }
  if (head.length === 0) throw new SourceError(path, 'is an empty or truncated gzip file: download it again')
  if (isGzip(head)) throw new SourceError(path, 'is gzip inside gzip: run gunzip on it once and give the result')
  return { path, fileName, head, isGzip: true, sizeBytes }
}

const isHtml = (head: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|\?xml|!--)/i.test(head.toString('latin1', 0, 1024))

/**
 * Opens a source by what its first bytes say it is. Throws `SourceError` with one line for what cannot be read: a path
 * that is not there, a folder, an empty file, an HTML page, something that is no mail at all.
 */

export const openSource = async (path: string, options: SourceOptions = {}): Promise<OpenedSource> => {
  const probe = probeOf(path)
  if (isHtml(probe.head))
    throw new SourceError(path, 'is an HTML page, no mailbox: a server answered with a page; download the raw mbox')
  const ranked = sources
    .map(source => ({ source, rank: source.accepts(probe) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
  const [best] = ranked
  if (best === undefined)
    throw new SourceError(
      path,
      'is no mail that can be read: give an mbox file (plain or .gz), a single mail (.eml) or its text (.txt)',
    )
  return best.source.open(probe, options)
}
