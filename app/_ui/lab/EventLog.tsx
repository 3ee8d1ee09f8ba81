'use client'

import { useEffect, useRef } from 'react'
import type { RunResult, TraceEvent } from '../../../model/index.ts'
import { count, stamp } from './format.ts'
import { markOf } from './looks.ts'
import { windowOf } from './window.ts'
import { eventId } from './words.ts'

export type EventLogProps = {
  readonly result: RunResult
  readonly title: string
  /** Index of the event under the cursor; null: none. */
  readonly cursor: number | null
  readonly highlights: ReadonlySet<number>
  readonly canStep: boolean
  readonly onCursor: (index: number) => void
}

/** The run's events in step with a slider. Only the rows around the cursor are drawn. */
export function EventLog({ result, title, cursor, highlights, canStep, onCursor }: EventLogProps) {
  const { events } = result
  const variant = result.request.variant
  const deciding = new Set(result.predictions.flatMap(p => p.events))
  const rows = windowOf(events, cursor, deciding)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (cursor === null) return
    const row = box.current?.querySelector<HTMLElement>('[aria-current="true"]')
    if (!row || !box.current) return
    box.current.scrollTop = row.offsetTop - box.current.clientHeight / 2
  }, [cursor])

  const at = cursor === null ? undefined : events[cursor]
  return (
    <section className="log" aria-label={`Events of ${title}`}>
      <div className="log-head">
        <h4>Events</h4>
        <span className="log-count">
          {at ? `event ${at.seq} of ${count(events.length)}` : `${count(events.length)} in all`}
        </span>
        {canStep && events.length > 0 && (
          <div className="scrubber">
            <button
              type="button"
              className="button-small"
              disabled={cursor === 0}
              onClick={() => onCursor(Math.max(0, (cursor ?? 1) - 1))}
            >
              <span aria-hidden="true">‹</span>
              <span className="hidden">previous event</span>
            </button>
            <input
              type="range"
              min={0}
              max={events.length - 1}
              value={cursor ?? 0}
              aria-label={`Event of ${title}`}
              aria-valuetext={at ? `event ${at.seq}, ${stamp(at.atUs)} s, ${at.lane}: ${at.says}` : 'no event chosen'}
              onChange={change => onCursor(Number(change.currentTarget.value))}
            />
            <button
              type="button"
              className="button-small"
              disabled={cursor === events.length - 1}
              onClick={() => onCursor(Math.min(events.length - 1, (cursor ?? -1) + 1))}
            >
              <span aria-hidden="true">›</span>
              <span className="hidden">next event</span>
            </button>
          </div>
        )}
      </div>
      <div className="log-box" ref={box} tabIndex={0} role="region" aria-label={`Event log of ${title}`}>
        <ol className="log-rows">
          {rows.map(row => {
            if ('skipped' in row)
              return (
                <li key={`skip ${row.before}`} className="log-skip">
                  {canStep ? (
                    <button
                      type="button"
                      className="button-link"
                      onClick={() => onCursor(row.before < events.length ? row.before : events.length - 1)}
                    >
                      {`${count(row.skipped)} events not shown`}
                    </button>
                  ) : (
                    `${count(row.skipped)} events not shown`
                  )}
                </li>
              )
            const { event, index } = row
            const names = ['log-row', `log-${markOf(event) ?? 'step'}`]
            if (highlights.has(event.seq)) names.push('is-highlight')
            return (
              <li
                key={event.seq}
                id={eventId(variant, event.seq)}
                className={names.join(' ')}
                aria-current={index === cursor ? 'true' : undefined}
              >
                <span className="log-seq">{event.seq}</span>
                <span className="log-at">{stamp(event.atUs)}</span>
                <span className="log-lane">{event.lane}</span>
                <span className="log-says">
                  {event.says} <code className="log-fn">{event.data.fn}</code>
                  {highlights.has(event.seq) && <span className="hidden"> (decided the prediction)</span>}
                </span>
              </li>
            )
          })}
        </ol>
      </div>
      {at && <EventData event={at} />}
    </section>
  )
}

/** Everything an event carries: the kernel function it stands for and its numbers. */
export function EventData({ event }: { event: TraceEvent }) {
  const data = Object.entries(event.data).slice(0, 12)
  return (
    <p className="at-event">
      <strong>{`event ${event.seq}: ${event.says}`}</strong>
      {data.map(([name, value]) => (
        <span key={name}>
          {name} <code>{name === 'gfp' && typeof value === 'number' ? `0x${value.toString(16)}` : value}</code>
        </span>
      ))}
    </p>
  )
}
