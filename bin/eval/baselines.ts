import { aimOf, linearOf, messageBag, probabilities, relationBag, sentenceBag, train } from '../../ingest/index.ts'
import type { Bag, Example } from '../../ingest/index.ts'
import type { Corpus } from './corpus.ts'
import { goldPairsOf, trainOptions } from './examples.ts'
import { labelValues, stanceValues } from './gold.ts'
import { scoresOf } from './metrics.ts'
import type { Pair, Scores } from './metrics.ts'
import { inFive, polarities, polarityOf, stanceGroups } from './score.ts'

/** Macro-F1 of simple ways, each learnt on the other clusters. */
export type Baseline = {
  readonly stanceFive: Scores
  readonly stanceEight: Scores
  readonly labels: Scores
  readonly polarity: Scores
}
export type Baselines = Readonly<Record<'majority' | 'structure' | 'cues' | 'words', Baseline>>

/** Kinds of features that a baseline sees. */
const kinds: Readonly<Record<keyof Baselines, readonly string[]>> = {
  majority: [],
  structure: ['place', 'aim'],
  cues: ['cue', 'cues', 'mark', 'trailer'],
  words: ['word', 'pair'],
}

const only = (bag: Bag, seen: readonly string[]): Bag => {
  const keep = bag.kinds.flatMap((k, i) => (seen.includes(k) ? [i] : []))
  const pick = <T>(all: readonly T[]): T[] => keep.map(i => all[i] as T)
  return {
    ids: pick(bag.ids),
    values: pick(bag.values),
    kinds: pick(bag.kinds),
    starts: pick(bag.starts),
    ends: pick(bag.ends),
  }
}

type Case = Example & { readonly cluster: number }

/** Answers for each cluster by weights learnt on the others. */
const leftOut = (
  cases: readonly Case[],
  clusters: number,
  classes: readonly string[],
  options: Parameters<typeof train>[2],
): Pair[] => {
  const pairs: Pair[] = []
  for (let cluster = 0; cluster < clusters; cluster++) {
    const others = cases.filter(c => c.cluster !== cluster)
    const here = cases.filter(c => c.cluster === cluster)
    if (here.length === 0) continue
    const model = linearOf(train(others, classes, options))
    for (const c of here) {
      const p = probabilities(model, c.bag)
      const at = p.reduce((b, x, i) => (x > (p[b] as number) ? i : b), 0)
      pairs.push({ thread: cluster, gold: c.label, said: classes[at] as string })
    }
  }
  return pairs
}

/** The baselines on labelled threads; sentence bounds and quotes are the tagger's, labels of relations' ends are hidden. */
export const baselinesOf = (corpus: Corpus): Baselines => {
  const sentences = corpus.labelled.flatMap(l =>
    goldPairsOf(l).map(({ i, gold }) => ({ l, i, gold, bag: sentenceBag(l.cut, i) })),
  )
  const messages = corpus.labelled.map(l => ({ l, bag: messageBag(l.cut, null) }))
  const relations = sentences.flatMap(({ l, i, gold }) => {
    const aim = aimOf(l.cut, i)
    const found = gold.relations.find(r => r.target.kind === 'quote')
    return aim.kind === 'quote' && found !== undefined
      ? [{ l, bag: relationBag(l.cut, i, aim, ''), label: polarityOf(found.type) }]
      : []
  })
  const one = (name: keyof Baselines): Baseline => {
    const seen = kinds[name]
    const even = name === 'majority' ? 0 : undefined
    const options = (o: (typeof trainOptions)[keyof typeof trainOptions]) => ({
      ...o,
      evenClasses: even ?? o.evenClasses,
    })
    const n = corpus.clusters.length
    const stance = leftOut(
      messages.map(m => ({ cluster: m.l.cluster, bag: only(m.bag, seen), label: m.l.gold.stance })),
      n,
      stanceValues,
      options(trainOptions.stance),
    )
    const labels = leftOut(
      sentences.map(s => ({ cluster: s.l.cluster, bag: only(s.bag, seen), label: s.gold.label })),
      n,
      labelValues,
      options(trainOptions.labels),
    )
    const polarity = leftOut(
      relations.map(r => ({ cluster: r.l.cluster, bag: only(r.bag, seen), label: r.label })),
      n,
      polarities,
      options(trainOptions.relations),
    )
    return {
      stanceFive: scoresOf(inFive(stance), stanceGroups),
      stanceEight: scoresOf(stance, stanceValues),
      labels: scoresOf(labels, labelValues),
      polarity: scoresOf(polarity, polarities),
    }
  }
  return { majority: one('majority'), structure: one('structure'), cues: one('cues'), words: one('words') }
}
