import type { MessageId, PatchSeries } from '../../model/index.ts'
import { compareVersions, majorVersion, versionLabel } from '../../text/revision.ts'
import type { Revision } from './chain.ts'
import { titleKey } from './alike.ts'

/** A mail that counted for a slot, or was offered for it. */
export type SlotMail = {
  readonly messageId: MessageId
  readonly title: string
  /** Version of the posting it came with, and that posting's key. */
  readonly version: string
  readonly posting: MessageId
}

/** One patch of a series as it stands after all that was sent for it (features.md N5). */
export type EffectiveSlot = {
  readonly part: number
  readonly title: string
  /** Null: nobody has brought it. */
  readonly mail: SlotMail | null
  readonly ghostId?: MessageId
  readonly came: 'base' | 'reroll' | 'addition' | 'resend' | 'missing'
  /** What it took the place of, oldest first. */
  readonly replaced: readonly SlotMail[]
  /** Sent for this place by a posting that is a guess (another sender, no tag): not counted. */
  readonly offered: readonly SlotMail[]
}

/** The patches of one version, after partial rerolls, late additions and resends. */
export type EffectiveSeries = {
  /** Version asked for, as written; the latest that counts. */
  readonly version: string
  readonly base: PatchSeries
  /** Postings that changed the base, in the order they were applied. */
  readonly applied: readonly PatchSeries[]
  readonly slots: readonly EffectiveSlot[]
  readonly missing: number
}

const asVersion = (label: string) => ({ version: null, versionText: label })

/** True where a partial posting is for a base: it names it, or has its number before the dot and its total. */
const isFor = (partial: PatchSeries, base: PatchSeries, others: readonly PatchSeries[]): boolean => {
  if (partial.replaces !== null) {
    if (partial.replaces === base.key) return true
    // Replacing a reroll of the base, or the base as it was sent before, is replacing the base.
    const replaced = others.find(o => o.key === partial.replaces)
    if (replaced === undefined) return false
    return replaced.extent === 'partial'
      ? replaced.replaces === base.key
      : compareVersions(replaced, base) === 0 && replaced.total === base.total
  }
  if (partial.total !== base.total) return false
  return majorVersion(partial) === majorVersion(base)
}

const mailsOf = (series: PatchSeries): readonly { part: number; mail: SlotMail }[] =>
  series.parts.flatMap(({ part, title, messageId }) =>
    messageId === null
      ? []
      : [{ part, mail: { messageId, title, version: versionLabel(series), posting: series.key } }],
  )

type Slot = {
  -readonly [K in keyof EffectiveSlot]: EffectiveSlot[K] extends readonly SlotMail[] ? SlotMail[] : EffectiveSlot[K]
}

const slotsOf = (base: PatchSeries): Map<number, Slot> =>
  new Map(
    base.parts.map(({ part, title, messageId, ghostId }) => [
      part,
      {
        part,
        title,
        mail: messageId === null ? null : { messageId, title, version: versionLabel(base), posting: base.key },
        ...(ghostId === undefined ? {} : { ghostId }),
        came: messageId === null ? 'missing' : 'base',
        replaced: [],
        offered: [],
      },
    ]),
  )

const apply = (slots: Map<number, Slot>, from: PatchSeries): void => {
  for (const { part, mail } of mailsOf(from)) {
    const slot = slots.get(part)
    if (from.sure === 'guess') slot?.offered.push(mail)
    else if (slot === undefined)
      slots.set(part, { part, title: mail.title, mail, came: 'addition', replaced: [], offered: [] })
    else {
      if (slot.mail !== null) slot.replaced.push(slot.mail)
      slot.mail = mail
      slot.title = mail.title
      slot.came = 'reroll'
    }
  }
}

/** Puts parts that a resend brought into places that are empty. */
const fill = (slots: Map<number, Slot>, resend: PatchSeries): boolean => {
  let isUsed = false
  for (const { part, mail } of mailsOf(resend)) {
    const slot = slots.get(part)
    if (
      slot === undefined ||
      slot.mail !== null ||
      (slot.title !== '' && titleKey(slot.title) !== titleKey(mail.title))
    )
      continue
    slot.mail = mail
    slot.title = mail.title
    slot.came = 'resend'
    isUsed = true
  }
  return isUsed
}

/**
 * What one version of a work amounts to (features.md N5): its latest whole posting of at most that version, then partial
 * rerolls up to it and additions, in order of version and time. `version`: as written (`5.1`); null for the latest.
 * A version that only a partial reroll has counts with the posting before it as its base, as b4 reconstitutes one.
 * Null where no whole posting is that old.
 */
export const effectiveSeries = (revisions: readonly Revision[], version: string | null): EffectiveSeries | null => {
  const surely = revisions.filter(r => r.sure !== 'guess')
  const upTo = (r: Revision): boolean =>
    version === null || compareVersions(asVersion(r.version), asVersion(version)) <= 0
  const wholes = surely.filter(r => r.series.extent === 'whole' && upTo(r))
  const top = wholes.at(-1)
  if (top === undefined) return null
  const same = wholes.filter(r => compareVersions(asVersion(r.version), asVersion(top.version)) === 0)
  const held = (r: Revision): number => r.series.parts.filter(p => p.messageId !== null).length
  // Of several postings of one version the first that brought most: what others answered.
  const base = same.reduce((best, r) => (held(r) > held(best) ? r : best)).series
  const slots = slotsOf(base)
  const applied: PatchSeries[] = []
  for (const { series } of same)
    if (series.key !== base.key && series.total === base.total && fill(slots, series)) applied.push(series)
  const postings = revisions.map(r => r.series)
  for (const r of revisions) {
    const { series } = r
    if (series.extent !== 'partial' || !upTo(r) || series.key === base.key) continue
    if (compareVersions(series, base) < 0 || !isFor(series, base, postings)) continue
    // A resend of a part brings what was lost and replaces nothing.
    if (series.isResend && compareVersions(series, base) === 0 && series.sure !== 'guess') {
      if (fill(slots, series)) applied.push(series)
      continue
    }
    apply(slots, r.sure === 'guess' ? { ...series, sure: 'guess' } : series)
    if (series.sure !== 'guess' && r.sure !== 'guess') applied.push(series)
  }
  const done = [...slots.values()].sort((a, b) => a.part - b.part)
  const last = [base, ...applied].reduce((max, s) => (compareVersions(s, max) > 0 ? s : max))
  return {
    version: version ?? (last === base ? top.version : versionLabel(last)),
    base,
    applied,
    slots: done,
    missing: done.filter(s => s.mail === null).length,
  }
}
