import { createHash } from 'node:crypto'
import {
  aimOf,
  flagBag,
  gfpPlaces,
  labelSentences,
  linearOf,
  mechanismCandidates,
  messageBag,
  relationBag,
  sentenceBag,
  train,
  turnsOf,
} from '../../ingest/index.ts'
import type { Bag, Example, ModelsFile, TrainOptions } from '../../ingest/index.ts'
import type { Labelled } from './corpus.ts'
import { labelValues, roleValues, stanceValues } from './gold.ts'
import type { GoldSentence } from './gold.ts'
import { overlapOf } from './overlap.ts'

/** Training options of each task; fixed on development threads. */
export const trainOptions = {
  labels: { epochs: 12, step: 0.15, pull: 1, evenClasses: 0.55, seenMin: 2 },
  stance: { epochs: 12, step: 0.06, pull: 0.5, evenClasses: 0.6, seenMin: 2 },
  relations: { epochs: 10, step: 0.12, pull: 0.5, evenClasses: 0.4, seenMin: 2 },
  mechanisms: { epochs: 6, step: 0.12, pull: 0.5, evenClasses: 0, seenMin: 3 },
  roles: { epochs: 15, step: 0.12, pull: 0.4, evenClasses: 0.4, seenMin: 2 },
} satisfies Record<string, TrainOptions>

export const relationClasses = [
  'none',
  'supports',
  'attacks',
  'undercuts',
  'questions',
  'answers',
  'restates',
  'refines',
  'alternative-to',
]

type Taught = { readonly i: number; readonly gold: GoldSentence; readonly bag: Bag }
const taught = new WeakMap<Labelled, readonly Taught[]>()

/** Sentences of a labelled mail with their gold ones; made once. */
const taughtOf = (l: Labelled): readonly Taught[] => {
  let known = taught.get(l)
  if (known === undefined) {
    known = overlapOf(l.gold.sentences, l.cut.stretches).flatMap((at, g) => {
      const gold = l.gold.sentences[g]
      return at < 0 || gold === undefined ? [] : [{ i: at, gold, bag: sentenceBag(l.cut, at) }]
    })
    taught.set(l, known)
  }
  return known
}

/** Sentences of a labelled mail that cover a gold one. */
export const goldPairsOf = taughtOf

const labelExamples = (all: readonly Labelled[]): Example[] =>
  all.flatMap(l => taughtOf(l).map(t => ({ bag: t.bag, label: t.gold.label })))

const runsOf = (all: readonly Labelled[]) =>
  all.flatMap(l => {
    const runs = new Map<number, GoldSentence['label'][]>()
    for (const t of taughtOf(l)) {
      const p = l.cut.stretches[t.i]?.paragraph ?? 0
      runs.set(p, [...(runs.get(p) ?? []), t.gold.label])
    }
    return [...runs.values()]
  })

/** The relation that a labelled sentence has to its aim, or `none`. */
const relationTo = (l: Labelled, t: Taught): string => {
  const aim = aimOf(l.cut, t.i)
  const quote = aim.kind === 'quote' ? l.cut.quotes[aim.quote] : undefined
  for (const r of t.gold.relations) {
    const { kind, start, end } = r.target
    if (aim.kind === 'patch' && (kind === 'patch' || kind === 'parent')) return r.type
    if (
      quote !== undefined &&
      kind === 'quote' &&
      start !== undefined &&
      end !== undefined &&
      start < quote.end &&
      quote.start < end
    )
      return r.type
  }
  return 'none'
}

const relationExamples = (all: readonly Labelled[]): Example[] =>
  all.flatMap(l =>
    taughtOf(l)
      .filter(t => t.gold.label !== 'other')
      .map(t => ({ bag: relationBag(l.cut, t.i, aimOf(l.cut, t.i), t.gold.label), label: relationTo(l, t) })),
  )

const roleExamples = (all: readonly Labelled[]): Example[] =>
  all.flatMap(l => {
    const left = [...l.gold.gfp]
    return gfpPlaces(l.cut).flatMap(place => {
      const s = l.cut.stretches[place.sentence]
      const at = left.findIndex(
        g => s !== undefined && g.flag === place.flag && g.sentence.start < s.end && s.start < g.sentence.end,
      )
      const [gold] = at < 0 ? [] : left.splice(at, 1)
      const label = taughtOf(l).find(t => t.i === place.sentence)?.gold.label ?? 'other'
      return gold === undefined ? [] : [{ bag: flagBag(l.cut, place, label), label: gold.role }]
    })
  })

/** Mechanisms that a sentence may be about, with what the gold says of each; sentences that are `other` teach nothing. */
const mechanismExamples = (all: readonly Labelled[]): Example[] =>
  all.flatMap(l => {
    const gold = new Map(taughtOf(l).map(t => [t.i, t.gold]))
    return mechanismCandidates(l.cut).flatMap(({ sentence, key, bag }) => {
      const g = gold.get(sentence)
      return g === undefined || g.label === 'other' ? [] : [{ bag, label: g.mechanisms.includes(key) ? 'yes' : 'no' }]
    })
  })

/** Parts into which threads are dealt so that a stance is learnt from labels guessed by models that had not seen them. */
const dealt = 4

/** Trains every model on labelled mails. Same mails in the same order: the same weights, bit for bit. */
export const trainModels = (all: readonly Labelled[]): ModelsFile => {
  const labels = train(labelExamples(all), labelValues, trainOptions.labels)
  const turns = turnsOf(runsOf(all), labelValues)
  const stanceExamples: Example[] = []
  const clusters = [...new Set(all.map(l => l.cluster))].sort((a, b) => a - b)
  for (let part = 0; part < dealt; part++) {
    const isHere = (l: Labelled) => clusters.indexOf(l.cluster) % dealt === part
    const here = all.filter(l => isHere(l) && !l.cut.posts)
    if (here.length === 0) continue
    const others = all.filter(l => !isHere(l))
    const guess = {
      labels: linearOf(others.length === 0 ? labels : train(labelExamples(others), labelValues, trainOptions.labels)),
      turns,
    }
    for (const l of here) {
      const { probabilities } = labelSentences(l.cut, guess)
      stanceExamples.push({
        bag: messageBag(l.cut, { labels: labelValues, perSentence: probabilities }),
        label: l.gold.stance,
      })
    }
  }
  const texts = all.map(l => l.gold.textSha256.slice(0, 8)).sort()
  const gold = createHash('sha256')
  for (const l of all) gold.update(JSON.stringify(l.gold))
  const goldSha256 = gold.digest('hex')
  return {
    id: `model-1-${goldSha256.slice(0, 8)}`,
    trainedOn: { goldSha256, threads: [...new Set(all.map(l => l.thread))].sort(), texts },
    turns,
    tasks: {
      labels,
      stance: train(stanceExamples, stanceValues, trainOptions.stance),
      relations: train(relationExamples(all), relationClasses, trainOptions.relations),
      mechanisms: train(mechanismExamples(all), ['no', 'yes'], trainOptions.mechanisms),
      roles: train(roleExamples(all), roleValues, trainOptions.roles),
    },
  }
}
