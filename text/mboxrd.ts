/** mboxrd: every line of a mail that reads `From ` after any number of `>` gets one more `>` (mail.md E2). */

const from = [0x46, 0x72, 0x6f, 0x6d, 0x20] as const
const gt = 0x3e
const lf = 0x0a

const isFromAt = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === from[0] &&
  bytes[at + 1] === from[1] &&
  bytes[at + 2] === from[2] &&
  bytes[at + 3] === from[3] &&
  bytes[at + 4] === from[4]

/** Offsets of the lines that are `From ` behind at least `least` marks. */
const fromLines = (bytes: Uint8Array, least: number): number[] => {
  const found: number[] = []
  let line = 0
  while (line < bytes.length) {
    let at = line
    while (bytes[at] === gt) at++
    if (at - line >= least && isFromAt(bytes, at)) found.push(line)
    const end = bytes.indexOf(lf, at)
    if (end < 0) break
    line = end + 1
  }
  return found
}

/** Takes one `>` off every `>From `, `>>From ` ... line. Returns the same array when there is none. */
export const unescapeMboxrd = (bytes: Uint8Array): Uint8Array => {
  const lines = fromLines(bytes, 1)
  if (lines.length === 0) return bytes
  const out = new Uint8Array(bytes.length - lines.length)
  let read = 0
  let write = 0
  for (const line of lines) {
    out.set(bytes.subarray(read, line), write)
    write += line - read
    read = line + 1
  }
  out.set(bytes.subarray(read), write)
  return out
}

/** Puts one `>` before every line that is `From ` behind no or more marks; undone by `unescapeMboxrd`. */
export const escapeMboxrd = (bytes: Uint8Array): Uint8Array => {
  const lines = fromLines(bytes, 0)
  if (lines.length === 0) return bytes
  const out = new Uint8Array(bytes.length + lines.length)
  let read = 0
  let write = 0
  for (const line of lines) {
    out.set(bytes.subarray(read, line), write)
    write += line - read
    out[write++] = gt
    read = line
  }
  out.set(bytes.subarray(read), write)
  return out
}

const days = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number) => String(n).padStart(2, '0')

/** Seconds since the epoch as asctime writes them in UTC: `Fri May 19 11:26:02 2017`. */
const asctime = (atSeconds: number): string => {
  const day = Math.floor(atSeconds / 86_400)
  const rest = atSeconds - day * 86_400
  // Civil date of a day number (Hinnant): eras of 400 years from 1 March 0000.
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = (monthFromMarch + 2) % 12
  const year = yearOfEra + era * 400 + (month < 2 ? 1 : 0)
  const hour = Math.floor(rest / 3600)
  const minute = Math.floor((rest % 3600) / 60)
  return `${days[((day % 7) + 7) % 7]} ${months[month]} ${String(dayOfMonth).padStart(2)} ${two(hour)}:${two(minute)}:${two(rest % 60)} ${year}`
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0) & 0x7f)

/** One mail of an mboxrd file: separator, escaped bytes, blank line. `atSeconds` null writes the epoch, as lore does. */
export const mboxrdEntry = (bytes: Uint8Array, atSeconds: number | null): Uint8Array => {
  const separator = ascii(`From mboxrd@z ${asctime(Math.max(0, Math.floor(atSeconds ?? 0)))}\n`)
  const body = escapeMboxrd(bytes)
  const ends = body.length > 0 && body[body.length - 1] === lf
  const out = new Uint8Array(separator.length + body.length + (ends ? 1 : 2))
  out.set(separator, 0)
  out.set(body, separator.length)
  out.fill(lf, separator.length + body.length)
  return out
}

/** A whole mboxrd file, in the order given. */
export const mboxrdOf = (
  mails: readonly { readonly bytes: Uint8Array; readonly atSeconds: number | null }[],
): Uint8Array => {
  const entries = mails.map(mail => mboxrdEntry(mail.bytes, mail.atSeconds))
  const out = new Uint8Array(entries.reduce((sum, entry) => sum + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    out.set(entry, at)
    at += entry.length
  }
  return out
}
