import { featureCount } from '../features/bag.ts'
import type { Bag } from '../features/bag.ts'

/** Weights of a multinomial logistic regression, one row of `classes.length` a feature. Scores are weights over `scale`. */
export type Linear = {
  readonly classes: readonly string[]
  /** Score of a class before any feature, in 1/scale. */
  readonly bias: readonly number[]
  /** Row of a feature in `rows`, -1 for features never seen. */
  readonly rowOf: Int32Array
  /** Whole numbers, row after row. */
  readonly rows: Int16Array
  readonly scale: number
}

/** What a weights file holds. */
export type LinearFile = {
  readonly classes: readonly string[]
  readonly scale: number
  readonly bias: readonly number[]
  /** Feature numbers in rising order, each as the difference from the one before, blanks between. */
  readonly features: string
  /** Whole numbers, `classes.length` a feature, blanks between. */
  readonly weights: string
}

const numbersIn = (text: string): number[] => (text === '' ? [] : text.split(' ').map(Number))

export const linearOf = (file: LinearFile): Linear => {
  const rowOf = new Int32Array(featureCount).fill(-1)
  let id = 0
  numbersIn(file.features).forEach((step, row) => {
    id += step
    rowOf[id] = row
  })
  const rows = Int16Array.from(numbersIn(file.weights))
  return { classes: file.classes, bias: file.bias, rowOf, rows, scale: file.scale }
}

/** Probabilities of the classes (they sum to 1). Sums run over the features in order: same bag, same figures. */
export const probabilities = (model: Linear, bag: Bag): number[] => {
  const k = model.classes.length
  const scores = new Float64Array(k)
  for (let c = 0; c < k; c++) scores[c] = model.bias[c] ?? 0
  for (let i = 0; i < bag.ids.length; i++) {
    const row = model.rowOf[bag.ids[i] as number] as number
    if (row < 0) continue
    const value = bag.values[i] as number
    const at = row * k
    for (let c = 0; c < k; c++) scores[c] = (scores[c] as number) + value * (model.rows[at + c] as number)
  }
  let max = -Infinity
  for (let c = 0; c < k; c++) max = Math.max(max, scores[c] as number)
  let sum = 0
  const out: number[] = []
  for (let c = 0; c < k; c++) {
    const p = Math.exp(((scores[c] as number) - max) / model.scale)
    out.push(p)
    sum += p
  }
  return out.map(p => p / sum)
}

/** A feature's part in a decision: what it is, its words in the mail (null: structure), its weight in thousandths. */
export type Reason = {
  readonly kind: string
  readonly start: number | null
  readonly end: number | null
  readonly weightMille: number
}

/** Reasons kept of a decision. */
export const reasonsMax = 5

/** The features that speak most for or against class `index`, beside what they say of the other classes on average. */
export const reasonsFor = (model: Linear, bag: Bag, index: number): Reason[] => {
  const k = model.classes.length
  const all: Reason[] = []
  for (let i = 0; i < bag.ids.length; i++) {
    const row = model.rowOf[bag.ids[i] as number] as number
    if (row < 0) continue
    let mean = 0
    for (let c = 0; c < k; c++) mean += (model.rows[row * k + c] as number) / k
    const part = (bag.values[i] as number) * ((model.rows[row * k + index] as number) - mean)
    const weightMille = Math.round((part * 1000) / model.scale)
    if (weightMille === 0) continue
    const start = bag.starts[i] as number
    all.push({
      kind: bag.kinds[i] as string,
      start: start < 0 ? null : start,
      end: start < 0 ? null : (bag.ends[i] as number),
      weightMille,
    })
  }
  return all
    .sort(
      (a, b) =>
        Math.abs(b.weightMille) - Math.abs(a.weightMille) ||
        (a.start ?? -1) - (b.start ?? -1) ||
        (a.end ?? -1) - (b.end ?? -1) ||
        (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0),
    )
    .slice(0, reasonsMax)
}
