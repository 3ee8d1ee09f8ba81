import type { MouseEvent } from 'react'
import type { RunResult } from '../../../model/index.ts'
import { duration } from './format.ts'
import { Free, freeHeight } from './Free.tsx'
import type { Axis, LaneRow } from './geometry.ts'
import { axisOf, lanesOf } from './geometry.ts'
import { Lane, laneHeight, percent } from './Lanes.tsx'
import { Legend } from './Legend.tsx'

const axisHeight = 20

/** Text that stays inside the drawing at either end. */
const anchor = (x: number) => (x < 12 ? 'start' : x > 88 ? 'end' : 'middle')

function AxisShape({ axis, top, height }: { axis: Axis; top: number; height: number }) {
  return (
    <g>
      {axis.ticks.map(tick => (
        <g key={tick.us}>
          <line x1={percent(tick.x)} x2={percent(tick.x)} y1="0" y2={height} className="grid" />
          <text x={percent(tick.x)} y={top + 13} textAnchor={anchor(tick.x)} className="axis-text">
            {duration(tick.us)}
          </text>
        </g>
      ))}
    </g>
  )
}

function summary(result: RunResult, rows: readonly LaneRow[]): string {
  const lanes = rows.map(row => `${row.lane}: ${row.bars.at(-1)?.state ?? 'nothing'} at the end`).join('; ')
  return `${duration(result.lastUs)} of model time. ${lanes}.`
}

export type TimelineProps = {
  readonly result: RunResult
  readonly kind: Axis['kind']
  /** End of the time axis; null: the end of the run. */
  readonly untilUs: number | null
  /** Model time of the event that the log shows; null: no cursor. */
  readonly cursorUs: number | null
  /** Times of the events that decided a prediction the reader asked about. */
  readonly highlightsUs: readonly number[]
  readonly onPick?: (us: number) => void
}

/**
 * Tasks as lanes over model time, free pages with watermarks below. Horizontal places are percent, so the
 * drawing fits any width without script; a click moves the log to that time (the slider does it by keyboard).
 */
export function Timeline({ result, kind, untilUs, cursorUs, highlightsUs, onPick }: TimelineProps) {
  const axis = axisOf(result, kind, untilUs)
  const { rows, quiet, hidden } = lanesOf(result, axis)
  const lanesHeight = rows.length * laneHeight
  const freeTop = lanesHeight + 6
  const axisTop = freeTop + freeHeight + 2
  const height = axisTop + axisHeight
  const looks = [...new Set(rows.flatMap(row => row.bars.map(bar => bar.look)))]
  const marks = [...new Set(rows.flatMap(row => row.marks.map(mark => mark.look)))]
  const pick = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    onPick?.(axis.us(((event.clientX - box.left) / Math.max(box.width, 1)) * 100))
  }
  const loopFrom =
    result.end === 'looped' ? result.events.find(e => e.seq >= (result.loop?.fromSeq ?? Infinity)) : undefined
  return (
    <figure className="timeline">
      <svg
        role="img"
        aria-label={`Timeline of ${result.request.variant}. ${summary(result, rows)}`}
        width="100%"
        height={height}
        className={onPick ? 'timeline-svg can-pick' : 'timeline-svg'}
        onClick={onPick && pick}
      >
        <AxisShape axis={axis} top={axisTop} height={axisTop} />
        {loopFrom && (
          <g>
            <rect
              x={percent(axis.x(loopFrom.atUs))}
              y="0"
              width={percent(Math.max(100 - axis.x(loopFrom.atUs), 0))}
              height={axisTop}
              className="loop-area"
            />
            <line
              x1={percent(axis.x(loopFrom.atUs))}
              x2={percent(axis.x(loopFrom.atUs))}
              y1="0"
              y2={axisTop}
              className="loop-line"
            />
          </g>
        )}
        {rows.map((row, i) => (
          <Lane key={row.lane} row={row} top={i * laneHeight} />
        ))}
        <Free result={result} axis={axis} top={freeTop} />
        {highlightsUs.map(us => (
          <line
            key={us}
            x1={percent(axis.x(us))}
            x2={percent(axis.x(us))}
            y1="0"
            y2={axisTop}
            className="highlight-line"
          />
        ))}
        {cursorUs !== null && (
          <line
            x1={percent(axis.x(cursorUs))}
            x2={percent(axis.x(cursorUs))}
            y1="0"
            y2={axisTop}
            className="cursor-line"
          />
        )}
      </svg>
      <Legend looks={looks} marks={marks} hasLoop={loopFrom !== undefined} quiet={quiet} hiddenLanes={hidden} />
    </figure>
  )
}
