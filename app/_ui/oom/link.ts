/** Longest fragment that is made or read, characters: more than any browser of today refuses, less than hurts to paste. */
export const fragmentCharsMax = 400_000
/** Longest log that a fragment may unpack to, bytes. */
export const unpackedBytesMax = 8 * 1024 * 1024

const toBase64Url = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> | null => {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))
  } catch {
    return null
  }
}

const through = (bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): ReadableStream<Uint8Array> =>
  new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>)

/** All bytes of a stream; null above `max`, and then the rest is not read. */
async function gather(stream: ReadableStream<Uint8Array>, max: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > max) {
      await reader.cancel()
      return null
    }
    parts.push(value)
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * A log as a fragment: `z=` deflate and base64url, `t=` base64url alone where the browser cannot compress. The part
 * after `#` never leaves the browser. Null: too long for a link.
 */
export async function fragmentOf(log: string): Promise<string | null> {
  const bytes = new TextEncoder().encode(log)
  if (bytes.length > unpackedBytesMax) return null
  let fragment: string
  try {
    const packed = await gather(through(bytes, new CompressionStream('deflate-raw')), unpackedBytesMax)
    if (packed === null) return null
    fragment = `z=${toBase64Url(packed)}`
  } catch {
    fragment = `t=${toBase64Url(bytes)}`
  }
  return fragment.length > fragmentCharsMax ? null : fragment
}

/** What a fragment carries, or why it cannot be read; null when it carries no log. */
export async function logOfFragment(hash: string): Promise<{ log: string } | { says: string } | null> {
  const match = /^#?([zt])=(.*)$/s.exec(hash)
  if (match === null) return null
  const damaged = { says: 'The log in this link is damaged: part of the address is missing. Ask for it again.' }
  if (hash.length > fragmentCharsMax + 1) return { says: 'The log in this link is longer than this page takes.' }
  const bytes = fromBase64Url(match[2] ?? '')
  if (bytes === null || bytes.length === 0) return damaged
  if (match[1] === 't') return { log: new TextDecoder().decode(bytes) }
  try {
    const log = await gather(through(bytes, new DecompressionStream('deflate-raw')), unpackedBytesMax)
    if (log === null) return { says: 'The log in this link unpacks to more than 8 MB: this page does not open it.' }
    return { log: new TextDecoder().decode(log) }
  } catch {
    return damaged
  }
}
