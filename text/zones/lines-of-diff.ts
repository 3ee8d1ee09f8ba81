import { isExtendedHeader } from '../diff-lines.ts'

/** True when a line may stand inside a hunk: context, added, removed, `\ No newline`. An empty one lost its space. */
export const fitsHunk = (text: string, start: number, end: number): boolean => {
  const c = text.charCodeAt(start)
  return end - start <= 1
    ? c === 0x0a || c === 0x20 || c === 0x2b || c === 0x2d
    : c === 0x20 || c === 0x2b || c === 0x2d || c === 0x5c || c === 0x0a || c === 0x09 || c === 0x0d
}

/** `-- ` and the end of its line; what is longer is something else, and is not searched for line ends. */
const markCharsMax = 6

/** True for `-- ` alone; for `--` alone where a version of git stands below it, or nothing. */
export const isPatchEnd = (text: string, start: number, end: number): boolean => {
  if (text.charCodeAt(start) !== 0x2d || !text.startsWith('--', start) || end - start > markCharsMax) return false
  const mark = text.slice(start, end).replace(/[\r\n]+$/, '')
  if (mark === '-- ') return true
  return mark === '--' && /^(?:\d+\.\d+[^\n]{0,60}\s*$|\s*$)/.test(text.slice(end, end + 100))
}

/** True for a header line of a diff, of git's or another's. */
export const isDiffHeader = (text: string, start: number): boolean =>
  isExtendedHeader(text, start) || text.startsWith('+++ ', start) || text.startsWith('=====', start)
