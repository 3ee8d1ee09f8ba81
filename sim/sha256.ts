import { bug } from './ints.ts'

const primes = (count: number): number[] => {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every(p => n % p !== 0)) found.push(n)
  return found
}

/** First 32 bits of the fraction of the nth root of p, by whole numbers: floor(root(p * 2^(32n))) mod 2^32. */
const rootBits = (p: number, n: bigint): number => {
  const target = BigInt(p) << (32n * n)
  let low = 0n
  let high = 1n << 40n
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if (middle ** n <= target) low = middle
    else high = middle - 1n
  }
  return Number(low & 0xffffffffn) | 0
}

const rounds = primes(64).map(p => rootBits(p, 3n))
const start = primes(8).map(p => rootBits(p, 2n))

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

/** One block of 16 words into the eight words of `state` (FIPS 180-4, 6.2.2). */
const mix = (state: Int32Array, block: Int32Array): void => {
  const w = new Int32Array(64)
  for (let i = 0; i < 64; i++) {
    if (i < 16) {
      w[i] = block[i]!
      continue
    }
    const [a, b] = [w[i - 15]!, w[i - 2]!]
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + rounds[i]! + w[i]!) | 0
    const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
  }
  const add = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (state[i]! + add[i]!) | 0
}

/** SHA-256 of a text of ASCII letters, as 64 hex digits. Written here because a bare realm has no crypto. */
export const sha256 = (text: string): string => {
  const length = text.length
  const blocks = (length + 9 + 63) >>> 6
  const words = new Int32Array(blocks * 16)
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) bug(`digest of a text that is not ASCII, at ${i}`)
    words[i >> 2]! |= code << (24 - (i & 3) * 8)
  }
  words[length >> 2]! |= 0x80 << (24 - (length & 3) * 8)
  words[blocks * 16 - 2] = length >>> 29
  words[blocks * 16 - 1] = length << 3
  const state = Int32Array.from(start)
  for (let i = 0; i < blocks; i++) mix(state, words.subarray(i * 16, i * 16 + 16))
  return [...state].map(x => (x >>> 0).toString(16).padStart(8, '0')).join('')
}
