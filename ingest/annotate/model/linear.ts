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

/** True when reason a goes before b: the weightier one, then the earlier in the text. */
const isBefore = (a: Reason, b: Reason): boolean => {
  const [x, y] = [Math.abs(a.weightMille), Math.abs(b.weightMille)]
  if (x !== y) return x > y
  if (a.start !== b.start) return (a.start ?? -1) < (b.start ?? -1)
  if (a.end !== b.end) return (a.end ?? -1) < (b.end ?? -1)
  return a.kind < b.kind
}

/** The features that speak most for or against class `index`, beside what they say of the other classes on average. */
export const reasonsFor = (model: Linear, bag: Bag, index: number): Reason[] => {
  const k = model.classes.length
  const kept: Reason[] = []
  for (let i = 0; i < bag.ids.length; i++) {
    const row = model.rowOf[bag.ids[i] as number] as number
    if (row < 0) continue
    let sum = 0
    for (let c = 0; c < k; c++) sum += model.rows[row * k + c] as number
    const part = (bag.values[i] as number) * ((model.rows[row * k + index] as number) - sum / k)
    const weightMille = Math.round((part * 1000) / model.scale)
    const last = kept.length < reasonsMax ? undefined : kept[reasonsMax - 1]
    if (weightMille === 0 || (last !== undefined && Math.abs(weightMille) < Math.abs(last.weightMille))) continue
    const from = bag.starts[i] as number
    const reason = {
      kind: bag.kinds[i] as string,
      start: from < 0 ? null : from,
      end: from < 0 ? null : (bag.ends[i] as number),
      weightMille,
    }
    let at = kept.length
    while (at > 0 && isBefore(reason, kept[at - 1] as Reason)) at--
    if (at >= reasonsMax) continue
    kept.splice(at, 0, reason)
    if (kept.length > reasonsMax) kept.pop()
  }
  return kept
}
