import type { MouseEvent } from 'react'
import type { RunResult } from '../../../model/index.ts'
import { count, duration, stamp } from './format.ts'
import type { Axis, Bar, LaneRow, Mark } from './geometry.ts'
import { axisOf, curveOf, lanesOf } from './geometry.ts'
import { lookSays, markSays } from './looks.ts'

const laneHeight = 34
const barTop = 15
const barHeight = 15
const curveTop = 18
const curveHeight = 92
const axisHeight = 20

const percent = (n: number) => `${n}%`

/** Text that stays inside the drawing at either end. */
const anchor = (x: number) => (x < 12 ? 'start' : x > 88 ? 'end' : 'middle')

function BarShape({ bar, y }: { bar: Bar; y: number }) {
  const title = `${bar.state}, ${stamp(bar.fromUs)} to ${stamp(bar.toUs)} s (${duration(bar.toUs - bar.fromUs)})`
  return (
    <g className={`bar bar-${bar.look}`}>
      <title>{bar.spans > 1 ? `${title}; ${bar.spans} stretches too short to draw apart` : title}</title>
      <rect
        x={percent(bar.x)}
        y={y}
        width={percent(Math.max(bar.width, 0.15))}
        height={barHeight}
        className="bar-fill"
      />
      <rect
        x={percent(bar.x)}
        y={y}
        width={percent(Math.max(bar.width, 0.15))}
        height={barHeight}
        className="bar-pattern"
      />
      {bar.fit !== 'never' && (
        <svg x={percent(bar.x)} y={y} width={percent(bar.width)} height={barHeight}>
          <text x="5" y="11" className={`bar-label fit-${bar.fit}`}>
            {bar.state}
          </text>
        </svg>
      )}
    </g>
  )
}

function MarkShape({ mark, y }: { mark: Mark; y: number }) {
  return (
    <svg x={percent(mark.x)} y={y - 4} width="1" height="24" className={`mark mark-${mark.look}`} overflow="visible">
      <title>{`${stamp(mark.event.atUs)} s: ${mark.event.says}`}</title>
      <line x1="0" y1="2" x2="0" y2="22" />
      {mark.look === 'kill' && <path d="M-4 -2L4 6M4 -2L-4 6" />}
      {mark.look === 'reap' && <path d="M-4 6L0 -2L4 6Z" />}
      {mark.look === 'fail' && <path d="M-3 -2H3V5H-3Z" />}
    </svg>
  )
}

function Lane({ row, top }: { row: LaneRow; top: number }) {
  return (
    <g>
      <text x="0" y={top + 11} className="lane-name">
        {row.lane}
      </text>
      <line
        x1="0"
        x2="100%"
        y1={top + barTop + barHeight + 1.5}
        y2={top + barTop + barHeight + 1.5}
        className="lane-base"
      />
      {row.bars.map(bar => (
        <BarShape key={`${bar.fromUs} ${bar.toUs} ${bar.state}`} bar={bar} y={top + barTop} />
      ))}
      {row.marks.map(mark => (
        <MarkShape key={mark.event.seq} mark={mark} y={top + barTop} />
      ))}
    </g>
  )
}

/** Names of the watermarks beside their lines, moved apart so that none covers another. */
function lineLabels(lines: ReturnType<typeof curveOf>['lines'], top: number, height: number) {
  const placed: { name: string; pages: number; y: number }[] = []
  let lowest = top + height
  for (const line of lines) {
    const y = Math.min(top + (line.y / 100) * height - 3, lowest - 3)
    placed.push({ name: line.name, pages: line.pages, y })
    lowest = y - 9
  }
  return placed
}

function Free({ result, axis, top }: { result: RunResult; axis: Axis; top: number }) {
  const curve = curveOf(result, axis)
  const box = top + curveTop
  return (
    <g>
      <text x="0" y={top + 11} className="lane-name">
        free pages of the zone
      </text>
      <text x="100%" y={top + 11} textAnchor="end" className="axis-text">
        {`up to ${count(curve.topPages)}`}
      </text>
      <svg x="0" y={box} width="100%" height={curveHeight} viewBox="0 0 1000 1000" preserveAspectRatio="none">
        {curve.path !== '' && <path d={`${curve.path}V1000H0Z`} className="free-area" />}
        {curve.path !== '' && <path d={curve.path} className="free-line" />}
      </svg>
      {curve.lines.map(line => {
        const y = box + (line.y / 100) * curveHeight
        return <line key={line.name} x1="0" x2="100%" y1={y} y2={y} className={`mark-line mark-line-${line.name}`} />
      })}
      {lineLabels(curve.lines, box, curveHeight).map(label => (
        <text key={label.name} x="100%" y={label.y} textAnchor="end" className="mark-text">
          {`${label.name} ${count(label.pages)}`}
        </text>
      ))}
    </g>
  )
}

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
export function Timeline({ result, kind, cursorUs, highlightsUs, onPick }: TimelineProps) {
  const axis = axisOf(result, kind)
  const { rows, hidden } = lanesOf(result, axis)
  const lanesHeight = rows.length * laneHeight
  const freeTop = lanesHeight + 6
  const axisTop = freeTop + curveTop + curveHeight + 2
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
      <figcaption className="legend">
        {looks.map(look => (
          <span key={look} className="legend-item">
            <svg width="22" height="12" aria-hidden="true" className={`bar bar-${look}`}>
              <rect width="22" height="12" className="bar-fill" />
              <rect width="22" height="12" className="bar-pattern" />
            </svg>
            {lookSays[look]}
          </span>
        ))}
        {marks.map(look => (
          <span key={look} className="legend-item">
            <svg width="12" height="14" aria-hidden="true" viewBox="-6 -4 12 14" className={`mark mark-${look}`}>
              {look === 'kill' && <path d="M-4 -2L4 6M4 -2L-4 6" />}
              {look === 'reap' && <path d="M-4 6L0 -2L4 6Z" />}
              {look === 'fail' && <path d="M-3 -2H3V5H-3Z" />}
            </svg>
            {markSays[look]}
          </span>
        ))}
        {loopFrom && (
          <span className="legend-item">
            <svg width="22" height="12" aria-hidden="true">
              <rect width="22" height="12" className="loop-area" />
              <line x1="0.5" x2="0.5" y1="0" y2="12" className="loop-line" />
            </svg>
            the stretch that repeats
          </span>
        )}
        {hidden > 0 && <span className="legend-item">{`${hidden} more lanes are in the event log only`}</span>}
      </figcaption>
    </figure>
  )
}

/** Patterns that tell states apart without colour, and the arrow of the wait-for graph: once a page, used by all. */
export function Patterns() {
  return (
    <svg width="0" height="0" className="lab-patterns" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="lab-loop" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" className="pattern-line" />
        </pattern>
        <pattern id="lab-wait" width="5" height="5" patternUnits="userSpaceOnUse">
          <circle cx="1.5" cy="1.5" r="1" className="pattern-dot" />
        </pattern>
        <pattern id="lab-dying" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <line x1="0" y1="0" x2="0" y2="6" className="pattern-line" />
          <line x1="0" y1="0" x2="6" y2="0" className="pattern-line" />
        </pattern>
        <pattern id="lab-sleep" width="8" height="5" patternUnits="userSpaceOnUse">
          <line x1="0" y1="2.5" x2="8" y2="2.5" className="pattern-line" />
        </pattern>
        <marker
          id="lab-arrow"
          viewBox="0 0 8 8"
          refX="4"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto-start-reverse"
        >
          <path d="M0 0L8 4L0 8Z" className="arrow-head" />
        </marker>
      </defs>
    </svg>
  )
}
