import { isAscii, isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'

export { isAscii, isUtf8 }

/** sha256 in hex of bytes, or of a string's UTF-8. */
export const sha256 = (data: Uint8Array | string): string => hash('sha256', data, 'hex')

/** sha1 of bytes, as git's patch-ids are made of. */
export const sha1 = (data: Uint8Array): Uint8Array => hash('sha1', data, 'buffer')

/** The same memory as a Buffer, whose searches and decoders are native. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** A map that forgets everything when full: strings that repeat from mail to mail are read once. */
export const boundedCache = <V>(entriesMax: number, make: (key: string) => V): ((key: string) => V) => {
  const held = new Map<string, V>()
  return key => {
    const known = held.get(key)
    if (known !== undefined) return known
    const value = make(key)
    if (held.size >= entriesMax) held.clear()
    held.set(key, value)
    return value
  }
}
