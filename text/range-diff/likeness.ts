/** Characters of a line looked at. */
const charactersMax = 400

const underscore = 0x5f
const isLetter = (c: number): boolean =>
  (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a) || c > 0x7f

/** Words of a line: runs of letters and digits, and of underscores between them where identifiers count as one word. */
const wordsOf = (line: string, identifiers: 'whole' | 'in-parts'): string[] => {
  const words: string[] = []
  const end = Math.min(line.length, charactersMax)
  const belongs = (c: number) => isLetter(c) || (c === underscore && identifiers === 'whole')
  for (let i = 0; i < end; ) {
    const from = i
    while (i < end && belongs(line.charCodeAt(i))) i++
    if (i > from) words.push(line.slice(from, i))
    else i++
  }
  return words
}

/** True for a line that says enough to be recognised elsewhere: not `}`, `else`, `return 0;`. */
export const isTelling = (line: string): boolean => {
  const words = wordsOf(line, 'whole')
  return words.length > 1 && words.join('').length >= 10
}

/** Share of words that two lines have in common, of the longer one; thousandths. */
export const likenessMille = (a: string, b: string): number => {
  const words = wordsOf(a, 'in-parts')
  const others = wordsOf(b, 'in-parts')
  const longer = Math.max(words.length, others.length)
  if (longer === 0) return a.trim() === b.trim() ? 1000 : 0
  const counts = new Map<string, number>()
  for (const word of others) counts.set(word, (counts.get(word) ?? 0) + 1)
  let common = 0
  for (const word of words) {
    const left = counts.get(word) ?? 0
    if (left === 0) continue
    counts.set(word, left - 1)
    common++
  }
  return Math.trunc((common * 1000) / longer)
}
