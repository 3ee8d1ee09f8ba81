import type { GfpPlace } from '../gfp.ts'
import type { Cut } from './around.ts'
import { newBag, put } from './bag.ts'
import type { Bag } from './bag.ts'
import { cuesIn } from './sentence.ts'

/** Words before and after a flag that are looked at one by one. */
const windowWords = 5

/** Features of what a mail does with a flag: words about it by distance, the sentence's cues, its label, the kind of mail. */
export const flagBag = (cut: Cut, place: GfpPlace, label: string): Bag => {
  const bag = newBag()
  const tokens = cut.tokens[place.sentence] ?? []
  const kind = cut.posts ? 'patch' : cut.byAuthor ? 'author' : 'reply'
  put(bag, 'place', `mail ${kind}`)
  put(bag, 'label', label)
  put(bag, 'label', `${label} ${kind}`, 0.7)
  put(bag, 'place', place.negated ? 'negated' : 'plain', 0.5)
  put(
    bag,
    'flag',
    place.flag.startsWith('memalloc')
      ? 'scope'
      : place.flag.startsWith('PF_')
        ? 'task'
        : place.spelled
          ? 'flag'
          : 'prose',
  )
  const at = tokens.findIndex(t => t.start <= place.start && place.start < t.end)
  for (let d = -windowWords; d <= windowWords; d++) {
    const t = at < 0 || d === 0 ? undefined : tokens[at + d]
    if (t === undefined) continue
    put(bag, 'near', `${d} ${t.word}`, 0.6, t.start, t.end)
    put(bag, 'near', `${d < 0 ? 'before' : 'after'} ${t.word}`, 0.6, t.start, t.end)
  }
  const value = 1.2 / Math.sqrt(Math.max(4, tokens.length))
  for (const t of tokens) put(bag, 'word', t.word, value, t.start, t.end)
  for (const [list, { start, end }] of cuesIn(tokens)) put(bag, 'cue', `${list}`, 0.4, start, end)
  const count = tokens.filter(t => t.word === '<gfp>').length
  put(bag, 'place', `flags ${Math.min(4, count)}`, 0.4)
  return bag
}
