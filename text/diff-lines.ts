/** What a hunk header announces: `@@ -oldStart,removed +newStart,added @@`, and where the words behind it begin. */
export type HunkHead = {
  readonly removed: number
  readonly added: number
  readonly oldStart: number
  readonly newStart: number
  readonly headingAt: number
}

const digits = (text: string, at: number): { value: number; end: number } => {
  let value = 0
  let end = at
  for (let c = text.charCodeAt(end); c >= 0x30 && c <= 0x39 && end - at < 9; c = text.charCodeAt(++end))
    value = value * 10 + (c - 0x30)
  return { value, end }
}

/** `a,b` or `a` behind a sign. */
const range = (text: string, at: number): { start: number; count: number; end: number } | null => {
  const first = digits(text, at)
  if (first.end === at) return null
  if (text.charCodeAt(first.end) !== 0x2c) return { start: first.value, count: 1, end: first.end }
  const second = digits(text, first.end + 1)
  return second.end === first.end + 1 ? null : { start: first.value, count: second.value, end: second.end }
}

/** Reads the hunk header that starts at `at`, or null. */
export const hunkAt = (text: string, at: number): HunkHead | null => {
  if (!text.startsWith('@@ -', at)) return null
  const removed = range(text, at + 4)
  if (removed === null || !text.startsWith(' +', removed.end)) return null
  const added = range(text, removed.end + 2)
  if (added === null || !text.startsWith(' @@', added.end)) return null
  return {
    removed: removed.count,
    added: added.count,
    oldStart: removed.start,
    newStart: added.start,
    headingAt: added.end + 3,
  }
}

const extended = [
  'index ',
  'old mode ',
  'new mode ',
  'new file mode ',
  'deleted file mode ',
  'similarity index ',
  'dissimilarity index ',
  'rename from ',
  'rename to ',
  'copy from ',
  'copy to ',
  'Binary files ',
  'GIT binary patch',
]

/** True for the lines that git puts between `diff --git` and the first hunk. */
export const isExtendedHeader = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at)
  // i o n d s r c B G
  if (c !== 105 && c !== 111 && c !== 110 && c !== 100 && c !== 115 && c !== 114 && c !== 99 && c !== 66 && c !== 71)
    return false
  return extended.some(e => text.startsWith(e, at))
}

/** What starts a diff at the line [start, end): `diff --git`, `diff -u`, `Index: x`, `--- a` before `+++ b`. */
export const startsDiff = (text: string, start: number, end: number): boolean => {
  const c = text.charCodeAt(start)
  if (c === 0x64)
    return (
      text.startsWith('diff --git ', start) || text.startsWith('diff -', start) || text.startsWith('diff --cc ', start)
    )
  if (c === 0x49) return text.startsWith('Index: ', start) && text.startsWith('=====', end)
  if (c === 0x2d) return text.startsWith('--- ', start) && text.startsWith('+++ ', end)
  return c === 0x40 && hunkAt(text, start) !== null
}

/** True when a `--- ` line names a file as git does, and is hardly the removal of a line that begins with dashes. */
export const namesSide = (text: string, at: number): boolean =>
  text.startsWith('--- a/', at) || text.startsWith('--- /dev/null', at) || text.startsWith('--- "a/', at)
