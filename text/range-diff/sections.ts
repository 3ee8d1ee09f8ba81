import type { RangeHunk, RangeLine, RangePair, RangeSection } from '../../model/index.ts'
import type { Scratch } from './edit-script.ts'
import { diffLines, hunksOf } from './hunks.ts'
import type { Lined } from './pair.ts'
import type { Row } from './render.ts'

/** Characters of a heading behind `@@`, as git cuts it. */
const headingMax = 80

/** What a row gives as heading to the hunks below it: its section, or its path and function. */
const headingOf = (text: string): string | null => {
  let heading: string | null = null
  if (text.startsWith(' ## ') && text.endsWith(' ##') && text.length >= 7) heading = text.slice(4, -3)
  else if (text.startsWith('@@ ')) heading = text.slice(3)
  else if (text.startsWith('@@ ', 1)) heading = text.slice(4)
  return heading === null ? null : heading.slice(0, headingMax).trimEnd()
}

/** Mark and text of a row, without the indent of the commit message. */
const lineOf = (row: Row, outer: RangeLine['outer']): RangeLine => {
  const { text, inner } = row
  if (inner === '##') return { outer, inner, text: text.slice(4, -3) }
  if (inner === '@@') return { outer, inner, text: text.slice(3) }
  if (inner === '') return { outer, inner, text: text.startsWith('    ') ? text.slice(4) : text }
  return { outer, inner, text: text.slice(1) }
}

type OpenSection = { kind: RangeSection['kind']; path: string; hunks: { heading: string | null; lines: RangeLine[] }[] }

/** The diff between two patches, grouped by the section of the lines and git's hunks. */
export const sectionsOf = (a: Lined, b: Lined, scratch: Scratch): RangeSection[] => {
  const changed = diffLines({ a: a.lines, b: b.lines, texts: { a: a.texts, b: b.texts } }, scratch)
  const sections: OpenSection[] = []
  let current: OpenSection | undefined
  let hunk: { heading: string | null; lines: RangeLine[] } | undefined
  let heading: string | null = ''
  const add = (side: Lined, at: number, outer: RangeLine['outer']) => {
    const row = side.rows[at]!
    const { kind, path } = side.sections[row.section]!
    if (current === undefined || current.kind !== kind || current.path !== path) {
      sections.push((current = { kind, path, hunks: [] }))
      hunk = undefined
    }
    if (hunk === undefined || heading !== null) current.hunks.push((hunk = { heading, lines: [] }))
    heading = null
    hunk.lines.push(lineOf(row, outer))
  }
  for (const { a: from, aEnd, changes } of hunksOf(changed)) {
    heading = ''
    for (let i = from - 1; i >= 0; i--) {
      const found = headingOf(a.texts[i]!)
      if (found === null) continue
      heading = found
      break
    }
    let at = from
    for (const change of changes) {
      for (; at < change.a; at++) add(a, at, ' ')
      for (; at < change.aEnd; at++) add(a, at, '-')
      for (let j = change.b; j < change.bEnd; j++) add(b, j, '+')
    }
    for (; at < aEnd; at++) add(a, at, ' ')
  }
  return sections
}

const innerText = ({ inner, text }: RangeLine, kind: RangeSection['kind']): string => {
  if (inner === '##') return ` ## ${text} ##`
  if (inner === '@@') return text === '' ? '@@' : `@@ ${text}`
  if (inner !== '') return inner + text
  return kind === 'message' && text !== '' ? `    ${text}` : text
}

/** The lines that `git range-diff` prints below a pair, without its indent of four columns. */
export const pairLines = (pair: RangePair): string[] => {
  const hunkLines = ({ heading, lines }: RangeHunk, kind: RangeSection['kind']): string[] => [
    ...(heading === null ? [] : [heading === '' ? '@@' : `@@ ${heading}`]),
    ...lines.map(line => line.outer + innerText(line, kind)),
  ]
  return pair.sections.flatMap(({ kind, hunks }) => hunks.flatMap(hunk => hunkLines(hunk, kind)))
}
