import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { constants, gunzipSync } from 'node:zlib'
import { SourceError } from '../types.ts'
import type { Probe, SourceOptions } from '../types.ts'
import { lookAhead, standardInput } from './stdin.ts'

/** Bytes of a file that are looked at to tell what it is, and of what they decompress to. */
const probeBytes = 256 * 1024
const probeOutMax = 16 * 1024 * 1024

const why: Record<string, string> = {
  ENOENT: 'no such file: check the path',
  EACCES: 'may not be read: check its permissions',
  EPERM: 'may not be read: check its permissions',
}

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b

/** Looks at the first bytes of something, through gzip. Throws for what is empty or damaged from its start. */
export const probeHead = (
  start: Pick<Probe, 'path' | 'fileName' | 'sizeBytes' | 'input'> & { readonly bytes: Buffer },
): Probe => {
  const { bytes, ...probe } = start
  const { path } = probe
  if (bytes.length === 0) throw new SourceError(path, 'is empty: download or export it again')
  if (!isGzip(bytes)) return { ...probe, head: bytes.subarray(0, probeBytes), isGzip: false }
  let head: Buffer
  try {
    head = gunzipSync(bytes.subarray(0, probeBytes), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: probeOutMax,
    })
  } catch (error) {
    const { code = '', message = '' } = error as { code?: string; message?: string }
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new SourceError(path, 'grows beyond all measure when decompressed: it is no mail archive')
    throw new SourceError(path, `is a damaged gzip file (${message}): download it again`)
  }
  if (head.length === 0) throw new SourceError(path, 'is an empty or truncated gzip file: download it again')
  if (isGzip(head)) throw new SourceError(path, 'is gzip inside gzip: run gunzip on it once and give the result')
  return { ...probe, head, isGzip: true }
}

const probePath = (path: string): Probe => {
  const fileName = basename(resolve(path))
  try {
    const stat = statSync(path)
    if (stat.isDirectory())
      return {
        path,
        fileName,
        head: Buffer.alloc(0),
        isGzip: false,
        sizeBytes: null,
        entries: readdirSync(path).sort(),
      }
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(probeBytes)
      const size = readSync(file, bytes, 0, probeBytes, stat.isFile() ? 0 : null)
      return probeHead({ path, fileName, sizeBytes: stat.size, bytes: bytes.subarray(0, size) })
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (error instanceof SourceError) throw error
    const { code = '', message = '' } = error as { code?: string; message?: string }
    throw new SourceError(path, why[code] ?? `cannot be read (${message})`)
  }
}

const urlOf = (path: string): URL | null => (/^https?:\/\//i.test(path) && URL.canParse(path) ? new URL(path) : null)

/** What can be seen of a source: standard input for `-`, a web address, a folder, a file. */
export const probeOf = async (path: string, options: SourceOptions): Promise<Probe> => {
  if (path === '-') {
    const { head, all } = await lookAhead(standardInput(options.input), probeBytes)
    return probeHead({ path, fileName: 'stdin', sizeBytes: null, bytes: head, input: all })
  }
  const url = urlOf(path)
  if (url !== null) return { path, fileName: url.host, head: Buffer.alloc(0), isGzip: false, sizeBytes: null, url }
  return probePath(path)
}
