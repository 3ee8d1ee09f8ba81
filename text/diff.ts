import { hunkAt } from './diff-lines.ts'
import { gitPair, sideOf, treePath } from './patch/paths.ts'

/** Files listed of one mail. */
const filesMax = 2000

export type DiffFacts = {
  readonly hasDiff: boolean
  /** Paths in order of appearance, without `a/` and `b/`; the new name of a renamed file. */
  readonly files: readonly string[]
}

const none: DiffFacts = { hasDiff: false, files: [] }

/** The path that the lines `--- old` and `+++ new` name: the new one, or the old one of a file that goes away. */
const pathOf = (before: string, after: string, isGit: boolean): string | null => {
  const [old, now] = [sideOf(before), sideOf(after)]
  return (now.isAbsent ? null : treePath(now.path, isGit)) ?? treePath(old.path, isGit) ?? treePath(now.path, isGit)
}

/** The path of a `diff --git a/x b/x` line; the second where the names differ. */
const gitPath = (line: string): string | null => {
  const pair = gitPair(line)
  return pair === null ? null : treePath(pair.after, true)
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
      if (third >= 0 && (hunkAt(text, third + 1) !== null || text.startsWith('@@@ -', third + 1))) {
        hasDiff = true
        const isGit = git !== '' || text.startsWith('--- a/', at)
        add(pathOf(lineFrom(text, at + 4), lineFrom(text, end + 4), isGit))
        git = ''
      }
    }
    at = next < 0 ? -1 : end
  }
  return { hasDiff, files }
}

/** True when a text holds a unified diff outside quotes. */
export const hasDiff = (text: string): boolean => diffOf(text).hasDiff
