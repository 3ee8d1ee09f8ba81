import type { RunResult } from '../../../model/index.ts'
import type { Axis } from './geometry.ts'
import { clamp, round } from './geometry.ts'

/** The free-memory curve in a box of 1000 x 1000 that is stretched to the drawing, and its lines. */
export type Curve = {
  readonly path: string
  /** The same, closed to the bottom. */
  readonly area: string
  readonly topPages: number
  /** Percent from the top. */
  readonly y: (pages: number) => number
  /** Above so many pages the scale is coarser, so that the watermarks stay apart; null: one scale. */
  readonly kneePages: number | null
  readonly lines: readonly { readonly name: 'min' | 'low' | 'high'; readonly pages: number; readonly y: number }[]
}

const columns = 500
/** With more than 4 times the high watermark free, up to twice that mark gets 60 % of the height. */
const kneeFrom = 4
const kneeAt = 2
const kneeShare = 60

/** Free pages over time as steps; of the points that share a column the first, lowest, highest and last are kept. */
export function curveOf(result: RunResult, axis: Axis): Curve {
  const { points, minPages, lowPages, highPages } = result.free
  let topPages = Math.max(1, highPages)
  for (const point of points) if (point.pagesFree > topPages) topPages = point.pagesFree
  const kneePages = topPages > highPages * kneeFrom ? Math.round(highPages * kneeAt) : null
  const y = (pages: number): number => {
    if (kneePages === null) return round(clamp(100 - (pages / (topPages * 1.08)) * 100))
    const share =
      pages <= kneePages
        ? (pages / kneePages) * kneeShare
        : kneeShare + ((pages - kneePages) / (topPages * 1.08 - kneePages)) * (100 - kneeShare)
    return round(clamp(100 - share))
  }
  const path: string[] = []
  let at = -1
  let values: number[] = []
  const flush = () => {
    if (values.length === 0) return
    const kept = new Set([values[0]!, Math.min(...values), Math.max(...values), values.at(-1)!])
    for (const value of kept) path.push(`V${round(y(value) * 10)}`)
  }
  for (const point of points) {
    const x = axis.x(point.atUs)
    const column = Math.round((x / 100) * columns)
    if (column === at) {
      if (values.length < 4096) values.push(point.pagesFree)
      else values[4095] = point.pagesFree
      continue
    }
    flush()
    path.push(path.length === 0 ? `M${round(x * 10)} ${round(y(point.pagesFree) * 10)}` : `H${round(x * 10)}`)
    at = column
    values = [point.pagesFree]
  }
  flush()
  path.push(`H${round(axis.x(result.lastUs) * 10)}`)
  const lines = (
    [
      ['min', minPages],
      ['low', lowPages],
      ['high', highPages],
    ] as const
  ).map(([name, pages]) => ({ name, pages, y: y(pages) }))
  const line = points.length > 0 ? path.join('') : ''
  const from = round(axis.x(points[0]?.atUs ?? 0) * 10)
  return {
    path: line,
    area: line === '' ? '' : `${line}V1000H${from}Z`,
    topPages,
    y,
    kneePages,
    lines,
  }
}
