import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Limits, Question, Variants } from '../../app/_ui/lab/About.tsx'
import { Lab } from '../../app/_ui/lab/Lab.tsx'
import { Matrix } from '../../app/_ui/lab/Matrix.tsx'
import { initialState } from '../../app/_ui/lab/permalink.ts'
import { workingPolicy } from '../../app/_ui/policy.ts'
import type { RunResult } from '../../model/index.ts'
import { info, looped } from './fixture.ts'

const measures = [
  { id: 'pagesReaped', title: 'pages reaped', unit: 'pages' },
  { id: 'progressAtUs', title: 'progress', unit: 'us' },
]

const finished: RunResult = {
  ...looped({ variant: 'after' }),
  end: 'finished',
  loop: null,
  waits: [],
  predictions: [{ id: 'freed', result: 'holds', because: 'Freed after 4 ms.', events: [3] }],
  digest: 'beef',
}

const page = (results: readonly RunResult[], isEmbedded = false, problems: readonly string[] = []) =>
  renderToStaticMarkup(
    <Lab
      info={info}
      measures={measures}
      initial={initialState(info)}
      results={results}
      problems={problems}
      isEmbedded={isEmbedded}
    />,
  )

/** Values of an attribute in the order of the page. */
const all = (html: string, attribute: string) =>
  [...html.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'g'))].map(m => m[1])

describe('the lab without script', () => {
  const html = page([looped(), finished])

  it('shows the verdict of every prediction of every run', () => {
    expect(all(html, 'data-run-of')).toEqual(['before', 'after'])
    expect(all(html, 'data-prediction')).toEqual(['hangs', 'freed', 'exits', 'freed'])
    expect(all(html, 'data-result')).toEqual(['holds', 'fails', 'open', 'holds'])
  })

  it('says how each run ended, with its digest', () => {
    expect(all(html, 'data-end')).toEqual(['looped', 'finished'])
    expect(all(html, 'data-digest')).toEqual(['f00d', 'beef'])
    expect(html).toContain('It loops as long as nothing else in this machine frees memory')
  })

  it('says why, and links the deciding events, which are in the page', () => {
    expect(html).toContain('No page of the victim was freed.')
    for (const link of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${link[1]}"`)
  })

  it('draws a timeline a run, in percent, without inline style', () => {
    expect(html.match(/class="timeline-svg"/g)).toHaveLength(2)
    expect(html).not.toMatch(/ style=/)
    expect(html).not.toMatch(/ on[a-z]+=/)
  })

  it('has a form whose fields are the keys of the permalink', () => {
    const form = html.match(/<form class="bench"[^>]*>/)?.[0]
    expect(form).toContain(' method="get"')
    expect(form).toContain(' action="/scenario/held-lock/"')
    expect(new Set(all(html, 'name'))).toEqual(new Set(['variant', 'beside', 'holdMs', 'holder', 'kernel', 'seed']))
    expect(all(html, 'data-variant')).toEqual(['before', 'after'])
  })

  it('shows the measures of the scenario, and says of a moment that never came that it never came', () => {
    expect(html).toContain('<dt>pages reaped</dt><dd>0 pages</dd>')
    expect(html).toContain('<dt>progress</dt><dd>never</dd>')
  })

  it('gives no two elements the same id', () => {
    const ids = all(html, 'id')
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('shows what was wrong with the address, as text', () => {
    expect(page([looped()], false, ['holder=<img src=x> is none of looper'])).toContain(
      'holder=&lt;img src=x&gt; is none of looper',
    )
  })
})

describe('the lab in a frame', () => {
  const html = page([looped()], true)

  it('keeps the switch, Run, the verdicts and the timeline, and leads to the whole lab', () => {
    expect(html).toContain('data-run=')
    expect(all(html, 'data-variant')).toEqual(['before', 'after'])
    expect(all(html, 'data-result')).toEqual(['holds', 'fails', 'open'])
    expect(html).toContain('class="timeline-svg"')
    expect(html).toMatch(/<a href="\/scenario\/held-lock\/\?variant=before[^"]*" target="_parent">Open in the lab/)
  })

  it('links no event, since the compact form has no log to lead to', () => {
    expect(html).not.toContain('href="#')
  })

  it('leaves out the log, the controls and the positions', () => {
    for (const absent of ['log-box', 'param-holdMs', 'positions-title']) expect(html).not.toContain(absent)
  })
})

describe('the table of all variants', () => {
  const html = renderToStaticMarkup(<Matrix info={info} runs={[looped(), finished]} />)

  it('has a verdict for each prediction of each run, and says where a prediction says nothing', () => {
    const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(row =>
      [...(row[1] ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(cell => (cell[1] ?? '').replace(/<[^>]*>/g, '')),
    )
    expect(rows).toEqual([
      ['Prediction', 'Before', 'After'],
      ['How the run ends', '↻ looped', '■ finished'],
      ['Without the reaper the machine never gets memory back.', '✓ holds', 'says nothing'],
      ['The memory of the victim is freed within two seconds.', '✗ fails', '✓ holds'],
      ['The victim exits by itself.', '? open', 'says nothing'],
    ])
  })
})

describe('the words around the lab', () => {
  const html = renderToStaticMarkup(
    <>
      <Question info={info} />
      <Variants info={info} />
      <Limits info={info} />
    </>,
  )

  it('link a cited mail into the archive and a commit to its tree', () => {
    expect(html).toContain('href="/r/20290101.1@example.org/"')
    expect(html).toContain('href="https://git.kernel.org/linus/aac453635549699c13a84ea1456d5b0e574ef855"')
  })

  it('name every limit and how the behaviours are known', () => {
    for (const text of [...info.limits, info.checked]) expect(html).toContain(text)
  })
})

describe('the policy of a working page', () => {
  it('allows scripts by nonce only and workers of our own, and frames by our own pages', () => {
    const policy = workingPolicy('bm9uY2U=', false)
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'")
    expect(policy).toContain("worker-src 'self'")
    expect(policy).toContain("frame-ancestors 'self'")
  })
})
