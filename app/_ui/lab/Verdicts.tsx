import type { ReactNode } from 'react'
import type { PredictionResult, RunResult, ScenarioInfo } from '../../../model/index.ts'
import { duration } from './format.ts'
import { endSays, eventId, resultSays } from './words.ts'

/** Shows events in the log and on the timeline, the first one under the cursor. Null: there is nothing to show them in. */
export type OnShow = ((events: readonly number[]) => void) | null

/** How a prediction came out, by glyph and word. */
export function ResultChip({ result }: { result: PredictionResult['result'] }) {
  return (
    <span className={`verdict-chip verdict-${result}`}>
      <span aria-hidden="true">{resultSays[result].glyph}</span> {resultSays[result].word}
    </span>
  )
}

type LinkProps = {
  readonly variant: string
  /** The events to show; the link leads to the first. */
  readonly events: readonly number[]
  readonly onShow: OnShow
  readonly children: ReactNode
}

/** A link to an event's row that works without script, and with it moves the log and marks the timeline. */
function EventLink({ variant, events, onShow, children }: LinkProps) {
  if (onShow === null || events[0] === undefined) return <>{children}</>
  return (
    <a
      href={`#${eventId(variant, events[0])}`}
      onClick={click => {
        click.preventDefault()
        onShow(events)
      }}
    >
      {children}
    </a>
  )
}

const linksMax = 4

type DecidingProps = { readonly variant: string; readonly events: readonly number[]; readonly onShow: OnShow }

function Deciding({ variant, events, onShow }: DecidingProps) {
  if (events.length === 0) return null
  return (
    <span className="deciding">
      {events.length === 1 ? ' · decided by event ' : ' · decided by events '}
      {events.slice(0, linksMax).map((seq, i) => (
        <span key={seq}>
          {i > 0 && ', '}
          <EventLink variant={variant} events={[seq, ...events.filter(other => other !== seq)]} onShow={onShow}>
            {seq}
          </EventLink>
        </span>
      ))}
      {events.length > linksMax && ` and ${events.length - linksMax} more`}
    </span>
  )
}

type VerdictsProps = { readonly info: ScenarioInfo; readonly result: RunResult; readonly onShow: OnShow }

/** Each prediction of a run with its verdict and the events that decided it. */
export function Verdicts({ info, result, onShow }: VerdictsProps) {
  return (
    <ul className="verdicts">
      {result.predictions.map(prediction => {
        const spec = info.predictions.find(p => p.id === prediction.id)
        const position = info.positions.find(p => p.id === spec?.position)
        return (
          <li key={prediction.id} className="verdict" data-prediction={prediction.id} data-result={prediction.result}>
            <ResultChip result={prediction.result} />
            <div className="verdict-body">
              <p className="verdict-says">{spec?.says ?? prediction.id}</p>
              <p className="verdict-because">
                {prediction.because}
                <Deciding variant={result.request.variant} events={prediction.events} onShow={onShow} />
              </p>
              {position && <p className="verdict-who">{`Predicted by: ${position.title}`}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** How the run ended, said exactly: what a loop proves and under which condition. */
export function EndState({ result, onShow }: { readonly result: RunResult; readonly onShow: OnShow }) {
  const loop = result.loop
  const repeated = loop === null ? [] : result.events.filter(e => e.seq >= loop.fromSeq && e.seq <= loop.toSeq)
  return (
    <div className={`end end-${result.end}`} data-end={result.end}>
      <p>
        <strong className="end-word">
          <span aria-hidden="true">{endSays[result.end].glyph}</span> {endSays[result.end].word}
        </strong>{' '}
        after {duration(result.lastUs)} of model time: {result.endSays}.
      </p>
      {loop && (
        <p>
          It loops as long as nothing else in this machine frees memory.{' '}
          {onShow !== null && repeated.length > 0 && (
            <EventLink variant={result.request.variant} events={repeated.map(e => e.seq)} onShow={onShow}>
              {`Show ${repeated.length === 1 ? 'the event' : `the ${repeated.length} events`} of the loop`}
            </EventLink>
          )}
        </p>
      )}
    </div>
  )
}
