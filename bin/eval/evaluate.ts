import { modelsOf, plainStance, rulesSay, shippedModels, tagMail } from '../../ingest/index.ts'
import type { Models } from '../../ingest/index.ts'
import type { Corpus, Labelled } from './corpus.ts'
import { baselinesOf } from './baselines.ts'
import type { Baselines } from './baselines.ts'
import { trainModels } from './examples.ts'
import { drawsDefault } from './metrics.ts'
import { addAnswers, cardOf, noAnswers } from './score.ts'
import type { Card, Said } from './score.ts'

/** How a thread was tagged: by the shipped weights, which never saw it, or by weights trained without its cluster. */
export type Tagged = { readonly thread: string; readonly messages: number; readonly by: 'shipped' | 'left-out' }

/** What `acknak eval` says. */
export type Evaluation = Card & {
  readonly model: string
  readonly matched: { readonly messages: number; readonly found: number; readonly missing: number }
  readonly clusters: readonly (readonly string[])[]
  readonly threads: readonly Tagged[]
  /** The same figures for rules alone: no model. */
  readonly rules: Card
  readonly baselines: Baselines
}

/** Threads' clusters that the shipped weights have seen a mail of. */
const seenBy = (corpus: Corpus, models: Models | null): Set<number> => {
  const texts = new Set(models?.trainedOn.texts ?? [])
  return new Set(corpus.labelled.filter(l => texts.has(l.gold.textSha256.slice(0, 8))).map(l => l.cluster))
}

const scored = (labelled: readonly Labelled[], say: (l: Labelled) => Said, draws: number): Card => {
  const answers = noAnswers()
  for (const l of labelled) addAnswers(answers, l, say(l), plainStance(l.cut) !== null)
  return cardOf(answers, draws)
}

/**
 * Scores the tagger on labelled threads. No thread is tagged by weights that saw its cluster: threads of the shipped
 * weights' training are tagged by weights trained anew on the other clusters given here.
 */
export const evaluate = (corpus: Corpus, tell: (line: string) => void, draws = drawsDefault): Evaluation => {
  const shipped = shippedModels()
  const seen = seenBy(corpus, shipped)
  const perCluster = new Map<number, Models>()
  corpus.clusters.forEach((names, cluster) => {
    const others = corpus.labelled.filter(l => l.cluster !== cluster)
    if (!seen.has(cluster) || others.length === 0) return
    tell(`training without ${names.join(', ')}`)
    perCluster.set(cluster, modelsOf(trainModels(others)))
  })
  const threads = new Map<string, { thread: string; messages: number; by: Tagged['by'] }>()
  for (const l of corpus.labelled) {
    const by = perCluster.has(l.cluster) ? 'left-out' : 'shipped'
    const known = threads.get(l.thread) ?? { thread: l.thread, messages: 0, by }
    threads.set(l.thread, { ...known, messages: known.messages + 1 })
  }
  const card = scored(corpus.labelled, l => tagMail(l.cut, perCluster.get(l.cluster) ?? shipped), draws)
  tell('baselines')
  return {
    model: shipped.id,
    matched: { messages: corpus.messages, found: corpus.labelled.length, missing: corpus.missing },
    clusters: corpus.clusters,
    threads: [...threads.values()],
    ...card,
    rules: scored(corpus.labelled, l => rulesSay(l.cut), draws),
    baselines: baselinesOf(corpus),
  }
}
