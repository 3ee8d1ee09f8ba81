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

/** A revision that can be compared. `value`: what `?from=` and `?to=` take. */
export type Choice = { readonly value: string; readonly label: string; readonly revision: Revision }

/** Revisions that can be compared, in order: one a version, and further whole postings of a version apart. */
export function choicesOf(revisions: readonly Revision[]): readonly Choice[] {
  const seen = new Map<string, number>()
  return revisions.flatMap((revision): readonly Choice[] => {
    const before = seen.get(revision.version) ?? 0
    // A late addition or a rerolled part of a version counts within it.
    if (before > 0 && revision.series.extent === 'partial') return []
    seen.set(revision.version, before + 1)
    const value = before === 0 ? revision.version : `${revision.version}-${before + 1}`
    const label = before === 0 ? labelOf(revision) : `${labelOf(revision)}, posting ${before + 1}`
    return [{ value, label, revision }]
  })
}

/**
 * Which mail counts for each slot of a revision: what its version amounts to; of a guess, and of a second posting of one
 * version, just its own parts.
 */
export function slotsOf(choice: Choice, revisions: readonly Revision[]): readonly Slot[] {
  const { revision, value } = choice
  const { series } = revision
  const effective =
    revision.sure === 'guess' || value !== revision.version ? null : effectiveSeries(revisions, revision.version)
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
