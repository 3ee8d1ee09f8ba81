'use client'

import { useState } from 'react'
import type { RunRequest, RunResult, ScenarioInfo } from '../../../model/index.ts'
import { CopyButton } from './Copy.tsx'
import { EventData, EventLog } from './EventLog.tsx'
import { describeRequest } from './format.ts'
import type { Axis } from './geometry.ts'
import { measureRows } from './measures.ts'
import type { Measure } from './measures.ts'
import { commandOf } from './permalink.ts'
import { Timeline } from './Timeline.tsx'
import { EndState, Verdicts } from './Verdicts.tsx'
import { WaitGraph } from './WaitGraph.tsx'

export type ResultColumnProps = {
  readonly info: ScenarioInfo
  readonly result: RunResult
  /** True once script runs: controls that need it appear. */
  readonly isLive: boolean
  readonly isEmbedded: boolean
  /** The controls ask for something else than what is shown. */
  readonly isStale: boolean
  readonly axis: Axis['kind']
  /** End of the time axis, shared by runs side by side; null: the run's own end. */
  readonly untilUs: number | null
  readonly measures: readonly Measure[]
  readonly onTrace: (request: RunRequest) => void
}

/** Everything that one run of one variant showed. */
export function ResultColumn({
  info,
  result,
  isLive,
  isEmbedded,
  isStale,
  axis,
  untilUs,
  measures,
  onTrace,
}: ResultColumnProps) {
  const [cursor, setCursor] = useState<number | null>(null)
  const [highlights, setHighlights] = useState<ReadonlySet<number>>(new Set())
  const variant = info.variants.find(v => v.id === result.request.variant)
  const title = variant?.title ?? result.request.variant
  const { events } = result

  const show = (seqs: readonly number[]) => {
    setHighlights(new Set(seqs))
    const index = events.findIndex(e => e.seq === seqs[0])
    if (index >= 0) setCursor(index)
  }
  // Without script the links lead to rows of the log, which the compact form does not have.
  const onShow = isEmbedded && !isLive ? null : show
  const pick = (us: number) => {
    let best = 0
    for (let i = 0; i < events.length; i++)
      if (Math.abs(events[i]!.atUs - us) < Math.abs(events[best]!.atUs - us)) best = i
    setCursor(best)
  }
  const at = cursor === null ? undefined : events[cursor]
  const highlightsUs = [...new Set(events.flatMap(e => (highlights.has(e.seq) ? [e.atUs] : [])))].slice(0, 40)
  const metrics = measureRows(measures, result.metrics)

  return (
    <article className="column" data-run-of={result.request.variant} aria-label={title}>
      <header className="column-head">
        <h3>{title}</h3>
        <p className="column-says">{variant?.says}</p>
        <p className="column-with">
          {describeRequest(info, result.request)}
          {isStale && <strong className="stale"> · controls changed since: run again</strong>}
        </p>
      </header>
      <EndState result={result} onShow={onShow} />
      <Verdicts info={info} result={result} onShow={onShow} />
      <Timeline
        result={result}
        kind={axis}
        untilUs={untilUs}
        cursorUs={at?.atUs ?? null}
        highlightsUs={highlightsUs}
        onPick={isLive ? pick : undefined}
      />
      {at && isEmbedded && <EventData event={at} />}
      {!isEmbedded && (
        <>
          {result.waits.length > 0 && (
            <section className="column-part">
              <h4>Who waits for whom at the end</h4>
              <WaitGraph waits={result.waits} />
            </section>
          )}
          <EventLog
            result={result}
            title={title}
            cursor={cursor}
            highlights={highlights}
            canStep={isLive}
            onCursor={setCursor}
          />
          <section className="column-part">
            <h4>Measures</h4>
            <dl className="metrics">
              {metrics.map(m => (
                <div key={m.id} className="metric">
                  <dt>{m.title}</dt>
                  <dd>{m.value}</dd>
                </div>
              ))}
            </dl>
          </section>
          <details className="column-part dmesg">
            <summary>{`Kernel log, ${result.dmesg.length} ${result.dmesg.length === 1 ? 'line' : 'lines'}`}</summary>
            {isLive && <CopyButton text={result.dmesg.join('\n')} label="Copy the log" />}
            <pre tabIndex={0} aria-label={`Kernel log of ${title}`}>
              {result.dmesg.join('\n')}
            </pre>
          </details>
        </>
      )}
      <footer className="column-foot">
        <span>
          digest <code data-digest={result.digest}>{result.digest}</code>
        </span>
        <span>model {result.modelVersion}</span>
        {isLive && !isEmbedded && (
          <button type="button" className="button-small" onClick={() => onTrace(result.request)}>
            Download trace
          </button>
        )}
        {!isEmbedded && (
          <details className="reproduce">
            <summary>The same run on the command line</summary>
            <pre className="command" tabIndex={0} aria-label={`Command for ${title}`}>
              {commandOf(info, result.request)}
            </pre>
          </details>
        )}
      </footer>
    </article>
  )
}
