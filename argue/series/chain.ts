import type { Certainty, ChainMark, MessageId, PatchSeries } from '../../model/index.ts'
import { compareVersions, majorVersion, versionLabel } from '../../text/revision.ts'
import { inOrder, isGenericTitle } from './alike.ts'
import { joinOf, rank } from './joins.ts'
import type { ChainReason } from './joins.ts'

/** Postings of one work that are shown, and that are looked at for it. */
export const revisionsMax = 100
export const candidatesMax = 1000

/** One posting of a work, with why it belongs there. */
export type Revision = {
  readonly series: PatchSeries
  /** Its version as written; a guess's where a posting without a tag changed what the one before it held (mail.md E69). */
  readonly version: string
  /** True where no tag says the version. */
  readonly isImplicit: boolean
  /** How surely it is of this work: as surely as the weakest join on the surest way to the start. */
  readonly sure: Certainty
  /** The posting it was joined to, and why, surest first; null and none for the start. */
  readonly joinedTo: MessageId | null
  readonly reasons: readonly ChainReason[]
}

const keyOf = (mark: ChainMark): string => `${mark.kind} ${mark.value}`

type Reached = {
  series: PatchSeries
  sure: Certainty
  joinedTo: MessageId | null
  reasons: readonly ChainReason[]
  steps: number
}

const isNearer = (a: Reached, b: Reached): boolean =>
  rank(a.sure) < rank(b.sure) ||
  (rank(a.sure) === rank(b.sure) &&
    (a.steps < b.steps || (a.steps === b.steps && (a.joinedTo ?? '') < (b.joinedTo ?? ''))))

/**
 * The work that a posting belongs to: every posting among the candidates that marks join to it, directly or over others,
 * in order of version and time. Pure; the order of candidates does not matter. At most `revisionsMax` postings; a guess
 * joins a posting to the start only, never one guess to the next.
 */
export const revisionsOf = (start: PatchSeries, candidates: readonly PatchSeries[]): readonly Revision[] => {
  const all = new Map<MessageId, PatchSeries>()
  for (const s of [...candidates].sort(inOrder).slice(0, candidatesMax)) if (s.key !== start.key) all.set(s.key, s)
  const byMark = new Map<string, PatchSeries[]>()
  for (const s of [start, ...all.values()])
    for (const mark of s.marks) {
      const list = byMark.get(keyOf(mark))
      if (list === undefined) byMark.set(keyOf(mark), [s])
      else list.push(s)
    }
  const byReplaced = new Map<MessageId, PatchSeries[]>()
  for (const s of [start, ...all.values()])
    if (s.replaces !== null) byReplaced.set(s.replaces, [...(byReplaced.get(s.replaces) ?? []), s])

  const done = new Map<MessageId, Reached>()
  const open = new Map<MessageId, Reached>([
    [start.key, { series: start, sure: 'certain', joinedTo: null, reasons: [], steps: 0 }],
  ])
  while (open.size > 0 && done.size < revisionsMax) {
    let next: Reached | null = null
    for (const r of open.values())
      if (next === null || isNearer(r, next) || (!isNearer(next, r) && r.series.key < next.series.key)) next = r
    if (next === null) break
    const from = next
    open.delete(from.series.key)
    done.set(from.series.key, from)
    if (from.sure === 'guess') continue
    const near = new Set([
      ...from.series.marks.flatMap(mark => byMark.get(keyOf(mark)) ?? []),
      ...(byReplaced.get(from.series.key) ?? []),
      ...(from.series.replaces === null ? [] : [all.get(from.series.replaces) ?? start]),
    ])
    for (const other of near) {
      if (done.has(other.key)) continue
      const reasons = joinOf(from.series, other)
      const best = reasons[0]
      if (best === undefined || (best.sure === 'guess' && from.series.key !== start.key)) continue
      const sure = rank(best.sure) > rank(from.sure) ? best.sure : from.sure
      const reached: Reached = { series: other, sure, joinedTo: from.series.key, reasons, steps: from.steps + 1 }
      const known = open.get(other.key)
      if (known === undefined || isNearer(reached, known)) open.set(other.key, reached)
    }
  }
  return versioned([...done.values()].sort((a, b) => inOrder(a.series, b.series)))
}

/** True: the parts both hold are the same patches. False: one is not. Null where no patch-ids tell. */
const samePatches = (a: PatchSeries, b: PatchSeries): boolean | null => {
  const ids = (s: PatchSeries) => s.marks.filter(m => m.kind === 'patch-id').map(m => m.value)
  const [one, two] = [ids(a), ids(b)]
  if (one.length === 0 || two.length === 0) return null
  return one.length === two.length ? one.every((id, i) => id === two[i]) : false
}

/** Gives a whole posting without a tag that repeats title and version with other patches the next free version (E69). */
const versioned = (found: readonly Reached[]): readonly Revision[] => {
  const wholes = found.filter(r => r.series.extent === 'whole')
  const taken = new Set(wholes.map(r => majorVersion(r.series)))
  const implicit = new Map<MessageId, number>()
  for (const { series } of wholes) {
    const before = wholes.find(
      o =>
        o.series.key !== series.key &&
        compareVersions(o.series, series) === 0 &&
        o.series.chain === series.chain &&
        inOrder(o.series, series) < 0,
    )
    if (before === undefined || series.isResend || series.reason === 'posted-again-with-changes') continue
    if (samePatches(before.series, series) !== false) continue
    let version = majorVersion(series) + 1
    while (taken.has(version)) version++
    taken.add(version)
    implicit.set(series.key, version)
  }
  return found
    .map(({ series, sure, joinedTo, reasons }): Revision => {
      const version = implicit.get(series.key)
      const isImplicit = version !== undefined || series.reason === 'posted-again-with-changes'
      return {
        series,
        version: version === undefined ? versionLabel(series) : String(version),
        isImplicit,
        sure,
        joinedTo,
        reasons,
      }
    })
    .sort(
      (a, b) =>
        compareVersions({ version: null, versionText: a.version }, { version: null, versionText: b.version }) ||
        inOrder(a.series, b.series),
    )
}

/** Marks asked for at once, and rounds after which asking ends. */
export const marksAskedMax = 400
export const roundsMax = 6

/**
 * What to ask a store for next: marks of the postings found so far to be of this work, without those asked already. Empty
 * when nothing is left, or after `roundsMax` rounds. Marks that join nothing by themselves (generic titles) are left out.
 * Asked for in order of what they prove: change-ids, links, patch-ids, titles.
 */
export const marksToAsk = (
  revisions: readonly Pick<Revision, 'series' | 'sure'>[],
  asked: ReadonlySet<string>,
  round: number,
): readonly ChainMark[] => {
  if (round >= roundsMax) return []
  const kinds: readonly ChainMark['kind'][] = ['change-id', 'link', 'patch-id', 'author-title']
  const found = new Map<string, ChainMark>()
  for (const { series, sure } of revisions) {
    if (sure === 'guess') continue
    for (const mark of series.marks) {
      if (
        mark.kind === 'author-title' &&
        isGenericTitle(mark.value.slice(0, Math.max(0, mark.value.lastIndexOf(' | '))))
      )
        continue
      const key = markKey(mark)
      if (!asked.has(key) && !found.has(key)) found.set(key, mark)
    }
  }
  return [...found.values()]
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.value < b.value ? -1 : 1))
    .slice(0, marksAskedMax)
}

/** A mark as a key of the set of those asked. */
export const markKey = (mark: ChainMark): string => keyOf(mark)
