import type { CollectedTrailer, MessageId, PatchSeries } from '../../model/index.ts'
import { versionLabel } from '../../text/revision.ts'
import type { People } from '../people/index.ts'
import { sameTrailer, targetKey } from './collect.ts'
import { titleKey } from '../series/alike.ts'

/** A part of an earlier posting and the part it became. `unchanged`: they share a patch-id. */
export type PartPair = { readonly from: number; readonly to: number; readonly unchanged: boolean }

/**
 * Which parts of an earlier posting are which of a later one: by a shared patch-id (`git patch-id --stable`), else by
 * title. A part is in one pair at most.
 */
export const pairParts = (
  from: PatchSeries,
  to: PatchSeries,
  patchIds: ReadonlyMap<MessageId, readonly string[]>,
): readonly PartPair[] => {
  const idsOf = (id: MessageId | null): readonly string[] => (id === null ? [] : (patchIds.get(id) ?? []))
  const open = new Map(to.parts.filter(p => p.part > 0 && p.messageId !== null).map(p => [p.part, p]))
  const byPatchId = new Map([...open.values()].flatMap(p => idsOf(p.messageId).map(id => [id, p.part] as const)))
  const byTitle = new Map([...open.values()].map(p => [titleKey(p.title), p.part]))
  const pairs: PartPair[] = []
  const held = from.parts.filter(p => p.part > 0 && p.messageId !== null)
  const take = (part: number, target: number | undefined, unchanged: boolean): boolean => {
    if (target === undefined || !open.delete(target)) return false
    pairs.push({ from: part, to: target, unchanged })
    return true
  }
  const left = held.filter(p => !idsOf(p.messageId).some(id => take(p.part, byPatchId.get(id), true)))
  for (const p of left) take(p.part, byTitle.get(titleKey(p.title)), false)
  return pairs.sort((a, b) => a.from - b.from)
}

/**
 * Trailers that replies gave to an earlier posting, for a later one. Counted, and likely, where the patch did not change
 * (b4 0.12 carries by its patch hash; given on a cover, it does not carry: here where no part changed). Where it changed
 * they are shown and not counted, and are `repeated` where the later posting holds them already. Own trailers of the
 * earlier posting are its author's to keep, and not carried.
 */
export const carryTrailers = (
  from: { readonly series: PatchSeries; readonly collected: readonly CollectedTrailer[] },
  to: { readonly series: PatchSeries; readonly collected: readonly CollectedTrailer[] },
  pairs: readonly PartPair[],
  people: People | null = null,
): readonly CollectedTrailer[] => {
  const later = new Map(pairs.map(pair => [pair.from, pair]))
  const isAllUnchanged = pairs.length === to.series.total && pairs.every(pair => pair.unchanged)
  const given = new Set(to.collected.filter(t => t.counted).map(t => `${targetKey(t.to)}\n${sameTrailer(t, people)}`))
  const isHeldByAll = (key: string): boolean =>
    to.series.parts.every(
      p => p.part === 0 || given.has(`${targetKey({ kind: 'part', part: p.part, messageId: '' })}\n${key}`),
    )
  const carried: CollectedTrailer[] = []
  for (const t of from.collected) {
    if (!t.counted || t.how === 'own' || t.kind === 'reference') continue
    const pair = t.to.kind === 'part' ? later.get(t.to.part) : undefined
    const target = t.to.kind === 'part' ? (pair === undefined ? null : partOf(to.series, pair.to)) : coverOf(to.series)
    if (target === null) continue
    const key = sameTrailer(t, people)
    const isRepeated = given.has(`${targetKey(target)}\n${key}`) || (target.kind === 'series' && isHeldByAll(key))
    const unchanged = t.to.kind === 'part' ? pair?.unchanged === true : isAllUnchanged
    const counted = unchanged && !isRepeated
    if (counted) given.add(`${targetKey(target)}\n${key}`)
    carried.push({
      ...t,
      to: target,
      how: 'carried',
      fromVersion: t.fromVersion ?? versionLabel(from.series),
      counted,
      reason: isRepeated ? 'repeated' : unchanged ? 'carried-unchanged' : 'carried-changed',
      sure: t.sure === 'guess' || !unchanged ? 'guess' : 'likely',
    })
  }
  return carried
}

const partOf = (series: PatchSeries, part: number): CollectedTrailer['to'] | null => {
  const id = series.parts.find(p => p.part === part)?.messageId ?? null
  return id === null ? null : { kind: 'part', part, messageId: id }
}

const coverOf = (series: PatchSeries): CollectedTrailer['to'] | null =>
  series.coverId === null ? null : { kind: 'series', coverId: series.coverId }
