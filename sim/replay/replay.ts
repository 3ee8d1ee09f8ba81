import type { KernelLog, OomKill, OomReport, TaskRow } from '../../model/index.ts'
import { div } from '../ints.ts'
import type { ReplayReason } from './reasons.ts'
import { replayReasons } from './reasons.ts'
import type { BadnessRules, ReportKernel } from './rules.ts'
import { kernelOfReport, rulesOf } from './rules.ts'
import type { ScoredTask } from './score.ts'
import { choose, scoreTask } from './score.ts'
import type { TotalPages } from './total.ts'
import { pageKbOf, totalPagesOf } from './total.ts'
import type { WhatIf } from './what-if.ts'
import { whatIf } from './what-if.ts'

/** Who should have died by the table, who did, and why they differ. */
export type Replay = {
  readonly kernel: ReportKernel
  readonly rules: BadnessRules | null
  readonly total: TotalPages
  /** Rows in table order with their terms; empty without a table. */
  readonly tasks: readonly ScoredTask[]
  readonly predicted: {
    readonly pid: number
    readonly comm: string
    readonly points: number
    readonly why: string
  } | null
  readonly killed: { readonly pid: number; readonly comm: string; readonly points: number | null } | null
  /** Null: one of the two is not known. */
  readonly agrees: boolean | null
  /** Absent only when they agree. */
  readonly reason: { readonly code: ReplayReason; readonly says: string } | null
  readonly whatIf: WhatIf | null
}

/**
 * How far two tasks may have moved between the choice and the table that is printed after it: a megabyte of 4 kB
 * pages, or a hundredth of the larger, and whatever an earlier victim was giving back meanwhile: with free memory at its floor
 * nobody can grow by more. Above that it is not said to be growth.
 */
const growthPagesMax = (points: number): number => Math.max(256, div(points, 100))

/** Victims of earlier reports of one boot, by pid. */
export type EarlierVictims = ReadonlyMap<number, string>

const because = (code: ReplayReason, more = '') => ({
  code,
  says: replayReasons[code] + (more === '' ? '' : ` ${more}`),
})
const named = (t: ScoredTask) => `${t.row.comm} (${t.row.pid}) ${t.points}`

/** Every victim that is possible when capabilities, total memory or the tie rule are not known. */
const possible = (
  rows: readonly TaskRow[],
  rules: readonly BadnessRules[],
  total: TotalPages,
  isVictim: (r: TaskRow) => boolean,
  pageKb: number,
) => {
  const out: { task: ScoredTask | null; by: ReplayReason }[] = []
  const units = [...new Set([total.atLeast, total.pages ?? total.atLeast, total.atMost ?? total.atLeast])].map(p =>
    div(p, 1000),
  )
  for (const r of rules) {
    const admins = r.adminBonusPercent === 0 ? [null] : [null, true, false]
    for (const admin of admins)
      for (const unit of units) {
        const tasks = rows.map(row => scoreTask(row, r, unit, admin ?? row.uid === 0, isVictim, pageKb))
        for (const tie of ['first', 'last'] as const)
          out.push({
            task: choose(tasks, tie),
            by:
              admin !== null
                ? 'capabilities-unknown'
                : unit !== div(total.pages ?? total.atLeast, 1000)
                  ? 'total-unknown'
                  : r.tie === 'unknown' || r.tie === tie
                    ? r.tie === 'unknown'
                      ? 'tie-rule-unknown'
                      : 'kernel-unknown'
                    : 'unexplained',
          })
      }
  }
  return out
}

/**
 * Tells who should have died by a report and compares with who did. Never throws. `freedPages`: what victims of the
 * last seconds may have been giving back while the report was printed.
 */
export const replayReport = (report: OomReport, earlier: EarlierVictims = new Map(), freedPages = 0): Replay => {
  const kernel = kernelOfReport(report)
  const total = totalPagesOf(report)
  const sets = rulesOf(kernel)
  const rules = sets[0] ?? null
  const rows = report.table?.rows ?? []
  const pageKb = pageKbOf(report)
  const kill = report.kills[0] ?? null
  const rowOf = (pid: number) => rows.find(r => r.pid === pid) ?? rows.find(r => r.tgid === pid) ?? null
  const isVictim = (row: TaskRow) => earlier.get(row.pid) === row.comm
  const unit = div(total.pages ?? 0, 1000)
  const tasks = rules === null ? [] : rows.map(row => scoreTask(row, rules, unit, row.uid === 0, isVictim, pageKb))
  const points = (pid: number) => tasks.find(t => t.row === rowOf(pid))?.points ?? null
  const killed = kill === null ? null : { pid: kill.pid, comm: kill.comm, points: points(kill.pid) }
  const base = { kernel, rules, total, tasks, killed, whatIf: null }
  if (rules === null || tasks.length === 0)
    return {
      ...base,
      predicted: null,
      agrees: null,
      reason: because(rows.length === 0 ? 'no-table' : 'kernel-unknown'),
    }

  const tie = rules.tie === 'unknown' ? 'last' : rules.tie
  const first = choose(tasks, tie)
  if (first === null) {
    const isNone = report.noKillableLine !== null || report.panic !== null
    return {
      ...base,
      predicted: null,
      agrees: isNone && kill === null ? true : kill === null ? null : false,
      reason:
        kill === null
          ? because(isNone ? 'no-killable' : 'no-kill-in-log')
          : because(rowOf(kill.pid) === null ? 'not-in-table' : 'unexplained'),
    }
  }
  const second = choose(
    tasks.filter(t => t !== first),
    tie,
  )
  const why =
    second === null
      ? 'the only task that may be killed'
      : second.points === first.points
        ? `as many points as ${second.row.comm} (${second.row.pid}); of equals this kernel takes the ${tie} in the list`
        : `${first.points - second.points} points more than ${second.row.comm} (${second.row.pid})`
  const predicted = { pid: first.row.pid, comm: first.row.comm, points: first.points, why }
  const full = { ...base, predicted, whatIf: whatIf(tasks, first, unit, rules, tie) }

  const uncertain = possible(rows, sets, total, isVictim, pageKb)
  if (kill === null) {
    if (report.panic?.says.includes('panic_on_oom') === true)
      return { ...full, agrees: null, reason: because('panic-on-oom') }
    if (report.noKillableLine !== null || report.panic !== null)
      return { ...full, agrees: false, reason: because('unexplained', 'The kernel found nobody to kill.') }
    return { ...full, agrees: null, reason: because('no-kill-in-log') }
  }
  const chosenRow = rowOf(kill.pid)
  if (chosenRow === first.row) return { ...full, agrees: true, reason: null }
  return { ...full, agrees: false, reason: difference(report, first, tasks, chosenRow, uncertain, freedPages) }
}

