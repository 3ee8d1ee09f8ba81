import { readDate } from '../../parse/date.ts'

const days: ReadonlySet<string> = new Set(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])
const months: ReadonlySet<string> = new Set([
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
])

/** Bytes of a separator line that are looked at. */
export const separatorBytesMax = 512
/** Tokens of the sender before the date: `user at host` of Pipermail. */
const senderTokensMax = 3

export type Separator = {
  /** Seconds since the epoch; null when the date is nonsense, as the epoch that some archives write. */
  readonly atSeconds: number | null
  readonly isFormatPatch: boolean
}

/**
 * Reads `From sender weekday month day time year`, with a zone before or behind the year. Null for anything less
 * (mail.md E1): prose that begins with `From ` is no separator.
 */
export const readSeparator = (line: string): Separator | null => {
  if (!line.startsWith('From ') || line.length > separatorBytesMax) return null
  const tokens = line
    .slice(5)
    .trim()
    .split(/[ \t]+/)
  let day = -1
  for (let i = 1; i <= senderTokensMax; i++)
    if (days.has((tokens[i] ?? '').slice(0, 3)) && /^[A-Z][a-z]{2},?$/.test(tokens[i] ?? '')) {
      day = i
      break
    }
  if (day < 0) return null
  if (day > 1 && tokens[1] !== 'at') return null
  const [month = '', date = '', time = '', ...rest] = tokens.slice(day + 1)
  if (!months.has(month) || !/^\d{1,2}$/.test(date) || !/^\d{1,2}:\d\d(?::\d\d)?$/.test(time)) return null
  if (rest.length < 1 || rest.length > 4) return null
  if (
    !rest.some(t => /^\d{4}$/.test(t)) ||
    !rest.every(t => /^(?:\d{4}|[+-]\d{4}|[A-Z]{1,5}|\([A-Z]{1,5}\)|DST)$/.test(t))
  )
    return null
  // `Mon Sep 17 00:00:00 2001` behind a commit's hash is how git marks its patches.
  const isFormatPatch = /^[0-9a-f]{40}$/.test(tokens[0] ?? '')
  return { atSeconds: readDate(tokens.slice(day).join(' '))?.atSeconds ?? null, isFormatPatch }
}

/** True when a line can open the headers of a mail: `Name: ...`, or one more `From ` that a delivery left there. */
export const looksLikeHeader = (line: string): boolean => {
  let i = 0
  for (; i < line.length && i < 80; i++) {
    const c = line.charCodeAt(i)
    if (c === 0x3a) return i > 0
    const isWord = (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a)
    if (!isWord && c !== 0x2d && c !== 0x5f && c !== 0x2e) break
  }
  return line.startsWith('>From ')
}
