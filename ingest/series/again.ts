import type { MessageId, PatchSeries, Skeleton } from '../../model/index.ts'
import { compareVersions, majorVersion } from '../../text/revision.ts'

/** Patch-ids of a series by part, where known. */
const patchIdsOf = (series: PatchSeries, mails: ReadonlyMap<MessageId, Skeleton>): ReadonlyMap<number, string> => {
  const found = new Map<number, string>()
  for (const { part, messageId } of series.parts) {
    const ids = messageId === null ? undefined : mails.get(messageId)?.patch?.patchIds
    if (ids !== undefined && ids.length > 0) found.set(part, ids.join())
  }
  return found
}

/** True: every part both hold is the same patch. False: one differs. Null: nothing tells. */
const same = (a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean | null => {
  let isKnown = false
  for (const [part, id] of a) {
    const other = b.get(part)
    if (other === undefined) continue
    if (other !== id) return false
    isKnown = true
  }
  return isKnown ? true : null
}

/**
 * Whole postings of one thread that share title, author and version (mail.md E69): the later is the same revision sent
 * again where its patches are the same or it says RESEND; with other patches it is the next version, as a guess.
 */
export const postedAgain = (
  all: readonly PatchSeries[],
  mails: ReadonlyMap<MessageId, Skeleton>,
): readonly PatchSeries[] => {
  const byChain = new Map<string, PatchSeries[]>()
  return all.map(series => {
    if (series.extent === 'partial') return series
    const before = byChain.get(series.chain)
    const first = before?.find(b => compareVersions(b, series) === 0 && b.total === series.total)
    if (before === undefined) byChain.set(series.chain, [series])
    else before.push(series)
    if (first === undefined) return series
    const isSame = same(patchIdsOf(first, mails), patchIdsOf(series, mails))
    if (isSame === true)
      return series.isResend ? series : { ...series, isResend: true, reason: 'resent-without-saying' }
    if (isSame === null) return series
    if (series.isResend) return { ...series, reason: 'resent-with-changes', sure: 'likely' as const }
    const { versionText: _, ...rest } = series
    const taken = (byChain.get(series.chain) ?? []).map(majorVersion)
    let version = majorVersion(series) + 1
    while (taken.includes(version)) version++
    const next = { ...rest, version, sure: 'guess' as const, reason: 'posted-again-with-changes' }
    byChain.get(series.chain)?.push(next)
    return next
  })
}
