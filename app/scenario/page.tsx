import type { Metadata } from 'next'
import { connection } from 'next/server'
import { scenarios } from '../../sim/index.ts'
import { SiteBar, SiteFoot } from '../_ui/SiteBar.tsx'

export const metadata: Metadata = { title: 'Scenarios', alternates: { canonical: '/scenario/' } }

/** Every scenario with its question; the page of each runs it. */
export default async function Page() {
  await connection()
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <SiteBar />
      <main id="main" className="lab-page">
        <h1>Scenarios</h1>
        <p className="lab-question">
          Arguments from the lists as machines that run. Each asks one question; the positions say what should happen.
        </p>
        <ul className="scenario-list">
          {scenarios.map(info => (
            <li key={info.id} className="scenario-item">
              <h2>
                <a href={`/scenario/${encodeURIComponent(info.id)}/`}>{info.title}</a>
              </h2>
              <p>{info.question}</p>
              <p className="scenario-facts">
                {`${info.variants.length} variants on ${info.kernels.join(', ')} · ${info.params.length} parameters · ${info.predictions.length} predictions`}
              </p>
            </li>
          ))}
        </ul>
      </main>
      <SiteFoot />
    </>
  )
}
