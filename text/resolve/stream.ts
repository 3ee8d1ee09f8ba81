/** Characters read of one text at most; what stands behind is not searched. */
export const charsMax = 2_000_000

/**
 * A text as one string of its words without anything between them: whitespace, `>` marks and invisible characters are
 * left out, characters that look alike are one. Wrapping, marks and stuffing so make no difference. `wordAt[w]` is where
 * word w starts in `packed`, `charAt[w]` where it starts in the text, `lineOf[w]` where its line starts in the text; each
 * of the first two has one more entry, the end.
 */
export type Stream = {
  readonly text: string
  readonly packed: string
  readonly words: number
  readonly wordAt: Int32Array
  readonly charAt: Int32Array
  readonly lineOf: Int32Array
}

/** What a reader or a mailer puts for another character of the same look. One for one, so that offsets hold. */
const lookAlikes: ReadonlyMap<number, string> = new Map([
  [0x2018, "'"],
  [0x2019, "'"],
  [0x201a, "'"],
  [0x201b, "'"],
  [0x2032, "'"],
  [0x60, "'"],
  [0xb4, "'"],
  [0x201c, '"'],
  [0x201d, '"'],
  [0x201e, '"'],
  [0x2033, '"'],
  [0x2010, '-'],
  [0x2011, '-'],
  [0x2012, '-'],
  [0x2013, '-'],
  [0x2014, '-'],
  [0x2212, '-'],
  [0x2022, '*'],
  [0x0430, 'a'],
  [0x0435, 'e'],
  [0x043e, 'o'],
])

const isLeftOut = (c: number): boolean =>
  c <= 0x20 ||
  c === 0x3e ||
  (c >= 0x7f &&
    (c <= 0xa0 ||
      c === 0xad ||
      (c >= 0x2000 && c <= 0x200f) ||
      (c >= 0x2028 && c <= 0x202f) ||
      (c >= 0x205f && c <= 0x2064) ||
      c === 0x3000 ||
      c === 0xfeff))

const folded = (word: string): string => {
  let out = ''
  let from = 0
  for (let i = 0; i < word.length; i++) {
    const c = word.charCodeAt(i)
    if (c < 0x80 && c !== 0x60) continue
    const like = lookAlikes.get(c)
    if (like === undefined) continue
    out += word.slice(from, i) + like
    from = i + 1
  }
  return from === 0 ? word : out + word.slice(from)
}

/** Reads [from, to) of a text as a stream; `mark`: a character that is left out at the start of lines. Linear. */
export const streamOf = (text: string, from = 0, to = text.length, mark = -1): Stream => {
  const end = Math.min(to, from + charsMax)
  const wordAt: number[] = []
  const charAt: number[] = []
  const lineOf: number[] = []
  let packed = ''
  let line = from
  for (let i = from; i < end; ) {
    let c = text.charCodeAt(i)
    if (isLeftOut(c) || (c === mark && i === line)) {
      i++
      if (c === 0x0a) line = i
      continue
    }
    const start = i
    let odd = 0
    do {
      if (c === 0x60) odd = c
      odd |= c & 0xff80
      c = text.charCodeAt(++i)
    } while (i < end && !isLeftOut(c))
    wordAt.push(packed.length)
    charAt.push(start)
    lineOf.push(line)
    const word = text.slice(start, i)
    packed += odd === 0 ? word : folded(word)
  }
  const words = wordAt.length
  wordAt.push(packed.length)
  charAt.push(end)
  return {
    text,
    packed,
    words,
    wordAt: Int32Array.from(wordAt),
    charAt: Int32Array.from(charAt),
    lineOf: Int32Array.from(lineOf),
  }
}

/** The word that holds place `at` of `packed`; `words` for its end. */
export const wordHolding = (stream: Stream, at: number): number => {
  let low = 0
  let high = stream.words
  while (low < high) {
    const mid = (low + high) >> 1
    if ((stream.wordAt[mid + 1] ?? 0) <= at) low = mid + 1
    else high = mid
  }
  return low
}

/** True where a word of the stream starts at `at`, or the stream ends. */
export const isEdge = (stream: Stream, at: number): boolean => stream.wordAt[wordHolding(stream, at)] === at

/** The word as it stands in `packed`. */
export const wordOf = (stream: Stream, word: number): string =>
  stream.packed.slice(stream.wordAt[word] ?? 0, stream.wordAt[word + 1] ?? 0)

/** Offset into the text of place `at` of `packed`. */
export const charOf = (stream: Stream, at: number): number => {
  const word = wordHolding(stream, at)
  return (stream.charAt[word] ?? 0) + (at - (stream.wordAt[word] ?? 0))
}

/** Offset one past the character of the text that stands before place `at` of `packed`; `at` above 0. */
export const charEnd = (stream: Stream, at: number): number => charOf(stream, at - 1) + 1
