/** A word as both engines cut it: letters, digits and `_`; `/ . - @` part words. */
const word = /[\p{L}\p{N}\p{M}_]+/gu

/** True when a text holds anything a search could find. */
export const hasWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** A word without case and accents. */
export const fold = (text: string): string => {
  const lower = text.toLowerCase()
  // Plain ASCII needs no normalising, and is nearly all there is.
  return /^[\x20-\x7e]*$/.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '')
}

/** A word of a text with its place. */
export type Token = { readonly folded: string; readonly start: number; readonly end: number }

/** Words of a text in order, folded, with their places. */
export function* tokens(text: string): Generator<Token> {
  for (const match of text.matchAll(word))
    yield { folded: fold(match[0]), start: match.index, end: match.index + match[0].length }
}

export const tokensOf = (text: string): string[] => [...tokens(text)].map(t => t.folded).filter(t => t !== '')

const gramsMax = 2_000
const gramMaxChars = 200

/** Words of texts and pairs of neighbours in each (`oom reaper`): what exact filters on words and phrases test. */
export function grams(texts: readonly string[]): string[] {
  const found = new Set<string>()
  for (const text of texts) {
    const words = tokensOf(text)
    for (let i = 0; i < words.length && found.size < gramsMax; i++) {
      const [one, two] = [words[i] ?? '', words[i + 1]]
      if (one.length > gramMaxChars) continue
      found.add(one)
      if (two !== undefined && one.length + two.length < gramMaxChars) found.add(`${one} ${two}`)
    }
  }
  return [...found]
}

/** The grams that a phrase needs: its one word, or each pair of neighbours. */
export function gramsOfPhrase(text: string): string[] {
  const words = tokensOf(text).map(w => w.slice(0, gramMaxChars))
  return words.length < 2 ? words : words.slice(1).map((w, i) => `${words[i] ?? ''} ${w}`)
}
