/** The lines of a text a patch is read from; a line's span holds neither its end nor what clear-signing put before it. */
export type Lines = {
  readonly text: string
  readonly count: number
  readonly begins: readonly number[]
  readonly ends: readonly number[]
}

const signed = '-----BEGIN PGP SIGNED MESSAGE-----'

/** True when a text is clear-signed, so that its dashed lines begin with `- ` (RFC 9580 7.2, mail.md E47). */
export const isClearSigned = (text: string): boolean => text.startsWith(signed)

/** Takes the `- ` off dashed lines. */
export const undashLines = (text: string): string => text.replace(/^- (?=-)/gm, '')

/** A text without the `- ` that clear-signing puts before dashed lines; any other text as it is. */
export const undash = (text: string): string => (isClearSigned(text) ? undashLines(text) : text)

/** Splits a text into lines. Linear; an empty text has none. */
export const linesOf = (text: string): Lines => {
  const begins: number[] = []
  const ends: number[] = []
  const isDashed = isClearSigned(text)
  for (let at = 0; at < text.length; ) {
    const nl = text.indexOf('\n', at)
    const end = nl < 0 ? text.length : nl
    begins.push(isDashed && text.startsWith('- -', at) ? at + 2 : at)
    ends.push(end)
    at = end + 1
  }
  return { text, count: begins.length, begins, ends }
}

/** Where line `i` begins; the end of the text beyond the last one. */
export const beginOf = (lines: Lines, i: number): number => lines.begins[i] ?? lines.text.length

/** Where line `i` ends, before its line end. */
export const endOf = (lines: Lines, i: number): number => lines.ends[i] ?? lines.text.length

/** Words of line `i`, at most `charsMax`; empty beyond the last one. */
export const lineOf = (lines: Lines, i: number, charsMax = 1000): string =>
  i < 0 || i >= lines.count
    ? ''
    : lines.text.slice(beginOf(lines, i), Math.min(endOf(lines, i), beginOf(lines, i) + charsMax))

/** True when line `i` exists and begins with `words`. */
export const begins = (lines: Lines, i: number, words: string): boolean =>
  i < lines.count && lines.text.startsWith(words, beginOf(lines, i))

/** True when line `i` holds blanks only, or does not exist. */
export const isEmpty = (lines: Lines, i: number): boolean => {
  const end = endOf(lines, i)
  for (let at = beginOf(lines, i); at < end; at++) {
    const c = lines.text.charCodeAt(at)
    if (c !== 0x20 && c !== 0x09 && c !== 0x0d && c !== 0xa0) return false
  }
  return true
}
