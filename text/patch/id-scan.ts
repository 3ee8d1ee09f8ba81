import { hunkAt, isExtendedHeader, namesSide } from '../diff-lines.ts'
import { IdBytes } from './id-bytes.ts'

/** sha1 of bytes: 20 bytes. `text/` has no hash of its own. */
export type Sha1 = (bytes: Uint8Array) => Uint8Array

/** A patch that was scanned: its id, and where it ends; null for one that only the careful reader can judge. */
export type Scanned = { readonly id: string; readonly next: number } | null

const gathered = new IdBytes()

/** Gives room back after the last patch of a mail; after each, a mail of many patches would take it anew for each. */
export const endScans = (): void => gathered.end()

const lineAfter = (text: string, at: number, limit: number): number => {
  const nl = text.indexOf('\n', at)
  return nl < 0 || nl >= limit ? limit : nl + 1
}

/** `-- ` or `--` alone on its line. */
const isDashes = (text: string, at: number): boolean => {
  if (text.charCodeAt(at) !== 0x2d || text.charCodeAt(at + 1) !== 0x2d) return false
  const c = text.charCodeAt(at + 2)
  return c === 0x0a || Number.isNaN(c) || (c === 0x20 && /^(?:\r?\n|$)/.test(text.slice(at + 3, at + 5)))
}

/** What stands at a `diff -` line: the header of a file that git patch-id can read, words, or neither for sure. */
export const isDiffLine = (text: string, at: number): boolean =>
  text.startsWith('diff --git ', at) || (text.startsWith('diff -', at) && !text.startsWith('diff --', at))

/** The first line at or behind `from` that is not blank. */
const notBlank = (text: string, from: number, limit: number): number => {
  let at = from
  for (let i = from; i < limit; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x0a) at = i + 1
    else if (c !== 0x20 && c !== 0x09 && c !== 0x0d) return at
  }
  return limit
}

/** Behind the blocks of a `GIT binary patch`. */
const afterBinary = (text: string, from: number, limit: number): number => {
  let at = from
  while (text.startsWith('literal ', at) || text.startsWith('delta ', at)) {
    const end = text.indexOf('\n\n', at)
    at = end < 0 || end + 2 > limit ? limit : end + 2
  }
  return at
}

/** Takes the hunk whose header begins at `at`; where it ends, or -1 when its lines do not match its counts. */
const takeHunk = (text: string, at: number, limit: number): number => {
  const head = hunkAt(text, at)
  if (head === null) return -1
  let { removed, added } = head
  let next = lineAfter(text, at, limit)
  while (removed > 0 || added > 0) {
    if (next >= limit) return -1
    const c = text.charCodeAt(next)
    if (c === 0x2b) added--
    else if (c === 0x2d) {
      if (isDashes(text, next)) return -1
      // A hunk that is short of a line, and the next file.
      if (removed === 1 && added === 1 && namesSide(text, next)) return -1
      removed--
    } else if (c === 0x20 || c === 0x0a || c === 0x0d) {
      // An empty line is a context line that lost its blank.
      removed--
      added--
    } else if (c === 0x5c) {
      next = lineAfter(text, next, limit)
      continue
    } else return -1
    if (removed < 0 || added < 0) return -1
    next = gathered.takeLine(text, next, limit)
  }
  return text.startsWith('\\ ', next) && next < limit ? lineAfter(text, next, limit) : next
}

/** Takes the lines between `diff` and the first hunk. */
const takeHeader = (
  text: string,
  start: number,
  limit: number,
  isBehindBinary: boolean,
): { next: number; ends: boolean; binary: boolean } | null => {
  const isGit = text.startsWith('diff --git ', start)
  let index = ''
  // git patch-id goes on behind a binary file without the next `diff` line.
  let at = isBehindBinary ? lineAfter(text, start, limit) : gathered.takeLine(text, start, limit)
  let isFirst = true
  for (; at < limit; isFirst = false) {
    if (text.startsWith('--- ', at)) {
      const second = gathered.takeLine(text, at, limit)
      if (!text.startsWith('+++ ', second)) return null
      const next = gathered.takeLine(text, second, limit)
      if (!isGit && !text.startsWith('@@ -', next)) return null
      return { next, ends: false, binary: false }
    }
    if (!isExtendedHeader(text, at)) return isFirst || !isGit ? null : { next: at, ends: true, binary: false }
    const next = lineAfter(text, at, limit)
    if (text.startsWith('index ', at)) {
      const ids = /^index ([0-9a-f]+)\.\.([0-9a-f]+)[ \r\n]/.exec(text.slice(at, Math.min(next, at + 200)))
      if (ids === null) return null
      index = `${ids[1]}${ids[2]}`
    } else if (text.startsWith('GIT binary patch', at) || text.startsWith('Binary files ', at)) {
      if (index === '' || !isGit) return null
      gathered.takeLine(index, 0, index.length)
      return { next: text.startsWith('GIT', at) ? afterBinary(text, next, limit) : next, ends: false, binary: true }
    } else gathered.takeLine(text, at, limit)
    at = next
  }
  return isFirst || !isGit ? null : { next: at, ends: true, binary: false }
}

const hex = (bytes: Uint8Array): string => {
  let out = ''
  for (let i = 0; i < 20; i++) out += (bytes[i] ?? 0).toString(16).padStart(2, '0')
  return out
}

/**
 * The stable id of the patch whose first `diff` line begins at `start`, as `git patch-id --stable` counts it: for every
 * file the sha1 of its lines without whitespace, hunk headers, `index` lines and `\ No newline`, those summed with carry;
 * a binary file stands in with its two blob ids, and where it is the last, the sha1 of nothing is added, where it is not,
 * the next `diff` line is left out; files without hunks run together with the next. Null where a hunk's
 * lines do not match its counts or the header is none that git writes.
 */
export const scanPatch = (text: string, start: number, limit: number, sha1: Sha1): Scanned => {
  const sum = new Uint8Array(20)
  gathered.start(limit - start)
  let at = start
  let isBehindBinary = false
  for (;;) {
    const header = takeHeader(text, at, limit, isBehindBinary)
    if (header === null) return null
    at = header.next
    isBehindBinary = header.binary
    if (header.binary) gathered.addTo(sum, sha1)
    while (!header.ends && !header.binary && at < limit && text.startsWith('@@', at)) {
      at = takeHunk(text, at, limit)
      if (at < 0) return null
    }
    const c = at < limit ? text.charCodeAt(at) : 0x0a
    const isMark = c === 0x2b || c === 0x2d || c === 0x20
    if ((header.ends || header.binary) && text.startsWith('@@', at) && at < limit) return null
    // More lines than were announced, or another kind of diff.
    if (isMark && !isDashes(text, at) && notBlank(text, at, limit) === at) return null
    const next = notBlank(text, at, limit)
    if (text.startsWith('Index: ', next)) return null
    if (!text.startsWith('diff -', next) || next >= limit) break
    if (!isDiffLine(text, next)) return null
    if (!header.ends && !header.binary) gathered.addTo(sum, sha1)
    at = next
  }
  gathered.addTo(sum, sha1)
  return gathered.hasSuspects ? null : { id: hex(sum), next: at }
}
