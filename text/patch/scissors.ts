import { endOf, beginOf } from './lines.ts'
import type { Lines } from './lines.ts'

/** Characters of the longest line that can be one. */
const lineCharsMax = 400

/**
 * True for a scissors line (`-- >8 --`, `8< --- cut here ---`), as git mailinfo takes it: dashes and scissors, words
 * between them allowed; at least 8 columns, dashes and scissors on more than a third of them and on more than two
 * thirds of what they cover (mail.md E73).
 */
export const isScissors = (lines: Lines, i: number): boolean => {
  const { text } = lines
  const start = beginOf(lines, i)
  const end = endOf(lines, i)
  if (i >= lines.count || end - start < 8 || end - start > lineCharsMax) return false
  let first = -1
  let last = -1
  let marks = 0
  let gaps = 0
  let scissors = 0
  let inMarks = false
  for (let at = start; at < end; at++) {
    const c = text.charCodeAt(at)
    if (c === 0x20 || c === 0x09 || c === 0x0d) {
      if (inMarks) {
        marks++
        gaps++
      }
      continue
    }
    if (first < 0) first = at
    last = at
    const two = text.slice(at, at + 2)
    if (two === '>8' || two === '8<' || two === '>%' || two === '%<') {
      inMarks = true
      marks += 2
      scissors += 2
      at++
    } else if (c === 0x2d) {
      inMarks = true
      marks++
    } else inMarks = false
  }
  // git counts the line end among the blanks.
  if (inMarks) {
    marks++
    gaps++
  }
  const width = last - first + 1
  return scissors > 0 && width >= 8 && width < marks * 3 && gaps * 2 < marks
}
