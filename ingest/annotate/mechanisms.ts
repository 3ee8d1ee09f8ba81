import type { ParsedMessage } from '../../model/index.ts'
import { zonesFor } from '../parse/zones.ts'
import type { Cut } from './features/around.ts'
import { isContent } from './features/around.ts'
import { featureId, newBag, pairId, put, putId } from './features/bag.ts'
import type { Bag } from './features/bag.ts'
import { mechanismWords } from './mechanism-words.ts'
import { mentionsOf } from './mentions.ts'
import { probabilities } from './model/linear.ts'
import type { Linear } from './model/linear.ts'
import { indexOf } from './vocabulary.ts'
import type { Vocabulary } from './vocabulary.ts'

const known: Vocabulary = {
  gfpNames: [],
  mechanisms: Object.entries(mechanismWords).map(([slug, words]) => ({ slug, aliases: words.split('|') })),
}

/** Mechanisms kept of a sentence, and looked at for one. */
const perSentenceMax = 3
const candidatesMax = 12

/** How likely a mechanism has to be (thousandths) to be given; fixed on development threads. */
export const mechanismMille = 280

type Hits = { readonly own: ReadonlyMap<string, number>; readonly subject: ReadonlySet<string> }
const hitsOfObject = new WeakMap<ParsedMessage, Hits>()

/** Mechanisms that the mail under discussion names: how often in its own words, and in its subject. */
const objectHits = (object: ParsedMessage): Hits => {
  let hits = hitsOfObject.get(object)
  if (hits === undefined) {
    const own = new Map<string, number>()
    const subject = new Set<string>()
    for (const m of mentionsOf(object, zonesFor(object), indexOf(known))) {
      if (m.zone === 'subject') subject.add(m.key)
      else if (m.zone === 'prose') own.set(m.key, (own.get(m.key) ?? 0) + 1)
    }
    hitsOfObject.set(object, (hits = { own, subject }))
  }
  return hits
}

/** A mechanism that a sentence may be about, and what speaks for it. */
export type Candidate = { readonly sentence: number; readonly key: string; readonly bag: Bag }

