import type { RangeDiff, RangePair, RangePatch } from '../../model/index.ts'
import { scratchFor } from './edit-script.ts'
import { lineClasses, pairPatches } from './pair.ts'
import { linesMax, render } from './render.ts'
import type { Rendered } from './render.ts'
import { sectionsOf } from './sections.ts'

/** Patches of one revision that are compared. */
const patchesMax = 500
/** Lines of one revision that are compared. */
const revisionLinesMax = 200_000
const creationFactorMax = 10_000

const renderAll = (patches: readonly RangePatch[]): Rendered[] => {
  let left = revisionLinesMax
  return patches.slice(0, patchesMax).map(patch => {
    const rendered = render(patch, Math.min(left, linesMax))
    left -= rendered.rows.length
    return rendered
  })
}

/** A share of lines in percent: whole, not negative; what makes no sense is the default of git. */
const factorOf = (percent: number | undefined): number =>
  percent !== undefined && percent >= 0 && percent <= creationFactorMax ? Math.trunc(percent) : 60

/** Pairs in git's order: that of the later revision; a dropped patch once all patches before it were shown. */
const inOrder = (before: number, after: number, matches: ReadonlyMap<number, number>) => {
  const beforeOf = new Map([...matches].map(([i, j]) => [j, i]))
  const shown = new Set<number>()
  const pairs: { before: number | null; after: number | null }[] = []
  let i = 0
  const showDropped = () => {
    for (; i < before && (shown.has(i) || !matches.has(i)); i++)
      if (!shown.has(i)) pairs.push({ before: i, after: null })
  }
  for (let j = 0; j < after; j++) {
    showDropped()
    const match = beforeOf.get(j) ?? null
    if (match !== null) shown.add(match)
    pairs.push({ before: match, after: j })
  }
  showDropped()
  return pairs
}

/**
 * What changed from one revision of a series to another, equal in meaning to `git range-diff` of the two branches.
 * Covers are not patches: leave them out. Any input gives a result; bounds are counted in `omitted`.
 * `creationFactorPercent` is git's `--creation-factor`, 60 unless given: larger pairs more patches.
 */
export const rangeDiff = (
  before: readonly RangePatch[],
  after: readonly RangePatch[],
  options: { readonly creationFactorPercent?: number } = {},
): RangeDiff => {
  const rendered = [...renderAll(before), ...renderAll(after)]
  const { lined, classes } = lineClasses(rendered)
  const scratch = scratchFor(classes)
  const a = lined.slice(0, Math.min(before.length, patchesMax))
  const b = lined.slice(a.length)
  const { pairs: matches, estimated } = pairPatches(a, b, scratch, factorOf(options.creationFactorPercent))
  const pairs = inOrder(a.length, b.length, matches).map((pair): RangePair => {
    if (pair.before === null) return { mark: '>', ...pair, sections: [] }
    if (pair.after === null) return { mark: '<', ...pair, sections: [] }
    const sections = sectionsOf(a[pair.before]!, b[pair.after]!, scratch)
    return { mark: sections.length > 0 ? '!' : '=', ...pair, sections }
  })
  return {
    pairs,
    omitted: {
      patchesBefore: before.length - a.length,
      patchesAfter: after.length - b.length,
      lines: rendered.reduce((sum, patch) => sum + patch.linesOmitted, 0),
      distances: estimated,
    },
  }
}
