import type { CommentFate } from '../../model/index.ts'
import type { Change } from './hunks.ts'
import { isTelling, likenessMille } from './likeness.ts'
import type { Lined } from './pair.ts'
import type { Rendered, Row } from './render.ts'

/** Rows next to the lines in which a change is told. */
const nearRows = 3
/** Share of words from which one line is taken for another, reworded. */
const alikeMille = 500
/** Rows in place of the lines that are searched for likeness. */
const replacingMax = 1_000

export type RowsFate = Omit<CommentFate, 'partAfter'>

/** From the first to the last of some rows, as far as they were read somewhere. */
export const spanOf = (rows: readonly Row[]): CommentFate['after'] => {
  let span: { start: number; end: number } | null = null
  for (const { start, end } of rows) {
    if (start < 0) continue
    span = span === null ? { start, end } : { start: Math.min(span.start, start), end: Math.max(span.end, end) }
  }
  return span
}

export const bare = (row: Row): string => (row.inner === '' ? row.text.trim() : row.text.slice(1))

/**
 * Rows that hold every telling one of the wanted lines, each exactly once; null unless all are found, or none is
 * telling. `key`: by what lines are equal.
 */
export const findAll = (wanted: readonly Row[], rows: readonly Row[], key: (row: Row) => string): Row[] | null => {
  const telling = wanted.filter(row => isTelling(bare(row)))
  const all = telling.flatMap(row => {
    const text = key(row)
    const same = rows.filter(other => key(other) === text)
    return same.length === 1 ? same : []
  })
  return all.length > 0 && all.length === telling.length ? all : null
}

const kindOf = (patch: Rendered, row: Row) => patch.sections[row.section]!.kind
const pathOf = (patch: Rendered, row: Row) => patch.sections[row.section]!.path

/** True where a change next to rows [first, last] touches lines of their own section. */
const changesNear = (a: Lined, b: Lined, first: number, last: number, changes: readonly Change[]): boolean => {
  const [kind, path] = [kindOf(a, a.rows[first]!), pathOf(a, a.rows[first]!)]
  const counts = (patch: Lined) => (row: Row) =>
    row.start >= 0 && kindOf(patch, row) === kind && pathOf(patch, row) === path && bare(row).trim() !== ''
  return changes.some(
    change =>
      change.aEnd > first - nearRows &&
      change.a <= last + nearRows &&
      (a.rows.slice(change.a, change.aEnd).some(counts(a)) || b.rows.slice(change.b, change.bEnd).some(counts(b))),
  )
}

/** Rows of the later patch at the places of rows `at` within changes that replace as many lines as they remove. */
const oppositeOf = (b: Lined, at: readonly number[], changes: readonly Change[]): Set<Row> =>
  new Set(
    changes.flatMap(change =>
      at.flatMap(i => (i >= change.a && i < change.aEnd ? [b.rows[change.b + i - change.a]!] : [])),
    ),
  )

/** Follows rows `at` of one patch into its counterpart; null where neither they nor anything in their place is there. */
export const followRows = (a: Lined, b: Lined, at: readonly number[], changes: readonly Change[]): RowsFate | null => {
  const wanted = at.map(i => a.rows[i]!)
  const touching = changes.filter(change => at.some(i => i >= change.a && i < change.aEnd))
  const isKept = (i: number) => !touching.some(change => i >= change.a && i < change.aEnd)
  const counterpart = (i: number): Row => {
    const earlier = changes.findLast(change => change.aEnd <= i)
    return b.rows[earlier ? earlier.bEnd + i - earlier.aEnd : i]!
  }
  const kept = at.filter(isKept)
  const telling = kept.some(i => isTelling(bare(a.rows[i]!)))

  if (kept.length === at.length) {
    const rows = kept.map(counterpart)
    const after = spanOf(rows)
    if (pathOf(a, wanted[0]!) !== pathOf(b, rows[0]!))
      return { fate: 'unchanged', reason: 'moved', after, sure: 'likely' }
    const reason = changesNear(a, b, at[0]!, at.at(-1)!, changes) ? 'changed-near' : 'same-lines'
    return { fate: 'unchanged', reason, after, sure: telling ? 'certain' : 'likely' }
  }

  const isCandidate = (row: Row) => row.start >= 0 && kindOf(b, row) === kindOf(a, wanted[0]!)
  const candidates = b.rows.filter(isCandidate)
  // A line that says little can not be found again: with only such lines lost, those kept do not tell where they went.
  const isLostTelling = at.some(i => !isKept(i) && isTelling(bare(a.rows[i]!)))
  const moved = isLostTelling ? findAll(wanted, candidates, row => row.text) : null
  if (moved !== null) return { fate: 'unchanged', reason: 'moved', after: spanOf(moved), sure: 'likely' }
  const context = findAll(
    wanted.filter(row => row.inner === '+' || row.inner === '-'),
    candidates.filter(row => row.inner === ' '),
    bare,
  )
  if (context !== null) return { fate: 'changed', reason: 'now-context', after: spanOf(context), sure: 'likely' }

  const replacing = touching
    .flatMap(change => b.rows.slice(change.b, change.bEnd))
    .filter(row => isCandidate(row) && bare(row).trim() !== '')
    .slice(0, replacingMax)
  const lost = at.filter(i => !isKept(i)).map(i => a.rows[i]!)
  const alike = replacing.filter(row =>
    lost.some(other => other.inner === row.inner && likenessMille(bare(other), bare(row)) >= alikeMille),
  )
  if (telling)
    return { fate: 'changed', reason: 'partly', after: spanOf([...kept.map(counterpart), ...alike]), sure: 'likely' }
  if (alike.length > 0) return { fate: 'changed', reason: 'reworded', after: spanOf(alike), sure: 'likely' }
  // As many lines as before: the line at the same place among them.
  const sameSize = touching.every(change => change.aEnd - change.a === change.bEnd - change.b)
  const places = sameSize ? oppositeOf(b, at, touching) : null
  const opposite = replacing.filter(row => places?.has(row))
  if (opposite.length > 0) return { fate: 'changed', reason: 'reworded', after: spanOf(opposite), sure: 'guess' }
  if (replacing.length > 0) return { fate: 'changed', reason: 'reworded', after: spanOf(replacing), sure: 'guess' }
  return null
}
