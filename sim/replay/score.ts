import type { TaskRow } from '../../model/index.ts'
import { div } from '../ints.ts'
import type { BadnessRules } from './rules.ts'

/** OOM_SCORE_ADJ_MIN and OOM_SCORE_ADJ_MAX. */
export const adjMin = -1000
export const adjMax = 1000

/** oom_badness of one row, term by term, pages. */
export type ScoredTask = {
  readonly row: TaskRow
  readonly rss: number
  readonly swap: number
  readonly pageTables: number
  /** What CAP_SYS_ADMIN takes off (not above 0); uid 0 is taken for it, the table does not tell. */
  readonly admin: number
  /** oom_score_adj * (totalpages / 1000). */
  readonly adj: number
  /** The sum, raised to 1 where the version does so. */
  readonly points: number
  /** Why it cannot be chosen; null when it can. */
  readonly excluded: 'adj-1000' | 'init' | 'earlier-victim' | null
}

/** Pages of page tables: nr_ptes and nr_pmds, or pgtables_bytes in whole pages. */
const tablesOf = (row: TaskRow, pageKb: number): number =>
  row.pageTablePages ?? div(row.pageTableBytes ?? 0, pageKb * 1024)

/** What a task counts without oom_score_adj: memory, less the bonus. */
export const baseOf = (row: TaskRow, rules: BadnessRules, isAdmin: boolean, pageKb = 4): number => {
  const sum = row.rssPages + row.swapPages + tablesOf(row, pageKb)
  return sum - (isAdmin ? div(sum * rules.adminBonusPercent, 100) : 0)
}

/** Points of a base with an adj; `unit` is totalpages / 1000 in whole pages. */
export const pointsOf = (base: number, adj: number, unit: number, rules: BadnessRules): number => {
  const points = base + adj * unit
  return rules.isFloored ? Math.max(points, 1) : points
}

export const scoreTask = (
  row: TaskRow,
  rules: BadnessRules,
  unit: number,
  isAdmin: boolean,
  isVictim: (row: TaskRow) => boolean,
  pageKb = 4,
): ScoredTask => {
  const base = baseOf(row, rules, isAdmin, pageKb)
  const memory = row.rssPages + row.swapPages + tablesOf(row, pageKb)
  return {
    row,
    rss: row.rssPages,
    swap: row.swapPages,
    pageTables: tablesOf(row, pageKb),
    admin: base - memory,
    adj: row.oomScoreAdj * unit,
    points: pointsOf(base, row.oomScoreAdj, unit, rules),
    excluded:
      row.oomScoreAdj === adjMin ? 'adj-1000' : row.pid === 1 ? 'init' : isVictim(row) ? 'earlier-victim' : null,
  }
}

/** The most points in list order; `tie` says who of equals. Null when nobody is eligible. */
export const choose = (tasks: readonly ScoredTask[], tie: 'first' | 'last'): ScoredTask | null => {
  let best: ScoredTask | null = null
  for (const t of tasks) {
    if (t.excluded !== null) continue
    if (best === null || t.points > best.points || (t.points === best.points && tie === 'last')) best = t
  }
  return best
}
