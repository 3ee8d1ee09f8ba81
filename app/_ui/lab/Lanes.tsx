import { duration, stamp } from './format.ts'
import type { Bar, LaneRow, Mark } from './geometry.ts'
import type { MarkLook } from './looks.ts'

/** Heights in pixels: a lane is its name above its bar. */
export const laneHeight = 38
const barTop = 17
const barHeight = 15

/** A place on the horizontal axis as SVG writes it. */
export const percent = (n: number) => `${Math.round(n * 1000) / 1000}%`

function BarShape({ bar, y }: { bar: Bar; y: number }) {
  const title = `${bar.state}, ${stamp(bar.fromUs)} to ${stamp(bar.toUs)} s (${duration(bar.toUs - bar.fromUs)})`
  return (
    <g className={`span-${bar.look}`}>
      <title>{bar.spans > 1 ? `${title}; ${bar.spans} stretches too short to draw apart` : title}</title>
      <rect
        x={percent(bar.x)}
        y={y}
        width={percent(Math.max(bar.width, 0.15))}
        height={barHeight}
        className="span-fill"
      />
      <rect
        x={percent(bar.x)}
        y={y}
        width={percent(Math.max(bar.width, 0.15))}
        height={barHeight}
        className="span-pattern"
      />
      {bar.fit !== 'never' && (
        <svg x={percent(bar.x)} y={y} width={percent(bar.width)} height={barHeight}>
          <text x="5" y="11" className={`span-label fit-${bar.fit}`}>
            {bar.state}
          </text>
        </svg>
      )}
    </g>
  )
}

/** A cross, a triangle, a hollow triangle, a diamond, a square: told apart by shape. */
export const markPaths: Readonly<Record<MarkLook, string>> = {
  kill: 'M-4 -2L4 6M4 -2L-4 6',
  reap: 'M-4.5 6L0 -2L4.5 6Z',
  miss: 'M-4.5 6L0 -2L4.5 6Z',
  free: 'M0 -3L4.5 2L0 7L-4.5 2Z',
  fail: 'M-3.5 -2H3.5V5H-3.5Z',
}

function MarkShape({ mark, y }: { mark: Mark; y: number }) {
  return (
    <svg x={percent(mark.x)} y={y - 4} width="1" height="24" className={`mark mark-${mark.look}`} overflow="visible">
      <title>{`${stamp(mark.event.atUs)} s: ${mark.event.says}`}</title>
      <line x1="0" y1="2" x2="0" y2="22" />
      <path d={markPaths[mark.look]} />
    </svg>
  )
}

/** One task: its name, its states as bars, its marks. */
export function Lane({ row, top }: { row: LaneRow; top: number }) {
  return (
    <g>
      <text x="0" y={top + 13} className="lane-name">
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
