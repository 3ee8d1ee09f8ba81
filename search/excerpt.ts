import { mechanismBySlug } from '../facts/index.ts'
import type { SearchQuery } from '../model/index.ts'
import { tokensOf, tokens } from './words.ts'

/** Bounds: characters of an excerpt, of text looked through, and marks kept. */
const excerptMaxChars = 240
const leadChars = 70
const scannedMaxChars = 128 * 1024
const matchesMax = 400

/** Words in a row to look for; `prefix`: the last may go on. */
type Sequence = { readonly words: readonly string[]; readonly prefix: boolean }
type Match = { readonly start: number; readonly end: number; readonly quoted: boolean }

/** What of a query can be seen in a text: its words and phrases, and the names that its filters stand for. */
function sequencesOf(query: SearchQuery): Sequence[] {
  const asked = query.words
    .filter(w => !w.negated)
    .map(w => ({ text: w.text, prefix: !w.phrase && w.text.endsWith('*') }))
  const filtered = query.filters
    .filter(f => !f.negated)
    .flatMap(f => {
      if (f.key === 'gfp' || f.key === 'b' || f.key === 's') return [f.value]
      return f.key === 'mech' ? (mechanismBySlug(f.value)?.aliases ?? []) : []
    })
    .map(text => ({ text, prefix: false }))
  return [...asked, ...filtered]
    .map(({ text, prefix }) => ({ words: tokensOf(text), prefix }))
    .filter(s => s.words.length > 0)
}

const bare = (word: string) => word.replace(/^_+|_+$/g, '')

/** True when one word of a text is what a sequence asks for: the word, its name without underscores, or its pieces. */
function inOneWord(word: string, { words, prefix }: Sequence): boolean {
  const [first = ''] = words
  if (words.length === 1 && (word === first || (prefix && word.startsWith(first)))) return true
  if (!word.includes('_')) return false
  const asked = words.join(' ')
  return bare(word) === asked || ` ${word.split('_').filter(Boolean).join(' ')} `.includes(` ${asked} `)
}

function matchesIn(text: string, sequences: readonly Sequence[]): Match[] {
  const matches: Match[] = []
  // The last few words, so that sequences are recognised at their end; one pass over the text.
  const longest = Math.max(1, ...sequences.map(s => s.words.length))
  const recent: { folded: string; start: number }[] = []
  let lineEnd = -1
  let quoted = false
  for (const token of tokens(text.slice(0, scannedMaxChars))) {
    if (token.start > lineEnd) {
      const lineStart = text.lastIndexOf('\n', token.start) + 1
      const newline = text.indexOf('\n', token.start)
      lineEnd = newline < 0 ? text.length : newline
      quoted = text[lineStart] === '>' || (text[lineStart] === ' ' && text[lineStart + 1] === '>')
    }
    recent.push({ folded: token.folded, start: token.start })
    if (recent.length > longest) recent.shift()
    for (const s of sequences) {
      const from = recent.length - s.words.length
      const row =
        from >= 0 &&
        s.words.every((w, i) => {
          const seen = recent[from + i]?.folded ?? ''
          return seen === w || (s.prefix && i === s.words.length - 1 && seen.startsWith(w))
        })
      if (row) matches.push({ start: recent[from]?.start ?? token.start, end: token.end, quoted })
      else if (inOneWord(token.folded, s)) matches.push({ start: token.start, end: token.end, quoted })
      else continue
      break
    }
    if (matches.length >= matchesMax) break
  }
  return matches
}

/** Start of the first line that is the author's own and says something. */
function firstOwnLine(text: string): number {
  for (let at = 0; at < Math.min(text.length, scannedMaxChars); ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, Math.min(end, at + excerptMaxChars))
    if (/[\p{L}\p{N}]/u.test(line) && !/^ ?>/.test(line)) return at
    at = end + 1
  }
  return 0
}

export type Excerpt = {
  readonly excerpt: string
  readonly marks: readonly { readonly start: number; readonly end: number }[]
}

/** Words around the first match in the author's own lines, else in quotes, else the first own words; marks in order. */
export function excerptOf(text: string, query: SearchQuery): Excerpt {
  const sequences = sequencesOf(query)
  const matches = sequences.length > 0 ? matchesIn(text, sequences) : []
  const best = matches.find(m => !m.quoted) ?? matches[0]
  let from = best ? Math.max(0, best.start - leadChars) : firstOwnLine(text)
  if (best) while (from > 0 && from < best.start && !/\s/.test(text[from - 1] ?? ' ')) from++
  while (from < text.length && /\s/.test(text[from] ?? '')) from++
  let to = Math.min(text.length, from + excerptMaxChars)
  const least = best ? Math.min(to, best.end) : from + excerptMaxChars / 2
  while (to < text.length && to > least && !/\s/.test(text[to] ?? ' ')) to--
  const marks: { start: number; end: number }[] = []
  for (const m of matches) {
    if (m.start < from || m.end > to) continue
    const last = marks[marks.length - 1]
    const [start, end] = [m.start - from, m.end - from]
    if (last && start < last.end) last.end = Math.max(last.end, end)
    else marks.push({ start, end })
  }
  // One character for one: offsets stay true.
  return { excerpt: text.slice(from, to).replace(/[\n\r\t]/g, ' '), marks }
}
