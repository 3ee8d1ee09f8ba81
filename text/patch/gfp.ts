import { gfpCanonical } from '../../facts/gfp/names.ts'
import type { HunkLine } from '../../model/index.ts'

const name = /(?<![A-Za-z0-9_])_{0,3}GFP_[A-Z0-9_]{2,40}(?![A-Za-z0-9_])/g

/** Characters of one line that are read. */
const lineCharsMax = 2000

const gather = (lines: readonly HunkLine[], kind: HunkLine['kind']): Set<string> => {
  const found = new Set<string>()
  for (const line of lines) {
    if (line.kind !== kind || !line.text.includes('GFP_')) continue
    for (const [written] of line.text.slice(0, lineCharsMax).matchAll(name)) {
      const flag = gfpCanonical(written)
      if (flag !== null) found.add(flag)
    }
  }
  return found
}

/**
 * Canonical GFP flags of a hunk that its added lines name and its removed lines do not, and the other way round; sorted.
 * Names only: a flag that comes in with a composite (`GFP_NOWAIT`) is not taken apart, and words of comments count.
 */
export const gfpOf = (lines: readonly HunkLine[]): { gfpAdded: readonly string[]; gfpRemoved: readonly string[] } => {
  const added = gather(lines, 'added')
  const removed = gather(lines, 'removed')
  return {
    gfpAdded: [...added].filter(flag => !removed.has(flag)).sort(),
    gfpRemoved: [...removed].filter(flag => !added.has(flag)).sort(),
  }
}
