import type { MessageId, ParentEdge, Problem, Skeleton } from './mail.ts'

/** One place in a thread: a mail we hold, or a ghost that others refer to and nobody has brought yet. */
export type ThreadNode = {
  readonly messageId: MessageId
  readonly message: Skeleton | 'ghost'
  /** Index of the parent in `Thread.nodes`, or null for the root. Parents come first. */
  readonly parent: number | null
  /** Null exactly when `parent` is null. */
  readonly edge: ParentEdge | null
  readonly depth: number
}

/** A conversation as a flat array, parents first, siblings by time. Exactly one root. */
export type Thread = {
  readonly rootId: MessageId
  readonly nodes: readonly ThreadNode[]
  readonly problems: readonly Problem[]
}

/** A possible join that no header proves; shown apart, never merged (E29). */
export type GuessedJoin = {
  readonly child: MessageId
  readonly parent: MessageId
  readonly reason: string
}
