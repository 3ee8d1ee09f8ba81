import type { OomAnswer } from '../../../sim/replay/index.ts'
import { count } from '../lab/format.ts'
import { zoneName } from './answers.ts'

type Zone = OomAnswer['zones'][number]

/** Share of the bar's width, percent, of a number of pages; the scale ends a little above what has to be seen. */
const scaleOf = (zone: Zone) => {
  const marks = Math.max(zone.highPages, zone.neededPages, 1)
  const end = Math.max(marks * 1.25, Math.min(zone.freePages * 1.05, marks * 4))
  return { end, at: (pages: number) => Math.round(Math.min(100, (pages / end) * 100) * 100) / 100 }
}

const verdict = (zone: Zone, order: number): string => {
  if (!zone.isUsable) return 'not for this request'
  if (!zone.passesOrder0) return 'too little free'
  if (order > 0 && zone.hasBlock === false) return `enough free, but no block of order ${order}`
  return order > 0 && zone.hasBlock === null ? 'enough free; blocks not in the log' : 'enough free'
}

/** Zones against their watermarks, pages: a bar a zone, and the numbers as a table row for those who do not see it. */
export function Zones({ zones, order }: { zones: readonly Zone[]; order: number }) {
  if (zones.length === 0) return <p className="dim">The report holds no zones (no Mem-Info, or its lines are cut).</p>
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Zones against watermarks">
      <table className="oom-table oom-zones">
        <thead>
          <tr>
            <th scope="col">zone</th>
            <th scope="col" className="oom-bar-col">
              free, <span className="oom-key oom-key-min">min</span>, low, high and{' '}
              <span className="oom-key oom-key-need">needed</span>
            </th>
            <th scope="col" className="num">
              free
            </th>
            <th scope="col" className="num">
              min
            </th>
            <th scope="col" className="num">
              low
            </th>
            <th scope="col" className="num">
              high
            </th>
            <th scope="col" className="num">
              needed
            </th>
            <th scope="col">for this request</th>
          </tr>
        </thead>
        <tbody>
          {zones.map(zone => (
            <tr key={`${zone.node}-${zone.name}`} className={zone.isUsable ? undefined : 'oom-unusable'}>
              <th scope="row">{zoneName(zone)}</th>
              <td className="oom-bar-col">
                <Bar zone={zone} />
              </td>
              <td className="num">{count(zone.freePages)}</td>
              <td className="num">
                {count(zone.minPages)}
                {zone.boostPages > 0 && <span className="dim">{` (boost ${count(zone.boostPages)})`}</span>}
              </td>
              <td className="num">{count(zone.lowPages)}</td>
              <td className="num">{count(zone.highPages)}</td>
              <td className="num">{count(zone.neededPages)}</td>
              <td>{verdict(zone, order)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Bar({ zone }: { zone: Zone }) {
  const { at, end } = scaleOf(zone)
  return (
    <svg className="oom-bar" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect x="0" y="3" width="100" height="10" className="oom-bar-back" />
      <rect x="0" y="3" width={at(zone.freePages)} height="10" className="oom-bar-free" />
      {(['minPages', 'lowPages', 'highPages'] as const).map(key => (
        <line key={key} x1={at(zone[key])} x2={at(zone[key])} y1="1" y2="15" className={`oom-mark oom-mark-${key}`} />
      ))}
      {zone.isUsable && (
        <line x1={at(zone.neededPages)} x2={at(zone.neededPages)} y1="0" y2="16" className="oom-mark oom-mark-need" />
      )}
      {zone.freePages > end && <path d="M97 4 L100 8 L97 12 Z" className="oom-mark-more" />}
    </svg>
  )
}