const difference = (
  report: OomReport,
  first: ScoredTask,
  tasks: readonly ScoredTask[],
  row: TaskRow | null,
  uncertain: readonly { task: ScoredTask | null; by: ReplayReason }[],
  freedPages: number,
): NonNullable<Replay['reason']> => {
  const kill = report.kills[0]!
  const prefix = kill.prefix ?? report.choice?.prefix ?? ''
  if (prefix.includes('oom_kill_allocating_task')) return because('allocating-task')
  if (report.choice !== null && report.choice.pid !== kill.pid) {
    const isOurs = report.choice.pid === first.row.pid || report.choice.pid === first.row.tgid
    return because(
      'child-sacrifice',
      isOurs ? `${report.choice.comm} (${report.choice.pid}) was chosen, as predicted.` : '',
    )
  }
  const constraint = report.context?.constraint ?? ''
  if (!/^(?:CONSTRAINT_(?:NONE|CPUSET|MEMORY_POLICY|MEMCG))?$/.test(constraint))
    return because('other-policy', `${constraint}.`)
  if (row === null)
    return because(report.unread.some(u => u.why.includes('task-row')) ? 'table-incomplete' : 'not-in-table')
  const task = tasks.find(t => t.row === row)!
  if (task.excluded === 'earlier-victim') return because('earlier-victim')
  const other = uncertain.find(u => u.task?.row === row && u.by !== 'unexplained')
  if (other !== undefined) return because(other.by)
  if (task.excluded === null && first.points - task.points <= growthPagesMax(first.points) + freedPages)
    return because('table-later', `${named(first)}, ${named(task)}.`)
  return because('unexplained', `${named(first)}, ${named(task)}.`)
}

/** How long a victim may take to give its memory back (kernel-mm.md 4.6: the reaper waits as long). */
const givesBackUs = 2_000_000

/** Pages of a victim's memory as its kill line says, 0 without figures. */
const pagesOfKill = (kill: OomKill, pageKb: number): number =>
  div((kill.anonRssKb ?? 0) + (kill.fileRssKb ?? 0) + (kill.shmemRssKb ?? 0), pageKb)

/** Replays every report of a log in order; victims of one boot are not chosen again. */
export const replayLog = (log: KernelLog): readonly { readonly report: OomReport; readonly replay: Replay }[] => {
  let victims = new Map<number, string>()
  let recent: OomKill[] = []
  let release: string | null = null
  let atUs: number | null = null
  const note = (kill: OomKill): void => {
    victims.set(kill.pid, kill.comm)
    // Without stamps only the last one counts; with them those of the last seconds, of which there are few.
    recent = [
      ...recent.filter(k => k.atUs !== null && kill.atUs !== null && kill.atUs - k.atUs <= givesBackUs).slice(-31),
      kill,
    ]
  }
  const bare = log.events.flatMap(e => (e.kind === 'kill' ? [e.kill] : [])).sort((a, b) => a.line - b.line)
  let next = 0
  return log.reports.map(report => {
    for (; next < bare.length && bare[next]!.line < report.firstLine; next++) note(bare[next]!)
    const isOtherBoot =
      (report.release !== null && release !== null && report.release !== release) ||
      (report.atUs !== null && atUs !== null && report.atUs < atUs)
    if (isOtherBoot) {
      victims = new Map()
      recent = []
    }
    const pageKb = pageKbOf(report)
    const freed = recent
      .filter(k => k.atUs === null || report.atUs === null || report.atUs - k.atUs <= givesBackUs)
      .reduce((sum, k) => sum + pagesOfKill(k, pageKb), 0)
    const replay = replayReport(report, victims, freed)
    for (const kill of report.kills) note(kill)
    release = report.release ?? release
    atUs = report.atUs ?? atUs
    return { report, replay }
  })
}
