import type { ReactNode } from 'react'
import type { UnreadLine } from '../../../model/index.ts'
import type { AllocationAnswer, OomAnswer } from '../../../sim/replay/index.ts'
import { count, stamp } from '../lab/format.ts'
import { Mask } from './Mask.tsx'
import { Tasks } from './Tasks.tsx'
import { WhatIf } from './WhatIf.tsx'
import { Zones } from './Zones.tsx'

const who = (p: { readonly comm: string; readonly pid: number }) => (
  <>
    <b>
      <bdi>{p.comm}</bdi>
    </b>{' '}
    ({p.pid})
  </>
)

/** Why memory was asked for and not there, by kind. */
function cause({ kind, report, replay }: OomAnswer): ReactNode {
  const asked = report.invoked
  const by = asked === null ? 'a task' : <bdi>{asked.comm}</bdi>
  if (asked?.order === -1) return <>Somebody asked for it by sysrq (f).</>
  switch (kind) {
    case 'memcg': {
      const usage = report.memcg?.usage.find(u => u.what === 'memory')
      const path = report.context?.oomMemcg ?? report.memcg?.limitPath ?? null
      return (
        <>
          The memory cgroup {path !== null && <code>{path}</code>} reached its limit
          {usage !== undefined && ` of ${count(usage.limitKb)} kB (${count(usage.usageKb)} kB used)`} when {by} was
          charged.
        </>
      )
    }
    case 'cpuset':
      return <>The nodes of the cpuset of {by} had no memory left.</>
    case 'mempolicy':
      return <>The nodes that the memory policy of {by} allows had no memory left.</>
    case 'global':
      return (
        <>
          The machine had no memory for a request of {by}
          {asked !== null && asked.order !== null && `, order ${asked.order}`}
          {replay.total.pages !== null && ` (memory and swap: ${count(replay.total.pages * 4)} kB)`}.
        </>
      )
    case 'unknown':
      return <>Whether the machine or a memory cgroup was out of memory, the log does not say.</>
  }
}

/** Who should have died against who did, in a sentence. */
function judgement({ replay }: OomAnswer): ReactNode {
  const { predicted, killed, agrees, reason } = replay
  if (agrees === true && predicted !== null) return <>It was the one to die by its badness: {predicted.why}.</>
  return (
    <>
      {predicted !== null && killed !== null && <>By badness {who(predicted)} should have died. </>}
      {predicted !== null && killed === null && (
        <>
          By badness it would be {who(predicted)}: {predicted.why}.{' '}
        </>
      )}
      {reason?.says}
    </>
  )
}

const times = (us: number | null) => (us === null ? null : ` · at ${stamp(us)} s`)

