import type { ZoneKind } from '../model/index.ts'

/** Start offsets of the lines of a text, and one past its end: line i is [starts[i], starts[i + 1]). */
export const lineStarts = (text: string): readonly number[] => {
  const starts = [0]
  for (let nl = text.indexOf('\n'); nl >= 0; nl = text.indexOf('\n', nl + 1)) starts.push(nl + 1)
  if (starts[starts.length - 1] !== text.length) starts.push(text.length)
  return starts
}

/** Zone kinds by number, so that a text's lines fit in one byte each. */
export const kinds: readonly ZoneKind[] = [
  'prose',
  'quote',
  'attribution',
  'code',
  'diff',
  'diffstat',
  'trace',
  'trailer',
  'patch-meta',
  'signature',
  'footer',
  'greeting',
  'blank',
]

export const kind = {
  prose: 0,
  quote: 1,
  attribution: 2,
  code: 3,
  diff: 4,
  diffstat: 5,
  trace: 6,
  trailer: 7,
  patchMeta: 8,
  signature: 9,
  footer: 10,
  greeting: 11,
  blank: 12,
} as const

/** Quote depth counted at most. */
export const depthMax = 250

/** Number of `>` marks that a line starts with (`> > x`, `>>x`, ` > x`); 0 for a line of one's own. */
export const quoteDepth = (text: string, start: number, end: number): number => {
  let depth = 0
  let blanks = 0
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x3e) {
      depth++
      blanks = 0
    } else if (c === 0x20 && blanks === 0) blanks++
    else break
  }
  return depth > depthMax ? depthMax : depth
}

/** True when only blanks stand in [start, end). */
export const isBlank = (text: string, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i)
    if (c !== 0x20 && c !== 0x09 && c !== 0x0d && c !== 0x0a && c !== 0xa0) return false
  }
  return true
}
