/** Numbers that look random and are the same for a seed on every machine. */
export type Random = {
  /** An integer in [0, n). */
  below(n: number): number
  /** A number in [0, 1). */
  unit(): number
  /** True with a probability. */
  chance(p: number): boolean
  pick<T>(values: readonly T[]): T
}

/** Mixes numbers into one seed of 32 bits. */
export const seedOf = (...parts: readonly number[]): number => {
  let h = 0x9e3779b9
  for (const part of parts) {
    h = Math.imul(h ^ (part | 0), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    h ^= h >>> 16
  }
  return h >>> 0
}

/** mulberry32: 32 bits of state, good enough for mail. */
export const random = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
  const below = (n: number) => next() % n
  const unit = () => next() / 4_294_967_296
  return {
    below,
    unit,
    chance: p => unit() < p,
    pick: values => {
      const value = values[below(values.length)]
      if (value === undefined) throw new Error('nothing to pick from')
      return value
    },
  }
}

/** A normal deviate from two uniform ones (Box-Muller), for sizes that are log-normal. */
export const normal = (r: Random): number => Math.sqrt(-2 * Math.log(1 - r.unit())) * Math.cos(2 * Math.PI * r.unit())
