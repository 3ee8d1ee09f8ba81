import type { RunResult } from '../../../model/index.ts'
import { curveOf } from './curve.ts'
import { count } from './format.ts'
import type { Axis } from './geometry.ts'

const curveTop = 20
const curveHeight = 96

/** Height of the whole part in pixels. */
export const freeHeight = curveTop + curveHeight

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

/** Free pages of the zone over time, with its watermarks. */
export function Free({ result, axis, top }: { result: RunResult; axis: Axis; top: number }) {
  const curve = curveOf(result, axis)
  const box = top + curveTop
  return (
    <g>
      <text x="0" y={top + 13} className="lane-name">
        free pages of the zone
      </text>
      <text x="100%" y={top + 11} textAnchor="end" className="axis-text">
        {`most ${count(curve.topPages)}`}
      </text>
      <svg x="0" y={box} width="100%" height={curveHeight} viewBox="0 0 1000 1000" preserveAspectRatio="none">
        {curve.path !== '' && <path d={curve.area} className="free-area" />}
        {curve.path !== '' && <path d={curve.path} className="free-line" />}
      </svg>
      {curve.kneePages !== null && (
        <g>
          <line
            x1="0"
            x2="100%"
            y1={box + (curve.y(curve.kneePages) / 100) * curveHeight}
            y2={box + (curve.y(curve.kneePages) / 100) * curveHeight}
            className="knee-line"
          />
          <text
            x="100%"
            y={box + (curve.y(curve.kneePages) / 100) * curveHeight - 3}
            textAnchor="end"
            className="mark-text"
          >
            {`coarser scale above ${count(curve.kneePages)}`}
          </text>
        </g>
      )}
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
