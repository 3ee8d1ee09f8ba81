import { hashStart, hashStep } from '../vocabulary.ts'

/** Bits of a feature's number. */
export const featureBits = 18
/** Numbers of features run from 0 to this, exclusive. */
export const featureCount = 1 << featureBits

/** Hash of a feature's name (FNV-1a, folded to `featureBits`). */
export const featureId = (name: string): number => {
  let hash = hashStart
  for (let i = 0; i < name.length; i++) hash = hashStep(hash, name.charCodeAt(i))
  hash ^= hash >>> featureBits
  return hash & (featureCount - 1)
}

/** Features of one thing to be tagged: parallel arrays. `start` -1: rests on no words (position, structure). */
export type Bag = {
  readonly ids: number[]
  readonly values: number[]
  /** What a feature is, for the explanation: `word`, `pair`, `first`, `cue`, `place`, `around`. */
  readonly kinds: string[]
  readonly starts: number[]
  readonly ends: number[]
}

export const newBag = (): Bag => ({ ids: [], values: [], kinds: [], starts: [], ends: [] })

/** Number of a feature that is two others at once. */
export const pairId = (a: number, b: number): number => {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x165667b1, 0xc2b2ae35)
  hash ^= hash >>> 15
  return hash & (featureCount - 1)
}

/** Adds a feature by its number. */
export const putId = (bag: Bag, kind: string, id: number, value: number, start: number, end: number): void => {
  bag.ids.push(id)
  bag.values.push(value)
  bag.kinds.push(kind)
  bag.starts.push(start)
  bag.ends.push(end)
}

/** Adds a feature; the name is hashed and not kept. */
export const put = (bag: Bag, kind: string, name: string, value = 1, start = -1, end = -1): void => {
  bag.ids.push(featureId(`${kind}:${name}`))
  bag.values.push(value)
  bag.kinds.push(kind)
  bag.starts.push(start)
  bag.ends.push(end)
}
