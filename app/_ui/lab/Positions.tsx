import type { RunResult, ScenarioInfo } from '../../../model/index.ts'
import { Cites } from './Cites.tsx'
import { ResultChip } from './Verdicts.tsx'

type Props = { readonly info: ScenarioInfo; readonly results: readonly RunResult[] }

/** Who holds what, with what it predicts and how that came out in the runs shown. */
export function Positions({ info, results }: Props) {
  return (
    <section className="positions" aria-labelledby="positions-title">
      <h2 id="positions-title">Positions</h2>
      <div className="positions-grid">
        {info.positions.map(position => (
          <article key={position.id} className="position">
            <h3>{position.title}</h3>
            <p>{position.says}</p>
            <Cites cites={position.cites} />
            {position.predictions.length > 0 ? (
              <h4>Predicts</h4>
            ) : (
              <p className="predicts-none">Predicts nothing that a run could show.</p>
            )}
            <ul className="predicts">
              {position.predictions.map(id => {
                const spec = info.predictions.find(p => p.id === id)
                const shown = results.flatMap(r => {
                  const found = r.predictions.find(p => p.id === id)
                  const title = info.variants.find(v => v.id === r.request.variant)?.title ?? r.request.variant
                  return found ? [{ variant: r.request.variant, title, result: found.result }] : []
                })
                return (
                  <li key={id}>
                    <span>{spec?.says ?? id}</span>
                    <span className="predicts-results">
                      {shown.map(s => (
                        <span key={s.variant} className="predicts-result">
                          {s.title}: <ResultChip result={s.result} />
                        </span>
                      ))}
                      {shown.length === 0 && <span className="predicts-none">not judged in the runs shown</span>}
                    </span>
                  </li>
                )
              })}
            </ul>
          </article>
        ))}
      </div>
    </section>
  )
}
