import type { MessageId, MessageRow, NodeRow, StoredThread } from '../../model/index.ts'
import { heldRangeDiff } from './seriesCache.ts'
import { commentsOn } from './seriesComments.ts'
import type { CommentView } from './seriesComments.ts'
import type { Reply } from './seriesRemarks.ts'
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

/** True for a mail that starts something of its own: what hangs below it is about that. */
const isPosting = (n: NodeRow): boolean => n.message !== null && n.message.subject.isPatch && !n.message.subject.isReply

/** Held replies to a mail that are no postings themselves. */
export const directReplies = (threads: readonly StoredThread[], id: MessageId): readonly MessageId[] =>
  threads.flatMap(t =>
    t.nodes.flatMap(n => (n.parentId === id && n.message !== null && !isPosting(n) ? [n.messageId] : [])),
  )

/** Steps below a patch, and mails below one, that comments are looked for in. */
const stepsMax = 8
const belowMax = 100

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
  const children = childrenIn(threads)
  const replies = before.patches.flatMap((patch, index) => repliesTo(patch, index, rows, children))
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

/** Nodes of threads by what they answer; postings left out. */
function childrenIn(threads: readonly StoredThread[]): ReadonlyMap<MessageId, readonly NodeRow[]> {
  const children = new Map<MessageId, NodeRow[]>()
  for (const n of threads.flatMap(t => t.nodes)) {
    if (n.parentId === null || isPosting(n)) continue
    const known = children.get(n.parentId)
    if (known === undefined) children.set(n.parentId, [n])
    else known.push(n)
  }
  return children
}

/** The mails below a patch: replies to it first, then those to them, in the order of the thread. */
function repliesTo(
  patch: ComparedPatch,
  index: number,
  rows: ReadonlyMap<MessageId, MessageRow>,
  children: ReadonlyMap<MessageId, readonly NodeRow[]>,
): readonly Reply[] {
  const patchRow = rows.get(patch.range.messageId)
  if (patchRow === undefined) return []
  const found: Reply[] = []
  let above: readonly { readonly id: MessageId; readonly rows: Reply['above'] }[] = [
    { id: patch.range.messageId, rows: [] },
  ]
  for (let step = 0; step < stepsMax && above.length > 0 && found.length < belowMax; step++) {
    const next: { readonly id: MessageId; readonly rows: Reply['above'] }[] = []
    for (const { id, rows: between } of above)
      for (const { messageId } of children.get(id) ?? []) {
        const row = rows.get(messageId) ?? null
        if (row !== null && (step === 0 || found.length < belowMax))
          found.push({ row, index, patchRow, above: between })
        next.push({ id: messageId, rows: [row, ...between] })
      }
    above = next
  }
  return found
}
