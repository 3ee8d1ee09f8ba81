import { zonesOf } from './zones.ts'

/** Lines that carry a paragraph on; everything else is laid out by hand and stays as it stands. */
const flows: ReadonlySet<string> = new Set(['prose', 'quote', 'greeting', 'attribution'])

/** Marks and the words behind them, without the blank that RFC 3676 4.4 stuffs in front of them. */
const part = (line: string): { marks: string; words: string } => {
  let end = 0
  while (line.charAt(end) === '>') end++
  const words = line.slice(end)
  return { marks: line.slice(0, end), words: words.startsWith(' ') ? words.slice(1) : words }
}

/** Quoted lines that show a diff: to join two of them would make one change of two. */
const isDiffLike = (words: string): boolean => /^(?:[-+@]|diff |index |\t| {1,2}\S.*[;{}]$)/.test(words)

/**
 * A format=flowed text as its sender saw it (RFC 3676, mail.md E36): paragraphs of prose and of quotes on one line each,
 * stuffed blanks taken off. Diffs, quoted diffs, code, traces, trailers and signatures stay as they stand, letter for
 * letter. For display only: spans and tags count in the text as it was sent. `delSp`: the blank before a soft break goes.
 */
export const unflow = (text: string, delSp: boolean): string => {
  let out = ''
  // Marks of the paragraph that the next line may carry on; null where a line break is meant.
  let open: string | null = null
  for (const zone of zonesOf(text)) {
    if (!flows.has(zone.kind)) {
      if (open !== null) out += '\n'
      open = null
      out += text.slice(zone.start, zone.end)
      continue
    }
    for (let at = zone.start; at < zone.end; ) {
      const nl = text.indexOf('\n', at)
      const end = nl < 0 || nl >= zone.end ? zone.end : nl
      const line = text.slice(at, end)
      const { marks, words } = part(line)
      const isFixed = isDiffLike(words) || words === '-- '
      if (open !== null && (open !== marks || isFixed)) {
        out += '\n'
        open = null
      }
      if (open === null) out += isFixed ? line : marks + (marks === '' || words === '' ? '' : ' ') + words
      else out += words
      if (!isFixed && words.endsWith(' ')) {
        if (delSp) out = out.slice(0, -1)
        open = marks
      } else {
        open = null
        if (end < zone.end) out += '\n'
      }
      at = end + 1
    }
  }
  return out
}
