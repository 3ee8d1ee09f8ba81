/** A right answer and the one given, of one thing in thread `thread` (a number). */
export type Pair = { readonly thread: number; readonly gold: string; readonly said: string }

export type ClassScore = {
  readonly p: number
  readonly r: number
  readonly f1: number
  readonly gold: number
  readonly said: number
}

/** Scores by class and in all; `kappa` is Cohen's. */
export type Scores = {
  readonly macroF1: number
  readonly accuracy: number
  readonly kappa: number
  readonly n: number
  readonly classes: Readonly<Record<string, ClassScore>>
}

export const f1Of = (right: number, said: number, gold: number): number =>
  said + gold === 0 ? 0 : (2 * right) / (said + gold)

/** Scores of answers; macro-F1 is the mean over the classes that the gold has. */
export const scoresOf = (pairs: readonly Pair[], classes: readonly string[]): Scores => {
  const gold = new Map<string, number>()
  const said = new Map<string, number>()
  const right = new Map<string, number>()
  const add = (m: Map<string, number>, k: string) => void m.set(k, (m.get(k) ?? 0) + 1)
  for (const pair of pairs) {
    add(gold, pair.gold)
    add(said, pair.said)
    if (pair.gold === pair.said) add(right, pair.gold)
  }
  const n = pairs.length
  let sum = 0
  let there = 0
  let correct = 0
  let chance = 0
  const out: Record<string, ClassScore> = {}
  for (const c of classes) {
    const [g, s, r] = [gold.get(c) ?? 0, said.get(c) ?? 0, right.get(c) ?? 0]
    const f1 = f1Of(r, s, g)
    out[c] = { p: s === 0 ? 0 : r / s, r: g === 0 ? 0 : r / g, f1, gold: g, said: s }
    if (g > 0) {
      sum += f1
      there++
    }
    correct += r
    chance += n === 0 ? 0 : (g / n) * (s / n)
  }
  const accuracy = n === 0 ? 0 : correct / n
  return {
    macroF1: there === 0 ? 0 : sum / there,
    accuracy,
    kappa: chance === 1 ? 0 : (accuracy - chance) / (1 - chance),
    n,
    classes: out,
  }
}

/** Things found, said and right, of one thread: for F1 over sets. */
export type Counts = { readonly thread: number; readonly right: number; readonly said: number; readonly gold: number }

export type SetScore = {
  readonly p: number
  readonly r: number
  readonly f1: number
  readonly gold: number
  readonly said: number
}

export const setScoreOf = (all: readonly Counts[]): SetScore => {
  let [right, said, gold] = [0, 0, 0]
  for (const c of all) {
    right += c.right
    said += c.said
    gold += c.gold
  }
  return { p: said === 0 ? 0 : right / said, r: gold === 0 ? 0 : right / gold, f1: f1Of(right, said, gold), gold, said }
}

/** Numbers from 0 up to `n`, the same ones each time. */
const dice = (seed: number) => {
  let a = seed >>> 0
  return (n: number): number => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n)
  }
}

/** Draws of whole threads. */
export const drawsDefault = 1000

/** 95 % interval of a figure: percentiles over threads drawn with replacement, from a fixed seed. */
export const intervalOf = <T extends { readonly thread: number }>(
  items: readonly T[],
  figure: (drawn: readonly T[]) => number,
  draws = drawsDefault,
): [number, number] => {
  const byThread = new Map<number, T[]>()
  for (const item of items) {
    const held = byThread.get(item.thread)
    if (held) held.push(item)
    else byThread.set(item.thread, [item])
  }
  const threads = [...byThread.keys()].sort((a, b) => a - b).map(t => byThread.get(t) as T[])
  if (threads.length === 0) return [0, 0]
  const pick = dice(2031)
  const figures: number[] = []
  for (let d = 0; d < draws; d++) {
    const drawn: T[] = []
    for (let i = 0; i < threads.length; i++) for (const item of threads[pick(threads.length)] as T[]) drawn.push(item)
    figures.push(figure(drawn))
  }
  figures.sort((a, b) => a - b)
  const at = (q: number) =>
    figures[Math.min(figures.length - 1, Math.max(0, Math.round(q * (figures.length - 1))))] as number
  return [at(0.025), at(0.975)]
}
