import type { Mechanism } from '../../model/index.ts'

/** What mentions are looked for; from `facts/`, passed in so that a test can bring its own. */
export type Vocabulary = {
  /** Every flag name, as headers spell it. */
  readonly gfpNames: readonly string[]
  /** The name under which a spelling is stored (`facts` `gfpCanonical`); without it a name stands for itself. */
  readonly gfpCanonical?: (name: string) => string | null
  /** Prose names of flags: lower-case words, a space standing for a space or a hyphen. */
  readonly gfpProse?: readonly { readonly words: string; readonly flag: string }[]
  readonly mechanisms: readonly Pick<Mechanism, 'slug' | 'aliases'>[]
}

/** A name of one or more words and what it stands for. */
export type Entry = {
  readonly subject: 'gfp' | 'mechanism'
  readonly key: string
  /** Lower-case words (runs of letters, digits, `_`), one after another in the text. */
  readonly words: readonly string[]
  /** What must stand between them: 'loose' blanks or a hyphen, or the characters as written (`mmap_sem->x`). */
  readonly exact: string | null
}

/** The vocabulary by hash of the first word, longest entries first. */
export type Index = {
  readonly byFirst: ReadonlyMap<number, readonly Entry[]>
  /** One byte a hash bucket: 1 when some entry starts there. Saves a map lookup for nearly every word. */
  readonly bloom: Uint8Array
  /** One byte for each `headOf`: 1 when an entry or the name of a flag begins so. */
  readonly heads: Uint8Array
  readonly canonical: (name: string) => string | null
}

/** Hash step of a word, over lower-cased character codes (FNV-1a, 32 bits). */
export const hashStart = 0x811c9dc5
export const hashStep = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193)
export const bloomMask = 0xffff

const hashOf = (word: string): number => {
  let hash = hashStart
  for (let i = 0; i < word.length; i++) hash = hashStep(hash, word.charCodeAt(i))
  return hash
}

/** The first three codes of a word as one number of 15 bits, several spellings to one; 0 for a code it lacks. */
export const headOf = (first: number, second: number, third: number): number =>
  ((first & 31) << 10) | ((second & 31) << 5) | (third & 31)

const headOfWord = (word: string): number => {
  const code = (i: number) => (i < word.length ? word.charCodeAt(i) : 0)
  return headOf(code(0), code(1), code(2))
}

const wordsOf = (name: string): string[] => name.toLowerCase().match(/[a-z0-9_]+/g) ?? []

const build = (vocabulary: Vocabulary): Index => {
  const entries: Entry[] = []
  for (const { words, flag } of vocabulary.gfpProse ?? [])
    entries.push({ subject: 'gfp', key: flag, words: wordsOf(words), exact: null })
  for (const mechanism of vocabulary.mechanisms)
    for (const alias of mechanism.aliases) {
      const isLoose = /^[a-z0-9_]+(?:[ -][a-z0-9_]+)*$/.test(alias.toLowerCase())
      entries.push({
        subject: 'mechanism',
        key: mechanism.slug,
        words: wordsOf(alias),
        exact: isLoose ? null : alias.toLowerCase(),
      })
    }
  const byFirst = new Map<number, Entry[]>()
  const bloom = new Uint8Array(bloomMask + 1)
  const heads = new Uint8Array(1 << 15)
  for (const start of ['gfp', '_gf', '__g', '___']) heads[headOfWord(start)] = 1
  for (const entry of entries) {
    const [first] = entry.words
    if (first === undefined) continue
    const hash = hashOf(first)
    bloom[hash & bloomMask] = 1
    heads[headOfWord(first)] = 1
    byFirst.set(hash, [...(byFirst.get(hash) ?? []), entry])
  }
  const length = (e: Entry) => e.words.join(' ').length
  for (const held of byFirst.values())
    held.sort((a, b) => length(b) - length(a) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const names = new Set(vocabulary.gfpNames)
  const canonical = vocabulary.gfpCanonical ?? ((name: string) => (names.has(name) ? name : null))
  const seen = new Map<string, string | null>()
  return {
    byFirst,
    bloom,
    heads,
    canonical: name => {
      let known = seen.get(name)
      if (known === undefined) {
        known = canonical(name)
        if (seen.size > 10_000) seen.clear()
        seen.set(name, known)
      }
      return known
    },
  }
}

const built = new WeakMap<Vocabulary, Index>()

/** The index of a vocabulary; built once. */
export const indexOf = (vocabulary: Vocabulary): Index => {
  let index = built.get(vocabulary)
  if (index === undefined) built.set(vocabulary, (index = build(vocabulary)))
  return index
}
