import { readDate } from './date.ts'

/** Who is quoted and when that mail was sent, as the line above a quote says it. */
export type Attribution = {
  readonly name: string
  /** Seconds since the epoch where the line names a zone; else null. */
  readonly atSeconds: number | null
  /** The time as read off the wall, as if UTC, where no zone is named; null when there is no time of day. */
  readonly wallSeconds: number | null
}

const attributionsMax = 200
const charsMax = 240

/** `On <when>, <who> wrote:` parted: the longest date at the front, the rest the name. */
const read = (line: string): Attribution | null => {
  // `09-06-17 16:46:42`: day, month, year, as mutt's Czech-style dates are set.
  const short =
    /^On (?:[A-Z][a-z]{2},? )?(\d{1,2})-(\d{2})-(\d{2}),? (\d\d:\d\d(?::\d\d)?)(?: ([+-]\d{4}))?,? (.{1,120})$/.exec(
      line,
    )
  if (short !== null) {
    const [, d, m, y, time, zone, name = ''] = short
    const date = readDate(
      `20${y}-${m}-${(d ?? '').padStart(2, '0')} ${(time ?? '').length === 5 ? `${time}:00` : time}${zone ?? ''}`,
    )
    return date === null ? null : make(name, date.atSeconds, zone !== undefined)
  }
  const long =
    /^On (?:[A-Z][a-z]{2,8},? )?([A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|\d{4}-\d\d-\d\d)(?:,? (?:at )?(\d{1,2}:\d\d(?::\d\d)?)(?:\s?([AP]M))?(?: ([+-]\d{4}))?)?(?: \([A-Z]{1,5}\))?,? (.{1,120})$/.exec(
      line,
    )
  if (long === null) return null
  const [, day = '', time, half, zone, name = ''] = long
  if (time === undefined) return { name: nameOf(name), atSeconds: null, wallSeconds: null }
  const [h = 0, mi = 0, s = 0] = time.split(':').map(Number)
  const hour = half === 'PM' && h < 12 ? h + 12 : half === 'AM' && h === 12 ? 0 : h
  const two = (n: number) => String(n).padStart(2, '0')
  const clock = `${two(hour)}:${two(mi)}:${two(s)}`
  const date = /^\d{4}-/.test(day)
    ? readDate(`${day} ${clock}${zone ?? ''}`)
    : readDate(`${day} ${clock} ${zone ?? '+0000'}`)
  return date === null ? null : make(name, date.atSeconds, zone !== undefined)
}

const nameOf = (text: string): string =>
  text
    .replace(/<[^<>]*>/g, '')
    .replace(/^[\s,"']+|[\s,"']+$/g, '')
    .replace(/\s+/g, ' ')

const make = (name: string, seconds: number, hasZone: boolean): Attribution => ({
  name: nameOf(name),
  atSeconds: hasZone ? seconds : null,
  wallSeconds: hasZone ? null : seconds,
})

/** Attributions in a text, at any quote depth, in order: the mails it quotes by author and time. Linear. */
export const attributionsIn = (text: string): readonly Attribution[] => {
  const found: Attribution[] = []
  for (
    let at = text.indexOf('wrote:');
    at >= 0 && found.length < attributionsMax;
    at = text.indexOf('wrote:', at + 6)
  ) {
    // Marks and line breaks may stand anywhere in it.
    const before = text
      .slice(Math.max(0, at - charsMax), at)
      .replace(/[>\s]+/g, ' ')
      .trimEnd()
    const on = before.lastIndexOf('On ')
    const read1 = on < 0 ? null : read(before.slice(on))
    if (read1 !== null) found.push(read1)
  }
  return found
}
