import type { OomAnswer } from '../../../sim/replay/index.ts'
import { count } from '../lab/format.ts'
import { otherOrders } from './answers.ts'

const shownMax = 5
const kb = (pages: number) => `${count(pages * 4)} kB`

/** What would have changed the victim, all else equal. */
export function WhatIf({ answer }: { answer: OomAnswer }) {
  const { whatIf, predicted } = answer.replay
  const orders = otherOrders(answer)
  if (whatIf === null && orders.length === 0)
    return <p className="dim">Without a scored task table nothing can be said.</p>
  const becomes = whatIf?.becomes.filter(c => c.to !== null) ?? []
  const never = (whatIf?.becomes.length ?? 0) - becomes.length
  return (
    <>
      {whatIf !== null && predicted !== null && (
        <ul className="oom-what-if">
          {whatIf.spare === null || whatIf.spare.victim === null || whatIf.spare.to === null ? (
            <li>Nobody else could be killed: no oom_score_adj of another task changes that.</li>
          ) : (
            <li>
              <b>
                <bdi>{predicted.comm}</bdi>
              </b>{' '}
              lives with <code>{`oom_score_adj ${whatIf.spare.to}`}</code> or less instead of {whatIf.spare.from} (−
              {whatIf.spare.from - whatIf.spare.to}); then{' '}
              <b>
                <bdi>{whatIf.spare.victim.comm}</bdi>
              </b>{' '}
              ({whatIf.spare.victim.pid}) dies.
            </li>
          )}
          {becomes.slice(0, shownMax).map(c => (
            <li key={c.pid}>
              <bdi>{c.comm}</bdi> ({c.pid}) dies instead with <code>{`oom_score_adj ${c.to}`}</code> or more instead of{' '}
              {c.from} (+{(c.to ?? 0) - c.from}).
            </li>
          ))}
          {becomes.length > shownMax && (
            <li className="dim">{`and ${count(becomes.length - shownMax)} more tasks, with larger changes`}</li>
          )}
          {never > 0 && (
            <li className="dim">{`No oom_score_adj makes the victim of ${count(never)} ${never === 1 ? 'task' : 'tasks'}.`}</li>
          )}
          {whatIf.total.map(t => (
            <li key={t.direction}>
              {answer.kind === 'memcg' ? 'A limit' : 'Memory and swap'} of {kb(t.pages)}{' '}
              {t.direction === 'at-least' ? 'or more' : 'or less'} and the same tasks: <bdi>{t.victim.comm}</bdi> (
              {t.victim.pid}) dies, since oom_score_adj counts by thousandths of it.
            </li>
          ))}
          {whatIf.total.length === 0 && (
            <li className="dim">
              {answer.kind === 'memcg' ? 'No other limit' : 'No other size of memory'} changes the order of these tasks.
            </li>
          )}
        </ul>
      )}
      {orders.length > 0 && (
        <ul className="oom-what-if">
          {orders.map(says => (
            <li key={says}>{says}</li>
          ))}
        </ul>
      )}
    </>
  )
}