/** Mechanisms named in or about each wanted sentence, with their features. */
export const mechanismCandidates = (cut: Cut, wanted: (sentence: number) => boolean = () => true): Candidate[] => {
  const here: Map<string, { start: number; end: number; n: number }>[] = cut.stretches.map(() => new Map())
  const quoted: Set<string>[] = cut.quotes.map(() => new Set())
  const inMail = new Map<string, number>()
  let at = 0
  let quote = 0
  for (const m of mentionsOf(cut.mail.parsed, cut.mail.zones, indexOf(known))) {
    if (m.zone === 'quote') {
      while (quote < cut.quotes.length && (cut.quotes[quote]?.end ?? 0) <= m.span.start) quote++
      quoted[quote]?.add(m.key)
    }
    if (m.zone !== 'prose') continue
    inMail.set(m.key, (inMail.get(m.key) ?? 0) + 1)
    while (at < cut.stretches.length && (cut.stretches[at]?.end ?? 0) <= m.span.start) at++
    const s = cut.stretches[at]
    const held = here[at]
    if (s === undefined || held === undefined || s.start > m.span.start) continue
    const hit = held.get(m.key)
    if (hit) hit.n++
    else held.set(m.key, { start: m.span.start, end: m.span.end, n: 1 })
  }
  const object: Hits = cut.mail.object === null ? { own: new Map(), subject: new Set() } : objectHits(cut.mail.object)
  const often = [...object.own].filter(([, n]) => n > 1).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const frequent = new Set(often.slice(0, 5).map(([key]) => key))
  const out: Candidate[] = []
  cut.stretches.forEach((s, i) => {
    if (s.zone === 'greeting' || !wanted(i)) return
    const near = (d: number): ReadonlyMap<string, unknown> =>
      cut.stretches[i + d]?.paragraph === s.paragraph ? (here[i + d] ?? new Map()) : new Map()
    const [back, far, next] = [near(-1), near(-2), near(1)]
    const above = quoted[cut.above[i] ?? -1] ?? new Set<string>()
    const keys = new Set([
      ...(here[i]?.keys() ?? []),
      ...back.keys(),
      ...far.keys(),
      ...next.keys(),
      ...above,
      ...object.subject,
      ...frequent,
      ...[...inMail].filter(([, n]) => n > 1).map(([key]) => key),
    ])
    const tokens = cut.tokens[i] ?? []
    const content = tokens.filter(t => isContent(t.word))
    const ids = content.map(t => featureId(t.word))
    for (const key of [...keys].slice(0, candidatesMax)) {
      const bag = newBag()
      const hit = here[i]?.get(key)
      const signs: string[] = []
      if (hit) signs.push(hit.n > 1 ? 'twice' : 'here')
      else {
        if (back.has(key)) signs.push('before')
        if (far.has(key)) signs.push('far')
        if (next.has(key)) signs.push('next')
      }
      if (above.has(key)) signs.push('quoted')
      if (object.subject.has(key)) signs.push('subject')
      if (frequent.has(key)) signs.push('frequent')
      for (const sign of signs) put(bag, 'named', sign, 1, hit?.start ?? -1, hit?.end ?? -1)
      for (const sign of signs) put(bag, 'named', `${sign} ${key}`, 0.7, hit?.start ?? -1, hit?.end ?? -1)
      put(bag, 'named', signs.join(' '), 0.7)
      put(bag, 'named', `others ${Math.min(4, here[i]?.size ?? 0)} ${hit ? 'here' : 'not'}`, 0.7)
      put(bag, 'named', `mail ${Math.min(4, inMail.get(key) ?? 0)} ${hit ? 'here' : 'not'}`, 0.7)
      put(bag, 'mechanism', key, 0.7)
      put(bag, 'length', `${Math.min(4, tokens.length >> 3)} ${hit ? 'here' : 'not'}`, 0.5)
      if (hit)
        put(
          bag,
          'name',
          `${key} ${cut.text.slice(hit.start, hit.end).toLowerCase().replace(/\s+/g, ' ')}`,
          1,
          hit.start,
          hit.end,
        )
      const value = 1.2 / Math.sqrt(Math.max(4, tokens.length))
      const about = featureId(`about:${key}`)
      for (const [n, id] of ids.entries())
        putId(bag, 'about', pairId(about, id), value, content[n]?.start ?? -1, content[n]?.end ?? -1)
      out.push({ sentence: i, key, bag })
    }
  })
  return out
}

/** Mechanisms that each sentence of a mail is about, likeliest first. */
export const mechanismsIn = (cut: Cut, model: Linear, wanted: (sentence: number) => boolean): string[][] => {
  const out: { key: string; mille: number }[][] = cut.stretches.map(() => [])
  const yes = model.classes.indexOf('yes')
  for (const { sentence, key, bag } of mechanismCandidates(cut, wanted)) {
    const mille = Math.round(1000 * (probabilities(model, bag)[yes] ?? 0))
    if (mille >= mechanismMille) out[sentence]?.push({ key, mille })
  }
  return out.map(found =>
    found
      .sort((a, b) => b.mille - a.mille || (a.key < b.key ? -1 : 1))
      .slice(0, perSentenceMax)
      .map(f => f.key),
  )
}

/** Mechanisms that each sentence names, without a model. */
export const mechanismsNamed = (cut: Cut): string[][] => {
  const out: string[][] = cut.stretches.map(() => [])
  for (const m of mentionsOf(cut.mail.parsed, cut.mail.zones, indexOf(known))) {
    const held =
      out[m.zone === 'prose' ? cut.stretches.findIndex(s => s.start <= m.span.start && m.span.end <= s.end) : -1]
    if (held !== undefined && !held.includes(m.key) && held.length < perSentenceMax) held.push(m.key)
  }
  return out
}
