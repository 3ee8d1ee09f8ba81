import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { measuresOf, restsOn, scenarioById } from '../../../sim/index.ts'
import { Limits, Question, RestsOn, Variants } from '../../_ui/lab/About.tsx'
import { Lab } from '../../_ui/lab/Lab.tsx'
import { Matrix } from '../../_ui/lab/Matrix.tsx'
import type { Query } from '../../_ui/lab/permalink.ts'
import { kernelTitle } from '../../_ui/lab/format.ts'
import { readQuery, requestsOf } from '../../_ui/lab/permalink.ts'
import { initialRuns, serverRuns } from '../../_ui/lab/serverRuns.ts'
import { SiteBar, SiteFoot } from '../../_ui/SiteBar.tsx'

type Props = { readonly params: Promise<{ slug: string }>; readonly searchParams: Promise<Query> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const info = scenarioById((await params).slug)
  if (!info) return {}
  return {
    title: info.title,
    description: info.question,
    alternates: { canonical: `/scenario/${encodeURIComponent(info.id)}/` },
  }
}

/** The lab; with `embed=1` its compact form, for a frame on a reading page. */
export default async function Page({ params, searchParams }: Props) {
  const info = scenarioById((await params).slug)
  if (!info) notFound()
  const query = await searchParams
  const { state, problems } = readQuery(info, query)
  const results = serverRuns(info, state) ?? []
  const isEmbedded = query['embed'] === '1'
  const lab = (
    <Lab
      info={info}
      measures={measuresOf(info.id)}
      initial={state}
      results={results}
      problems={problems}
      isEmbedded={isEmbedded}
    />
  )
  if (isEmbedded)
    return (
      <main id="main" className="lab-page lab-page-embed">
        <h1>{info.title}</h1>
        <p className="lab-question">{info.question}</p>
        {lab}
      </main>
    )
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <SiteBar />
      <main id="main" className="lab-page">
        <Question info={info} />
        {lab}
        <Matrix info={info} runs={initialRuns(info)} />
        <Variants info={info} />
        <RestsOn
          kernels={requestsOf(info, state).map(request => ({
            title: kernelTitle(info, request),
            rows: restsOn(request),
          }))}
        />
        <Limits info={info} />
      </main>
      <SiteFoot />
    </>
  )
}
