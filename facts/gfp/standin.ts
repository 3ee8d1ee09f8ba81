import type { Certainty, KernelVersion } from '../../model/index.ts'
import { releaseOf } from './name-order.ts'
import { gfpTables } from './tables.ts'
import type { GfpStandIn } from './types.ts'

type Range = { from: readonly [number, number]; table: KernelVersion; sure: Certainty; reason: string }

/** First release of each range, oldest first; a range ends where the next one starts. */
const ranges: readonly Range[] = [
  { from: [0, 0], table: 'v3.19', sure: 'guess', reason: 'older than the oldest table' },
  { from: [3, 19], table: 'v3.19', sure: 'likely', reason: 'taken over from 4.0' },
  { from: [4, 0], table: 'v4.0', sure: 'certain', reason: 'header read' },
  { from: [4, 1], table: 'v4.0', sure: 'likely', reason: 'same bits as 4.0, from memory; GFP_THISNODE is gone' },
  { from: [4, 4], table: 'v4.4', sure: 'certain', reason: 'header read' },
  { from: [4, 5], table: 'v4.4', sure: 'likely', reason: 'same bits as 4.4; __GFP_NOACCOUNT became __GFP_ACCOUNT' },
  { from: [4, 6], table: 'v4.9', sure: 'likely', reason: 'same bits as 4.9; GFP_TRANSHUGE differs before 4.8' },
  { from: [4, 8], table: 'v4.9', sure: 'likely', reason: 'derived from 4.4 and 4.10' },
  { from: [4, 10], table: 'v4.10', sure: 'certain', reason: 'header read' },
  { from: [4, 11], table: 'v4.10', sure: 'likely', reason: 'no change known between 4.10 and 4.11' },
  { from: [4, 12], table: 'v4.12', sure: 'certain', reason: 'header read' },
  { from: [4, 13], table: 'v4.13', sure: 'certain', reason: 'header of 4.12 and the rename, both read' },
  { from: [4, 14], table: 'v4.13', sure: 'likely', reason: 'same bits as 4.13; some names were removed' },
  { from: [4, 18], table: 'v4.19', sure: 'likely', reason: 'logs of 4.18 agree with the table of 4.19' },
  { from: [4, 19], table: 'v4.19', sure: 'certain', reason: 'both sides of the moving patches read' },
  { from: [4, 20], table: 'v4.19', sure: 'likely', reason: 'logs of 4.20 agree with the table of 4.19' },
  { from: [5, 1], table: 'v5.4', sure: 'likely', reason: 'same layout as 5.4, from memory' },
  { from: [5, 14], table: 'v6.1', sure: 'guess', reason: 'bits up to 0x800000 as in 6.1; those above moved meanwhile' },
  { from: [6, 1], table: 'v6.1', sure: 'likely', reason: 'read in a vendor 6.1 tree' },
  { from: [6, 2], table: 'v6.1', sure: 'likely', reason: 'no change known between 6.1 and 6.2' },
  {
    from: [6, 3],
    table: 'v6.12',
    sure: 'guess',
    reason: '__GFP_ATOMIC is gone as in 6.12; bits from 0x1000000 up and GFP_NOWAIT may differ',
  },
  { from: [6, 12], table: 'v6.12', sure: 'certain', reason: 'header read' },
  { from: [6, 13], table: 'v6.12', sure: 'guess', reason: 'newer than the newest table' },
]

/** Last minor number of each major one from 0 on. The newest major is open: see `newestKnown`. */
const lastMinors = [99, 3, 6, 19, 20, 19, 19] as const
/** Newest release known here. What comes after it may exist by now, up to .19, where numbers have turned since 5. */
const newestKnown: readonly [major: number, minor: number] = [7, 2]
const openMinors = 19

/**
 * What is wrong with a kernel's release, in one line that names the nearest one; `mayExist`: it is newer than what is known here.
 * Null when it was released, and for a text that names no version. Builds and -rc count as their release.
 */
export const releaseProblem = (kernel: KernelVersion): { readonly says: string; readonly mayExist: boolean } | null => {
  const release = releaseOf(kernel)
  if (release === null) return null
  const [major, minor] = release
  const named = `v${major}.${minor}`
  const last = lastMinors[major]
  if (last !== undefined && minor > last)
    return { says: `there was no kernel ${named}: the nearest release is v${major}.${last}`, mayExist: false }
  const [topMajor, topMinor] = newestKnown
  if (last !== undefined || (major === topMajor && minor <= topMinor)) return null
  const mayExist = major === topMajor && minor <= openMinors
  const newest = `v${topMajor}.${topMinor}`
  return mayExist
    ? { says: `${named} is newer than ${newest}, the newest release known here and the nearest to it`, mayExist }
    : { says: `there is no kernel ${named}: the nearest release known here is ${newest}`, mayExist }
}

/**
 * The table that stands for a kernel: `v4.6`, `4.9.291`, `4.7-rc3`, `6.12.117-generic`. A stable release counts as
 * its mainline tag, though builds can differ. Null when the text names no version, or one that was never released.
 */
export const gfpTableFor = (kernel: KernelVersion): GfpStandIn | null => {
  const match = /^v?(\d{1,2})\.(\d{1,3})(?![\d])/.exec(kernel)
  if (match === null || releaseProblem(kernel)?.mayExist === false) return null
  const [major, minor] = [Number(match[1]), Number(match[2])]
  const range = ranges.findLast(r => r.from[0] < major || (r.from[0] === major && r.from[1] <= minor))
  const table = range === undefined ? undefined : gfpTables[range.table]
  if (range === undefined || table === undefined) return null
  // A number with more after it (4.9.291, 4.7-rc3, a vendor build) is not the tag whose header was read.
  const isTag = kernel.length === match[0].length || /^\.0$/.test(kernel.slice(match[0].length))
  return { table, sure: range.sure === 'certain' && !isTag ? 'likely' : range.sure, reason: range.reason }
}
