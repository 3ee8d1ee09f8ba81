import { newBag, put } from './bag.ts'
import type { Bag } from './bag.ts'
import type { Cut } from './around.ts'
import { isContent } from './around.ts'
import { cueIndex, cueOpeners } from './cues.ts'
import type { Token } from './tokens.ts'

/** 0, 1, 2, 3-4, 5-8, ... as a small number. */
export const bucket = (n: number): number => (n <= 2 ? n : Math.min(9, 2 + Math.ceil(Math.log2(n / 2))))

type Cues = ReadonlyMap<string, { readonly at: number; readonly start: number; readonly end: number }>
const cuesOf = new WeakMap<readonly Token[], Cues>()

/** Cue lists whose phrases stand in a run of words, each once, with the place of the first. */
export const cuesIn = (tokens: readonly Token[]): Cues => {
  const known = cuesOf.get(tokens)
  if (known !== undefined) return known
  const found = new Map<string, { at: number; start: number; end: number }>()
  for (let i = 0; i < tokens.length; i++) {
    let phrase = ''
    const longest = cueOpeners.get((tokens[i] as Token).word) ?? 0
    for (let n = 0; n < longest && i + n < tokens.length; n++) {
      phrase = n === 0 ? (tokens[i] as Token).word : `${phrase} ${(tokens[i + n] as Token).word}`
      for (const list of cueIndex.get(phrase) ?? [])
        if (!found.has(list))
          found.set(list, { at: i, start: (tokens[i] as Token).start, end: (tokens[i + n] as Token).end })
    }
  }
  cuesOf.set(tokens, found)
  return found
}

