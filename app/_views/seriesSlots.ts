import { effectiveSeries } from '../../argue/series/index.ts'
import type { EffectiveSeries, Revision } from '../../argue/series/index.ts'
import type { MessageId } from '../../model/index.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { labelOf } from './seriesChain.ts'
import { messageHref } from './urls.ts'

/** A slot of a revision that counts, and the mail that fills it. `version`: without its `v`. */
export type Slot = {
  readonly part: number
  readonly total: number
  readonly title: string
  readonly messageId: MessageId | null
  readonly version: string
}

/**
 * A revision that can be compared. `value`: what `?from=` and `?to=` take. `known`: the revisions that count for it; null:
 * its own parts alone.
 */
export type Choice = {
  readonly value: string
  readonly label: string
  readonly revision: Revision
  readonly known: readonly Revision[] | null
}

/**
 * Revisions that can be compared, in order: each version with what was sent beside it; further whole postings of a
 * version by themselves; rerolled parts that came before the whole posting of their version on top of the one before.
 */
export function choicesOf(revisions: readonly Revision[]): readonly Choice[] {
  const seen = new Map<string, number>()
  return revisions.flatMap((revision): readonly Choice[] => {
    const { version, series, sure } = revision
    const label = labelOf(revision)
    const wholes = revisions.filter(r => r.version === version && r.series.extent === 'whole')
    const isPartial = series.extent === 'partial'
    if (isPartial && wholes.some(r => r.series.atSeconds <= series.atSeconds)) return []
    const kind = isPartial && wholes.length > 0 ? `${version}-part` : version
    const n = (seen.get(kind) ?? 0) + 1
    seen.set(kind, n)
    if (isPartial && n > 1) return []
    if (kind !== version)
      return [{ value: kind, label: `${label}, parts`, revision, known: revisions.filter(r => !wholes.includes(r)) }]
    return n === 1
      ? [{ value: version, label, revision, known: sure === 'guess' ? null : revisions }]
      : [{ value: `${version}-${n}`, label: `${label}, posting ${n}`, revision, known: null }]
  })
}

/** Which mail counts for each slot of a revision. */
export function slotsOf({ revision, known }: Choice): readonly Slot[] {
  const { series } = revision
  const effective = known === null ? null : effectiveSeries(known, revision.version)
  if (effective === null)
    return series.parts.map(p => ({
      part: p.part,
      total: series.total,
      title: p.title,
      messageId: p.messageId,
      version: revision.version,
    }))
  return effective.slots.map(s => ({
    part: s.part,
    total: effective.base.total,
    title: s.title,
    messageId: s.mail?.messageId ?? null,
    version: s.mail?.version ?? effective.version,
  }))
}

/** A slot of what a series amounts to, for its table. */
export type EffectiveSlotView = {
  readonly at: string
  readonly title: string
  readonly href: string | null
  /** `v3 of 2032-03-22`, or that nobody brought it. */
  readonly from: string
  readonly came: 'base' | 'reroll' | 'addition' | 'resend' | 'missing'
  readonly replaced: readonly { readonly label: string; readonly href: string }[]
  readonly offered: readonly { readonly label: string; readonly href: string }[]
}

/** What a series amounts to after all that was sent for it. */
export type EffectiveView = {
  readonly label: string
  readonly missing: number
  /** Nothing was sent beside the posting itself. */
  readonly isAsPosted: boolean
  readonly slots: readonly EffectiveSlotView[]
}

/** The latest state of a work; null when no whole posting of it is here. */
export function effectiveView(revisions: readonly Revision[], list: string): EffectiveView | null {
  const effective = effectiveSeries(revisions, null)
  if (effective === null) return null
  return {
    label: `v${effective.version}`,
    missing: effective.missing,
    isAsPosted: effective.applied.length === 0 && effective.slots.every(s => s.offered.length === 0),
    slots: effective.slots.map(slot => slotView(slot, effective, list)),
  }
}

function slotView(slot: EffectiveSeries['slots'][number], { base }: EffectiveSeries, list: string): EffectiveSlotView {
  const named = (mails: typeof slot.replaced) =>
    mails.map(m => ({ label: `v${m.version}`, href: messageHref(list, m.messageId) }))
  const id = slot.mail?.messageId ?? slot.ghostId ?? null
  return {
    at: `${slot.part}/${base.total}`,
    title: clipLine(slot.title, subjectCharsMax),
    href: id === null ? null : messageHref(list, id),
    from: slot.mail === null ? 'nobody brought it' : `v${slot.mail.version}`,
    came: slot.came,
    replaced: named(slot.replaced),
    offered: named(slot.offered),
  }
}

/** What later postings put in place of mails, by the mail they replaced; the first replacement of each. */
export function replacementsOf(
  revisions: readonly Revision[],
  list: string,
): ReadonlyMap<MessageId, { readonly label: string; readonly href: string }> {
  const found = new Map<MessageId, { label: string; href: string }>()
  for (const version of new Set(revisions.map(r => r.version)))
    for (const { mail, replaced } of effectiveSeries(revisions, version)?.slots ?? [])
      for (const { messageId } of replaced)
        if (mail !== null && !found.has(messageId))
          found.set(messageId, { label: `v${mail.version}`, href: messageHref(list, mail.messageId) })
  return found
}
