import { botOf, isBotIdentity } from '../../facts/bots.ts'
import type {
  Certainty,
  CollectedTrailer,
  MessageId,
  PatchSeries,
  TrailerKind,
  TrailerLine,
  TrailerMail,
  Zone,
} from '../../model/index.ts'
import { readTrailers } from '../../text/trailers/index.ts'
import { zonesOf } from '../../text/zones.ts'
import type { People } from '../people/index.ts'
import { nameKey } from '../people/index.ts'
import { titleKey } from '../series/alike.ts'
import { givenBy } from './given.ts'
import type { Given } from './given.ts'
import { hintsOf } from './hints.ts'

/** Steps up a thread from a reply to its patch; trailers collected of one posting. */
const stepsMax = 1000
const collectedMax = 20_000

/** A place in a thread: what a mail answers. Null: nothing. */
export type TrailerNode = { readonly messageId: MessageId; readonly parentId: MessageId | null }

type Target = CollectedTrailer['to'] & { readonly sure: Certainty; readonly isProposed: boolean }

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A posting of its own, which gives nothing to the mail it hangs under (b4: a diff and no reply, or a cover). */
const isPosting = (mail: TrailerMail): boolean =>
  !mail.subject.isReply && mail.subject.isPatch && (mail.hasDiff || mail.subject.part === 0)

/** Slots of a posting by the mail, or ghost, that is in them; the cover is the series. */
const slotsOf = (series: PatchSeries): ReadonlyMap<MessageId, CollectedTrailer['to']> => {
  const slots = new Map<MessageId, CollectedTrailer['to']>()
  for (const { part, messageId, ghostId } of series.parts) {
    const id = messageId ?? ghostId
    if (id !== undefined && part > 0) slots.set(id, { kind: 'part', part, messageId: id })
  }
  if (series.coverId !== null) slots.set(series.coverId, { kind: 'series', coverId: series.coverId })
  return slots
}

/** Titles of patches that a mail holds pasted with their header lines (`Subject: [PATCH] mm: other`). */
const pastedTitles = (text: string): readonly string[] => {
  const found: string[] = []
  for (let at = text.indexOf('Subject: '); at >= 0 && found.length < 20; at = text.indexOf('Subject: ', at + 1)) {
    if (at > 0 && text.charAt(at - 1) !== '\n') continue
    const nl = text.indexOf('\n', at)
    const title = text.slice(at + 'Subject: '.length, Math.min(nl < 0 ? text.length : nl, at + 1000))
    found.push(titleKey(title.replace(/^(?:\s*\[[^[\]]{0,100}\])+/, '')))
  }
  return found
}

/** True where a pasted patch is another than what stands in the slot. */
const isOther = (pasted: readonly string[], slot: CollectedTrailer['to'], series: PatchSeries): boolean => {
  const titles = series.parts.filter(p => slot.kind === 'series' || p.part === slot.part).map(p => titleKey(p.title))
  return pasted.length > 0 && !pasted.some(title => titles.includes(title))
}

/** True where a patch shown in a mail is signed by the series' author: his own, handed on. */
const isSignedBy = (name: string, text: string): boolean =>
  readTrailers(text).some(t => t.kind === 'sign-off' && t.person !== null && nameKey(t.person.name) === nameKey(name))

/** Whose patch a reply is about: the first part or cover above it in the thread. */
const targetOf = (
  mail: TrailerMail,
  slots: ReadonlyMap<MessageId, CollectedTrailer['to']>,
  parents: ReadonlyMap<MessageId, MessageId | null>,
  mails: ReadonlyMap<MessageId, TrailerMail>,
  series: PatchSeries,
): Target | null => {
  let sure: Certainty = 'certain'
  let isProposed = false
  let pasted: readonly string[] = []
  let at = parents.get(mail.messageId) ?? null
  for (let step = 0; at !== null && step < stepsMax; step++) {
    const slot = slots.get(at)
    if (slot !== undefined) return { ...slot, sure, isProposed: isProposed || isOther(pasted, slot, series) }
    const above = mails.get(at)
    if (above !== undefined) {
      if (isPosting(above)) return null
      if (above.hasDiff) {
        // An ack to a change shown in a reply is for that change; one further down may be for either.
        const by = nameKey(above.author.name)
        const isByAuthor = by === nameKey(series.author.name) || isSignedBy(series.author.name, above.text)
        if (step === 0 && !isByAuthor && by !== nameKey(mail.author.name)) isProposed = true
        if (pasted.length === 0) pasted = pastedTitles(above.text)
        sure = weakest(sure, isByAuthor ? 'likely' : 'guess')
      }
    }
    at = parents.get(at) ?? null
  }
  return null
}

const authoring: ReadonlySet<TrailerKind> = new Set(['sign-off', 'co-develop'])
const asking: ReadonlySet<TrailerKind> = new Set(['report', 'suggest', 'help'])

/** Verdict on a trailer that stands in the text of a part or of the cover. */
const ownVerdict = (line: TrailerLine, isCover: boolean): Given => {
  if (isCover) return { counted: false, reason: 'in-cover', sure: 'likely' }
  if (line.place === 'below') return { counted: false, reason: 'below-cut', sure: 'certain' }
  if (line.kind === 'other' && line.person === null) return { counted: false, reason: 'unknown-name', sure: 'likely' }
  return { counted: true, reason: 'in-commit-message', sure: line.nameSure === 'certain' ? 'certain' : 'likely' }
}

