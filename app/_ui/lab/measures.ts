import type { RunResult } from '../../../model/index.ts'
import { count, duration } from './format.ts'

/** A figure that a run shows: its key in `metrics`, a title and a unit (`us`: a length of time). */
export type Measure = { readonly id: string; readonly title: string; readonly unit: string }

export type MeasureRow = { readonly id: string; readonly title: string; readonly value: string }

/** The figures of a run in the scenario's order; those it did not reach are said so; those without a title come last. */
export function measureRows(measures: readonly Measure[], metrics: RunResult['metrics']): readonly MeasureRow[] {
  const print = (value: number | undefined, unit: string) => {
    if (value === undefined) return 'never'
    if (unit === 'us') return duration(value)
    return unit === '' ? count(value) : `${count(value)} ${unit}`
  }
  const titled = measures.map(m => ({ id: m.id, title: m.title, value: print(metrics[m.id], m.unit) }))
  const others = Object.entries(metrics)
    .filter(([id]) => !measures.some(m => m.id === id))
    .map(([id, value]) => ({ id, title: id, value: count(value) }))
  return [...titled, ...others]
}
