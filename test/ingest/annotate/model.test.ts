import { describe, expect, it } from 'vitest'
import { linearOf, newBag, probabilities, put, train } from '../../../ingest/index.ts'
import type { Example } from '../../../ingest/index.ts'
import { reasonsFor } from '../../../ingest/annotate/model/linear.ts'

const options = { epochs: 8, step: 0.2, pull: 0.2, evenClasses: 0.5, seenMin: 1 }
const example = (words: string, label: string): Example => {
  const bag = newBag()
  words.split(' ').forEach((word, i) => put(bag, 'word', word, 1, i, i + 1))
  return { bag, label }
}
const taught = [
  example('why does it sleep', 'question'),
  example('why is this held', 'question'),
  example('it sleeps under the lock', 'claim'),
  example('the lock is held', 'claim'),
]

describe('the trained model', () => {
  it('is the same, digit for digit, each time it is trained', () => {
    const first = JSON.stringify(train(taught, ['question', 'claim'], options))
    expect(JSON.stringify(train(taught, ['question', 'claim'], options))).toBe(first)
  })

  it('learns what its examples say', () => {
    const model = linearOf(train(taught, ['question', 'claim'], options))
    expect(taught.map(t => probabilities(model, t.bag)[0] ?? 0).map(p => p > 0.5)).toEqual([true, true, false, false])
  })

  it('gives probabilities that sum to one, for unknown words too', () => {
    const model = linearOf(train(taught, ['question', 'claim'], options))
    const p = probabilities(model, example('unheard of', '').bag)
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
  })

  it('names the word that decided', () => {
    const model = linearOf(train(taught, ['question', 'claim'], options))
    expect(reasonsFor(model, (taught[0] as Example).bag, 0)[0]).toMatchObject({ kind: 'word', start: 0, end: 1 })
  })
})
