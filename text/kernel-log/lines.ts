/** Bounds of the reader: longer texts are cut, longer lines too; both are said in the result. */
export const logCharsMax = 32 * 1024 * 1024
export const logLineCharsMax = 8192

/** A physical line with everything in front of the kernel's own words taken off. */
export type RawLine = {
  /** 1-based line of the source. */
  readonly line: number
  readonly text: string
  readonly atUs: number | null
  /** Task or CPU id of CONFIG_PRINTK_CALLER (`T123`, `C0`); empty without. */
  readonly caller: string
  /** Number of `>` in front. */
  readonly depth: number
  /** True when a stamp, a level or a syslog header was taken off: a record starts here. */
  readonly stamped: boolean
  readonly cut: boolean
}

const stampAt = /\[ *(\d{1,10})\.(\d{6})\]/
const callerId = /^ ?\[ *([TC]\d+)\]/
const dateStamp =
  /^\[?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?: \d{4})?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)[.,\d]*(?:Z|[+-]\d\d:?\d\d)?\]?/
const quotes = /^(?: {0,8}>)+/

/** How far into a line a stamp may stand: dates, host names and quote marks come before it. */
const stampWithin = 120

/** Takes quote marks, syslog headers, levels and stamps off a line. */
export const stripLine = (source: string, line: number): RawLine => {
  const cut = source.length > logLineCharsMax
  let text = cut ? source.slice(0, logLineCharsMax) : source
  if (text.endsWith('\r')) text = text.slice(0, -1)
  // Mail clients keep runs of blanks by writing no-break spaces.
  if (text.includes('\u00a0')) text = text.replaceAll('\u00a0', ' ')
  let depth = 0
  const quoted = quotes.exec(text)
  if (quoted !== null) {
    for (const c of quoted[0]) if (c === '>') depth++
    text = text.slice(quoted[0].length)
    // A quoted diff or log keeps one space of the mail client in front.
    if (text.startsWith(' ')) text = text.slice(1)
  }
  let atUs: number | null = null
  let caller = ''
  let stamped = false
  text = text.trimStart()
  const level = /^<\d{1,3}>/.exec(text)
  if (level !== null) {
    text = text.slice(level[0].length)
    stamped = true
  }
  const stamp = stampAt.exec(text.slice(0, stampWithin))
  if (stamp !== null) {
    atUs = Number(stamp[1]) * 1_000_000 + Number(stamp[2])
    text = text.slice(stamp.index + stamp[0].length)
    stamped = true
    const id = callerId.exec(text)
    if (id !== null) {
      caller = id[1] ?? ''
      text = text.slice(id[0].length)
    }
  } else {
    const date = dateStamp.exec(text)
    if (date !== null) {
      text = text.slice(date[0].length)
      stamped = true
    }
  }
  if (stamped) {
    const at = text.slice(0, stampWithin).indexOf('kernel: ')
    // `host kernel: ` after a date or a monotonic stamp; never words of the message itself.
    if (at >= 0 && /^[\w.@\- ]*$/.test(text.slice(0, at))) text = text.slice(at + 8)
  } else if (text.startsWith('kernel: ')) {
    text = text.slice(8)
    stamped = true
  }
  return { line, text: text.trim(), atUs, caller, depth, stamped, cut }
}

/** Undoes quoted-printable in a raw mail whose headers say so; each line keeps the number of its first source line. */
const unquote = (lines: readonly string[]): readonly { text: string; line: number }[] => {
  const out: { text: string; line: number }[] = []
  let open: { text: string; line: number } | null = null
  lines.forEach((raw, i) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const soft = line.endsWith('=') && (open?.text.length ?? 0) < logLineCharsMax
    const body = (soft ? line.slice(0, -1) : line).replace(/=([2-7][0-9A-F])/g, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    )
    if (open === null) open = { text: body, line: i + 1 }
    else open.text += body
    if (!soft) {
      out.push(open)
      open = null
    }
  })
  if (open !== null) out.push(open)
  return out
}

const signs = [
  'invoked oom-killer',
  'oom-kill:constraint=',
  'page allocation failure',
  'page allocation stalls',
  'Killed process ',
  'oom_score_adj name',
]

/** A cheap look for what every report holds: false means that reading the text would find none. */
export const mayHoldReport = (source: string): boolean => {
  // A mail client may have broken any of these between two words.
  const words = source.slice(0, logCharsMax).replace(/[\s>]+/g, ' ')
  return signs.some(sign => words.includes(sign))
}

/** Splits a text into stripped physical lines. */
export const rawLines = (source: string): { lines: RawLine[]; count: number; cut: boolean } => {
  const cut = source.length > logCharsMax
  const split = (cut ? source.slice(0, logCharsMax) : source).split('\n')
  const isQuoted =
    /^content-transfer-encoding:[ \t]*quoted-printable/im.test(source.slice(0, logCharsMax)) && /=3D/.test(source)
  const lines = isQuoted
    ? unquote(split).map(l => stripLine(l.text, l.line))
    : split.map((text, i) => stripLine(text, i + 1))
  return { lines, count: split.length, cut }
}
