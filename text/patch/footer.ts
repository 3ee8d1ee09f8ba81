import { beginOf, lineOf } from './lines.ts'
import type { Lines } from './lines.ts'

/** Prerequisites kept of one patch. */
const prerequisitesMax = 1000

/** What git format-patch and b4 write under or above a patch to place it. */
export type Placing = { baseCommit: string | null; changeId: string | null; prerequisites: string[] }

const meta =
  /^(?:> )?(base-commit|change-id|prerequisite-patch-id|prerequisite-change-id|prerequisite-message-id): +(\S{1,400})\s*$/i

/** True for a line that places a patch and is no prose. */
export const isPlacing = (lines: Lines, i: number): boolean => {
  const c = lines.text.charCodeAt(beginOf(lines, i)) | 0x20
  return (c === 0x62 || c === 0x63 || c === 0x70) && meta.test(lineOf(lines, i, 460))
}

/** Takes line `i` into `placing` where it says `base-commit:`, `change-id:` or `prerequisite-patch-id:`. */
export const takePlacing = (lines: Lines, i: number, placing: Placing): void => {
  const c = lines.text.charCodeAt(beginOf(lines, i)) | 0x20
  if (c !== 0x62 && c !== 0x63 && c !== 0x70) return
  const match = meta.exec(lineOf(lines, i, 460))
  if (match === null) return
  const [, name = '', value = ''] = match
  const key = name.toLowerCase()
  const isHash = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(value)
  if (key === 'base-commit') {
    if (isHash) placing.baseCommit ??= value
  } else if (key === 'change-id') placing.changeId ??= value.slice(0, 200)
  else if (key === 'prerequisite-patch-id' && isHash && placing.prerequisites.length < prerequisitesMax)
    placing.prerequisites.push(value)
}
