'use client'

import { useState } from 'react'
import type { OomAnswer } from '../../../sim/replay/index.ts'
import { count } from '../lab/format.ts'

const rowsFirst = 12
const rowsMax = 2000

const excludedSays = {
  'adj-1000': 'oom_score_adj -1000: never killed',
  init: 'init: never killed',
  'earlier-victim': 'a victim already',
} as const

const minus = (n: number) => (n < 0 ? `−${count(-n)}` : count(n))
const signed = (n: number) => (n > 0 ? `+${count(n)}` : minus(n))

/** The badness of every task with its terms, most first. */
export function Tasks({ answer }: { answer: OomAnswer }) {
  const [isAll, setAll] = useState(false)
  const { tasks, killed, predicted, total, rules } = answer.replay
  if (tasks.length === 0) {
    const rows = answer.report.table?.rows.length ?? 0
    return (
      <p className="dim">
        {rows === 0
          ? 'No task table in this report, so nobody can be scored (oom_dump_tasks=0, a rate limit, or a cut log).'
          : `${count(rows)} rows of the task table were read, but which kernel scored them is not known: choose one above.`}
      </p>
    )
  }
  const sorted = [...tasks].sort((a, b) => b.points - a.points || a.row.line - b.row.line)
  const shown = sorted.slice(0, isAll ? rowsMax : rowsFirst)
  const hasAdmin = (rules?.adminBonusPercent ?? 0) > 0
  const most = Math.max(1, ...tasks.map(t => Math.abs(t.points)))
  const isThe = (pid: number, who: { pid: number } | null) => who !== null && who.pid === pid
  return (
    <>
      <p className="oom-formula">
        points = rss + swap + page tables{hasAdmin ? ' − 3 % for CAP_SYS_ADMIN' : ''} + oom_score_adj ×{' '}
        {total.pages === null ? 'total / 1000' : count(Math.trunc(total.pages / 1000))}
        <span className="dim">{` (pages; total ${total.pages === null ? 'not known' : count(total.pages)}: ${total.says})`}</span>
      </p>
      <div className="scroll" tabIndex={0} role="region" aria-label="Badness of the tasks">
        <table className="oom-table oom-tasks">
          <thead>
            <tr>
              <th scope="col">task</th>
              <th scope="col" className="num">
                points
              </th>
              <th scope="col" className="oom-points-col">
                <span className="hidden">share</span>
              </th>
              <th scope="col" className="num">
                rss
              </th>
              <th scope="col" className="num">
                swap
              </th>
              <th scope="col" className="num">
                tables
              </th>
              {hasAdmin && (
                <th scope="col" className="num">
                  admin
                </th>
              )}
              <th scope="col" className="num">
                by adj
              </th>
              <th scope="col" className="num">
                adj
              </th>
              <th scope="col">remarks</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(t => {
              const isKilled = isThe(t.row.pid, killed)
              const isPredicted = isThe(t.row.pid, predicted)
              return (
                <tr key={`${t.row.line}`} className={isKilled ? 'oom-killed' : undefined}>
                  <th scope="row">
                    <bdi>{t.row.comm}</bdi> <span className="dim">{t.row.pid}</span>
                  </th>
                  <td className="num">{minus(t.points)}</td>
                  <td className="oom-points-col">
                    <svg className="oom-points" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                      <rect x="0" y="1" height="6" width={Math.max(0, (t.points / most) * 100)} />
                    </svg>
                  </td>
                  <td className="num">{count(t.rss)}</td>
                  <td className="num">{count(t.swap)}</td>
                  <td className="num">{count(t.pageTables)}</td>
                  {hasAdmin && <td className="num">{signed(t.admin)}</td>}
                  <td className="num">{signed(t.adj)}</td>
                  <td className="num">{minus(t.row.oomScoreAdj)}</td>
                  <td>
                    {[
                      isKilled ? '✗ killed' : '',
                      isPredicted && !isKilled ? 'had the most points' : '',
                      t.excluded === null ? '' : excludedSays[t.excluded],
                    ]
                      .filter(s => s !== '')
                      .join(', ')}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {tasks.length > shown.length && (
        <p>
          {isAll ? (
            `${count(tasks.length - shown.length)} more tasks with fewer points are not shown.`
          ) : (
            <button type="button" onClick={() => setAll(true)}>
              {`Show all ${count(tasks.length)} tasks`}
            </button>
          )}
        </p>
      )}
    </>
  )
}
