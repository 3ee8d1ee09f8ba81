'use client'

import type { SubmitEvent } from 'react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { RunRequest, RunResult, ScenarioInfo } from '../../../model/index.ts'
import { Controls, VariantSwitch } from './Controls.tsx'
import type { Axis } from './geometry.ts'
import { sharedUntil } from './geometry.ts'
import type { Measure } from './measures.ts'
import type { LabState } from './permalink.ts'
import { commandOf, permalink, readQuery, requestKey, requestsOf, scenarioPath, writeQuery } from './permalink.ts'
import { Positions } from './Positions.tsx'
import { ResultColumn } from './ResultColumn.tsx'
import { Patterns } from './Legend.tsx'
import { useRuns } from './useRuns.ts'
import type { Work } from './useRuns.ts'
import { verdictLine } from './words.ts'

export type LabProps = {
  readonly info: ScenarioInfo
  /** The figures to show of a run, with titles and units. */
  readonly measures: readonly Measure[]
  readonly initial: LabState
  /** Runs that the server made for `initial`; empty when it left them to the browser. */
  readonly results: readonly RunResult[]
  /** What the address asked for and could not have, one line each. */
  readonly problems: readonly string[]
  readonly isEmbedded: boolean
}

const never = () => () => {}

function Progress({ work, onStop }: { work: Work; onStop: () => void }) {
  if (work.state !== 'running' || work.elapsedMs < 1000) return null
  return (
    <p className="progress">
      <progress value={work.total > 1 ? work.done : undefined} max={work.total} aria-label="Runs done" />{' '}
      {`running ${work.variant}, ${(work.elapsedMs / 1000).toFixed(1)} s`}{' '}
      <button type="button" className="button-small" onClick={onStop}>
        Stop
      </button>
    </p>
  )
}

function saysOf(info: ScenarioInfo, work: Work, results: readonly RunResult[]): string {
  if (work.state === 'refused') return work.says
  if (work.state === 'stopped') return 'Stopped. The results below are those of the run before.'
  if (work.state === 'running') return 'Running …'
  return results
    .map(r => verdictLine(info.variants.find(v => v.id === r.request.variant)?.title ?? r.request.variant, r))
    .join(' ')
}

function download(json: string, name: string) {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/**
 * The lab of a scenario. Without script it is a form that shows the runs the server made; with script, Run runs
 * the model in a Web Worker and the address follows.
 */
export function Lab({ info, measures, initial, results: fromServer, problems, isEmbedded }: LabProps) {
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const [state, setState] = useState(initial)
  const [results, setResults] = useState(fromServer)
  const [axis, setAxis] = useState<Axis['kind']>('time')
  const { work, runAll, stop, trace } = useRuns()
  const form = useRef<HTMLFormElement>(null)
  const known = useRef(new Map(fromServer.map(result => [requestKey(info, result.request), result])))

  const runState = async (wanted: LabState) => {
    const made = await runAll(requestsOf(info, wanted))
    if (made) show(wanted, made)
  }
  const show = (wanted: LabState, made: readonly RunResult[]) => {
    for (const result of made) known.current.set(requestKey(info, result.request), result)
    setResults(made)
    if (!isEmbedded) history.replaceState(history.state, '', permalink(info, wanted))
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    void runState(state)
  }

  // What the reader chose before the script was there stands in the form and nowhere else yet.
  const isMissing = fromServer.length === 0
  useEffect(() => {
    if (!form.current) return
    const fields = [...new FormData(form.current)].flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    )
    const chosen = readQuery(info, Object.fromEntries(fields)).state
    const isOther = writeQuery(info, chosen) !== writeQuery(info, initial)
    if (isOther) setState(chosen)
    if (isOther || isMissing) void runState(chosen)
    // Once: afterwards the state leads and the form follows.
  }, [])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null
      const isTyping = target?.matches('input:not([type=range],[type=radio]), select, textarea, [contenteditable]')
      if (event.key !== 'r' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      event.preventDefault()
      form.current?.requestSubmit()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])

  /** Another variant is shown at once when it was run with these values before, else it is run. */
  const changeVariant = (next: LabState) => {
    setState(next)
    const made = requestsOf(info, next).map(request => known.current.get(requestKey(info, request)))
    if (made.every(result => result !== undefined)) show(next, made)
    else void runState(next)
  }
  const downloadTrace = async (request: RunRequest) => {
    const json = await trace(request)
    if (json !== null) download(json, `${info.id}-${request.variant}-seed${request.seed}.trace.json`)
  }

  const wanted = new Set(requestsOf(info, state).map(r => requestKey(info, r)))
  const address = permalink(info, state)
  return (
    <div className={isEmbedded ? 'lab lab-embed' : 'lab'}>
      <Patterns />
      <form className="bench" ref={form} method="get" autoComplete="off" action={scenarioPath(info)} onSubmit={submit}>
        {isEmbedded && <input type="hidden" name="embed" value="1" />}
        <VariantSwitch info={info} state={state} onChange={changeVariant} />
        {!isEmbedded && <Controls info={info} state={state} isLive={isLive} onChange={setState} />}
        <div className="bench-run">
          <button type="submit" className="button-run" data-run disabled={work.state === 'running'}>
            Run {isLive && <kbd>r</kbd>}
          </button>
          {isEmbedded ? (
            <a href={address} target="_parent">
              Open in the lab
            </a>
          ) : (
            <>
              <a href={address} className="permalink">
                Permalink
              </a>
              {isLive && (
                <fieldset className="switch switch-small">
                  <legend>Axis</legend>
                  <div className="switch-options">
                    {(['time', 'steps'] as const).map(kind => (
                      <label key={kind} className="switch-option">
                        <input type="radio" name="axis" checked={axis === kind} onChange={() => setAxis(kind)} />
                        <span>{kind}</span>
                      </label>
                    ))}
                  </div>
                </fieldset>
              )}
            </>
          )}
        </div>
        {problems.length > 0 && (
          <ul className="bench-problems">
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        <p className="bench-says" role="status" data-state={work.state}>
          {saysOf(info, work, results)}
        </p>
        <Progress work={work} onStop={stop} />
      </form>
      <h2 className="hidden">Runs</h2>
      <div className={`lab-runs lab-runs-${Math.min(results.length, 2)}`}>
        {results.map(result => (
          <ResultColumn
            key={result.request.variant}
            info={info}
            result={result}
            isLive={isLive}
            isEmbedded={isEmbedded}
            isStale={!wanted.has(requestKey(info, result.request))}
            axis={axis}
            untilUs={sharedUntil(results)}
            measures={measures}
            onTrace={downloadTrace}
          />
        ))}
      </div>
      {isMissing && results.length === 0 && (
        <noscript>
          <p className="notice">
            The browser runs these values, and that needs JavaScript. Without it,{' '}
            <a href={scenarioPath(info)}>the bare address</a> shows runs with the initial values, and the command line
            makes any:
          </p>
          <pre className="command">
            {requestsOf(info, initial)
              .map(request => commandOf(info, request))
              .join('\n')}
          </pre>
        </noscript>
      )}
      {!isEmbedded && <Positions info={info} results={results} />}
    </div>
  )
}
