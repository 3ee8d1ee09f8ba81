import type { RelationType, SentenceLabel, StanceValue, ZoneKind } from '../../model/index.ts'
import type { Cut } from './features/around.ts'
import type { Bag } from './features/bag.ts'
import { flagBag } from './features/flag.ts'
import { messageBag } from './features/message.ts'
import { relationBag } from './features/relation.ts'
import type { Aim } from './features/relation.ts'
import { gfpPlaces } from './gfp.ts'
import { labelSentences } from './labels.ts'
import type { Labelling } from './labels.ts'
import { mechanismsIn } from './mechanisms.ts'
import { probabilities, reasonsFor } from './model/linear.ts'
import type { Models } from './model/models.ts'
import { plainStance } from './stance-rules.ts'
import type { GfpRole, GfpTag, RelationTag, SentenceTag, StanceTag, Tags } from './tags.ts'

/** A label below this (thousandths) is kept back from pages that show tags without asking. */
export const labelSureMille = 450
/** A relation is given where the model finds it likelier than this that there is one. */
const relationMille = 330

const mille = (p: number): number => Math.round(p * 1000)
const best = (p: readonly number[]): number => p.reduce((at, x, i) => (x > (p[at] as number) ? i : at), 0)

/** Zones of own lines that are no sentences; they are `other` as they stand. */
const unspoken: ReadonlySet<ZoneKind> = new Set(['code', 'trace', 'patch-meta'])

/** What sentence `i` may act on: the quote above it in a reply, else the patch under discussion. */
export const aimOf = (cut: Cut, i: number): Aim => {
  const quote = cut.above[i] ?? -1
  return quote >= 0 && !cut.posts ? { kind: 'quote', quote } : { kind: 'patch' }
}

const relationsOf = (cut: Cut, i: number, label: string, own: Bag, models: Models): RelationTag[] => {
  if (label === 'other') return []
  const aim = aimOf(cut, i)
  const bag = relationBag(cut, i, aim, label, own)
  const p = probabilities(models.relations, bag)
  const none = models.relations.classes.indexOf('none')
  if (mille(1 - (p[none] ?? 0)) < relationMille) return []
  const at = best(p.map((x, c) => (c === none ? -1 : x)))
  const why = { by: models.id, probMille: mille(p[at] ?? 0), reasons: reasonsFor(models.relations, bag, at) }
  const type = models.relations.classes[at] as RelationType
  if (aim.kind === 'patch') {
    const messageId = cut.mail.object?.headers.messageId ?? null
    return [
      {
        ...why,
        type,
        target: { kind: 'patch', start: null, end: null, messageId, sourceStart: null, sourceEnd: null },
      },
    ]
  }
  const quote = cut.quotes[aim.quote]
  if (quote === undefined) return []
  const link = (cut.mail.links ?? [])
    .filter(l => l.source !== null && l.start < quote.end && quote.start < l.end)
    .at(-1)
  return [
    {
      ...why,
      type,
      target: {
        kind: 'quote',
        start: quote.start,
        end: quote.end,
        messageId: link?.source?.messageId ?? null,
        sourceStart: link?.source?.start ?? null,
        sourceEnd: link?.source?.end ?? null,
      },
    },
  ]
}

const sentencesOfMail = (cut: Cut, labelling: Labelling, models: Models): SentenceTag[] => {
  const mechanisms = mechanismsIn(
    cut,
    models.mechanisms,
    i => models.labels.classes[labelling.classes[i] ?? 0] !== 'other',
  )
  const spoken = cut.stretches.map((s, i): SentenceTag => {
    const at = labelling.classes[i] ?? 0
    const label = models.labels.classes[at] as SentenceLabel
    const probMille = mille(labelling.probabilities[i]?.[at] ?? 0)
    const own = labelling.bags[i] as Bag
    return {
      start: s.start,
      end: s.end,
      label,
      by: models.id,
      probMille,
      reasons: reasonsFor(models.labels, own, at),
      abstains: probMille < labelSureMille,
      mechanisms: label === 'other' ? [] : (mechanisms[i] ?? []),
      relations: relationsOf(cut, i, label, own, models),
    }
  })
  const rest = cut.mail.zones
    .filter(z => unspoken.has(z.kind))
    .map((z): SentenceTag => {
      const end = z.start + cut.text.slice(z.start, z.end).trimEnd().length
      const why = { by: `zone-${z.kind}`, probMille: null, reasons: [] }
      return { start: z.start, end, label: 'other', ...why, abstains: false, mechanisms: [], relations: [] }
    })
    .filter(s => s.end > s.start)
  return [...spoken, ...rest].sort((a, b) => a.start - b.start)
}

const gfpOfMail = (cut: Cut, labelling: Labelling, models: Models): GfpTag[] =>
  gfpPlaces(cut).map(place => {
    const label = models.labels.classes[labelling.classes[place.sentence] ?? 0] ?? 'other'
    const bag = flagBag(cut, place, label)
    const p = probabilities(models.roles, bag)
    const at = best(p)
    return {
      start: place.start,
      end: place.end,
      flag: place.flag,
      spelled: place.spelled,
      role: models.roles.classes[at] as GfpRole,
      negated: place.negated,
      by: `${place.spelled ? 'gfp-name' : 'gfp-prose'} ${models.id}`,
      probMille: mille(p[at] ?? 0),
      reasons: reasonsFor(models.roles, bag, at),
    }
  })

const stancesOfMail = (cut: Cut, labelling: Labelling, models: Models): StanceTag[] => {
  const object = cut.mail.object?.headers.messageId ?? null
  const version = cut.mail.object?.headers.subject.version ?? null
  if (cut.posts) return [{ value: 'none', object: null, version: null, by: 'posts', probMille: null, reasons: [] }]
  const plain = plainStance(cut)
  if (plain !== null) return [{ ...plain, object, version, probMille: null }]
  const bag = messageBag(cut, { labels: models.labels.classes, perSentence: labelling.probabilities })
  const p = probabilities(models.stance, bag)
  const at = best(p)
  return [
    {
      value: models.stance.classes[at] as StanceValue,
      object,
      version,
      by: models.id,
      probMille: mille(p[at] ?? 0),
      reasons: reasonsFor(models.stance, bag, at),
    },
  ]
}

/** Every tag of a mail. Same mail, same surroundings, same models: same tags. */
export const tagMail = (cut: Cut, models: Models): Tags => {
  const labelling = labelSentences(cut, models)
  return {
    messageId: cut.mail.parsed.headers.messageId,
    textHash: cut.mail.parsed.textHash,
    stances: stancesOfMail(cut, labelling, models),
    sentences: sentencesOfMail(cut, labelling, models),
    gfp: gfpOfMail(cut, labelling, models),
  }
}
