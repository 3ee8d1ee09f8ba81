import { createReadStream } from 'node:fs'
import { constants, gunzipSync } from 'node:zlib'
import type { Quarantined, RawMessage } from '../../../model/index.ts'

/** A single mail above this is no mail. */
export const mailBytesMax = 64 * 1024 * 1024

type Where = { readonly source: string; readonly position: string }

/** Bytes as one mail; empty ones and those beyond all measure are set apart with the reason. */
export const mailOf = (bytes: Uint8Array, where: Where, envelopeAt: number | null = null): RawMessage | Quarantined => {
  if (bytes.length === 0) return { kind: 'quarantine', bytes, ...where, reason: 'empty' }
  if (bytes.length > mailBytesMax) return { kind: 'quarantine', bytes, ...where, reason: 'too-large' }
  return { kind: 'mail', bytes, form: 'rfc5322', ...where, envelopeAt, problems: [] }
}

/** The bytes of a file that is one mail. Throws what the file system throws. */
export const bytesOfFile = async (path: string): Promise<Buffer> => {
  const parts: Buffer[] = []
  // One byte beyond the bound is enough to know; the rest of such a file is never held.
  for await (const part of createReadStream(path, { end: mailBytesMax, highWaterMark: 256 * 1024 }))
    parts.push(part as Buffer)
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
}

/** A file's bytes as one mail, plain or gzip. */
export const mailOfFile = (bytes: Buffer, where: Where): RawMessage | Quarantined => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return mailOf(bytes, where)
  try {
    return mailOf(gunzipSync(bytes, { maxOutputLength: mailBytesMax, finishFlush: constants.Z_FINISH }), where)
  } catch (error) {
    const reason = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'gz-bomb' : 'gz-damaged'
    return { kind: 'quarantine', bytes, ...where, reason }
  }
}
