import type { PredictionResult, RunResult, ScenarioInfo } from '../../../model/index.ts'
import { duration } from './format.ts'
import { endSays, eventId, resultSays } from './words.ts'

/** How a prediction came out, by glyph and word. */
export function ResultChip({ result }: { result: PredictionResult['result'] }) {
  return (
    <span className={`verdict-chip verdict-${result}`}>
      <span aria-hidden="true">{resultSays[result].glyph}</span> {resultSays[result].word}
    </span>
  )
}

const linksMax = 4

/** Links to the events that decided; with script they move the log and mark the timeline. */
function Deciding({
  variant,
  events,
  onShow,
}: {
  variant: string
  events: readonly number[]
  onShow: (events: readonly number[]) => void
}) {
  if (events.length === 0) return null
  return (
    <span className="deciding">
      {' '}
      {events.length === 1 ? 'Decided by event ' : 'Decided by events '}
      {events.slice(0, linksMax).map((seq, i) => (
        <span key={seq}>
          {i > 0 && ', '}
          <a
            href={`#${eventId(variant, seq)}`}
            onClick={click => {
              click.preventDefault()
              onShow([seq, ...events.filter(other => other !== seq)])
            }}
          >
            {seq}
          </a>
        </span>
      ))}
      {events.length > linksMax && ` and ${events.length - linksMax} more`}
    </span>
  )
}

/** Each prediction of a run with its verdict and the events that decided it. */
export function Verdicts({
  info,
  result,
  onShow,
}: {
  info: ScenarioInfo
  result: RunResult
  onShow: (events: readonly number[]) => void
}) {
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
export function EndState({ result, onShow }: { result: RunResult; onShow: (events: readonly number[]) => void }) {
  const loop = result.loop
  const fold = loop && result.events.filter(e => e.seq >= loop.fromSeq && e.seq <= loop.toSeq).map(e => e.seq)
  return (
    <div className={`end end-${result.end}`} data-end={result.end}>
      <p>
        <strong className="end-word">
          <span aria-hidden="true">{endSays[result.end].glyph}</span> {endSays[result.end].word}
        </strong>{' '}
        after {duration(result.lastUs)} of model time. {result.endSays}
      </p>
      {loop && (
        <p>
          {'It loops as long as nothing else in this machine frees memory: the machine after event '}
          {loop.toSeq} equals the machine after event {loop.fromSeq}, {duration(loop.periodUs)} earlier.{' '}
          {fold && fold.length > 0 && (
            <a
              href={`#${eventId(result.request.variant, fold[0]!)}`}
              onClick={click => {
                click.preventDefault()
                onShow(fold)
              }}
            >
              {`Show the ${fold.length} events of the loop`}
            </a>
          )}
        </p>
      )}
    </div>
  )
}
