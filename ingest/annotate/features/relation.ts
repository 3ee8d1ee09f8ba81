import type { Cut } from './around.ts'
import { isContent } from './around.ts'
import { newBag, put } from './bag.ts'
import type { Bag } from './bag.ts'
import { cuesIn, sentenceBag } from './sentence.ts'

/** What a sentence may act on: the quote with this number, or the patch or proposal under discussion. */
export type Aim = { readonly kind: 'quote'; readonly quote: number } | { readonly kind: 'patch' }

/** Features of how a sentence stands to its aim: its own, its label, what it shares with the quote, cues of both. */
export const relationBag = (cut: Cut, i: number, aim: Aim, label: string, own: Bag = sentenceBag(cut, i)): Bag => {
  const bag = newBag()
  for (let f = 0; f < own.ids.length; f++) {
    bag.ids.push(own.ids[f] as number)
    bag.values.push((own.values[f] as number) * 0.6)
    bag.kinds.push(own.kinds[f] as string)
    bag.starts.push(own.starts[f] as number)
    bag.ends.push(own.ends[f] as number)
  }
  const kind = cut.posts ? 'patch' : cut.byAuthor ? 'author' : 'reply'
  put(bag, 'label', label, 1.2)
  put(bag, 'label', `${label} ${kind}`, 0.8)
  put(bag, 'aim', aim.kind)
  put(bag, 'aim', `${aim.kind} ${kind}`)
  put(bag, 'aim', `${aim.kind} ${label}`)
  const s = cut.stretches[i]
  let back = 0
  while (cut.stretches[i - back - 1]?.paragraph === s?.paragraph && back < 6) back++
  put(bag, 'aim', `${aim.kind} in paragraph ${Math.min(3, back)} ${label}`, 0.6)
  const number = aim.kind === 'quote' ? aim.quote : -1
  const quote = cut.quotes[number]
  if (quote !== undefined) {
    put(bag, 'aim', `quote ${quote.asks ? 'asks' : 'says'} ${label}`)
    put(bag, 'aim', `quote ${quote.asks ? 'asks' : 'says'} ${kind}`)
    let first = i
    while (first > 0 && cut.above[first - 1] === number) first--
    put(bag, 'aim', `sentence ${Math.min(6, i - first)} after quote ${quote.asks ? 'asks' : 'says'}`)
    if (i > first) {
      const opener = cut.tokens[first] ?? []
      for (const [list, { start, end }] of cuesIn(opener)) put(bag, 'opener', list, 0.4, start, end)
      const [a, b] = opener
      if (a !== undefined) put(bag, 'opener', `first ${a.word}`, 0.5, a.start, a.end)
      if (a !== undefined && b !== undefined) put(bag, 'opener', `first ${a.word} ${b.word}`, 0.5, a.start, b.end)
    }
    if (quote.hasDiff) put(bag, 'aim', `quote diff ${label}`)
    let shared = 0
    for (const t of cut.tokens[i] ?? []) if (isContent(t.word) && quote.words.has(t.word)) shared++
    put(bag, 'aim', `shared ${Math.min(4, shared)}`)
    for (const [list, { start, end }] of cuesIn(quote.tokens.slice(-60))) put(bag, 'quoted', list, 0.25, start, end)
  }
  return bag
}
