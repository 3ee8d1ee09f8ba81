import type { LineKind } from './kinds.ts'
import { ruleOf } from './kinds.ts'
import type { RawLine } from './lines.ts'
import { logLineCharsMax, rawLines } from './lines.ts'

/** A line as the kernel printed it: pieces that a mail client or the console broke apart are joined again. */
export type LogRecord = {
  readonly kind: LineKind | null
  readonly text: string
  readonly first: RawLine
  readonly lastLine: number
  /** False: it looks like its kind and does not end as that kind does. */
  readonly whole: boolean
}

/** How many physical lines one record may be broken into. */
const piecesMax = 14

/** `failcnt 0` and `oom_score_adj:0` look like counters, and may be the end of a wrapped line. */
const isLoose = (kind: LineKind | undefined): boolean =>
  kind === undefined || kind === 'memcg-stat' || kind === 'totals'

type Row = { readonly count: number } | null

/** Numbers that the columns between pid and name need, from a table header. */
const columnsOf = (header: string): number =>
  header
    .replace(/^\[ *pid *\]/, '')
    .trim()
    .split(/ +/).length - 1

const rowNumbers = (text: string): number => {
  let at = text.indexOf(']') + 1
  let count = 0
  const number = / +-?\d+(?= |$)/y
  for (number.lastIndex = at; number.test(text); at = number.lastIndex) count++
  return count
}

/** TASK_COMM_LEN without its end. */
const commMax = 15
const commLength = (row: string): number => row.replace(/^\[ *\d+\](?: +-?\d+)* +/, '').length

const rowWhole = (text: string, row: Row): boolean => {
  const numbers = rowNumbers(text)
  // Names may begin with digits, so more numbers than columns is whole as well.
  if (row !== null) return numbers > row.count || (numbers === row.count && !/^\[ *\d+\](?: +-?\d+)+$/.test(text))
  return numbers >= 7 && !/ -?\d+$/.test(text)
}

/** Joins physical lines into records. Linear: a line is looked at once as a start and at most `piecesMax` times as a piece. */
export const logRecords = (source: string): { records: LogRecord[]; lines: number; cut: boolean } => {
  const { lines, count, cut } = rawLines(source)
  const rules = lines.map(l => ruleOf(l.text))
  const records: LogRecord[] = []
  let row: Row = null
  for (let i = 0; i < lines.length; i++) {
    const first = lines[i]!
    const rule = rules[i] ?? null
    if (rule === null) {
      if (first.text !== '')
        records.push({ kind: null, text: first.text, first, lastLine: first.line, whole: !first.cut })
      continue
    }
    const isRow = rule.kind === 'task-row'
    const wholeText = (text: string) =>
      isRow ? rowWhole(text, row) : rule.whole === undefined || rule.whole.test(text)
    const goesOn = (k: number): boolean => {
      const next = lines[i + k]
      if (next === undefined || next.text === '') return false
      if (rule.pieces?.test(next.text) && rules[i + k]?.kind !== rule.kind) return true
      if (next.stamped || next.depth > first.depth) return false
      if (rule.more?.test(next.text)) return true
      return isLoose(rules[i + k]?.kind)
    }
    let text = first.text
    let used = 0
    if (!wholeText(text)) {
      let spaced = text
      let tight = text
      for (let k = 1; k <= piecesMax && spaced.length < logLineCharsMax && goesOn(k); k++) {
        const next = lines[i + k]!.text
        spaced += ` ${next}`
        tight += next
        const found = wholeText(spaced) ? spaced : !isRow && wholeText(tight) ? tight : null
        if (found !== null) {
          text = found
          used = k
          break
        }
      }
    }
    const whole = wholeText(text)
    if (rule.more !== undefined && (whole || rule.whole === undefined))
      for (let k = used + 1; k <= piecesMax; k++) {
        const next = lines[i + k]
        if (next === undefined || next.stamped || next.depth > first.depth) break
        if (!isLoose(rules[i + k]?.kind) || !rule.more.test(next.text)) break
        text += ` ${next.text}`
        used = k
      }
    if (isRow && whole && first.stamped) {
      const next = lines[i + used + 1]
      const isRest = next !== undefined && !next.stamped && next.text !== '' && (rules[i + used + 1] ?? null) === null
      // A name of two words, broken between them: it still fits a comm.
      if (isRest && commLength(text) + 1 + next.text.length <= commMax) {
        text += ` ${next.text}`
        used++
      }
    }
    if (rule.kind === 'table-header' && whole) row = { count: columnsOf(text) }
    records.push({
      kind: rule.kind,
      text,
      first,
      lastLine: lines[i + used]?.line ?? first.line,
      whole: whole && !first.cut,
    })
    i += used
  }
  return { records, lines: count, cut }
}
