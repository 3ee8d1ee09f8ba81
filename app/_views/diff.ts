import type { Zone } from '../../model/index.ts'
import { hunkAt } from '../../text/diff-lines.ts'
import { cutPieces } from './marks.ts'
import type { Mark, Piece, Stretch } from './marks.ts'

/** What a line of a diff is. `file`: its headers; `stat`: the diffstat before it. */
export type DiffLine = 'file' | 'hunk' | 'added' | 'removed' | 'context' | 'stat'

/** Consecutive lines of one kind; the text is the mail's own, so copying gives what `git am` applies. */
export type DiffRun = { readonly line: DiffLine; readonly pieces: readonly Piece[] }

/** Colours a diff by runs of lines. Hunk counts decide, so a removed line `-- x` is no file header. */
export function diffRuns(
  text: string,
  zones: readonly Zone[],
  marks: readonly Mark[],
  here: Stretch | null = null,
): readonly DiffRun[] {
  const runs: DiffRun[] = []
  let from = zones[0]?.start ?? 0
  let kind: DiffLine | null = null
  let end = from
  const flush = () => {
    if (kind !== null && from < end) runs.push({ line: kind, pieces: cutPieces(text, marks, from, end, here) })
    from = end
  }
  for (const zone of zones) {
    const hunk = { old: 0, new: 0 }
    for (let at = zone.start; at < zone.end; ) {
      const newline = text.indexOf('\n', at)
      const next = newline < 0 || newline + 1 > zone.end ? zone.end : newline + 1
      const line = zone.kind === 'diffstat' ? 'stat' : zone.kind === 'diff' ? lineKind(text, at, hunk) : 'context'
      if (line !== kind) flush()
      kind = line
      end = at = next
    }
  }
  flush()
  return runs
}

function lineKind(text: string, at: number, hunk: { old: number; new: number }): DiffLine {
  const c = text[at]
  if (hunk.old > 0 || hunk.new > 0) {
    if (c === '+') {
      hunk.new--
      return 'added'
    }
    if (c === '-') {
      hunk.old--
      return 'removed'
    }
    if (c === '\\') return 'context'
    if (c === ' ' || c === '\n' || c === '\t') {
      hunk.old--
      hunk.new--
      return 'context'
    }
    hunk.old = hunk.new = 0
  }
  const counts = c === '@' ? hunkAt(text, at) : null
  if (counts !== null) {
    hunk.old = counts.removed
    hunk.new = counts.added
    return 'hunk'
  }
  return c === ' ' ? 'context' : 'file'
}
