import { featureCount } from '../features/bag.ts'
import type { Bag } from '../features/bag.ts'
import type { LinearFile } from './linear.ts'

/** A thing with its right answer. */
export type Example = { readonly bag: Bag; readonly label: string }

/** How training goes; fixed on development threads. */
export type TrainOptions = {
  readonly epochs: number
  /** First step (AdaGrad). */
  readonly step: number
  /** Pull towards zero, as if so many examples spoke against each weight. */
  readonly pull: number
  /** 0: every example counts the same; 1: every class does. */
  readonly evenClasses: number
  /** Features seen in fewer examples are left out. */
  readonly seenMin: number
}

/** Weights are whole numbers of 1/`scale`. */
const scale = 1024

/** Steps of a generator (mulberry32) with a fixed start: the same order of examples every time. */
const dice = (seed: number): (() => number) => {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
}

/**
 * Multinomial logistic regression by stochastic gradient (AdaGrad), in a fixed order from a fixed seed: same examples,
 * same weights, bit for bit. Weights are averaged over the second half of the epochs and rounded to whole numbers.
 */
export const train = (examples: readonly Example[], classes: readonly string[], options: TrainOptions): LinearFile => {
  const k = classes.length
  const seen = new Int32Array(featureCount)
  for (const { bag } of examples) for (const id of new Set(bag.ids)) seen[id] = (seen[id] as number) + 1
  const rowOf = new Int32Array(featureCount).fill(-1)
  const kept: number[] = []
  for (let id = 0; id < featureCount; id++)
    if ((seen[id] as number) >= options.seenMin) {
      rowOf[id] = kept.length
      kept.push(id)
    }
  const size = kept.length * k
  const weights = new Float64Array(size + k)
  const squares = new Float64Array(size + k).fill(1e-3)
  const means = new Float64Array(size + k)
  const counts = new Map<string, number>()
  for (const { label } of examples) counts.set(label, (counts.get(label) ?? 0) + 1)
  const importance = new Map(
    classes.map(c => [c, (examples.length / (k * Math.max(1, counts.get(c) ?? 0))) ** options.evenClasses]),
  )
  const order = examples.map((_, i) => i)
  const next = dice(20311)
  const p = new Float64Array(k)
  let averaged = 0
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = next() % (i + 1)
      ;[order[i], order[j]] = [order[j] as number, order[i] as number]
    }
    for (const at of order) {
      const { bag, label } = examples[at] as Example
      const weight = importance.get(label) ?? 1
      for (let c = 0; c < k; c++) p[c] = weights[size + c] as number
      for (let i = 0; i < bag.ids.length; i++) {
        const row = rowOf[bag.ids[i] as number] as number
        if (row < 0) continue
        const value = bag.values[i] as number
        for (let c = 0; c < k; c++) p[c] = (p[c] as number) + value * (weights[row * k + c] as number)
      }
      let max = -Infinity
      for (let c = 0; c < k; c++) max = Math.max(max, p[c] as number)
      let sum = 0
      for (let c = 0; c < k; c++) sum += p[c] = Math.exp((p[c] as number) - max)
      for (let c = 0; c < k; c++) p[c] = weight * ((p[c] as number) / sum - (classes[c] === label ? 1 : 0))
      for (let i = 0; i < bag.ids.length; i++) {
        const id = bag.ids[i] as number
        const row = rowOf[id] as number
        if (row < 0) continue
        const value = bag.values[i] as number
        const pull = options.pull / (seen[id] as number)
        for (let c = 0; c < k; c++) {
          const w = row * k + c
          const slope = (p[c] as number) * value + pull * (weights[w] as number)
          squares[w] = (squares[w] as number) + slope * slope
          weights[w] = (weights[w] as number) - (options.step * slope) / Math.sqrt(squares[w] as number)
        }
      }
      for (let c = 0; c < k; c++) {
        const slope = p[c] as number
        squares[size + c] = (squares[size + c] as number) + slope * slope
        weights[size + c] =
          (weights[size + c] as number) - (options.step * slope) / Math.sqrt(squares[size + c] as number)
      }
    }
    if (epoch * 2 >= options.epochs) {
      averaged++
      for (let w = 0; w < means.length; w++) means[w] = (means[w] as number) + (weights[w] as number)
    }
  }
  const whole = (w: number) =>
    Math.max(-32000, Math.min(32000, Math.round(((means[w] as number) * scale) / Math.max(1, averaged))))
  const features: number[] = []
  const rows: number[] = []
  let before = 0
  kept.forEach((id, row) => {
    const values = classes.map((_, c) => whole(row * k + c))
    if (values.every(v => Math.abs(v) < 24)) return
    features.push(id - before)
    before = id
    rows.push(...values)
  })
  return {
    classes,
    scale,
    bias: classes.map((_, c) => whole(size + c)),
    features: features.join(' '),
    weights: rows.join(' '),
  }
}