/** Verdict on a trailer of a reply. */
const replyVerdict = (
  line: TrailerLine,
  mail: TrailerMail,
  target: Target,
  ownBlocks: ReadonlySet<number>,
  people: People | null,
): Given => {
  if (ownBlocks.has(line.block)) return { counted: false, reason: 'of-own-patch', sure: 'likely' }
  const isBot = botOf({ from: mail.from, subject: mail.subject.full }) !== null || isBotIdentity(mail.author)
  if (isBot && asking.has(line.kind) && !line.also.includes('test'))
    return { counted: false, reason: 'by-bot', sure: 'certain' }
  if (line.kind === 'copy') return { counted: false, reason: 'not-given-by-reply', sure: 'certain' }
  if (line.kind === 'reference')
    return line.name === 'Fixes' && /^[0-9a-f]{6,40}\b/i.test(line.value)
      ? { counted: true, reason: 'reference-in-reply', sure: 'likely' }
      : { counted: false, reason: 'not-given-by-reply', sure: 'certain' }
  if (line.kind === 'other' && line.person === null) return { counted: false, reason: 'unknown-name', sure: 'likely' }
  const given = givenBy(line.person, mail, people)
  if (given.counted && target.isProposed) return { counted: false, reason: 'to-proposed-change', sure: 'guess' }
  return given
}

const weakest = (...all: readonly Certainty[]): Certainty =>
  all.includes('guess') ? 'guess' : all.includes('likely') ? 'likely' : 'certain'

/** What two trailers share when one repeats the other: name and person, whatever the spelling. */
export const sameTrailer = (t: Pick<CollectedTrailer, 'name' | 'person' | 'value'>, people: People | null): string => {
  const person = t.person === null ? null : (people?.personOf(t.person)?.id ?? null)
  const who =
    t.person === null ? t.value.toLowerCase() : (person ?? (nameKey(t.person.name) || t.person.address.toLowerCase()))
  return `${t.name.toLowerCase()}\n${who}`
}

export const targetKey = (to: CollectedTrailer['to']): string => (to.kind === 'series' ? 'series' : `part ${to.part}`)

/**
 * Every trailer given to one posting of a series, counted or not, each with the reason: those of its own commit messages,
 * and those of replies anywhere below its cover (then for every part) or one of its parts. Rules of b4 0.12
 * (`get_series`, `get_trailers`); where it differs, the reason's comment says so. Trailers in quotes, signatures and diffs
 * are never read.
 *
 * `nodes`: the threads that the posting's mails and their replies stand in, ghosts included. `mails`: those held of them,
 * the posting's own included; others are left out. `people`: joins of names and addresses, null for names and addresses
 * as they stand. Own trailers first, then by time. Same input in any order, same result.
 */
export const collectTrailers = (
  series: PatchSeries,
  nodes: readonly TrailerNode[],
  mails: readonly TrailerMail[],
  people: People | null = null,
): readonly CollectedTrailer[] => {
  const slots = slotsOf(series)
  const parents = new Map(nodes.map(node => [node.messageId, node.parentId]))
  const held = new Map(mails.map(mail => [mail.messageId, mail]))
  const ordered = [...held.values()].sort(
    (a, b) =>
      Number(!slots.has(a.messageId)) - Number(!slots.has(b.messageId)) ||
      a.atSeconds - b.atSeconds ||
      compare(a.messageId, b.messageId),
  )
  const found: CollectedTrailer[] = []
  const given = new Set<string>()
  for (const mail of ordered) {
    const slot = slots.get(mail.messageId)
    if (slot === undefined && isPosting(mail)) continue
    const target = slot === undefined ? targetOf(mail, slots, parents, held, series) : null
    const to = slot ?? (target === null ? null : place(target))
    if (to === null) continue
    const zones: readonly Zone[] = zonesOf(mail.text)
    const lines = readTrailers(mail.text, zones)
    const ownBlocks = new Set(mail.hasDiff ? lines.filter(l => authoring.has(l.kind)).map(l => l.block) : [])
    for (const line of lines) {
      if (found.length >= collectedMax) return found
      const verdict =
        target === null
          ? ownVerdict(line, slot?.kind === 'series')
          : replyVerdict(line, mail, target, ownBlocks, people)
      const key = `${targetKey(to)}\n${sameTrailer(line, people)}`
      const isRepeated = verdict.counted && given.has(key)
      if (verdict.counted) given.add(key)
      found.push({
        kind: line.kind,
        also: line.also,
        name: line.name,
        written: line.written,
        nameSure: line.nameSure,
        value: line.value,
        comment: line.comment,
        person: line.person,
        span: { messageId: mail.messageId, start: line.start, end: line.end },
        giver: mail.author,
        atSeconds: mail.atSeconds,
        to,
        how: target === null ? 'own' : 'follow-up',
        fromVersion: null,
        counted: verdict.counted && !isRepeated,
        reason: isRepeated ? 'repeated' : verdict.reason,
        sure: weakest(verdict.sure, target?.sure ?? 'certain'),
        hints: target === null ? [] : hintsOf(line, mail, zones, series.total),
      })
    }
  }
  return found
}

const place = (target: Target): CollectedTrailer['to'] =>
  target.kind === 'series'
    ? { kind: 'series', coverId: target.coverId }
    : { kind: 'part', part: target.part, messageId: target.messageId }

/** The trailers that count for one part: its own and those given to every part, without repetitions. */
export const trailersOfPart = (
  collected: readonly CollectedTrailer[],
  part: number,
  people: People | null = null,
): readonly CollectedTrailer[] => {
  const seen = new Set<string>()
  return collected
    .filter(t => t.counted && (t.to.kind === 'series' || t.to.part === part))
    .sort((a, b) => Number(a.to.kind === 'series') - Number(b.to.kind === 'series'))
    .filter(t => {
      const key = sameTrailer(t, people)
      return seen.has(key) ? false : (seen.add(key), true)
    })
}
