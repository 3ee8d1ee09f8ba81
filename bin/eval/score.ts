import type { Tags } from '../../ingest/index.ts'
import type { Labelled } from './corpus.ts'
import { labelValues, roleValues, stanceValues } from './gold.ts'
import { intervalOf, scoresOf, setScoreOf } from './metrics.ts'
import type { Counts, Pair, Scores, SetScore } from './metrics.ts'
import { overlapOf } from './overlap.ts'

/** What is scored of the tags of a mail; `Tags` is one. */
export type Said = {
  readonly stances: readonly { readonly value: string }[]
  readonly sentences: readonly {
    readonly start: number
    readonly end: number
    readonly label: string
    readonly mechanisms: readonly string[]
    readonly relations: readonly {
      readonly type: string
      readonly target: { readonly kind: string; readonly start: number | null; readonly end: number | null }
    }[]
  }[]
  readonly gfp: readonly Pick<Tags['gfp'][number], 'start' | 'end' | 'flag' | 'spelled' | 'role' | 'negated'>[]
}

/** Stances in five groups (issue text): acceptance, changes wanted, rejection, the author's side, none. */
const group: Readonly<Record<string, string>> = {
  ack: 'ack',
  'ack-conditional': 'ack',
  revise: 'revise',
  nak: 'nak',
  'author-defend': 'author-defend',
  withdraw: 'author-defend',
  none: 'none',
  defer: 'none',
}
export const stanceGroups = ['ack', 'revise', 'nak', 'author-defend', 'none']
export const groupOf = (stance: string): string => group[stance] ?? 'none'

/** Relation types in four groups; undercuts are kept apart from attacks. */
export const polarityOf = (type: string): string =>
  type === 'supports' || type === 'attacks'
    ? type
    : type === 'questions' || type === 'answers'
      ? 'questions-answers'
      : 'other'
export const polarities = ['supports', 'attacks', 'questions-answers', 'other']

/** A label for gold sentences that no sentence of the tagger covers. */
const missed = '(missed)'

/** What one tagger's answers come to, before scores. */
export type Answers = {
  readonly stance: Pair[]
  readonly stancePlain: Pair[]
  readonly labels: Pair[]
  readonly relations: Counts[]
  readonly polarity: Pair[]
  readonly mechanisms: Counts[]
  readonly gfpSpelled: Counts[]
  readonly gfpAll: Counts[]
  readonly roles: Pair[]
  readonly negations: Counts[]
  /** Sentences of the tagger that cover none of the gold; not counted against labels. */
  extra: number
}

export const noAnswers = (): Answers => ({
  stance: [],
  stancePlain: [],
  labels: [],
  relations: [],
  polarity: [],
  mechanisms: [],
  gfpSpelled: [],
  gfpAll: [],
  roles: [],
  negations: [],
  extra: 0,
})

type Quoting = {
  readonly target: { readonly kind: string; readonly start?: number | null; readonly end?: number | null }
}

/** True when two relations go to one quoted block: one covers half of the other. */
const isSameQuote = (a: Quoting, b: Quoting): boolean => {
  const [s, e, t, f] = [a.target.start, a.target.end, b.target.start, b.target.end]
  if (s == null || e == null || t == null || f == null) return false
  return 2 * (Math.min(e, f) - Math.max(s, t)) >= Math.min(e - s, f - t)
}

const relationsOf = (
  answers: Answers,
  thread: number,
  gold: Labelled['gold']['sentences'][number],
  said: Said['sentences'][number] | undefined,
) => {
  if (gold.label === 'other') return
  const wanted = gold.relations.filter(r => r.target.kind === 'quote')
  const given = (said?.relations ?? []).filter(r => r.target.kind === 'quote')
  let right = 0
  for (const w of wanted) {
    const found = given.find(g => isSameQuote(w, g))
    if (found === undefined) continue
    right++
    answers.polarity.push({ thread, gold: polarityOf(w.type), said: polarityOf(found.type) })
  }
  answers.relations.push({ thread, right, said: given.length, gold: wanted.length })
}

/** Number of pairs with the same key. */
const shared = (a: readonly string[], b: readonly string[]): number => {
  const left = [...b]
  let n = 0
  for (const key of a) {
    const at = left.indexOf(key)
    if (at < 0) continue
    left.splice(at, 1)
    n++
  }
  return n
}

