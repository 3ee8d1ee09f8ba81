import type { HunkLine } from '../../model/index.ts'
import { functionNameOf } from './function-name.ts'
import { gfpOf } from './gfp.ts'
import type { HunkRead } from './hunk.ts'
import { beginOf, endOf, lineOf } from './lines.ts'
import type { Lines } from './lines.ts'

/**
 * A hunk of the combined diff of a merge (`@@@ -a,b -c,d +e,f @@@`, mail.md E74): one column of marks a parent. Its old
 * side is that of the first parent; a line added to any parent is added, one missing from the result removed.
 */
export const readCombinedHunk = (lines: Lines, i: number, parents: number): HunkRead | null => {
  const line = lineOf(lines, i)
  const match = /^@{3,20} ((?:-\d{1,9}(?:,\d{1,9})? ){2,19})\+(\d{1,9})(?:,(\d{1,9}))? @{3,20}(.*)$/.exec(line)
  if (match === null) return null
  const olds = (match[1] ?? '').trim().split(' ')
  const columns = Math.min(parents, olds.length)
  const [oldStart = 0, oldCount = 1] = (olds[0] ?? '').slice(1).split(',').map(Number)
  const newCount = match[3] === undefined ? 1 : Number(match[3])
  const missing = olds.map(old => Number(old.split(',')[1] ?? 1))
  let added = newCount
  const found: HunkLine[] = []
  let at = i + 1
  for (; at < lines.count && (added > 0 || missing.some(n => n > 0)); at++) {
    const start = beginOf(lines, at)
    const end = endOf(lines, at)
    const marks = lines.text.slice(start, Math.min(start + columns, end)).padEnd(columns, ' ')
    if (!/^[-+ ]+$/.test(marks)) break
    const isRemoved = marks.includes('-')
    for (let k = 0; k < columns; k++) {
      const mark = marks.charAt(k)
      // In a removed line a blank says that this parent lacks it too.
      if (mark === '-' || (mark === ' ' && !isRemoved)) missing[k] = (missing[k] ?? 0) - 1
    }
    if (!isRemoved) added--
    const kind = isRemoved ? 'removed' : marks.includes('+') ? 'added' : 'context'
    found.push({ kind, text: lines.text.slice(Math.min(start + columns, end), end), start, end })
  }
  const heading = (match[4] ?? '').trim()
  return {
    hunk: {
      oldStart,
      oldCount,
      newStart: Number(match[2]),
      newCount,
      heading,
      functionName: functionNameOf(heading),
      lines: found,
      ...gfpOf(found),
      start: beginOf(lines, i),
      end: endOf(lines, at - 1),
    },
    next: at,
  }
}
