import type { RunResult } from '../../../model/index.ts'
import type { WaitEdge, WaitGraph as Graph, WaitNode } from './waits.ts'
import { boxHeight, layoutWaits, waitWidth } from './waits.ts'

const labelMax = 14
const short = (text: string) => (text.length > labelMax ? `${text.slice(0, labelMax - 1)}…` : text)
const halfWidth = (node: WaitNode) => (Math.min(node.label.length, labelMax) * 7 + 18) / 2

function Edge({ edge, graph }: { edge: WaitEdge; graph: Graph }) {
  const from = graph.nodes.find(n => n.id === edge.from)
  const to = graph.nodes.find(n => n.id === edge.to)
  if (!from || !to) return null
  const down = to.y > from.y
  const [y1, y2] = down ? [from.y + boxHeight, to.y - 5] : [from.y + boxHeight / 2, to.y + boxHeight / 2]
  const bend = down ? 0 : waitWidth / 2 - 12
  const side = from.x >= waitWidth / 2 ? 1 : -1
  const path = down
    ? `M${from.x} ${y1}C${from.x} ${(y1 + y2) / 2} ${to.x} ${(y1 + y2) / 2} ${to.x} ${y2}`
    : `M${from.x + side * halfWidth(from)} ${y1}C${waitWidth / 2 + side * bend} ${y1} ${waitWidth / 2 + side * bend} ${y2} ${to.x + side * (halfWidth(to) + 5)} ${y2}`
  const labelX = down ? (from.x + to.x) / 2 : waitWidth / 2 + side * bend * 0.82
  return (
    <g className={edge.inCycle ? 'wait-edge in-cycle' : 'wait-edge'}>
      <path d={path} markerEnd="url(#lab-arrow)" />
      <text x={labelX} y={(y1 + y2) / 2 + 3} textAnchor="middle">
        {short(edge.lock)}
      </text>
    </g>
  )
}

/** Who waits for whom when the run ended, as a drawing and in words. */
export function WaitGraph({ waits }: { waits: RunResult['waits'] }) {
  if (waits.length === 0) return null
  const graph = layoutWaits(waits)
  return (
    <figure className="waits">
      <svg
        viewBox={`0 0 ${waitWidth} ${graph.height}`}
        width={waitWidth}
        height={graph.height}
        aria-hidden="true"
        className="waits-svg"
      >
        {graph.edges.map(edge => (
          <Edge key={edge.from} edge={edge} graph={graph} />
        ))}
        {graph.nodes.map(node => (
          <g key={node.id} className={graph.cycle.includes(node.id) ? 'wait-node in-cycle' : 'wait-node'}>
            <title>{node.tasks.join(', ')}</title>
            <rect x={node.x - halfWidth(node)} y={node.y} width={halfWidth(node) * 2} height={boxHeight} rx="4" />
            <text x={node.x} y={node.y + 18} textAnchor="middle">
              {short(node.label)}
            </text>
          </g>
        ))}
      </svg>
      <figcaption>
        <ul className="waits-list">
          {waits.slice(0, 12).map(wait => (
            <li key={`${wait.task} ${wait.lock}`}>
              <code>{wait.task}</code> waits for <code>{wait.lock}</code>
              {wait.holder === null ? (
                ', which nobody holds'
              ) : (
                <>
                  , held by <code>{wait.holder}</code>
                </>
              )}
            </li>
          ))}
          {waits.length > 12 && <li>{`and ${waits.length - 12} more`}</li>}
        </ul>
        {graph.cycle.length > 0 && (
          <p className="waits-cycle">{`A cycle: ${[...graph.cycle, graph.cycle[0]].join(' → ')}. None of them can go on.`}</p>
        )}
      </figcaption>
    </figure>
  )
}
