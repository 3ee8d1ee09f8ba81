import { hunkAt } from './diff-lines.ts'

/** Hunks counted of one text. */
const hunksMax = 10_000

/**
 * Hunks whose lines are not as many as their header announces (mail.md E50): wrapped lines, lost tabs and leading blanks,
 * a tail cut off. An empty line stands for a context line that lost its blank, as every patch tool takes it. Linear.
 */
export const damagedHunks = (text: string): number => {
  let damaged = 0
  let seen = 0
  let at = text.startsWith('@@ -') ? 0 : text.indexOf('\n@@ -') + 1
  while (at > 0 || (at === 0 && seen === 0 && text.startsWith('@@ -'))) {
    if (++seen > hunksMax) return damaged
    const hunk = hunkAt(text, at)
    let nl = text.indexOf('\n', at)
    if (hunk !== null) {
      let { removed, added } = hunk
      while ((removed > 0 || added > 0) && nl >= 0 && nl + 1 < text.length) {
        const c = text.charCodeAt(nl + 1)
        if (c === 0x2b) added--
        else if (c === 0x2d) removed--
        else if (c === 0x20 || c === 0x0a || c === 0x0d) {
          removed--
          added--
        } else if (c !== 0x5c) break
        nl = text.indexOf('\n', nl + 1)
      }
      if (removed !== 0 || added !== 0) damaged++
    }
    if (nl < 0) return damaged
    at = text.indexOf('\n@@ -', nl) + 1
  }
  return damaged
}
