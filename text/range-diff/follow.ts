import type { CommentFate, CommentPlace, RangeDiff, RangePatch } from '../../model/index.ts'
import { bare, findAll, followRows, spanOf } from './follow-rows.ts'
import { scratchFor } from './edit-script.ts'
import { changesOf, diffLines } from './hunks.ts'
import type { Change } from './hunks.ts'
import { isTelling } from './likeness.ts'
import { lineClasses } from './pair.ts'
import type { Lined } from './pair.ts'
import { rangeOf } from './place.ts'
import { render } from './render.ts'
import type { Rendered, Row } from './render.ts'

/** Rows followed of one place. */
const rowsMax = 200

const unknown: CommentFate = { fate: 'unknown', reason: 'no-place', partAfter: null, after: null, sure: 'guess' }

const titleOf = ({ patch }: RangePatch): string => patch.title.trim().toLowerCase()

type Aligned = { a: Lined; b: Lined; changes: readonly Change[] }

/**
 * Where comments on patches of the earlier revision ended in the later one: what became of the lines they are about, by
 * the pairing of `rangeDiff` over the same patches. The answer to one question is kept for the next. A patch that
 * range-diff calls dropped while exactly one new patch has its title is followed there, never surer than a guess.
 * Deterministic; any input gives an answer.
 */
export const commentFollower = (
  diff: RangeDiff,
  before: readonly RangePatch[],
  after: readonly RangePatch[],
): ((index: number, place: CommentPlace) => CommentFate) => {
  const rendered = new Map<RangePatch, Rendered>()
  const rowsOf = (patch: RangePatch): Rendered => {
    let known = rendered.get(patch)
    if (known === undefined) rendered.set(patch, (known = render(patch)))
    return known
  }
  const alignments = new Map<number, Aligned>()
  const align = (index: number, patch: RangePatch, next: RangePatch): Aligned => {
    const known = alignments.get(index)
    if (known) return known
    const { lined, classes } = lineClasses([rowsOf(patch), rowsOf(next)])
    const [a, b] = [lined[0]!, lined[1]!]
    const changed = diffLines({ a: a.lines, b: b.lines, texts: { a: a.texts, b: b.texts } }, scratchFor(classes))
    const aligned = { a, b, changes: changesOf(changed) }
    alignments.set(index, aligned)
    return aligned
  }

  /** The part the patch became; by its title alone where range-diff found none. */
  const partOf = (index: number, patch: RangePatch, paired: number | null): number | null => {
    if (paired !== null) return paired
    const namesakes = diff.pairs.flatMap(({ mark, after: part }) =>
      mark === '>' && part !== null && after[part] && titleOf(after[part]) === titleOf(patch) ? [part] : [],
    )
    return namesakes.length === 1 ? namesakes[0]! : null
  }

  /** The one other patch that adds or removes the same telling lines. */
  const inOtherPart = (wanted: readonly Row[], except: number | null): CommentFate | null => {
    const changing = wanted.filter(row => row.inner === '+' || row.inner === '-')
    if (!changing.some(row => isTelling(bare(row)))) return null
    const places = after.flatMap((patch, part) => {
      const rows = part === except ? null : findAll(changing, rowsOf(patch).rows, row => row.text)
      return rows === null ? [] : [{ part, rows }]
    })
    const place = places[0]
    if (place === undefined || places.length > 1) return null
    return { fate: 'unchanged', reason: 'moved-part', partAfter: place.part, after: spanOf(place.rows), sure: 'likely' }
  }

  return (index, place) => {
    const patch = before[index]
    const pair = diff.pairs.find(p => p.before === index)
    if (patch === undefined || pair === undefined) return unknown
    const range = rangeOf(patch, place)
    const { rows } = rowsOf(patch)
    const at: number[] = []
    if (range)
      rows.forEach((row, i) => {
        if (row.start >= 0 && row.start < range.end && row.end > range.start && at.length < rowsMax) at.push(i)
      })
    if (place.in !== 'patch' && at.length === 0) return unknown
    const wanted = at.map(i => rows[i]!)

    const partAfter = partOf(index, patch, pair.after)
    const next = partAfter === null ? undefined : after[partAfter]
    if (next === undefined) {
      const dropped = {
        fate: 'patch-dropped',
        reason: 'dropped',
        partAfter: null,
        after: null,
        sure: 'likely',
      } as const
      return inOtherPart(wanted, null) ?? dropped
    }
    const { a, b, changes } = align(index, patch, next)
    const atMost = (sure: CommentFate['sure']) => (pair.after === null ? 'guess' : sure)
    if (changes.length === 0) {
      const same = spanOf(at.map(i => b.rows[i]!))
      return { fate: 'patch-unchanged', reason: 'same-patch', partAfter, after: same, sure: atMost('certain') }
    }
    if (at.length === 0)
      return { fate: 'changed', reason: 'whole-patch', partAfter, after: null, sure: atMost('certain') }
    const fate = followRows(a, b, at, changes)
    if (fate !== null) return { ...fate, partAfter, sure: atMost(fate.sure) }
    const gone = { fate: 'removed', reason: 'gone', partAfter, after: null, sure: atMost('likely') } as const
    return inOtherPart(wanted, partAfter) ?? gone
  }
}

/** `commentFollower` for one comment: on patch `index` of the earlier revision, at a place (see `commentPlace`). */
export const followComment = (
  diff: RangeDiff,
  before: readonly RangePatch[],
  after: readonly RangePatch[],
  index: number,
  place: CommentPlace,
): CommentFate => commentFollower(diff, before, after)(index, place)
