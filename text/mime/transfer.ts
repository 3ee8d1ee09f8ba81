import type { Problem } from '../../model/index.ts'

export type Transferred = { readonly bytes: Uint8Array; readonly problem: Problem | null }

const hex = new Int8Array(256).fill(-1)
for (let i = 0; i < 10; i++) hex[0x30 + i] = i
for (let i = 0; i < 6; i++) {
  hex[0x41 + i] = 10 + i
  hex[0x61 + i] = 10 + i
}
const base64 = new Int8Array(256).fill(-1)
for (const [i, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  base64[c.charCodeAt(0)] = i

/** Quoted-printable (RFC 2045 6.7). What is no escape stays as it stands, and trailing blanks are kept (mail.md E34). */
export const decodeQuotedPrintable = (bytes: Uint8Array): Transferred => {
  if (!bytes.includes(0x3d)) return { bytes, problem: null }
  const out = new Uint8Array(bytes.length)
  let write = 0
  let damaged = 0
  for (let read = 0; read < bytes.length; ) {
    const c = bytes[read] ?? 0
    if (c !== 0x3d) {
      out[write++] = c
      read++
      continue
    }
    const high = hex[bytes[read + 1] ?? 0] ?? -1
    const low = hex[bytes[read + 2] ?? 0] ?? -1
    if (high >= 0 && low >= 0 && read + 2 < bytes.length) {
      out[write++] = high * 16 + low
      read += 3
      continue
    }
    let end = read + 1
    while (bytes[end] === 0x20 || bytes[end] === 0x09 || bytes[end] === 0x0d) end++
    if (bytes[end] === 0x0a || end >= bytes.length) read = end + 1
    else {
      damaged++
      // Everything up to `end` is copied, so that a run of `=` and blanks is looked at once.
      while (read < end) out[write++] = bytes[read++] ?? 0
    }
  }
  const problem: Problem | null =
    damaged > 0 ? { stage: 'body', code: 'quoted-printable-damaged', detail: `${damaged} stray =` } : null
  return { bytes: out.subarray(0, write), problem }
}

/** True when a line holds nothing but base64 letters, padding and blanks. */
const isBase64Line = (bytes: Uint8Array, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) {
    const c = bytes[i] ?? 0
    if ((base64[c] ?? -1) < 0 && c !== 0x3d && c !== 0x0d && c !== 0x20 && c !== 0x09) return false
  }
  return true
}

/**
 * Base64. Stops at the first line that cannot be base64 (a list footer put under the encoded text, mail.md E48) and
 * keeps that line and all after it as they stand; padding in the middle starts anew.
 */
export const decodeBase64 = (bytes: Uint8Array): Transferred => {
  const out = new Uint8Array(bytes.length + 1)
  let write = 0
  let bits = 0
  let held = 0
  let start = 0
  while (start < bytes.length) {
    const nl = bytes.indexOf(0x0a, start)
    const end = nl < 0 ? bytes.length : nl
    if (!isBase64Line(bytes, start, end)) break
    for (let i = start; i < end; i++) {
      const c = bytes[i] ?? 0
      const value = base64[c] ?? -1
      if (value >= 0) {
        held = ((held << 6) | value) & 0xffffff
        bits += 6
        if (bits >= 8) {
          bits -= 8
          out[write++] = (held >> bits) & 0xff
        }
      } else if (c === 0x3d) bits = 0
    }
    start = end + 1
  }
  if (start >= bytes.length) return { bytes: out.subarray(0, write), problem: null }
  const rest = bytes.subarray(start)
  const whole = new Uint8Array(write + 1 + rest.length)
  whole.set(out.subarray(0, write))
  const needsBreak = write > 0 && out[write - 1] !== 0x0a
  if (needsBreak) whole[write++] = 0x0a
  whole.set(rest, write)
  return {
    bytes: whole.subarray(0, write + rest.length),
    problem: { stage: 'body', code: 'text-after-base64', detail: `${rest.length} bytes kept as they stand` },
  }
}

const identity: ReadonlySet<string> = new Set(['', '7bit', '8bit', 'binary', '7-bit', '8-bit', 'none'])

/** Undoes a Content-Transfer-Encoding; an unknown one leaves the bytes as they are and says so. */
export const decodeTransfer = (bytes: Uint8Array, encoding: string): Transferred => {
  const name = encoding.trim().toLowerCase()
  if (identity.has(name)) return { bytes, problem: null }
  if (name === 'quoted-printable') return decodeQuotedPrintable(bytes)
  if (name === 'base64') return decodeBase64(bytes)
  return { bytes, problem: { stage: 'body', code: 'transfer-encoding-unknown', detail: name.slice(0, 60) } }
}
