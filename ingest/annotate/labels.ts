import type { SentenceLabel } from '../../model/index.ts'
import type { Cut } from './features/around.ts'
import type { Bag } from './features/bag.ts'
import { sentenceBag } from './features/sentence.ts'
import { probabilities } from './model/linear.ts'
import type { Models } from './model/models.ts'

/** How much the label before counts beside a sentence's own features; fixed on development threads. */
const turnWeight = 0.35

/** Labels of a mail's sentences before they are written down. */
export type Labelling = {
  readonly bags: readonly Bag[]
  readonly probabilities: readonly (readonly number[])[]
  /** Index of the class of each sentence after the pass over the paragraph. */
  readonly classes: readonly number[]
}

/** Best run of labels of one paragraph (Viterbi): each sentence's log-probability plus the turn from the one before. */
const bestRun = (probs: readonly (readonly number[])[], turns: readonly (readonly number[])[]): number[] => {
  const k = probs[0]?.length ?? 0
  let score = (probs[0] ?? []).map(p => Math.log(p + 1e-9))
  const back: number[][] = []
  for (let i = 1; i < probs.length; i++) {
    const next: number[] = []
    const from: number[] = []
    for (let c = 0; c < k; c++) {
      let best = -Infinity
      let at = 0
      for (let b = 0; b < k; b++) {
        const s = (score[b] as number) + turnWeight * ((turns[b]?.[c] ?? 0) / 1000)
        if (s > best) {
          best = s
          at = b
        }
      }
      next.push(best + Math.log((probs[i]?.[c] ?? 0) + 1e-9))
      from.push(at)
    }
    back.push(from)
    score = next
  }
  const run: number[] = []
  let at = 0
  for (let c = 1; c < k; c++) if ((score[c] as number) > (score[at] as number)) at = c
  for (let i = probs.length - 1; i >= 0; i--) {
    run.unshift(at)
    at = back[i - 1]?.[at] ?? 0
  }
  return run
}

/** Labels each sentence of a mail. */
export const labelSentences = (cut: Cut, models: Pick<Models, 'labels' | 'turns'>): Labelling => {
  const bags = cut.stretches.map((_, i) => sentenceBag(cut, i))
  const probs = bags.map(bag => probabilities(models.labels, bag))
  const classes: number[] = []
  for (let from = 0; from < probs.length; ) {
    let to = from + 1
    while (to < probs.length && cut.stretches[to]?.paragraph === cut.stretches[from]?.paragraph) to++
    classes.push(...bestRun(probs.slice(from, to), models.turns))
    from = to
  }
  return { bags, probabilities: probs, classes }
}

/** Log-odds, thousandths, of each label after each other one, beside its share of all; from runs of labels. */
export const turnsOf = (runs: readonly (readonly SentenceLabel[])[], classes: readonly string[]): number[][] => {
  const k = classes.length
  const share = new Array<number>(k).fill(1)
  const pairs = classes.map(() => new Array<number>(k).fill(0))
  let n = k
  for (const run of runs)
    run.forEach((label, i) => {
      const c = classes.indexOf(label)
      share[c] = (share[c] ?? 0) + 1
      n++
      const before = i === 0 ? -1 : classes.indexOf(run[i - 1] as string)
      const row = pairs[before]
      if (row !== undefined) row[c] = (row[c] ?? 0) + 1
    })
  return pairs.map(row => {
    const sum = row.reduce((a, b) => a + b, 0)
    return row.map((count, c) => {
      const p = (share[c] ?? 1) / n
      return Math.round(1000 * Math.log((count + 20 * p) / (sum + 20) / p))
    })
  })
}
