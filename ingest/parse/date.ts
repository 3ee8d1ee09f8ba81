import type { SentDate } from '../../model/index.ts'

/** Days from 1970-01-01 to a civil date (Hinnant's algorithm); months from 1. */
const dayNumber = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

const months = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((m, i) => [m, i + 1]),
)

/** Zones that mails write by name (RFC 5322 4.3 and what kernel mail adds), minutes east. */
const zones: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ut: 0,
    utc: 0,
    gmt: 0,
    z: 0,
    wet: 0,
    west: 60,
    bst: 60,
    cet: 60,
    met: 60,
    mez: 60,
    cest: 120,
    mest: 120,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    jst: 540,
    kst: 540,
    aest: 600,
    aedt: 660,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
  }),
)

export type ReadDate = SentDate & {
  /** `zone`: it was impossible and UTC is assumed (E53). `form`: not as RFC 5322 writes it (E54). */
  readonly odd: 'zone' | 'form' | null
  /** Name of the zone when it was given by name: `est` of a web archive may mean EDT. */
  readonly zoneName: string | null
}

/** Years outside are clocks that were never set or wrapped (mail.md E57). */
const yearMin = 1980
const yearMax = 2099

const dropComments = (text: string): string => {
  if (!text.includes('(')) return text
  let out = ''
  let depth = 0
  for (const c of text) {
    if (c === '(') depth++
    else if (c === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) out += c
  }
  return out
}

const readZone = (token: string): { minutes: number; odd: boolean } | null => {
  const match = /^([+-])-?(\d{1,2}):?(\d{2})$/.exec(token)
  if (match === null) return null
  const minutes = Number(match[2]) * 60 + Number(match[3])
  if (minutes > 14 * 60 || Number(match[3]) > 59) return { minutes: 0, odd: true }
  return { minutes: match[1] === '-' ? -minutes : minutes, odd: token.length !== 5 && token.length !== 6 }
}

/** The usual form, read without splitting: `[Fri, ]19 May 2017 13:26:02 +0200`. */
const strict =
  /^(?:[A-Za-z]{3},? +)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-])(\d\d)(\d\d)(?: \([^()]{0,40}\))?$/

const at = (y: number, mo: number, d: number, h: number, mi: number, s: number, zone: number): number | null => {
  if (y < yearMin || y > yearMax || mo < 1 || mo > 12 || d < 1 || d > 31 || h > 24 || mi > 59 || s > 61) return null
  return dayNumber(y, mo, d) * 86_400 + h * 3600 + mi * 60 + Math.min(s, 59) - zone * 60
}

/**
 * A date as mail writes it, leniently (mail.md E53-E57): any order of day, month, year, time and zone, names of zones,
 * two-digit years, comments, dots, no seconds. Null when no sensible date is in it; never the present time.
 */
export const readDate = (value: string): ReadDate | null => {
  const text = value.length > 200 ? value.slice(0, 200) : value
  const usual = strict.exec(text)
  if (usual !== null) {
    const [, d, m, y, h, mi, s, sign, zh, zm] = usual
    const month = months.get((m ?? '').toLowerCase()) ?? 0
    const minutes = Number(zh) * 60 + Number(zm)
    const impossible = minutes > 14 * 60 || Number(zm) > 59
    const zoneMinutes = impossible ? 0 : sign === '-' ? -minutes : minutes
    const atSeconds = at(Number(y), month, Number(d), Number(h), Number(mi), Number(s ?? 0), zoneMinutes)
    if (atSeconds === null) return null
    return { atSeconds, zoneMinutes: zoneMinutes + 0, odd: impossible ? 'zone' : null, zoneName: null }
  }
  const iso = /^\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d{1,9})?\s*(Z|[+-]\d\d:?\d\d)?\s*$/.exec(
    text,
  )
  if (iso !== null) {
    const zone = iso[7] === undefined || iso[7] === 'Z' ? { minutes: 0, odd: false } : readZone(iso[7])
    const zoneMinutes = zone?.minutes ?? 0
    const [y, mo, d, h, mi, s] = iso.slice(1, 7).map(n => Number(n ?? 0)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    const atSeconds = at(y, mo, d, h, mi, s, zoneMinutes)
    return atSeconds === null ? null : { atSeconds, zoneMinutes, odd: zone?.odd ? 'zone' : 'form', zoneName: null }
  }
  let day = 0
  let month = 0
  let year = -1
  let time: [number, number, number] | null = null
  let zone: { minutes: number; odd: boolean } | null = null
  let zoneName: string | null = null
  for (const token of dropComments(text).split(/[\s,]+/)) {
    if (token === '' || token === '-') continue
    const clock = /^(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?$/.exec(token)
    if (clock !== null && time === null) {
      time = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)]
      continue
    }
    const joined = /^(\d{1,2})-([A-Za-z]{3})[a-z]*-(\d{2}|\d{4})$/.exec(token)
    if (joined !== null) {
      day = Number(joined[1])
      month = months.get((joined[2] ?? '').toLowerCase()) ?? 0
      year = Number(joined[3])
      continue
    }
    if (/^\d{1,2}\.?$/.test(token) && day === 0) day = Number.parseInt(token, 10)
    else if (/^\d{4}$/.test(token) && year < 0) year = Number(token)
    else if (/^\d{2,3}$/.test(token) && year < 0 && month > 0) year = Number(token)
    else if (/^[A-Za-z]/.test(token)) {
      const lower = token.toLowerCase().replace(/\.$/, '')
      const named = months.get(lower.slice(0, 3))
      if (zones.has(lower) && time !== null) {
        zone ??= { minutes: zones.get(lower) ?? 0, odd: false }
        zoneName ??= lower
      } else if (named !== undefined && month === 0) month = named
    } else if (zone === null && time !== null) zone = readZone(token)
  }
  if (day === 0 || month === 0 || year < 0 || time === null) return null
  if (year < 50) year += 2000
  else if (year < 1000) year += 1900
  const zoneMinutes = zone?.minutes ?? 0
  const atSeconds = at(year, month, day, time[0], time[1], time[2], zoneMinutes)
  if (atSeconds === null) return null
  return { atSeconds, zoneMinutes, odd: zone?.odd ? 'zone' : 'form', zoneName }
}
