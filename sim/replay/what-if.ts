import { div } from '../ints.ts'
import type { BadnessRules } from './rules.ts'
import type { ScoredTask } from './score.ts'
import { adjMax, adjMin, pointsOf } from './score.ts'

/** The smallest change of one task's oom_score_adj that changes the victim. */
export type AdjChange = {
  readonly pid: number
  readonly comm: string
  readonly from: number
  /** The value to set; null: none in -1000..1000 does it. */
  readonly to: number | null
  /** Who dies then. */
  readonly victim: { readonly pid: number; readonly comm: string } | null
}

/** A size of totalpages (memcg limit, or memory and swap) from which another task dies. */
export type TotalChange = {
  readonly pages: number
  readonly direction: 'at-least' | 'at-most'
  readonly victim: { readonly pid: number; readonly comm: string }
}

export type WhatIf = {
  /** The victim's own: the largest adj that spares it. */
  readonly spare: AdjChange | null
  /** Each other task: the smallest adj that makes it the victim, easiest first. */
  readonly becomes: readonly AdjChange[]
  readonly total: readonly TotalChange[]
}

const name = (t: ScoredTask) => ({ pid: t.row.pid, comm: t.row.comm })
const baseOf = (t: ScoredTask): number => t.rss + t.swap + t.pageTables + t.admin

/** Smallest integer in [low, high] for which `holds`, which once true stays true; null when none. */
const least = (low: number, high: number, holds: (n: number) => boolean): number | null => {
  if (!holds(high)) return null
  let [a, b] = [low, high]
  while (a < b) {
    const middle = a + div(b - a, 2)
    if (holds(middle)) b = middle
    else a = middle + 1
  }
  return a
}

/** What would have changed the victim, all else equal. `unit`: totalpages / 1000 in whole pages. */
export const whatIf = (
  tasks: readonly ScoredTask[],
  victim: ScoredTask,
  unit: number,
  rules: BadnessRules,
  tie: 'first' | 'last',
): WhatIf => {
  const place = new Map(tasks.map((t, i) => [t, i]))
  /** a is chosen over b with these points. */
  const beats = (a: ScoredTask, pa: number, b: ScoredTask, pb: number): boolean =>
    pa > pb || (pa === pb && (tie === 'last') === place.get(a)! > place.get(b)!)
  const others = tasks.filter(t => t !== victim && t.excluded !== 'init' && t.excluded !== 'earlier-victim')
  const becomes = others
    .map(t => {
      const at = (adj: number) => beats(t, pointsOf(baseOf(t), adj, unit, rules), victim, victim.points)
      const to = unit === 0 ? null : least(adjMin + 1, adjMax, at)
      return { ...name(t), from: t.row.oomScoreAdj, to, victim: to === null ? null : name(t) }
    })
    .sort((a, b) => (a.to ?? 2000) - a.from - ((b.to ?? 2000) - b.from))
  const eligible = others.filter(t => t.excluded === null)
  let next: ScoredTask | null = null
  for (const t of eligible) if (next === null || beats(t, t.points, next, next.points)) next = t
  const rival = next
  const spare: AdjChange | null =
    rival === null
      ? null
      : (() => {
          const holds = (down: number) =>
            beats(rival, rival.points, victim, pointsOf(baseOf(victim), victim.row.oomScoreAdj - down, unit, rules))
          const down = least(0, victim.row.oomScoreAdj - adjMin - 1, holds)
          // -1000 spares always.
          return {
            ...name(victim),
            from: victim.row.oomScoreAdj,
            to: down === null ? adjMin : victim.row.oomScoreAdj - down,
            victim: name(rival),
          }
        })()
  return { spare, becomes, total: totals(eligible, victim, unit, rules) }
}

/** Where lines of points over totalpages cross: the nearest smaller and larger total at which another task leads. */
const totals = (
  others: readonly ScoredTask[],
  victim: ScoredTask,
  unit: number,
  rules: BadnessRules,
): readonly TotalChange[] => {
  const found: { more: TotalChange | null; less: TotalChange | null } = { more: null, less: null }
  for (const t of others) {
    const steeper = t.row.oomScoreAdj - victim.row.oomScoreAdj
    if (steeper === 0) continue
    const lead = baseOf(victim) - baseOf(t)
    // t leads where steeper * unit > lead.
    const wins = (u: number) =>
      pointsOf(baseOf(t), t.row.oomScoreAdj, u, rules) > pointsOf(baseOf(victim), victim.row.oomScoreAdj, u, rules)
    if (steeper > 0 && lead >= 0) {
      const u = div(lead, steeper) + 1
      if (u > unit && wins(u) && (found.more === null || u * 1000 < found.more.pages))
        found.more = { pages: u * 1000, direction: 'at-least', victim: name(t) }
    }
    if (steeper < 0 && lead < 0) {
      const u = div(lead - steeper - 1, steeper) - 1
      for (const v of [u + 2, u + 1, u])
        if (v >= 0 && v < unit && wins(v) && (found.less === null || v * 1000 + 999 > found.less.pages)) {
          found.less = { pages: v * 1000 + 999, direction: 'at-most', victim: name(t) }
          break
        }
    }
  }
  return [found.less, found.more].filter(c => c !== null)
}
