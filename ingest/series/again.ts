import type { MessageId, PatchSeries, Skeleton } from '../../model/index.ts'
import { majorVersion, versionKey } from '../../text/revision.ts'

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

/** What one chain of a thread posted so far: its first posting of each version and total, and its versions. */
class Before {
  private readonly firsts = new Map<string, PatchSeries>()
  private readonly taken = new Set<number>()
  private readonly free = new Map<number, number>()

  first(series: PatchSeries): PatchSeries | undefined {
    return this.firsts.get(`${versionKey(series)} ${series.total}`)
  }

  add(series: PatchSeries): void {
    const key = `${versionKey(series)} ${series.total}`
    if (!this.firsts.has(key)) this.firsts.set(key, series)
    this.taken.add(majorVersion(series))
  }

  /** The lowest version above one that nothing has; kept, as none becomes free again. */
  freeAbove(version: number): number {
    let free = this.free.get(version) ?? version + 1
    while (this.taken.has(free)) free++
    this.free.set(version, free)
    return free
  }
}

/**
 * Whole postings of one thread that share title, author and version (mail.md E69): the later is the same revision sent
 * again where its patches are the same or it says RESEND; with other patches it is the next version, as a guess.
 */
export const postedAgain = (
  all: readonly PatchSeries[],
  mails: ReadonlyMap<MessageId, Skeleton>,
): readonly PatchSeries[] => {
  const byChain = new Map<string, Before>()
  return all.map(series => {
    if (series.extent === 'partial') return series
    const before = byChain.get(series.chain) ?? new Before()
    byChain.set(series.chain, before)
    const first = before.first(series)
    before.add(series)
    if (first === undefined) return series
    const isSame = same(patchIdsOf(first, mails), patchIdsOf(series, mails))
    if (isSame === true)
      return series.isResend ? series : { ...series, isResend: true, reason: 'resent-without-saying' }
    if (isSame === null) return series
    if (series.isResend) return { ...series, reason: 'resent-with-changes', sure: 'likely' as const }
    const { versionText: _, ...rest } = series
    const version = before.freeAbove(majorVersion(series))
    const next = { ...rest, version, sure: 'guess' as const, reason: 'posted-again-with-changes' }
    before.add(next)
    return next
  })
}
