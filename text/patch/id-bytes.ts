/** Bytes kept from call to call; a larger patch gets its own and gives it back. */
const keptBytesMax = 1 << 20

/** By ASCII code: 1 for what counts, 0 for whitespace. */
const counts = new Uint8Array(128).fill(1)
for (const c of [0x20, 0x09, 0x0d, 0x0a]) counts[c] = 0

/**
 * UTF-8 of a diff without its whitespace, gathered line by line to be hashed file by file. Space, tab, LF and CR are
 * whitespace to git patch-id and nothing else is.
 */
export class IdBytes {
  private bytes = new Uint8Array(1 << 16)
  private length = 0
  /** A character came by that mailers put in the place of another: a non-breaking space, a curly quote. */
  hasSuspects = false

  start(charsMax: number): void {
    this.length = 0
    this.hasSuspects = false
    if (this.bytes.length < charsMax + 8) this.bytes = new Uint8Array(charsMax + 8)
  }

  /** Takes the line at `at`; returns where the next one begins. Not beyond `limit`. */
  takeLine(text: string, at: number, limit: number): number {
    let bytes = this.bytes
    let out = this.length
    let i = at
    for (; i < limit; i++) {
      const c = text.charCodeAt(i)
      if (c === 0x0a) {
        i++
        break
      }
      if (c < 0x80) {
        // Written always, kept or not: to branch at every word costs more.
        bytes[out] = c
        out += counts[c] as number
      } else {
        // One byte a character is always free; more are made room for here.
        if (bytes.length - out < limit - i + 8) {
          const grown = new Uint8Array(bytes.length * 2 + limit - i + 8)
          grown.set(bytes.subarray(0, out))
          bytes = this.bytes = grown
        }
        let code = c
        if (c >= 0xd800 && c < 0xe000) {
          const low = c < 0xdc00 && i + 1 < limit ? text.charCodeAt(i + 1) : 0
          if (low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00)
            i++
          } else code = 0xfffd
        }
        if (code === 0xa0 || (code >= 0x2018 && code <= 0x201e)) this.hasSuspects = true
        if (code < 0x800) bytes[out++] = 0xc0 | (code >> 6)
        else {
          if (code < 0x10000) bytes[out++] = 0xe0 | (code >> 12)
          else {
            bytes[out++] = 0xf0 | (code >> 18)
            bytes[out++] = 0x80 | ((code >> 12) & 0x3f)
          }
          bytes[out++] = 0x80 | ((code >> 6) & 0x3f)
        }
        bytes[out++] = 0x80 | (code & 0x3f)
      }
    }
    this.length = out
    return i
  }

  /** Adds the hash of what was gathered to `sum`, byte by byte from the first, with carry; gathers anew. */
  addTo(sum: Uint8Array, sha1: (bytes: Uint8Array) => Uint8Array): void {
    const hash = sha1(this.bytes.subarray(0, this.length))
    this.length = 0
    let carry = 0
    for (let i = 0; i < 20; i++) {
      carry += (sum[i] ?? 0) + (hash[i] ?? 0)
      sum[i] = carry & 0xff
      carry >>= 8
    }
  }

  end(): void {
    if (this.bytes.length > keptBytesMax) this.bytes = new Uint8Array(1 << 16)
  }
}
