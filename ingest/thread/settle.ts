import type { MessageId, Skeleton, Thread } from '../../model/index.ts'
import { buildThreads } from './build.ts'
import type { Placement } from './build.ts'
import type { ArchiveMail } from './clues.ts'
import { placeOf } from './place.ts'
import type { Surroundings } from './place.ts'

/** A mail without ids, and what a store found by its clues. */
export type Unplaced = { readonly mail: ArchiveMail; readonly around: Surroundings }

/**
 * Threads with every mail without ids in its place: those that the clues led to, rebuilt. To be saved as they are; they
 * replace what they overlap. Done once all other mail is in, so that the order of arrival cannot matter.
 */
export const settleArchiveTexts = (unplaced: readonly Unplaced[]): Thread[] => {
  const placements = new Map<MessageId, Placement>()
  const skeletons = new Map<string, Skeleton>()
  for (const { mail, around } of unplaced) {
    const placement = placeOf(mail, around)
    if (placement !== null) placements.set(mail.skeleton.messageId, placement)
    for (const s of [mail.skeleton, ...around.skeletons]) skeletons.set(`${s.messageId} ${s.contentHash}`, s)
  }
  return buildThreads([...skeletons.values()], { placements })
}
