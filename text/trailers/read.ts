import type { TrailerLine, TrailerPlace, Zone, ZoneKind } from '../../model/index.ts'
import { zonesOf } from '../zones.ts'
import { trailerAt } from './at.ts'
import { trailerName } from './names.ts'
import { readPerson } from './person.ts'

/** Trailers read of one mail, longest value, and lines a comment in brackets may take. */
export const trailersMax = 500
const valueCharsMax = 1000
const commentLinesMax = 6

type Line = { readonly start: number; readonly end: number; readonly kind: ZoneKind }
type Found = { readonly written: string; readonly nameAt: number; readonly valueAt: number; readonly isLoose: boolean }

const readable: ReadonlySet<ZoneKind> = new Set(['trailer', 'prose', 'greeting', 'code', 'patch-meta', 'blank'])

const linesOf = (text: string, zones: readonly Zone[]): Line[] => {
  const lines: Line[] = []
  for (const zone of zones)
    for (let start = zone.start; start < zone.end; ) {
      const nl = text.indexOf('\n', start)
      const end = nl < 0 || nl >= zone.end ? zone.end : nl
      lines.push({ start, end: end > start && text.charAt(end - 1) === '\r' ? end - 1 : end, kind: zone.kind })
      start = end + 1
    }
  return lines
}

/** `Acked by: X <x@...>`, `Acked-by:X <...>`, `Acked-by X <...>`: a known name in odd dress, and an address behind it. */
const looseAt = (text: string, start: number, end: number): Found | null => {
  const line = text.slice(start, Math.min(end, start + 400))
  if (!line.includes('@')) return null
  const match = /^[ \t]{0,8}([A-Za-z][A-Za-z _-]{1,40}?[ _-]?by) ?([:;]?)[ \t]{0,8}(?=\S)/i.exec(line)
  const written = match?.[1]
  if (match === null || written === undefined) return null
  if (match[2] === '' && (!written.includes('-') || !/^\S{1,60}[^@]*<[^<>@\s]+@[^<>@\s]+>/.test(line.trim())))
    return null
  if (trailerName(written).kind === 'other') return null
  return { written, nameAt: start + match[0].indexOf(written), valueAt: start + match[0].length, isLoose: true }
}

const at = (text: string, line: Line): Found | null => {
  if (!readable.has(line.kind) || line.kind === 'blank') return null
  const strict = trailerAt(text, line.start, line.end)
  if (strict !== null) return { written: strict.name, nameAt: strict.nameAt, valueAt: strict.valueAt, isLoose: false }
  return line.kind === 'trailer' ? null : looseAt(text, line.start, line.end)
}

/** Where git and b4 stop reading the commit message: a `---` with a diff behind it, or the diff; else the end. */
const cutOf = (text: string, lines: readonly Line[]): number => {
  const diff = lines.findIndex(l => l.kind === 'diff')
  if (diff < 0) return text.length
  const dashes = lines.findIndex(
    (l, i) => i < diff && l.kind === 'patch-meta' && text.slice(l.start, l.end).trimEnd() === '---',
  )
  return lines[dashes < 0 ? diff : dashes]?.start ?? text.length
}

/** The comment in brackets on the lines below a trailer, and how many lines it takes. */
const bracketed = (text: string, lines: readonly Line[], from: number): { words: string; lines: number } | null => {
  let words = ''
  for (let i = from; i < lines.length && i < from + commentLinesMax; i++) {
    const line = lines[i]
    if (line === undefined || !readable.has(line.kind) || line.kind === 'blank') return null
    const part = text.slice(line.start, Math.min(line.end, line.start + valueCharsMax)).trim()
    if (i === from ? !part.startsWith('[') : at(text, line) !== null) return null
    words = words === '' ? part : `${words} ${part}`
    const close = words.indexOf(']')
    if (close >= 0) return close === words.length - 1 ? { words: words.slice(1, -1).trim(), lines: i - from + 1 } : null
  }
  return null
}

/** The rest of a value that a mailer broke: `<a@b>` on a line of its own, or the end of a commit's title in parentheses. */
const continued = (text: string, value: string, next: Line | undefined): string | null => {
  if (next === undefined || !readable.has(next.kind) || next.kind === 'blank') return null
  const more = text.slice(next.start, Math.min(next.end, next.start + valueCharsMax)).trim()
  if (!value.includes('<') && !value.includes('@') && /^<[^<>]+>$/.test(more)) return more
  const isCommit = /^[0-9a-f]{6,40} \([^)]*$/i.test(value)
  return isCommit && more.endsWith(')') && trailerAt(text, next.start, next.end) === null ? more : null
}

/** A value and the comment behind ` #`, as b4 splits them: at the last `#` with a blank before it and words behind. */
const withoutComment = (raw: string): { value: string; comment: string | null } => {
  const hash = raw.lastIndexOf('#')
  if (hash < 2 || hash === raw.length - 1 || !/\s/.test(raw.charAt(hash - 1))) return { value: raw, comment: null }
  return { value: raw.slice(0, hash).trimEnd(), comment: raw.slice(hash + 1).trim() }
}

/**
 * The trailers of a mail's own words, in order: never those of quotes, diffs, signatures and footers. Reads what b4 reads
 * (`LoreMessage.find_trailers`): comments behind `#` and in brackets below, values that were wrapped; and besides it names
 * with a typing error, a blank for the hyphen or no blank behind the colon, which say so in `nameSure`. Linear, bounded.
 */
export const readTrailers = (text: string, zones: readonly Zone[] = zonesOf(text)): TrailerLine[] => {
  const lines = linesOf(text, zones)
  const cut = cutOf(text, lines)
  const found: TrailerLine[] = []
  let block = -1
  let lastLine = -2
  for (let i = 0; i < lines.length && found.length < trailersMax; i++) {
    const line = lines[i]
    const here = line === undefined ? null : at(text, line)
    if (line === undefined || here === null) continue
    if (i !== lastLine + 1) block++
    let raw = text.slice(here.valueAt, Math.min(line.end, here.valueAt + valueCharsMax)).trimEnd()
    let end = here.valueAt + raw.length
    const more = continued(text, raw, lines[i + 1])
    if (more !== null) {
      raw = `${raw} ${more}`
      end = lines[++i]?.end ?? end
    }
    const { value, comment } = withoutComment(raw)
    const brackets = bracketed(text, lines, i + 1)
    if (brackets !== null) {
      i += brackets.lines
      end = lines[i]?.end ?? end
    }
    lastLine = i
    const meant = trailerName(here.written)
    const isPerson = meant.kind !== 'reference' && !value.includes('://')
    const read = isPerson && (value.includes('@') || meant.kind !== 'other') ? readPerson(value) : null
    const words = [comment, brackets?.words, inParentheses(read?.rest)].filter(
      w => w !== null && w !== undefined && w !== '',
    )
    const place: TrailerPlace = line.start >= cut ? 'below' : 'message'
    found.push({
      kind: meant.kind,
      name: meant.name,
      also: meant.also,
      nameSure: here.isLoose && meant.sure === 'certain' ? 'likely' : meant.sure,
      written: here.written,
      value,
      person: read?.person ?? null,
      comment: words.length === 0 ? null : words.join('; '),
      place,
      block,
      start: here.nameAt,
      end,
    })
  }
  return found
}

/** Words in parentheses behind the address. */
const inParentheses = (rest: string | undefined): string | null =>
  rest !== undefined && rest.startsWith('(') && rest.endsWith(')') ? rest.slice(1, -1).trim() : null
