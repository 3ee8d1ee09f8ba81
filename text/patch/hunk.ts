import type { Hunk, HunkLine, PatchDamage } from '../../model/index.ts'
import { hunkAt, namesSide } from '../diff-lines.ts'
import { functionNameOf } from './function-name.ts'
import { gfpOf } from './gfp.ts'
import { beginOf, begins, endOf, isEmpty, lineOf } from './lines.ts'
import type { Lines } from './lines.ts'

/** Lines that a wrapped line may spill over before the hunk is taken to have ended. */
const wrapLinesMax = 2
/** Lines looked at to tell the rest of a hunk from what follows the patch. */
const aheadLinesMax = 400

/** Where a hunk ends, and what befell it. */
export type HunkRead = { readonly hunk: Hunk; readonly next: number }

const isMark = (c: number): boolean => c === 0x20 || c === 0x2b || c === 0x2d

/** True for lines that end every hunk: the next one, the next file. `i` is in the middle of a hunk. */
const isNextPart = (lines: Lines, i: number): boolean =>
  (begins(lines, i, '@@ -') && hunkAt(lines.text, beginOf(lines, i)) !== null) ||
  begins(lines, i, 'diff --git ') ||
  begins(lines, i, 'diff -u') ||
  (begins(lines, i, 'Index: ') && begins(lines, i + 1, '======')) ||
  (begins(lines, i, '--- ') && begins(lines, i + 1, '+++ ') && hunkAt(lines.text, beginOf(lines, i + 2)) !== null)

/** `-- ` or `--` alone on line `i`. */
const isDashes = (lines: Lines, i: number): boolean =>
  begins(lines, i, '--') && endOf(lines, i) - beginOf(lines, i) <= 4 && lineOf(lines, i, 4).trimEnd() === '--'

/** `-- ` with a version under it, with which git ends a patch; or a mail's signature close to its end. */
export const isPatchEnd = (lines: Lines, i: number): boolean =>
  isDashes(lines, i) && (/^\d+\.\d+/.test(lineOf(lines, i + 1, 10)) || lines.count - i <= 12)

/** True when line `i` may stand in a hunk: it begins with a mark, or lost the one blank it had. */
const fits = (lines: Lines, i: number): boolean => {
  if (i >= lines.count) return false
  const begin = beginOf(lines, i)
  const c = lines.text.charCodeAt(begin)
  return isMark(c) || c === 0x5c || c === 0xa0 || begin === endOf(lines, i) || c === 0x0d
}

/** `[...]` or `...`, which people put where they left lines out. */
const isElided = (lines: Lines, i: number): boolean => /^\[? ?(?:\.{3}|snip)/i.test(lineOf(lines, i, 20).trim())

/** True when line `i` is one of the hunk; an empty one only where another follows. */
const goesOn = (lines: Lines, i: number): boolean =>
  fits(lines, i) &&
  !isPatchEnd(lines, i) &&
  (beginOf(lines, i) < endOf(lines, i) || (!isEmpty(lines, i + 1) && fits(lines, i + 1)))

/** Where lines beyond the announced counts end: only a run that leads to a next part or the end of the patch is one. */
const surplusEnd = (lines: Lines, from: number): number => {
  for (let i = from; i < lines.count && i - from < aheadLinesMax; i++) {
    if (isNextPart(lines, i) || isDashes(lines, i)) return i
    const c = lines.text.charCodeAt(beginOf(lines, i))
    if (!isMark(c) || beginOf(lines, i) === endOf(lines, i)) return from
  }
  return from
}

/**
 * The hunk whose header stands on line `i`, or null. An empty line is a context line that lost its blank, as every patch
 * tool takes it; a line that fits none is the rest of the one before, wrapped (mail.md E50). `damage` gathers what is odd.
 */
export const readHunk = (lines: Lines, i: number, damage: Set<PatchDamage>): HunkRead | null => {
  const { text } = lines
  const head = i < lines.count ? hunkAt(text, beginOf(lines, i)) : null
  if (head === null) return null
  let { removed, added } = head
  const found: HunkLine[] = []
  let heading = text.slice(head.headingAt, Math.min(endOf(lines, i), head.headingAt + 400)).trim()
  let last = i
  let at = i + 1
  const push = (kind: HunkLine['kind'], skip: number) => {
    const start = beginOf(lines, at)
    const end = endOf(lines, at)
    found.push({ kind, text: text.slice(Math.min(start + skip, end), end), start, end })
    last = at
  }
  const take = () => {
    const begin = beginOf(lines, at)
    const c = begin === endOf(lines, at) ? 0x0a : text.charCodeAt(begin)
    if (c === 0x2b) added--
    else if (c === 0x2d) removed--
    else if (c === 0x5c) {
      const line = found.at(-1)
      if (line !== undefined) found[found.length - 1] = { ...line, isLastWithoutNewline: true }
      last = at
      return
    } else {
      added--
      removed--
      if (c === 0xa0) damage.add('non-breaking-spaces')
    }
    push(c === 0x2b ? 'added' : c === 0x2d ? 'removed' : 'context', c === 0x0a || c === 0x0d ? 0 : 1)
  }
  while ((removed > 0 || added > 0) && at < lines.count) {
    // Removed `-- x` and added `++ y` look like the header of a file; where they fill the counts they are lines.
    const fills = removed === 1 && added === 1 && begins(lines, at, '--- ') && !namesSide(text, beginOf(lines, at))
    if (!fills && isNextPart(lines, at)) break
    if (isPatchEnd(lines, at) && (removed === 0 || added > 0 || isEmpty(lines, at + 2))) break
    if (fits(lines, at)) {
      take()
      at++
      continue
    }
    let spill = at
    while (spill - at < wrapLinesMax && spill < lines.count && !fits(lines, spill)) spill++
    if (isElided(lines, at) || (!isNextPart(lines, spill) && !goesOn(lines, spill))) break
    damage.add('lines-wrapped')
    const rest = Array.from({ length: spill - at }, (_, k) => lineOf(lines, at + k, 4000).trim()).join(' ')
    const before = found.at(-1)
    if (before === undefined) heading = `${heading} ${rest}`.slice(0, 400)
    else {
      const end = endOf(lines, spill - 1)
      found[found.length - 1] = { ...before, text: `${before.text.trimEnd()} ${rest}`, end }
    }
    last = spill - 1
    at = spill
  }
  // git writes `\ No newline` behind the line it speaks of, which may be the last one.
  if (begins(lines, at, '\\ ') && endOf(lines, at) - beginOf(lines, at) >= 12) {
    take()
    at++
  }
  const isComplete = removed === 0 && added === 0
  const beyond = surplusEnd(lines, at)
  if (beyond > at) {
    damage.add('counts-mismatch')
    for (; at < beyond; at++) take()
  } else if (!isComplete) damage.add('counts-mismatch')
  return {
    hunk: {
      oldStart: head.oldStart,
      oldCount: head.removed,
      newStart: head.newStart,
      newCount: head.added,
      heading,
      functionName: functionNameOf(heading),
      lines: found,
      ...gfpOf(found),
      start: beginOf(lines, i),
      end: endOf(lines, last),
    },
    next: last + 1,
  }
}
