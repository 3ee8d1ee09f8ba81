import type { RunResult, ScenarioInfo } from '../../../model/index.ts'
import { endSays } from './words.ts'
import { scenarioPath } from './permalink.ts'
import { ResultChip } from './Verdicts.tsx'

type Props = { readonly info: ScenarioInfo; readonly runs: readonly RunResult[] }

/** How every variant ends and every prediction comes out with initial values, in one table. */
export function Matrix({ info, runs }: Props) {
  return (
    <section className="outcomes" aria-labelledby="outcomes-title">
      <h2 id="outcomes-title">All variants, initial values</h2>
      <div className="outcomes-scroll" tabIndex={0} role="region" aria-label="Table of all variants">
        <table>
          <thead>
            <tr>
              <th scope="col">Prediction</th>
              {info.variants.map(variant => (
                <th key={variant.id} scope="col">
                  <a href={`${scenarioPath(info)}?variant=${encodeURIComponent(variant.id)}`}>{variant.title}</a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">How the run ends</th>
              {runs.map(run => (
                <td key={run.request.variant}>
                  <span aria-hidden="true">{endSays[run.end].glyph}</span> {endSays[run.end].word}
                </td>
              ))}
            </tr>
            {info.predictions.map(prediction => (
              <tr key={prediction.id}>
                <th scope="row">{prediction.says}</th>
                {runs.map(run => {
                  const found = run.predictions.find(p => p.id === prediction.id)
                  return (
                    <td key={run.request.variant}>
                      {found ? (
                        <ResultChip result={found.result} />
                      ) : (
                        <span className="outcomes-none">says nothing</span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
