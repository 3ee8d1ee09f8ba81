import type { BehaviourRow, ScenarioInfo } from '../../../model/index.ts'
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

const knownSays: Readonly<Record<BehaviourRow['known'], string>> = {
  read: 'source read',
  run: 'seen on this kernel',
  bracketed: 'read before and after',
  base: 'as its tag, backports unchecked',
  memory: 'from memory, unverified',
  unknown: 'not known',
}

/** What the runs on the page rest on, kernel by kernel, and how each behaviour is known there. */
export function RestsOn({ kernels }: { kernels: readonly { title: string; rows: readonly BehaviourRow[] }[] }) {
  return (
    <section className="rests-on" aria-labelledby="rests-on-title">
      <h2 id="rests-on-title">What it rests on</h2>
      {kernels.map(({ title, rows }) => (
        <details key={title}>
          <summary>
            {title}: {rows.length} behaviours, {rows.filter(r => r.known === 'read' || r.known === 'run').length} of
            them read in its source or seen on it
          </summary>
          <dl>
            {rows.map(row => (
              <div key={row.name} className="behaviour">
                <dt>
                  <code>{row.name}</code> <span className={`known known-${row.known}`}>{knownSays[row.known]}</span>
                </dt>
                <dd>
                  {row.says}
                  <Cites cites={row.cites} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
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
