import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { answerLog } from '../../app/_ui/oom/answers.ts'
import { exampleLog } from '../../app/_ui/oom/example.ts'
import { Oom } from '../../app/_ui/oom/Oom.tsx'
import { Allocation, Report } from '../../app/_ui/oom/Report.tsx'

const textOf = (html: string) => html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
const page = (log: string) =>
  answerLog(log, null)
    .ooms.map((answer, i, all) => renderToStaticMarkup(<Report answer={answer} index={i} total={all.length} />))
    .join('')

describe('a report', () => {
  const html = page(exampleLog)
  const text = textOf(html)

  it('says who died, why, and what would have changed it', () => {
    expect(text).toContain('indexer (1650) was killed')
    expect(text).toContain('117345 points more than database (811)')
    expect(text).toContain('lives with oom_score_adj 180 or less instead of 300 (−120); then database (811) dies')
  })

  it('has a row a task with its terms, most points first', () => {
    const rows = [...html.matchAll(/<th scope="row"><bdi>([^<]*)<\/bdi>/g)].map(m => m[1])
    expect(rows).toEqual(['indexer', 'database', 'cc1plus', 'make', 'journald', 'sshd'])
    expect(text).toContain('oom_score_adj -1000: never killed')
  })

  it('has a bar a zone, hidden from those who get the numbers beside it', () => {
    expect(html.match(/<svg class="oom-bar"[^>]*aria-hidden="true"/g)).toHaveLength(3)
    expect(text).toContain('13,660too little free')
  })

  it('holds no inline style and no handler', () => {
    expect(html).not.toMatch(/ style=| on[a-z]+=/)
  })

  it('shows names out of a hostile log as text', () => {
    const hostile = page(exampleLog.replaceAll('indexer', '<img src=x>'))
    expect(hostile).not.toContain('<img')
    expect(hostile).toContain('&lt;img src=x&gt;')
  })
})

describe('a cut report', () => {
  it('says that the victim is not in the log', () => {
    const text = textOf(page(exampleLog.slice(0, exampleLog.indexOf('oom-kill:'))))
    expect(text).toContain('Who was killed is not in the log')
    expect(text).toContain('By badness it would be indexer (1650)')
  })

  it('says that nobody can be scored without the table', () => {
    const lines = exampleLog.split('\n').filter(l => !/\[ *(?:pid *|\d+)\] +/.test(l))
    expect(textOf(page(lines.join('\n')))).toContain('No task table in this report')
  })
})

describe('an allocation failure', () => {
  it('kills nobody', () => {
    const log = 'worker: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL), nodemask=(null)\n'
    const [answer] = answerLog(log, 'v6.12').allocations
    const text = textOf(renderToStaticMarkup(<Allocation answer={answer!} index={0} />))
    expect(text).toContain('An allocation of worker failed')
    expect(text).toContain('order 4 (16 pages in a row)')
  })
})

describe('the page without script', () => {
  const html = renderToStaticMarkup(<Oom mail={null} kernels={['v6.12']} />)

  it('has its fields disabled and nameless, so that no log can be sent by accident', () => {
    expect(html).toContain('<fieldset disabled="">')
    expect(html).not.toMatch(/ name=/)
    expect(html).not.toMatch(/ action=/)
  })
})
