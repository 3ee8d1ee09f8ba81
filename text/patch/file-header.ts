import type { PatchFile } from '../../model/index.ts'
import { hunkAt, isExtendedHeader } from '../diff-lines.ts'
import { beginOf, begins, lineOf } from './lines.ts'
import type { Lines } from './lines.ts'
import { gitPair, sideOf, treePath, unquote } from './paths.ts'

/** What stands above the hunks of a file. */
export type FileHeader = Omit<PatchFile, 'hunks' | 'start' | 'end'> & {
  /** The line after the header. */
  readonly next: number
  /** Sides compared besides the result: 1, or more for the combined diff of a merge. */
  readonly parents: number
  /** A line of the header was broken in two (mail.md E50). */
  readonly isWrapped: boolean
  /** `GIT binary patch`: its data follow. */
  readonly hasBinaryData: boolean
}

/** Header lines of one file. */
const headerLinesMax = 40

type Found = {
  before: string | null
  after: string | null
  change: PatchFile['change']
  isBinary: boolean
  hasBinaryData: boolean
  blobBefore: string | null
  blobAfter: string | null
  modeBefore: string | null
  modeAfter: string | null
  parents: number
}

/** Takes one line that git puts under `diff --git` into `found`. */
const takeExtended = (line: string, found: Found): void => {
  const index = /^index ([0-9a-f,]{4,400})\.\.([0-9a-f]{4,64})(?: (\d{6}))?/.exec(line)
  if (index !== null) {
    found.blobBefore = index[1] ?? null
    found.blobAfter = index[2] ?? null
    if (index[3] !== undefined) found.modeBefore = found.modeAfter = index[3]
    found.parents = Math.max(found.parents, (index[1] ?? '').split(',').length)
    return
  }
  const mode = /^(old|new|new file|deleted file) mode ([\d,]{6,60}(?:\.\.\d{6})?)/.exec(line)
  if (mode !== null) {
    const [, what, value = ''] = mode
    if (what === 'old' || what === 'deleted file') found.modeBefore = value
    else found.modeAfter = value
    if (what === 'new file') found.change = 'added'
    else if (what === 'deleted file') found.change = 'deleted'
    else if (found.change === 'modified') found.change = 'mode'
    return
  }
  const moved = /^(rename|copy) (from|to|old|new) (.+?)\s*$/.exec(line)
  if (moved !== null) {
    found.change = moved[1] === 'rename' ? 'renamed' : 'copied'
    const path = unquote(moved[3] ?? '')
    if (moved[2] === 'from' || moved[2] === 'old') found.before = path
    else found.after = path
    return
  }
  if (line.startsWith('Binary files ') || line.startsWith('GIT binary patch')) {
    found.isBinary = true
    found.hasBinaryData = line.startsWith('GIT')
  }
}

const fresh = (): Found => ({
  before: null,
  after: null,
  change: 'modified',
  isBinary: false,
  hasBinaryData: false,
  blobBefore: null,
  blobAfter: null,
  modeBefore: null,
  modeAfter: null,
  parents: 1,
})

/** A `--- ` line with `+++ ` under it; `isSure`: no hunk need follow. */
const sidesAt = (lines: Lines, i: number, isSure: boolean): boolean =>
  begins(lines, i, '--- ') &&
  begins(lines, i + 1, '+++ ') &&
  (isSure || hunkAt(lines.text, beginOf(lines, i + 2)) !== null || begins(lines, i + 2, '@@@ -'))

const close = (found: Found, path: string | null, rest: Pick<FileHeader, 'next' | 'isWrapped'>): FileHeader | null => {
  const after = found.change === 'deleted' ? null : found.after
  const name = after ?? found.before ?? path
  if (name === null || name === '') return null
  const moved = found.change === 'renamed' || found.change === 'copied'
  return {
    path: name,
    oldPath: moved && found.before !== name ? found.before : null,
    change: found.change,
    isBinary: found.isBinary,
    hasBinaryData: found.hasBinaryData,
    blobBefore: found.blobBefore,
    blobAfter: found.blobAfter,
    modeBefore: found.modeBefore,
    modeAfter: found.modeAfter,
    parents: found.parents,
    ...rest,
  }
}

