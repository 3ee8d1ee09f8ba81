/** A line this long with marks inside is a mail whose line breaks were lost. */
const flatCharsMin = 500
const inlineMarksMin = 3
/** Columns to which mail programs fill lines, and the most a quoted line grows to. */
const fillColumns = 72
const quotedColumnsMax = 82

const isFlat = (line: string): boolean => {
  if (line.length < flatCharsMin) return false
  let marks = 0
  for (let at = line.indexOf(' > '); at >= 0; at = line.indexOf(' > ', at + 1))
    if (++marks >= inlineMarksMin) return true
  return false
}

/** Length of the run of `> > >` at `at`, up to and without the word after it; 0 when no mark stands alone there. */
const markRun = (text: string, at: number): { depth: number; end: number } => {
  let depth = 0
  let end = at
  let i = at
  while (text.charAt(i) === '>') {
    const after = text.charAt(i + 1)
    if (after !== ' ' && after !== '>' && after !== '' && after !== '\n') break
    depth++
    end = i + 1
    i++
    if (text.charAt(i) === ' ') i++
  }
  return { depth, end }
}

/**
 * How many marks of a run belong to an empty quoted line that stood before it (`> >` + `> > word`), 0 for none. `next` is
 * the depth of the line behind it where both are of one paragraph, else 0. Lines are filled to about 72 columns: one that
 * ended early ended its paragraph.
 */
const blankMarks = (run: number, last: number, next: number, above: 'wrote' | 'early' | 'full'): number => {
  if (run < 2) return 0
  if (above === 'wrote' && run <= last + 2) return 0
  if (run > last) {
    if (next > 0 && next <= run) return run - next
    if (above === 'wrote') return last
    if (run % 2 === 0 && run / 2 <= last) return run / 2
    return last > 0 && run > last + 1 ? last : 0
  }
  return above === 'early' && run % 2 === 0 ? run / 2 : 0
}

/** Where the author's own words start behind a quoted line that is longer than any quoted line is, or -1. */
const overflow = (chunk: string): number => {
  if (chunk.length <= quotedColumnsMax) return -1
  const head = chunk.slice(0, quotedColumnsMax)
  const stop = Math.max(head.lastIndexOf('. '), head.lastIndexOf('? '), head.lastIndexOf('! '), head.lastIndexOf(': '))
  const cut = stop > 0 ? stop + 1 : head.lastIndexOf(' ')
  return cut > 0 ? cut : -1
}

/** True when the first word of the next line would still have fitted on this one. */
const endsEarly = (line: string, rest: string): boolean =>
  line.length + 1 + (rest.slice(0, 40).split(' ')[0] ?? '').length < fillColumns

/** The next run of marks at or behind `from`, looked for as far as a quoted line may reach. */
const nextRun = (line: string, from: number): { at: number; depth: number; end: number } => {
  const found = line.slice(from, from + 2 * quotedColumnsMax).indexOf(' >')
  if (found < 0) return { at: -1, depth: 0, end: -1 }
  const at = from + found + 1
  return { at, ...markRun(line, at) }
}

const unflattenLine = (line: string): string => {
  const out = line.split('')
  const breakAt = (i: number) => {
    if (out[i] === ' ') out[i] = '\n'
  }
  let last = 0
  let lineFrom = 0
  let inQuote = false
  for (let at = 0; at < line.length; ) {
    const isMark = line.charAt(at) === '>' && (at === 0 || line.charAt(at - 1) === ' ')
    const run = isMark ? markRun(line, at) : { depth: 0, end: at }
    if (run.depth === 0) {
      const next = line.indexOf(' >', at)
      at = next < 0 ? line.length : next + 1
      continue
    }
    if (inQuote) {
      const cut = overflow(line.slice(lineFrom, at - 1))
      if (cut > 0) breakAt(lineFrom + cut)
    }
    if (at > 0) breakAt(at - 1)
    const above = line.slice(lineFrom, at - 1)
    const ended = endsEarly(above, line.slice(run.end + 1)) ? 'early' : 'full'
    const behind = nextRun(line, run.end)
    const isFull =
      behind.depth > 0 && !endsEarly(line.slice(run.end - run.depth, behind.at - 1), line.slice(behind.end + 1))
    const blank = inQuote
      ? blankMarks(run.depth, last, isFull ? behind.depth : 0, above.endsWith('wrote:') ? 'wrote' : ended)
      : 0
    let from = at
    if (blank > 0) {
      let seen = 0
      let i = at
      for (; i < run.end && seen < blank; i++) if (line.charAt(i) === '>') seen++
      breakAt(i)
      from = i + 1
    }
    last = run.depth - blank
    lineFrom = from
    inQuote = true
    at = run.end + 1
  }
  if (inQuote) {
    // What ends a reply is nearly always its author's own.
    const rest = line.slice(lineFrom)
    const cut = rest.length > quotedColumnsMax ? overflow(rest) : rest.search(/[.?!] /) + 1
    if (cut > 0) breakAt(lineFrom + cut)
  }
  return out.join('')
}

/**
 * Gives a mail whose lines were joined its line breaks back before inline quote marks. Only blanks become line breaks,
 * so that offsets stay. A guess: where an empty quoted line stood, and where a quote ends, is read off line lengths.
 */
export const unflatten = (text: string): string =>
  text
    .split('\n')
    .map(line => (isFlat(line) ? unflattenLine(line) : line))
    .join('\n')
