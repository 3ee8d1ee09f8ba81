import { createHash } from 'node:crypto'
import type { RangeDiff } from '../../model/index.ts'
import { rangeDiff, rangeDiffKey } from '../../text/range-diff/index.ts'
import type { ComparedPatch } from './seriesMails.ts'

/** Comparisons held, and their lines. */
const heldMax = 64
const linesHeldMax = 200_000

/** Held by the process: the same patches compare the same for ever. Oldest use first. */
const held = new Map<string, { readonly diff: RangeDiff; readonly lines: number }>()

const linesOf = (diff: RangeDiff): number =>
  diff.pairs.reduce(
    (sum, p) => sum + p.sections.reduce((n, s) => n + s.hunks.reduce((m, h) => m + h.lines.length, 0), 0),
    0,
  )

/** What changed between two revisions, computed once for the same mails in the same order. */
export function heldRangeDiff(before: readonly ComparedPatch[], after: readonly ComparedPatch[]): RangeDiff {
  const ids = (side: readonly ComparedPatch[]) => side.map(p => p.id)
  const key = createHash('sha256')
    .update(rangeDiffKey(ids(before), ids(after)))
    .digest('base64')
  const known = held.get(key)
  held.delete(key)
  const kept = known ?? compute(before, after)
  if (kept.lines <= linesHeldMax) held.set(key, kept)
  let lines = 0
  for (const entry of held.values()) lines += entry.lines
  for (const [oldest, entry] of held) {
    if (held.size <= heldMax && lines <= linesHeldMax) break
    held.delete(oldest)
    lines -= entry.lines
  }
  return kept.diff
}

function compute(before: readonly ComparedPatch[], after: readonly ComparedPatch[]) {
  const diff = rangeDiff(
    before.map(p => p.range),
    after.map(p => p.range),
  )
  return { diff, lines: linesOf(diff) }
}