/** One OOM report. */
export function Report({ answer, index, total }: { answer: OomAnswer; index: number; total: number }) {
  const { report, replay } = answer
  const kill = report.kills[0] ?? null
  const id = `report-${index + 1}`
  return (
    <article className="oom-report" id={id} aria-labelledby={`${id}-title`} data-report={index + 1}>
      <p className="oom-place">
        {total > 1 && `Report ${index + 1} of ${total} · `}
        {`lines ${report.firstLine} to ${report.lastLine}`}
        {times(report.atUs)}
      </p>
      <h2 id={`${id}-title`} data-killed={kill?.pid ?? ''}>
        {kill !== null ? (
          <>
            <bdi>{kill.comm}</bdi> ({kill.pid}) was killed
            {report.kills.length > 1 && `, and ${report.kills.length - 1} more`}
          </>
        ) : report.panic !== null ? (
          'The kernel panicked'
        ) : report.noKillableLine !== null ? (
          'There was nobody to kill'
        ) : (
          'Who was killed is not in the log'
        )}
      </h2>
      <p className="oom-why">
        {cause(answer)} <span data-agrees={String(replay.agrees)}>{judgement(answer)}</span>
      </p>
      <dl className="oom-facts">
        <div>
          <dt>kernel</dt>
          <dd>
            {replay.kernel.says}
            {replay.kernel.isVendor && ' (a vendor’s kernel: an old number with newer code)'}
          </dd>
        </div>
        <div>
          <dt>form of the lines</dt>
          <dd>{answer.format}</dd>
        </div>
        {kill !== null && (
          <div>
            <dt>freed</dt>
            <dd>
              {[
                ['anon', kill.anonRssKb],
                ['file', kill.fileRssKb],
                ['shmem', kill.shmemRssKb],
              ]
                .flatMap(([name, kb]) => (typeof kb === 'number' ? [`${name} ${count(kb)} kB`] : []))
                .join(', ') || 'not in the log'}
              {report.reaped.map(r =>
                r.result === 'reaped' ? ' · the reaper took its memory' : ' · the reaper could not take its memory',
              )}
            </dd>
          </div>
        )}
        {report.kills.length > 1 && (
          <div>
            <dt>killed with it</dt>
            <dd>
              {report.group !== null && `as group ${report.group.path}: `}
              {report.kills
                .slice(1, 30)
                .map(k => `${k.comm} (${k.pid})`)
                .join(', ')}
              {report.kills.length > 30 && ` and ${report.kills.length - 30} more`}
            </dd>
          </div>
        )}
        {report.missing.length > 0 && (
          <div>
            <dt>not in the log</dt>
            <dd>{report.missing.join(', ')}</dd>
          </div>
        )}
      </dl>
      <h3>Badness of the tasks</h3>
      <Tasks answer={answer} />
      <h3>What would have changed the victim</h3>
      <WhatIf answer={answer} />
      <h3>The request</h3>
      {answer.gfp === null ? (
        <p className="dim">
          {report.invoked === null ? 'The line that names it is not in the log.' : 'Its line carries no mask.'}
        </p>
      ) : (
        <Mask gfp={answer.gfp} order={report.invoked?.order ?? 0} kernel={replay.kernel.version} />
      )}
      <h3>Zones against watermarks</h3>
      {answer.zones.length > 0 && (
        <p className="dim">
          Pages of 4 kB, at the time of the report. Needed: what this request had to leave free, the part of min that
          its mask must not touch and lowmem_reserve.
        </p>
      )}
      <Zones zones={answer.zones} order={Math.max(report.invoked?.order ?? 0, 0)} />
      <Unread lines={report.unread} />
    </article>
  )
}

/** An allocation that failed or stalled: nobody dies. */
export function Allocation({ answer, index }: { answer: AllocationAnswer; index: number }) {
  const { report } = answer
  return (
    <article className="oom-report" aria-labelledby={`allocation-${index}`} data-allocation={report.kind}>
      <p className="oom-place">
        {`lines ${report.firstLine} to ${report.lastLine}`}
        {times(report.atUs)}
      </p>
      <h2 id={`allocation-${index}`}>
        An allocation of <bdi>{report.comm}</bdi> {report.kind === 'failure' ? 'failed' : 'stalled'}
        {report.stalledMs !== null && ` for ${count(report.stalledMs)} ms`}
      </h2>
      <p className="oom-why">
        Nobody was killed for it: the request {report.kind === 'failure' ? 'got nothing' : 'waited'}.
      </p>
      <h3>The request</h3>
      <Mask gfp={answer.gfp} order={report.order} kernel={answer.gfp.decoded?.kernel ?? report.release} />
      <h3>Zones against watermarks</h3>
      <Zones zones={answer.zones} order={Math.max(report.order, 0)} />
      <Unread lines={report.unread} />
    </article>
  )
}

const unreadMax = 60

/** Lines that look like a report's and could not be read. */
export function Unread({ lines }: { lines: readonly UnreadLine[] }) {
  if (lines.length === 0) return null
  return (
    <details className="fold oom-unread">
      <summary>{`${count(lines.length)} ${lines.length === 1 ? 'line' : 'lines'} could not be read`}</summary>
      <ol>
        {lines.slice(0, unreadMax).map(u => (
          <li key={`${u.line}-${u.why}`} value={u.line}>
            <code>{u.text.slice(0, 300)}</code> <span className="dim">{u.why}</span>
          </li>
        ))}
      </ol>
      {lines.length > unreadMax && <p className="dim">{`and ${count(lines.length - unreadMax)} more`}</p>}
    </details>
  )
}
