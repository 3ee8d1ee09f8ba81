import { bug } from '../ints.ts'

/** Numbers in a growing typed array. */
export type Column = {
  readonly push: (value: number) => void
  readonly at: (i: number) => number
  readonly length: () => number
}

export const column = (): Column => {
  let values = new Int32Array(1 << 14)
  let length = 0
  return {
    push: value => {
      if (length === values.length) {
        const more = new Int32Array(values.length * 2)
        more.set(values)
        values = more
      }
      values[length++] = value
    },
    at: i => values[i]!,
    length: () => length,
  }
}

/** Words of a chunk of the store: 16 MB. */
const chunkWords = 1 << 22

/** States as they were encoded, each kept once, by number from 0 on. */
export type StateStore = {
  readonly size: () => number
  /** Bytes that all states take together. */
  readonly bytesUsed: () => number
  /** Number of a state of `length` words, or -1 when it is new. */
  readonly find: (words: Int32Array, length: number) => number
  /** Keeps the state that `find` did not know, and returns its number. */
  readonly add: (words: Int32Array, length: number) => number
  /** Where a state's bytes are. */
  readonly chunkOf: (id: number) => Uint8Array
  readonly offsetOf: (id: number) => number
}

/**
 * Exact: a hash finds the place, the whole encoding is compared. Encodings delimit themselves, so a longer one does
 * not begin with a shorter.
 */
export const stateStore = (): StateStore => {
  const chunks: Int32Array[] = []
  const bytes: Uint8Array[] = []
  let used = chunkWords
  const places = column()
  const hashes = column()
  let slots = new Int32Array(1 << 15)
  let hash = 0
  const find = (words: Int32Array, length: number): number => {
    let h = length
    for (let i = 0; i < length; i++) {
      h = Math.imul(h ^ words[i]!, 0x9e3779b1)
      h ^= h >>> 15
    }
    hash = h
    const mask = slots.length - 1
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const id = slots[slot]! - 1
      if (id < 0) return -1
      if (hashes.at(id) !== h) continue
      const place = places.at(id)
      const chunk = chunks[place >>> 22]!
      const start = place & (chunkWords - 1)
      let i = 0
      while (i < length && chunk[start + i] === words[i]) i++
      if (i === length) return id
    }
  }
  const enter = (id: number): void => {
    const mask = slots.length - 1
    let slot = hashes.at(id) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = id + 1
  }
  const add = (words: Int32Array, length: number): number => {
    if (used + length > chunkWords) {
      // 2^32 words can be numbered: 16 GB.
      if (length > chunkWords || chunks.length === 1024) bug('no room for more states')
      const chunk = new Int32Array(chunkWords)
      chunks.push(chunk)
      bytes.push(new Uint8Array(chunk.buffer))
      used = 0
    }
    const id = places.length()
    chunks[chunks.length - 1]!.set(words.subarray(0, length), used)
    places.push((chunks.length - 1) * chunkWords + used)
    hashes.push(hash)
    used += length
    if (id * 2 >= slots.length) {
      slots = new Int32Array(slots.length * 2)
      for (let i = 0; i < id; i++) enter(i)
    }
    enter(id)
    return id
  }
  return {
    size: places.length,
    bytesUsed: () => chunks.length * chunkWords * 4 + slots.length * 4 + places.length() * 8,
    find,
    add,
    chunkOf: id => bytes[places.at(id) >>> 22]!,
    offsetOf: id => (places.at(id) & (chunkWords - 1)) * 4,
  }
}
