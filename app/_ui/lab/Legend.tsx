import type { DrawnLanes } from './geometry.ts'
import { markPaths } from './Lanes.tsx'
import type { Look, MarkLook } from './looks.ts'
import { lookSays, markSays } from './looks.ts'

type Props = {
  readonly looks: readonly Look[]
  readonly marks: readonly MarkLook[]
  readonly hasLoop: boolean
  readonly quiet: DrawnLanes['quiet']
  readonly hiddenLanes: number
}

/** What the fills, patterns and marks of a timeline mean: those that it uses. */
export function Legend({ looks, marks, hasLoop, quiet, hiddenLanes }: Props) {
  return (
    <figcaption className="legend">
      {looks.map(look => (
        <span key={look} className="legend-item">
          <svg width="22" height="12" aria-hidden="true" className={`span-${look}`}>
            <rect width="22" height="12" className="span-fill" />
            <rect width="22" height="12" className="span-pattern" />
          </svg>
          {lookSays[look]}
        </span>
      ))}
      {marks.map(look => (
        <span key={look} className="legend-item">
          <svg width="12" height="14" aria-hidden="true" viewBox="-6 -4 12 14" className={`mark mark-${look}`}>
            <path d={markPaths[look]} />
          </svg>
          {markSays[look]}
        </span>
      ))}
      {hasLoop && (
        <span className="legend-item">
          <svg width="22" height="12" aria-hidden="true">
            <rect width="22" height="12" className="loop-area" />
            <line x1="0.5" x2="0.5" y1="0" y2="12" className="loop-line" />
          </svg>
          the stretch that repeats
        </span>
      )}
      {quiet.slice(0, 8).map(({ lane, state }) => (
        <span key={lane} className="legend-item">{`not drawn: ${lane}, ${state} throughout`}</span>
      ))}
      {quiet.length > 8 && <span className="legend-item">{`and ${quiet.length - 8} more that do not change`}</span>}
      {hiddenLanes > 0 && <span className="legend-item">{`${hiddenLanes} more lanes are in the event log only`}</span>}
    </figcaption>
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
