import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Probe } from '../types.ts'

/** Bytes read from disk and handed on at a time. */
const chunkBytes = 1024 * 1024
/** A gzip that grows beyond this many times its size is no mail: a bomb (mail.md E7). */
const gzipRatioMax = 250
const gzipFreeBytes = 256 * 1024 * 1024

/** How a stream ended: to its end, cut off, damaged, or stopped as a bomb. */
export type StreamEnd = {
  readonly code: 'gz-truncated' | 'gz-damaged' | 'gz-bomb' | 'read-error'
  readonly detail: string
}

export type ByteStream = {
  /** Decompressed bytes. Ends early without throwing when the source is broken; `end()` then tells why. */
  read(): AsyncIterable<Buffer>
  /** Bytes taken from the file so far. */
  bytesRead(): number
  end(): StreamEnd | null
}

const endOf = (error: unknown): StreamEnd => {
  const { code = '', message = String(error) } = error as { code?: string; message?: string }
  if (code === 'Z_BUF_ERROR') return { code: 'gz-truncated', detail: message }
  if (code.startsWith('Z_')) return { code: 'gz-damaged', detail: message }
  return { code: 'read-error', detail: message }
}

/** What people are told about a stream that ended early. */
export const streamSays = (end: StreamEnd): string =>
  ({
    'gz-truncated': 'the gzip file ends too early: download it again; what came before the break was read',
    'gz-damaged': 'the gzip file is damaged: download it again; what came before the damage was read',
    'gz-bomb': 'the gzip file grows beyond all measure and was stopped: it is no mail archive',
    'read-error': `reading broke off: ${end.detail}`,
  })[end.code]

/** Streams a file, or what came instead of one, through gunzip where it is compressed. */
export const openStream = ({ path, isGzip, input }: Pick<Probe, 'path' | 'isGzip' | 'input'>): ByteStream => {
  let taken = 0
  let end: StreamEnd | null = null
  async function* read(): AsyncGenerator<Buffer> {
    const file: Readable =
      input === undefined
        ? createReadStream(path, { highWaterMark: chunkBytes })
        : Readable.from(input(), { objectMode: false })
    file.on('data', (data: Buffer) => (taken += data.length))
    const gunzip = isGzip ? createGunzip({ chunkSize: chunkBytes }) : null
    if (gunzip !== null) {
      file.on('error', error => gunzip.destroy(error))
      file.pipe(gunzip)
    }
    let given = 0
    try {
      for await (const chunk of (gunzip ?? file) as Readable) {
        given += (chunk as Buffer).length
        if (isGzip && given > gzipFreeBytes && given > taken * gzipRatioMax) {
          end = { code: 'gz-bomb', detail: `${taken} bytes grew to more than ${given}` }
          break
        }
        yield chunk as Buffer
      }
    } catch (error) {
      end = endOf(error)
    } finally {
      file.destroy()
      gunzip?.destroy()
    }
  }
  return { read, bytesRead: () => taken, end: () => end }
}
