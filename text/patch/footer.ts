import { beginOf, lineOf } from './lines.ts'
import type { Lines } from './lines.ts'

/** Prerequisites kept of one patch. */
const prerequisitesMax = 1000

/** What git format-patch and b4 write under or above a patch to place it. */
export type Placing = { baseCommit: string | null; changeId: string | null; prerequisites: string[] }

const meta =
  /^(?:> )?(base-commit|change-id|prerequisite-patch-id|prerequisite-change-id|prerequisite-message-id): +(\S{1,400})\s*$/i

const isHash = (value: string): boolean => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(value)

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
  if (key === 'base-commit') {
    if (isHash(value)) placing.baseCommit ??= value
  } else if (key === 'change-id') placing.changeId ??= value.slice(0, 200)
  else if (key === 'prerequisite-patch-id' && isHash(value) && placing.prerequisites.length < prerequisitesMax)
    placing.prerequisites.push(value)
}

/** The first value of a line `name: value` of a text, where `name` begins the line; null for none. */
const valueOf = (text: string, name: string): string | null => {
  let at = text.startsWith(name) ? 0 : text.indexOf(`\n${name}`) + 1
  for (let n = 0; n < 20 && (at > 0 || text.startsWith(name)); n++) {
    const nl = text.indexOf('\n', at)
    const value = text.slice(at + name.length, Math.min(nl < 0 ? text.length : nl, at + name.length + 420)).trim()
    if (/^\S{1,400}$/.test(value)) return value
    at = text.indexOf(`\n${name}`, at) + 1
    if (at === 0) break
  }
  return null
}

/** The base commit and change-id that a whole text names first; the text may be a cover's. */
export const placingIn = (text: string): Pick<Placing, 'baseCommit' | 'changeId'> => {
  const base = text.includes('base-commit: ') ? valueOf(text, 'base-commit: ') : null
  const change = text.includes('hange-')
    ? (valueOf(text, 'change-id: ') ?? valueOf(text, 'Change-Id: ') ?? valueOf(text, 'Change-ID: '))
    : null
  return {
    baseCommit: base !== null && isHash(base) ? base : null,
    changeId: change === null ? null : change.slice(0, 200),
  }
}
