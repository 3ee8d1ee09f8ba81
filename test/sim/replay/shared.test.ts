import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSource, parseMessage } from '../../../ingest/index.ts'
import type { OomAnswer } from '../../../sim/replay/index.ts'
import { oomAnswers } from '../../../sim/replay/index.ts'
import { printOomReport, readKernelLog } from '../../../text/kernel-log/index.ts'

const shared = resolve(import.meta.dirname, '../../../../shared')
const runs = resolve(shared, 'kernel-runs')
const corpus = resolve(shared, 'corpus')

type Table = { task_tables?: { rows: { pid: number; rss: number; name: string }[] }[] }
type Run = Table & { name: string; raw_dmesg?: string; kernel_version: string }

/** Reasons that are known to happen; `unexplained` is none. */
const known = new Set([
  'allocating-task',
  'child-sacrifice',
  'table-later',
  'tie-rule-unknown',
  'capabilities-unknown',
  'earlier-victim',
  'not-in-table',
  'table-incomplete',
  'total-unknown',
  'other-policy',
])

const verdicts = (answers: readonly OomAnswer[]) => {
  const wrong = answers.filter(a => a.replay.agrees === false && !known.has(a.replay.reason?.code ?? ''))
  return wrong.map(a => [a.report.firstLine, a.replay.predicted, a.replay.killed, a.replay.reason])
}

/** Masks whose names the log prints and this program would print otherwise. */
const otherNames = (answers: readonly OomAnswer[]) =>
  answers
    .filter(a => a.gfp?.sameAsLogged === false)
    .map(a => [a.replay.kernel.says, a.gfp?.hex, a.gfp?.logged, a.gfp?.decoded?.printed])

/** What two readings of one report share: all of it but places. */
const placeless = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, v: unknown) =>
      ['line', 'atUs', 'firstLine', 'lastLine', 'unread', 'build'].includes(key)
        ? undefined
        : key === 'noKillableLine'
          ? v !== null
          : v,
    ),
  )

const roundTrips = (answers: readonly OomAnswer[]): void => {
  for (const { report } of answers.filter(a => a.report.unread.length === 0)) {
    const back = readKernelLog(printOomReport(report).join('\n')).reports
    // The release of a `Linux version` line or of another boot is not printed again.
    expect(placeless({ ...back[0], release: null })).toEqual(placeless({ ...report, release: null }))
  }
}

describe.skipIf(!existsSync(runs))('needs ../shared: OOM reports of real kernels', () => {
  const all = () =>
    readdirSync(runs)
      .filter(f => f.endsWith('.json'))
      .map(f => {
        const run = JSON.parse(readFileSync(resolve(runs, f), 'utf8')) as Run
        const text = run.raw_dmesg ?? ''
        const log = readKernelLog(text)
        return { run, text, log, answers: oomAnswers(log).ooms }
      })

  it('are found, each of them, with the rows that the run recorded', () => {
    let reports = 0
    for (const { run, text, log } of all()) {
      const begun = text.split('\n').filter(l => / invoked oom-killer: gfp_mask=/.test(l)).length
      expect([run.name, log.reports.length]).toEqual([run.name, begun])
      const tables = log.reports.flatMap(r => (r.table === null ? [] : [r.table]))
      tables.forEach((table, i) => {
        const recorded = run.task_tables?.[i]?.rows
        // The text of some runs is cut in the middle of its last table.
        if (recorded === undefined || table.rows.length < recorded.length) return
        expect(table.rows.map(t => [t.pid, t.rssPages, t.comm])).toEqual(recorded.map(t => [t.pid, t.rss, t.name]))
      })
      reports += log.reports.length
    }
    expect(reports).toBeGreaterThan(0)
  })

  it('leave nothing unread but the line at which a text was cut', () => {
    for (const { run, log, text } of all()) {
      const unread = [...log.reports.flatMap(r => r.unread), ...log.unread]
      expect([run.name, unread.filter(u => u.line < text.split('\n').length)]).toEqual([run.name, []])
    }
  })

  it('kill whom the table predicts, or a known reason says why not', () => {
    for (const { run, answers } of all()) expect([run.name, verdicts(answers)]).toEqual([run.name, []])
  })

  it('print every mask with the names that are printed here', () => {
    for (const { run, answers } of all()) expect([run.name, otherNames(answers)]).toEqual([run.name, []])
  })

  it('are printed and read back equal', () => {
    for (const { answers } of all()) roundTrips(answers)
  })
})

describe.skipIf(!existsSync(corpus))('needs ../shared: OOM reports quoted in mails', () => {
  const mailboxes = () => [
    ...readdirSync(corpus)
      .filter(f => f.endsWith('.mbox.gz'))
      .map(f => resolve(corpus, f)),
    ...readdirSync(resolve(corpus, 'debates')).map(f => resolve(corpus, 'debates', f)),
  ]
  const read = async () => {
    const found: { id: string; text: string; answers: readonly OomAnswer[]; failures: number }[] = []
    for (const path of mailboxes())
      for await (const chunk of (await openSource(path, { list: null })).read())
        for (const item of chunk) {
          const mail = item.kind === 'mail' ? await parseMessage(item) : null
          if (mail === null || 'kind' in mail) continue
          const log = readKernelLog(mail.text)
          const { ooms, allocations } = oomAnswers(log)
          if (ooms.length + allocations.length > 0)
            found.push({ id: mail.headers.messageId, text: mail.text, answers: ooms, failures: allocations.length })
        }
    return found
  }

  it(
    'are found and agree with their table or say why not; their masks are printed alike',
    { timeout: 120_000 },
    async () => {
      const mails = await read()
      for (const { id, text, answers } of mails) {
        const begun = text.split('\n').filter(l => /invoked oom-killer: gfp_mask=0x/.test(l)).length
        expect([id, answers.filter(a => a.report.invoked !== null).length >= begun]).toEqual([id, true])
        expect([id, verdicts(answers)]).toEqual([id, []])
        expect([id, otherNames(answers)]).toEqual([id, []])
        roundTrips(answers)
      }
      expect(mails.length).toBeGreaterThan(0)
    },
  )
})