/** The last mark of a sentence: `?`, `!`, `.`, `:`, `...`, `,` or none. */
const endMark = (text: string, start: number, end: number): string => {
  let i = end
  while (i > start && /["')\]]/.test(text.charAt(i - 1))) i--
  const last = text.charAt(i - 1)
  if (last === '.' && text.charAt(i - 2) === '.') return '...'
  return /[?!.:,;]/.test(last) ? last : 'none'
}

/** Adds words, pairs and first words of a sentence. Counts are damped so that long sentences speak no louder. */
const words = (bag: Bag, tokens: readonly Token[]): void => {
  const n = tokens.length
  if (n === 0) return
  const value = 1.6 / Math.sqrt(n)
  const seen = new Set<string>()
  for (let i = 0; i < n; i++) {
    const t = tokens[i] as Token
    if (!seen.has(t.word)) {
      seen.add(t.word)
      put(bag, 'word', t.word, value, t.start, t.end)
      if (t.word.length > 5 && t.word.charCodeAt(0) !== 0x3c)
        put(bag, 'stem', t.word.slice(0, 5), value * 0.7, t.start, t.end)
    }
    const u = tokens[i + 1]
    if (u !== undefined) put(bag, 'pair', `${t.word} ${u.word}`, value, t.start, u.end)
    const v = tokens[i + 2]
    if (u !== undefined && v !== undefined)
      put(bag, 'triple', `${t.word} ${u.word} ${v.word}`, value * 0.7, t.start, v.end)
  }
  const [a, b, c] = tokens
  if (a !== undefined) put(bag, 'first', a.word, 0.8, a.start, a.end)
  if (a !== undefined && b !== undefined) put(bag, 'first', `${a.word} ${b.word}`, 0.8, a.start, b.end)
  if (a !== undefined && b !== undefined && c !== undefined)
    put(bag, 'first', `${a.word} ${b.word} ${c.word}`, 0.8, a.start, c.end)
}

/** Which parts of the features are used; all but for baselines. */
export type Parts = { readonly words: boolean; readonly rest: boolean }

/** Features of sentence `i` of a mail. No name of a person and no Message-ID is among them. */
export const sentenceBag = (cut: Cut, i: number, parts: Parts = { words: true, rest: true }): Bag => {
  const bag = newBag()
  const s = cut.stretches[i]
  const tokens = cut.tokens[i]
  if (s === undefined || tokens === undefined) return bag
  if (parts.words) words(bag, tokens)
  if (!parts.rest) return bag
  const place = (name: string, value = 0.6) => put(bag, 'place', name, value)
  const mark = endMark(cut.text, s.start, s.end)
  put(bag, 'mark', mark, 1, s.end - 1, s.end)
  const asks = tokens.find(t => t.word === '?')
  if (asks !== undefined) put(bag, 'mark', 'asks', 1, asks.start, asks.end)
  const cues = cuesIn(tokens)
  for (const [list, { at, start, end }] of cues) {
    put(bag, 'cue', list, 0.6, start, end)
    if (at < 3) put(bag, 'cue', `${list} early`, 0.7, start, end)
    if (mark === '?') put(bag, 'cue', `${list} asked`, 0.5, start, end)
  }
  const lists = [...cues.keys()].sort()
  for (let a = 0; a < lists.length; a++)
    for (let b = a + 1; b < lists.length; b++) {
      const [x, y] = [cues.get(lists[a] as string), cues.get(lists[b] as string)]
      if (x !== undefined && y !== undefined)
        put(bag, 'cues', `${lists[a]} ${lists[b]}`, 0.25, Math.min(x.start, y.start), Math.max(x.end, y.end))
    }
  const shapes = new Set(tokens.filter(t => t.word.charCodeAt(0) === 0x3c).map(t => t.word))
  for (const shape of shapes) {
    const t = tokens.find(u => u.word === shape)
    put(bag, 'shape', shape, 0.5, t?.start ?? -1, t?.end ?? -1)
  }
  place(`length ${bucket(tokens.length)}`)
  const previous = cut.stretches[i - 1]
  const next = cut.stretches[i + 1]
  const isFirst = previous?.paragraph !== s.paragraph
  const isLast = next?.paragraph !== s.paragraph
  const kind = cut.posts ? 'patch' : cut.byAuthor ? 'author' : cut.mail.parent === null ? 'root' : 'reply'
  place(`mail ${kind}`)
  if (isFirst) place(`after ${cut.before[i]}`)
  if (isFirst) place(`after ${cut.before[i]} ${kind}`)
  if (isLast) place(`then ${cut.after[i]}`)
  if (isFirst && isLast) place(`alone ${cut.before[i]} ${cut.after[i]}`)
  place(`number ${bucket(i)}`)
  place(`from end ${bucket(cut.stretches.length - 1 - i)}`)
  if (s.isListItem) place(`list ${kind}`)
  if (s.zone === 'greeting') place('greeting', 1)
  place(`size ${bucket(cut.stretches.length)}`)
  let back = 0
  while (cut.stretches[i - back - 1]?.paragraph === s.paragraph && back < 6) back++
  place(`in paragraph ${back}`)
  const quote = cut.quotes[cut.above[i] ?? -1]
  if (quote !== undefined) {
    const isDirect = cut.before[i] === 'quote' || cut.before[i] === 'attribution'
    if (isDirect) {
      place(`quote ${quote.asks ? 'asks' : 'says'} ${Math.min(back, 2)} ${kind}`)
      if (quote.hasDiff) place(`quote diff ${Math.min(back, 2)}`)
      if (isFirst) for (const t of quote.tokens.slice(-3)) put(bag, 'quoted', t.word, 0.15, t.start, t.end)
    }
    let shared = 0
    let content = 0
    for (const t of tokens)
      if (isContent(t.word)) {
        content++
        if (quote.words.has(t.word)) shared++
      }
    place(`shared ${content === 0 ? 'none' : Math.min(4, Math.floor((5 * shared) / content))}`)
  }
  const around = (name: string, other: readonly Token[] | undefined, sameParagraph: boolean) => {
    if (other === undefined || !sameParagraph) return
    const [a, b] = other
    if (a !== undefined) put(bag, 'around', `${name} ${a.word}`, 0.4, a.start, a.end)
    if (a !== undefined && b !== undefined) put(bag, 'around', `${name} ${a.word} ${b.word}`, 0.4, a.start, b.end)
    const last = other.at(-1)
    if (last?.word === '?') put(bag, 'around', `${name} asks`, 0.5, last.start, last.end)
    for (const [list, { start, end }] of cuesIn(other)) put(bag, 'around', `${name} cue ${list}`, 0.25, start, end)
  }
  around('before', cut.tokens[i - 1], !isFirst)
  around('after', cut.tokens[i + 1], !isLast)
  return bag
}
