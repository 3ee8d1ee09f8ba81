import type { MessageId, MessageRow, StoredThread } from '../../model/index.ts'
import { heldRangeDiff } from './seriesCache.ts'
import { commentsOn } from './seriesComments.ts'
import type { CommentView, Reply } from './seriesComments.ts'
import { compareView } from './seriesCompare.ts'
import type { CompareView, PairView } from './seriesCompare.ts'
import { comparedPatches } from './seriesMails.ts'
import type { ComparedPatch } from './seriesMails.ts'
import type { Choice, Slot } from './seriesSlots.ts'

/** Two revisions beside each other. */
export type Comparison = {
  readonly from: Choice
  readonly to: Choice
  readonly diff: CompareView
  readonly comments: readonly CommentView[]
}

/** Held replies to a mail that are no postings themselves. */
export const directReplies = (threads: readonly StoredThread[], id: MessageId): readonly MessageId[] =>
  threads.flatMap(t =>
    t.nodes.flatMap(n =>
      n.parentId === id && n.message !== null && !(n.message.subject.isPatch && !n.message.subject.isReply)
        ? [n.messageId]
        : [],
    ),
  )

/** Compares two revisions and follows the comments on the earlier one. */
export function compared(
  from: Choice,
  to: Choice,
  slots: { readonly from: readonly Slot[]; readonly to: readonly Slot[] },
  rows: ReadonlyMap<MessageId, MessageRow>,
  threads: readonly StoredThread[],
  list: string,
): Comparison {
  const before = comparedPatches(slots.from, rows, list)
  const after = comparedPatches(slots.to, rows, list)
  const diff = heldRangeDiff(before.patches, after.patches)
  const replies = before.patches.flatMap((patch, index) => repliesTo(patch, index, rows, threads))
  const comments = commentsOn(replies, before.patches, after.patches, diff, to.label, list)
  const names = (side: readonly ComparedPatch[]) => side.map(p => p.slot)
  const view = compareView(diff, names(before.patches), names(after.patches), [
    ...before.incomplete,
    ...after.incomplete,
  ])
  return {
    from,
    to,
    diff: {
      ...view,
      pairs: view.pairs.map(pair => ({ ...pair, comments: mentioned(comments.filter(c => c.pair === pair.anchor)) })),
    },
    comments,
  }
}

/** Comments on one patch, those of one person with one fate together. */
function mentioned(comments: readonly CommentView[]): PairView['comments'] {
  const found = new Map<string, { anchor: string; name: string; fate: string; times: number }>()
  for (const { anchor, author, fate } of comments) {
    const key = `${author.name}\n${fate.word}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { anchor, name: author.name, fate: fate.word, times: 1 })
    else known.times++
  }
  return [...found.values()]
}

function repliesTo(
  patch: ComparedPatch,
  index: number,
  rows: ReadonlyMap<MessageId, MessageRow>,
  threads: readonly StoredThread[],
): readonly Reply[] {
  const patchRow = rows.get(patch.range.messageId)
  if (patchRow === undefined) return []
  return directReplies(threads, patch.range.messageId).flatMap(id => {
    const row = rows.get(id)
    return row === undefined ? [] : [{ row, index, patchRow }]
  })
}
