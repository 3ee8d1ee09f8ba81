import { marksToAsk, markKey, revisionsOf } from '../../argue/series/index.ts'
import type { ChainReason, Revision } from '../../argue/series/index.ts'
import type { ArchiveReader, MessageId, PatchSeries } from '../../model/index.ts'
import type { ReasonView } from './seriesVersions.ts'

/** Postings that one question to the archive may bring. */
const postingsMax = 300

/**
 * The revisions of the work that a mail is a part of, in order; empty when it is in no series. Asks the archive for
 * postings that share a mark until none is new.
 */
export async function revisionsAround(reader: ArchiveReader, id: MessageId): Promise<readonly Revision[]> {
  const own = await reader.seriesOf([id])
  const start = own.find(s => s.key === id) ?? own.find(s => s.coverId === id) ?? own[0]
  if (start === undefined) return []
  const candidates = new Map<MessageId, PatchSeries>(own.map(s => [s.key, s]))
  const asked = new Set<string>()
  let revisions = revisionsOf(start, [...candidates.values()])
  for (let round = 0; ; round++) {
    const marks = marksToAsk(revisions, asked, round)
    if (marks.length === 0) return revisions
    for (const mark of marks) asked.add(markKey(mark))
    const known = candidates.size
    for (const s of await reader.seriesSharing(marks, postingsMax)) candidates.set(s.key, s)
    if (candidates.size > known) revisions = revisionsOf(start, [...candidates.values()])
  }
}

/** Key under which the page of a work stands: that of its first posting which no guess joined. */
export const chainKey = (revisions: readonly Revision[]): MessageId =>
  (revisions.find(r => r.sure !== 'guess') ?? revisions[0]!).series.key

/** A revision's name on pages: `v2`. */
export const labelOf = (r: Revision): string => `v${r.version}`

/** Versions counted up to the highest one that are looked for. */
const versionsMax = 100

/** Versions below the highest that no posting has: `v1`, `v2`. A version may never have been posted. */
export function absentVersions(revisions: readonly Revision[]): readonly string[] {
  const held = new Set(revisions.map(r => Number.parseInt(r.version, 10)))
  const highest = Math.min(Math.max(...held), versionsMax)
  return Array.from({ length: Math.max(0, highest - 1) }, (_, i) => i + 1).flatMap(v => (held.has(v) ? [] : [`v${v}`]))
}

/** Why a revision belongs to the work, one line a kind of reason. */
export function reasonsOf(r: Revision, revisions: readonly Revision[]): readonly ReasonView[] {
  const joined = revisions.find(o => o.series.key === r.joinedTo)
  if (joined === undefined) return []
  const label = labelOf(joined) === labelOf(r) ? `the other ${labelOf(joined)}` : labelOf(joined)
  const kinds = [...new Set(r.reasons.map(reason => reason.kind))]
  const reasons = kinds.map((kind): ReasonView => {
    const of = r.reasons.filter(reason => reason.kind === kind)
    return { sure: of[0]!.sure, says: says(kind, of, joined, label) }
  })
  const implicit: readonly ReasonView[] = r.isImplicit
    ? [{ sure: 'guess', says: `counted as ${labelOf(r)}: no tag says its version, and its patches differ` }]
    : []
  return [...reasons, ...implicit]
}

function says(kind: ChainReason['kind'], of: readonly ChainReason[], joined: Revision, label: string): string {
  switch (kind) {
    case 'change-id':
      return `same change-id as ${label}`
    case 'link': {
      const ids = new Set([joined.series.key, joined.series.coverId, ...joined.series.parts.map(p => p.messageId)])
      return of.some(reason => ids.has(reason.value)) ? `names a mail of ${label}` : `a mail of ${label} names it`
    }
    case 'patch-id':
      return of.length === 1 ? `one patch as in ${label}` : `${of.length} patches as in ${label}`
    case 'author-title':
      return `same author and title as ${label}`
  }
}
