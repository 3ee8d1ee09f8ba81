import type { Hunk, PatchDamage, PatchFile } from '../../model/index.ts'
import { readCombinedHunk } from './combined.ts'
import { fileHeaderAt } from './file-header.ts'
import { readHunk } from './hunk.ts'
import { beginOf, begins, endOf, isEmpty, lineOf } from './lines.ts'
import type { Lines } from './lines.ts'

/** Hunks read of one file. */
const hunksMax = 10_000

/** Where the data of a `GIT binary patch` end: blocks of `literal n` or `delta n`, each closed by an empty line. */
const afterBinaryData = (lines: Lines, from: number): number => {
  let at = from
  while (/^(?:literal|delta) \d{1,10}$/.test(lineOf(lines, at).trimEnd())) {
    at++
    while (at < lines.count && beginOf(lines, at) < endOf(lines, at)) at++
    if (at < lines.count) at++
  }
  return at
}

/** The diff of one file that begins at line `i`, and the line behind it; null when none begins there. */
export const readFile = (
  lines: Lines,
  i: number,
  damage: Set<PatchDamage>,
): { file: PatchFile; next: number; isCombined: boolean } | null => {
  const header = fileHeaderAt(lines, i)
  if (header === null) return null
  const { next, parents, isWrapped, hasBinaryData, ...rest } = header
  if (isWrapped) damage.add('lines-wrapped')
  const isCombined = parents > 1
  const hunks: Hunk[] = []
  let at = hasBinaryData ? afterBinaryData(lines, next) : next
  while (!rest.isBinary && hunks.length < hunksMax && begins(lines, at, '@@')) {
    const read = isCombined ? readCombinedHunk(lines, at, parents) : readHunk(lines, at, damage)
    if (read === null) break
    hunks.push(read.hunk)
    at = read.next
  }
  let last = at - 1
  while (last > i && isEmpty(lines, last)) last--
  const file = { ...rest, hunks, start: beginOf(lines, i), end: hunks.at(-1)?.end ?? endOf(lines, last) }
  return { file, next: at, isCombined }
}
