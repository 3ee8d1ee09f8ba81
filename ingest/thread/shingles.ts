/** Characters of a text that are compared at most. */
const charsMax = 400_000
/** Words in a row that count as one shingle. */
const width = 4

/** Words and quote marks of a text, lower case: what is left when lines, blanks and marks of punctuation are ignored. */
export const tokensOf = (text: string): string[] =>
  text
    .slice(0, charsMax)
    .toLowerCase()
    .match(/[\p{L}\p{N}_]+|>/gu) ?? []

/** Every run of four tokens. */
export const shinglesOf = (tokens: readonly string[]): Set<string> => {
  const found = new Set<string>()
  for (let i = 0; i + width <= tokens.length; i++) found.add(tokens.slice(i, i + width).join(' '))
  return found
}

/** How many of `a` are in `b`. */
export const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let count = 0
  for (const one of a) if (b.has(one)) count++
  return count
}

/** Share of all shingles that both have, 0 to 1. */
export const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const both = shared(a, b)
  return both === 0 ? 0 : both / (a.size + b.size - both)
}

/** Words that quotes and their answers part: the author's own, and what he quotes of the mail he answers. */
export const partWords = (text: string): { own: Set<string>; quoted: Set<string> } => {
  const own: string[] = []
  const quoted: string[] = []
  for (const line of text.slice(0, charsMax).split('\n')) {
    const marks = /^(?: ?>)+/.exec(line)
    if (marks === null) own.push(line)
    else if (marks[0].split('>').length === 2) quoted.push(line.slice(marks[0].length))
  }
  return { own: shinglesOf(tokensOf(own.join('\n'))), quoted: shinglesOf(tokensOf(quoted.join('\n'))) }
}
