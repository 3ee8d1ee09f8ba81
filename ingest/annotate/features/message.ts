import { newBag, put } from './bag.ts'
import type { Bag } from './bag.ts'
import { goesOn, standingOf } from '../mail.ts'
import type { Cut } from './around.ts'
import { bucket, cuesIn } from './sentence.ts'
import type { Parts } from './sentence.ts'

/** Sentences of a mail that its stance is read from: the first and the last ones. */
const readMax = 60

/** What labels say of a mail: probability of each label for each sentence, in the order of `labels`. */
export type LabelGuess = { readonly labels: readonly string[]; readonly perSentence: readonly (readonly number[])[] }

/** Features of a mail's stance. No name of a person and no Message-ID is among them. */
export const messageBag = (cut: Cut, guess: LabelGuess | null, parts: Parts = { words: true, rest: true }): Bag => {
  const bag = newBag()
  const { mail } = cut
  const kind = cut.posts ? 'posts' : cut.byAuthor ? 'author' : mail.parent === null ? 'root' : 'other'
  const count = cut.stretches.length
  const picked: number[] = []
  for (let i = 0; i < count; i++)
    if ((i < readMax / 2 || i >= count - readMax / 2) && cut.stretches[i]?.zone !== 'greeting') picked.push(i)
  if (parts.words) {
    const seen = new Map<string, { n: number; start: number; end: number }>()
    for (const i of picked) {
      const tokens = cut.tokens[i] ?? []
      for (let t = 0; t < tokens.length; t++) {
        const a = tokens[t]
        const b = tokens[t + 1]
        if (a === undefined) continue
        const one = seen.get(`w ${a.word}`)
        if (one) one.n++
        else seen.set(`w ${a.word}`, { n: 1, start: a.start, end: a.end })
        if (b === undefined) continue
        const two = seen.get(`p ${a.word} ${b.word}`)
        if (two) two.n++
        else seen.set(`p ${a.word} ${b.word}`, { n: 1, start: a.start, end: b.end })
      }
    }
    const value = 4 / Math.sqrt(Math.max(20, seen.size))
    for (const [name, { n, start, end }] of seen)
      put(bag, name.charAt(0) === 'w' ? 'word' : 'pair', name, value * (1 + Math.log2(n) / 2), start, end)
  }
  if (!parts.rest) return bag
  const place = (name: string, value = 1) => put(bag, 'place', name, value)
  place(`mail ${kind}`, 1.5)
  place(`depth ${Math.min(mail.depth, 5)}`, 0.5)
  place(`sentences ${bucket(count)} ${kind}`, 0.5)
  place(`quotes ${bucket(cut.quotes.length)} ${kind}`, 0.5)
  const objectIsPatch = mail.object?.headers.subject.isPatch === true
  place(`object ${objectIsPatch ? 'patch' : 'talk'} ${kind}`)
  const parentPosts = mail.parent !== null && mail.parent === mail.object
  if (parentPosts) place(`to object ${objectIsPatch ? 'patch' : 'talk'} ${kind}`)
  const toAuthor =
    mail.parent !== null &&
    mail.object !== null &&
    mail.parent !== mail.object &&
    mail.parent.headers.from.address === mail.object.headers.from.address
  const standing = standingOf(mail)
  place(`stands ${standing}`)
  if (goesOn(mail)) place(`goes on ${kind}`)
  if (standing !== 'author' && standing !== 'other') place(`stands ${standing} ${toAuthor ? 'to author' : ''}`)
  if (toAuthor) place(`to author ${kind}`, 0.7)
  if (cut.quotes.some(q => q.hasDiff)) place(`quotes diff ${kind}`)
  if (mail.parsed.hasDiff) place(`has diff ${kind}`)
  for (const t of mail.parsed.trailers)
    if (/-by$/i.test(t.name)) put(bag, 'trailer', `${t.name.toLowerCase()} ${kind}`, 0.5, t.start, t.end)
  const told = new Set<string>()
  picked.forEach((i, at) => {
    const tokens = cut.tokens[i] ?? []
    for (const [list, { at: word, start, end }] of cuesIn(tokens)) {
      for (const name of [
        list,
        `${list} ${kind}`,
        ...(at === 0 ? [`${list} first`] : []),
        ...(word < 2 ? [`${list} early`] : []),
      ])
        if (!told.has(name)) {
          told.add(name)
          put(bag, 'cue', name, 0.4, start, end)
        }
    }
    if (at === 0)
      for (const [n, t] of tokens.slice(0, 4).entries())
        put(bag, 'first', n === 0 ? `1 ${t.word}` : t.word, 0.5, t.start, t.end)
  })
  const asked = picked.filter(i => (cut.tokens[i] ?? []).some(t => t.word === '?')).length
  place(`asks ${asked === 0 ? 'none' : asked * 2 > picked.length ? 'most' : 'some'} ${kind}`)
  if (guess !== null && guess.perSentence.length > 0) {
    guess.labels.forEach((label, c) => {
      let sum = 0
      let most = 0
      for (const p of guess.perSentence) {
        sum += p[c] ?? 0
        most = Math.max(most, p[c] ?? 0)
      }
      put(bag, 'labels', `share ${label}`, sum / guess.perSentence.length)
      put(bag, 'labels', `share ${label} ${kind}`, sum / guess.perSentence.length)
      put(bag, 'labels', `most ${label} ${kind}`, most * 0.5)
      put(bag, 'labels', `first ${label} ${kind}`, (guess.perSentence[0]?.[c] ?? 0) * 0.6)
    })
  }
  return bag
}
