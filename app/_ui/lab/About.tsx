import type { ScenarioInfo } from '../../../model/index.ts'
import { Cites } from './Cites.tsx'

/** Title, question and where it was argued. */
export function Question({ info }: { info: ScenarioInfo }) {
  return (
    <header className="lab-head">
      <p className="lab-kicker">
        <a href="/scenario/">Scenarios</a>
      </p>
      <h1>{info.title}</h1>
      <p className="lab-question">{info.question}</p>
      <Cites cites={info.cites} />
    </header>
  )
}

/** What each variant stands for, with its kernel and sources. */
export function Variants({ info }: { info: ScenarioInfo }) {
  return (
    <section className="variants" aria-labelledby="variants-title">
      <h2 id="variants-title">Variants</h2>
      <dl className="variants-list">
        {info.variants.map(variant => (
          <div key={variant.id} className="variant">
            <dt>
              {variant.title} <code>{variant.kernel}</code>
            </dt>
            <dd>
              <p>{variant.says}</p>
              <Cites cites={variant.cites} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** What the model leaves out, how its behaviours are known. */
export function Limits({ info }: { info: ScenarioInfo }) {
  return (
    <section className="limits" aria-labelledby="limits-title">
      <h2 id="limits-title">How far to trust it</h2>
      <p>
        How its behaviours were checked: <strong>{info.checked}</strong>. A run is the same, digest for digest, in this
        page, on the server and on the command line.
      </p>
      <h3>What it leaves out</h3>
      <ul>
        {info.limits.map(limit => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </section>
  )
}
