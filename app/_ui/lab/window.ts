import type { TraceEvent } from '../../../model/index.ts'

/** A row of the event log, or the place where events are left out. */
export type LogRow =
  | { readonly event: TraceEvent; readonly index: number }
  | { readonly skipped: number; readonly before: number }

export const rowsAround = 60
const rowsFirst = 40
const rowsDeciding = 40

/**
 * The events to show. Without a cursor: the first ones and those that decided a prediction; with one: those around
 * it. Never more than twice `rowsAround`, however long the run.
 */
export function windowOf(
  events: readonly TraceEvent[],
  cursor: number | null,
  deciding: ReadonlySet<number>,
): readonly LogRow[] {
  const shown = new Set<number>()
  if (cursor === null) {
    events.slice(0, rowsFirst).forEach((_, i) => shown.add(i))
    let added = 0
    for (let i = rowsFirst; i < events.length && added < rowsDeciding; i++)
      if (deciding.has(events[i]!.seq)) {
        shown.add(i)
        added++
      }
    if (events.length <= rowsFirst + rowsDeciding) events.forEach((_, i) => shown.add(i))
  } else {
    const from = Math.max(0, cursor - rowsAround)
    const to = Math.min(events.length, cursor + rowsAround)
    for (let i = from; i < to; i++) shown.add(i)
  }
  const rows: LogRow[] = []
  let last = -1
  for (const index of [...shown].sort((a, b) => a - b)) {
    if (index > last + 1) rows.push({ skipped: index - last - 1, before: index })
    rows.push({ event: events[index]!, index })
    last = index
  }
  if (last < events.length - 1) rows.push({ skipped: events.length - last - 1, before: last + 1 })
  return rows
}
