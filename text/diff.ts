import { hunkAt } from './diff-lines.ts'

/** Files listed of one mail. */
const filesMax = 2000

export type DiffFacts = {
  readonly hasDiff: boolean
  /** Paths in order of appearance, without `a/` and `b/`; the new name of a renamed file. */
  readonly files: readonly string[]
}

const none: DiffFacts = { hasDiff: false, files: [] }

/** Path of a `--- ` or `+++ ` line without timestamp and `a/`; null for /dev/null. Old trees: `linux-2.6.orig/mm/oom.c`. */
const pathOf = (line: string, isGit: boolean): string | null => {
  const tab = line.indexOf('\t')
  let path = (tab < 0 ? line : line.slice(0, tab)).trim()
  const dated = path.search(/ {1,4}(?:\d{4}-\d\d-\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} )/)
  if (dated > 0) path = path.slice(0, dated)
  if (path.startsWith('"') && path.endsWith('"')) path = path.slice(1, -1)
  if (path === '' || path === '/dev/null') return null
  if (isGit || path.startsWith('a/') || path.startsWith('b/')) return /^[a-z]\//.test(path) ? path.slice(2) : path
  const slash = path.indexOf('/')
  // The first component is the tree's name (mail.md E74).
  return slash > 0 && slash < path.length - 1 ? path.slice(slash + 1) : path
}

/** The path of `diff --git a/x b/x`; the second half when the names differ. */
const gitPath = (line: string): string | null => {
  const b = line.lastIndexOf(' b/')
  if (b > 0) return line.slice(b + 3).trim() || null
  const half = line.trim().split(' ')
  return half.length === 2 ? (half[1] ?? null) : null
}

const lineFrom = (text: string, at: number): string => {
  const end = text.indexOf('\n', at)
  return text.slice(at, Math.min(end < 0 ? text.length : end, at + 1000))
}

/**
 * Whether a text holds a unified diff outside quotes, and the files it touches. A diff is a `--- ` and `+++ ` pair
 * with a hunk header under it, or a `diff --git` line with an extended header (renames, modes, binaries).
 */
export const diffOf = (text: string): DiffFacts => {
  if (!text.includes('--- ') && !text.includes('diff --git ')) return none
  const files: string[] = []
  const seen = new Set<string>()
  const add = (path: string | null) => {
    if (path !== null && !seen.has(path) && files.length < filesMax) {
      seen.add(path)
      files.push(path)
    }
  }
  let hasDiff = false
  let git = ''
  for (let at = 0; at >= 0 && at < text.length; ) {
    const next = text.indexOf('\n', at)
    const end = next < 0 ? text.length : next + 1
    const c = text.charCodeAt(at)
    if (c === 0x64 && text.startsWith('diff --git ', at)) {
      git = lineFrom(text, at + 11)
      const follows = lineFrom(text, end)
      if (
        /^(?:index [0-9a-f]{4,}|old mode \d|new file mode \d|deleted file mode \d|similarity index |rename from )/.test(
          follows,
        )
      ) {
        hasDiff = true
        add(gitPath(git))
      }
    } else if (c === 0x2d && text.startsWith('--- ', at) && text.startsWith('+++ ', end)) {
      const third = text.indexOf('\n', end)
      if (third >= 0 && hunkAt(text, third + 1) !== null) {
        hasDiff = true
        const isGit = git !== '' || text.startsWith('--- a/', at)
        add(pathOf(lineFrom(text, end + 4), isGit) ?? pathOf(lineFrom(text, at + 4), isGit))
        git = ''
      }
    }
    at = next < 0 ? -1 : end
  }
  return { hasDiff, files }
}

/** True when a text holds a unified diff outside quotes. */
export const hasDiff = (text: string): boolean => diffOf(text).hasDiff
