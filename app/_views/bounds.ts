/** How much of one mail's text a page shows; the rest is one link away. `bytes`: as written in the page. */
export type Bounds = { readonly lines: number; readonly bytes: number }

/** A mail on its own page. */
export const ownPage: Bounds = { lines: 2_000, bytes: 200_000 }
/** A mail among those of its thread. */
export const inThread: Bounds = { lines: 500, bytes: 60_000 }
/** A mail of a thread whose page is long already. */
export const inLongThread: Bounds = { lines: 20, bytes: 2_000 }
/** What the mails of a thread's page take before the next ones are shown in short. */
export const threadBytesMax = 3_000_000

/** What was left out, counted. A line that is cut counts. */
export type More = { readonly lines: number; readonly chars: number }

/** Bytes of a character in a page: escaped, or named where it reorders its surroundings. */
function bytesAt(code: number): number {
  if (code < 0x80) return code === 38 || code === 60 || code === 62 || code === 34 || code === 39 ? 5 : 1
  if (code < 0x800) return 2
  const unseen =
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0xfeff
  return unseen ? 60 : 3
}

/** Bytes that a text takes in a page, about. */
export function bytesOf(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) bytes += bytesAt(text.charCodeAt(i))
  return bytes
}

/** What is left of the bounds while a mail is laid out. */
export class Room {
  lines: number
  bytes: number
  constructor(bounds: Bounds) {
    this.lines = bounds.lines
    this.bytes = bounds.bytes
  }

  /** Takes lines of text[start, end) from its beginning as long as there is room; answers where it had to stop. */
  takeHead(text: string, start: number, end: number): number {
    let at = start
    while (at < end && this.lines > 0) {
      const code = text.charCodeAt(at)
      const bytes = bytesAt(code)
      if (bytes > this.bytes) break
      this.bytes -= bytes
      at++
      if (code === 10) this.lines--
    }
    if (at === end && end > start && text.charCodeAt(end - 1) !== 10) this.lines--
    return splitsPair(text, at) ? at - 1 : at
  }

  /** The same from the end backwards: answers where what is kept begins. */
  takeTail(text: string, start: number, end: number): number {
    let at = end
    while (at > start && this.lines > 0) {
      const bytes = bytesAt(text.charCodeAt(at - 1))
      if (bytes > this.bytes) break
      this.bytes -= bytes
      at--
      if (at === start || text.charCodeAt(at - 1) === 10) this.lines--
    }
    return splitsPair(text, at) ? at + 1 : at
  }
}

/** True between the halves of a character outside the first plane. */
const splitsPair = (text: string, at: number): boolean =>
  at > 0 && at < text.length && isHalf(text.charCodeAt(at - 1), 0xd800) && isHalf(text.charCodeAt(at), 0xdc00)

const isHalf = (code: number, first: number): boolean => code >= first && code < first + 0x400

/** Lines of text[start, end); a last line without its newline counts. */
export function countLines(text: string, start: number, end: number): number {
  let lines = 0
  for (let i = start; i < end; ) {
    const newline = text.indexOf('\n', i)
    lines++
    if (newline < 0 || newline >= end) break
    i = newline + 1
  }
  return lines
}

/** A text within bounds, and what that leaves out. */
export function clipText(text: string, room: Room): { readonly text: string; readonly more: More | null } {
  const end = room.takeHead(text, 0, text.length)
  return end === text.length
    ? { text, more: null }
    : { text: text.slice(0, end), more: { lines: countLines(text, end, text.length), chars: text.length - end } }
}

/** A single line within `charsMax`, its cut marked. */
export const clipLine = (line: string, charsMax: number): string =>
  line.length <= charsMax ? line : `${line.slice(0, splitsPair(line, charsMax) ? charsMax - 1 : charsMax)}…`

/** Longest subject in lists, outlines and titles of pages. */
export const subjectCharsMax = 300