/** Takes the `--- ` and `+++ ` lines at `i`. */
const takeSides = (lines: Lines, i: number, isGit: boolean, found: Found): void => {
  const before = sideOf(lineOf(lines, i).slice(4))
  const after = sideOf(lineOf(lines, i + 1).slice(4))
  const moved = found.change === 'renamed' || found.change === 'copied'
  if (!moved) {
    found.before = before.isAbsent ? null : treePath(before.path, isGit)
    found.after = after.isAbsent ? null : treePath(after.path, isGit)
  }
  if (before.isAbsent && !after.isAbsent) found.change = 'added'
  else if (after.isAbsent && !before.isAbsent) found.change = 'deleted'
  else if (found.change === 'mode') found.change = 'modified'
  // Two sides absent by their dates alone: the result names the file.
  if (found.before === null && found.after === null) found.after = treePath(after.path, isGit)
}

/**
 * The header of one file's diff that begins at line `i`, or null: `diff --git` and the lines git puts under it,
 * `diff --cc`, `diff -u`, `Index:` with the lines of cvs, or `--- ` with `+++ ` and a hunk under it (mail.md E74).
 */
export const fileHeaderAt = (lines: Lines, i: number): FileHeader | null => {
  const c = lines.text.charCodeAt(beginOf(lines, i))
  if (i >= lines.count || (c !== 0x64 && c !== 0x2d && c !== 0x49)) return null
  const found = fresh()
  if (c === 0x2d) {
    if (!sidesAt(lines, i, false)) return null
    takeSides(lines, i, /^--- "?a\//.test(lineOf(lines, i, 8)), found)
    return close(found, null, { next: i + 2, isWrapped: false })
  }
  const isIndex = begins(lines, i, 'Index: ') && begins(lines, i + 1, '======')
  const isGit = begins(lines, i, 'diff --git ')
  const isCombined = begins(lines, i, 'diff --cc ') || begins(lines, i, 'diff --combined ')
  if (!isIndex && !isGit && !isCombined && !begins(lines, i, 'diff -')) return null
  let at = i + 1
  let isWrapped = false
  let words = lineOf(lines, i).slice(isIndex ? 7 : isGit ? 11 : isCombined ? lineOf(lines, i).indexOf(' ', 6) + 1 : 5)
  const follows = () => isExtendedHeader(lines.text, beginOf(lines, at)) || sidesAt(lines, at, true)
  if (isGit && at + 1 < lines.count && !follows()) {
    // A long line broken behind the blank between its paths.
    at++
    if (!follows()) return null
    isWrapped = true
    words = `${words.trimEnd()} ${lineOf(lines, i + 1).trim()}`
  }
  const pair = isGit ? gitPair(words) : null
  if (pair !== null) {
    found.before = treePath(pair.before, true)
    found.after = treePath(pair.after, true)
  }
  if (isCombined) found.parents = 2
  for (const last = Math.min(lines.count, at + headerLinesMax); at < last; at++) {
    if (sidesAt(lines, at, isGit || isCombined)) {
      takeSides(lines, at, isGit || isCombined || /^--- "?a\//.test(lineOf(lines, at, 8)), found)
      return close(found, null, { next: at + 2, isWrapped })
    }
    const line = lineOf(lines, at)
    if (isExtendedHeader(lines.text, beginOf(lines, at))) takeExtended(line, found)
    else if (isGit || isCombined) break
    // What cvs and svn print between `Index:` and the diff.
    else if (!/^(?:={6,}|RCS file: |retrieving revision |diff -|Only in )/.test(line)) break
    if (found.isBinary) {
      at++
      break
    }
  }
  if (at === i + 1) return null
  if (isGit || isCombined)
    return close(found, isCombined ? treePath(words.trim(), false) : null, { next: at, isWrapped })
  const binary = /^Binary files (.+) and (.+) differ/.exec(lineOf(lines, at - 1))
  return binary === null ? null : close(found, treePath(binary[2] ?? '', false), { next: at, isWrapped })
}