/** Flags by sentence: one named twice in a sentence counts once, as most of the labels have it. */
const gfpOf = (answers: Answers, l: Labelled, said: Said) => {
  const { text } = l.cut
  const isSpelled = (g: Labelled['gold']['gfp'][number]) =>
    text.slice(g.sentence.start, g.sentence.end).includes(g.flag)
  const inGold = (g: Said['gfp'][number]) => l.gold.sentences.find(s => s.start <= g.start && g.end <= s.end)
  const key = (start: number | undefined, flag: string) => `${start ?? -1} ${flag}`
  const given = said.gfp.map(g => ({ g, start: inGold(g)?.start })).filter(g => g.start !== undefined)
  const count = (gold: Labelled['gold']['gfp'], mine: typeof given): Counts => {
    const a = [...new Set(gold.map(g => key(g.sentence.start, g.flag)))]
    const b = [...new Set(mine.map(m => key(m.start, m.g.flag)))]
    return { thread: l.cluster, right: shared(a, b), said: b.length, gold: a.length }
  }
  answers.gfpSpelled.push(
    count(
      l.gold.gfp.filter(isSpelled),
      given.filter(m => m.g.spelled),
    ),
  )
  answers.gfpAll.push(count(l.gold.gfp, given))
  const left = [...given]
  let [right, told, wanted] = [0, 0, 0]
  for (const g of l.gold.gfp) {
    const at = left.findIndex(m => key(m.start, m.g.flag) === key(g.sentence.start, g.flag))
    const [m] = at < 0 ? [] : left.splice(at, 1)
    if (g.negated) wanted++
    if (m === undefined) continue
    answers.roles.push({ thread: l.cluster, gold: g.role, said: m.g.role })
    if (m.g.negated) told++
    if (m.g.negated && g.negated) right++
  }
  answers.negations.push({ thread: l.cluster, right, said: told, gold: wanted })
}

/** Adds a mail's answers. `isPlain`: a trailer or an explicit NAK / ack stands in it. */
export const addAnswers = (answers: Answers, l: Labelled, said: Said, isPlain: boolean): void => {
  const thread = l.cluster
  const stance = { thread, gold: l.gold.stance, said: said.stances[0]?.value ?? 'none' }
  answers.stance.push(stance)
  if (isPlain) answers.stancePlain.push(stance)
  const at = overlapOf(l.gold.sentences, said.sentences)
  l.gold.sentences.forEach((gold, i) => {
    const mine = said.sentences[at[i] ?? -1]
    answers.labels.push({ thread, gold: gold.label, said: mine?.label ?? missed })
    relationsOf(answers, thread, gold, mine)
    if (gold.label === 'other') return
    const named = mine?.mechanisms ?? []
    answers.mechanisms.push({
      thread,
      right: shared(gold.mechanisms, named),
      said: named.length,
      gold: gold.mechanisms.length,
    })
  })
  answers.extra += said.sentences.length - new Set(at.filter(i => i >= 0)).size
  gfpOf(answers, l, said)
}

/** A figure with its 95 % interval. */
export type Ranged<T> = T & { readonly interval: readonly [number, number] }

/** Every figure of one tagger. */
export type Card = {
  readonly stance: { readonly eight: Ranged<Scores>; readonly five: Ranged<Scores>; readonly plain: Ranged<Scores> }
  readonly labels: Ranged<Scores> & { readonly extra: number }
  readonly relations: { readonly existence: Ranged<SetScore>; readonly polarity: Ranged<Scores> }
  readonly mechanisms: Ranged<SetScore>
  readonly gfp: {
    readonly spelled: Ranged<SetScore>
    readonly withProse: Ranged<SetScore>
    readonly roles: Ranged<Scores>
    readonly negated: SetScore
  }
}

const ranged = (pairs: readonly Pair[], classes: readonly string[], draws: number): Ranged<Scores> => ({
  ...scoresOf(pairs, classes),
  interval: intervalOf(pairs, p => scoresOf(p, classes).macroF1, draws),
})
const rangedSet = (counts: readonly Counts[], draws: number): Ranged<SetScore> => ({
  ...setScoreOf(counts),
  interval: intervalOf(counts, c => setScoreOf(c).f1, draws),
})

/** Pairs in the five groups. */
export const inFive = (pairs: readonly Pair[]): Pair[] =>
  pairs.map(p => ({ ...p, gold: groupOf(p.gold), said: groupOf(p.said) }))

/** Scores of a tagger's answers; intervals from `draws` draws of whole clusters of threads. */
export const cardOf = (a: Answers, draws: number): Card => ({
  stance: {
    eight: ranged(a.stance, stanceValues, draws),
    five: ranged(inFive(a.stance), stanceGroups, draws),
    plain: ranged(inFive(a.stancePlain), stanceGroups, draws),
  },
  labels: { ...ranged(a.labels, labelValues, draws), extra: a.extra },
  relations: { existence: rangedSet(a.relations, draws), polarity: ranged(a.polarity, polarities, draws) },
  mechanisms: rangedSet(a.mechanisms, draws),
  gfp: {
    spelled: rangedSet(a.gfpSpelled, draws),
    withProse: rangedSet(a.gfpAll, draws),
    roles: ranged(a.roles, roleValues, draws),
    negated: setScoreOf(a.negations),
  },
})
