import type { Annotation, Mention } from './annotation.ts'
import type { Certainty } from './certainty.ts'
import type { Batch, Delivered, Saved, StoreCounts } from './batch.ts'
import type { ScenarioLink } from './link.ts'
import type { Address, Attachment, HandedOut, MessageId, Problem, Skeleton, Trailer } from './mail.ts'
import type { Removal, Tombstone } from './removal.ts'
import type { ChainMark, PatchSeries } from './series.ts'

/** A mailing list as pages name it. */
export type ListInfo = {
  readonly slug: string
  readonly title: string
  /** True for the archive written for this project; every page says so. */
  readonly isSample: boolean
  readonly messages: number
  readonly threads: number
  /** Newest sort time, seconds; null when empty. */
  readonly newestAt: number | null
}

/** A thread in a list. */
export type ThreadRow = {
  readonly rootId: MessageId
  readonly subject: string
  readonly author: Address
  readonly lists: readonly string[]
  readonly isSample: boolean
  readonly firstAt: number
  readonly lastAt: number
  readonly messages: number
  readonly ghosts: number
  readonly participants: number
  /** Trailers given in replies (Acked-by, Reviewed-by, Tested-by), and NAKs. */
  readonly acks: number
  readonly naks: number
  readonly hasPatch: boolean
  readonly mechanisms: readonly string[]
  readonly gfp: readonly string[]
  /** Scenario ids linked from any message of the thread. */
  readonly scenarios: readonly string[]
}

/** Position of a page in a list: threads strictly before (lastAt, rootId). */
export type ListCursor = { readonly lastAt: number; readonly rootId: MessageId }

/** A message as its page shows it. */
export type MessageRow = {
  readonly skeleton: Skeleton
  readonly text: string
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly sentAt: number | null
  readonly zoneMinutes: number | null
  readonly receivedAt: number | null
  readonly lists: readonly string[]
  readonly isSample: boolean
  readonly rawHash: string
  readonly attachments: readonly Attachment[]
  readonly trailers: readonly Trailer[]
  readonly mentions: readonly Mention[]
  readonly annotations: readonly Annotation[]
  readonly links: readonly ScenarioLink[]
  readonly problems: readonly Problem[]
  readonly files: readonly string[]
  /** Other messages under the same Message-ID with different content (E15). */
  readonly variants: number
}

/** One of the contents that stand under a Message-ID (E15): what their differences are told by. */
export type MessageContent = {
  readonly contentHash: string
  readonly subject: string
  readonly from: Address
  readonly sentAt: number | null
  readonly zoneMinutes: number | null
  readonly text: string
  readonly lists: readonly string[]
}

/** A node of a stored thread: what an outline needs. `message` null: a ghost. */
export type NodeRow = {
  readonly messageId: MessageId
  readonly parentId: MessageId | null
  readonly depth: number
  readonly sure: Certainty | null
  readonly reason: string | null
  readonly message: Skeleton | null
  readonly acks: number
  readonly naks: number
}

/** A stored thread, parents first. */
export type StoredThread = { readonly row: ThreadRow; readonly nodes: readonly NodeRow[] }

/** One mention with where it stands, for flag and mechanism pages. */
export type MentionRow = {
  readonly messageId: MessageId
  readonly list: string
  readonly subject: string
  readonly author: Address
  readonly atSeconds: number
  readonly zone: Mention['zone']
  readonly negated: boolean
  /** The words around it, at most 240 characters, and the place of the mention in them. */
  readonly excerpt: string
  readonly at: number
  readonly length: number
}

/** Reading side of the archive. Every method is bounded by its `limit` or by one thread. */
export interface ArchiveReader {
  /** Text of the file `mailmap` beside the archive (gitmailmap(5)), null where there is none. Absent: a reader without files. */
  mailmap?(): Promise<string | null>
  counts(): Promise<StoreCounts>
  lists(): Promise<readonly ListInfo[]>
  /** Newest threads first; all lists when `list` is null. */
  threads(query: { list: string | null; before: ListCursor | null; limit: number }): Promise<readonly ThreadRow[]>
  thread(id: MessageId): Promise<StoredThread | null>
  /** Rows of several messages of one thread, in the order asked; ids that are ghosts are left out. */
  messages(ids: readonly MessageId[]): Promise<readonly MessageRow[]>
  message(id: MessageId): Promise<MessageRow | null>
  /** All contents under a Message-ID, the first seen first; none for an id that is not held. */
  contents(id: MessageId, limit: number): Promise<readonly MessageContent[]>
  /** Exact raw bytes of the first delivery of a message. */
  raw(id: MessageId): Promise<Uint8Array | null>
  /** Ids that start with a prefix of at least 14 characters. */
  idsLike(prefix: string, limit: number): Promise<readonly MessageId[]>
  /** Threads that hold any of these ids, as mail or ghost: rootId by id. */
  rootsOf(ids: readonly MessageId[]): Promise<ReadonlyMap<MessageId, MessageId>>
  seriesOf(ids: readonly MessageId[]): Promise<readonly PatchSeries[]>
  /** Series that share any of some marks, whatever the marks' certainty; oldest first. */
  seriesSharing(marks: readonly Pick<ChainMark, 'kind' | 'value'>[], limit: number): Promise<readonly PatchSeries[]>
  /** Patch-ids of messages in their order in the mail; messages without are left out. */
  patchIdsOf(ids: readonly MessageId[]): Promise<ReadonlyMap<MessageId, readonly string[]>>
  /** Messages that hold a patch of each id, oldest first; ids that none has are left out. `limit` counts messages. */
  messagesByPatchId(patchIds: readonly string[], limit: number): Promise<ReadonlyMap<string, readonly MessageId[]>>
  /** One mention a message; with `zone` the first one of that zone, newest first. */
  mentions(query: {
    subject: Mention['subject']
    key: string
    limit: number
    zone?: Mention['zone']
  }): Promise<readonly MentionRow[]>
  /**
   * How many messages name a key outside quotes, by year (`2016`), or by month (`2016-04`) where all of it lies within
   * two years; oldest first, empty ones between included.
   */
  mentionTimes(query: {
    subject: Mention['subject']
    key: string
  }): Promise<readonly { label: string; messages: number }[]>
  /** How many messages name each key outside quotes, most first. */
  mentionCounts(subject: Mention['subject']): Promise<readonly { key: string; messages: number }[]>
  linksOf(scenario: string): Promise<readonly (ScenarioLink & { subject: string; list: string; atSeconds: number })[]>
  /**
   * Mails of one bare subject sent within two times (seconds, both included), oldest first: candidates of a guess (E29).
   * `namesNobody`: only those without In-Reply-To and References.
   */
  sameSubject(query: {
    bare: string
    fromSeconds: number
    toSeconds: number
    namesNobody: boolean
    limit: number
  }): Promise<readonly MessageRow[]>
  /** Messages that quote a ghost: text of all mails of its thread that reply to it. */
  repliesTo(id: MessageId, limit: number): Promise<readonly MessageRow[]>
}

/** What ingest must know of the past to place new mail: whole threads around the ids it names. */
export type Neighbours = {
  /** Skeletons of every mail in any thread that holds (as mail or ghost) one of the ids asked for. */
  readonly skeletons: readonly Skeleton[]
  readonly series: readonly PatchSeries[]
}

/** What a mail without ids (form `archive-text`) offers to find its place by. */
export type PlaceClues = {
  /** `SubjectInfo.bare`, exact. */
  readonly bareSubjects: readonly string[]
  /** `Skeleton.atSeconds`, exact: when the mails it quotes were sent, one value for each possible zone. */
  readonly sentAt: readonly number[]
  /** Runs of 5 plain words out of its text, lower case, one space between; any whitespace and case matches. */
  readonly phrases: readonly string[]
}

/** Whole threads around what the clues hit, with the texts of their mails to compare. */
export type TextedNeighbours = Neighbours & { readonly texts: ReadonlyMap<MessageId, string> }

/** Writing side of the archive. */
export interface ArchiveWriter {
  /** Raw hashes of those given that are already stored: for that list, or for any where `list` is null. */
  known(list: string | null, rawHashes: readonly string[]): Promise<ReadonlySet<string>>
  neighbours(ids: readonly MessageId[]): Promise<Neighbours>
  /** Every `archive-text` mail held, with its text, by Message-ID; few, asked once at the end of an ingest. */
  archiveTexts(limit: number): Promise<readonly { readonly skeleton: Skeleton; readonly text: string }[]>
  /** Threads that any clue hits, best first by number of clues hit, at most `limitThreads`. */
  neighboursLike(clues: PlaceClues, limitThreads: number): Promise<TextedNeighbours>
  /** Creates the list if absent. */
  ensureList(list: { slug: string; title: string; isSample: boolean }): Promise<void>
  /**
   * Runs `work` while no other process writes, as one transaction: what it reads of the archive still holds when it
   * saves. Its own `save` and the other methods take part in it.
   */
  atomically<T>(work: () => Promise<T>): Promise<T>
  /** One transaction: all of it or nothing. */
  save(batch: Batch): Promise<Saved>
  /**
   * Removes mails from their lists. Content that no other list holds is purged; id, date and place in the thread stay.
   * Returns the blanks of mails that are not held: to be saved as they are, with the threads around all of them.
   * `junkHashes`: removed bytes that are no mail; where they are in quarantine, the note of them stays.
   */
  withdraw(removals: readonly Removal[], junkHashes?: readonly string[]): Promise<readonly Delivered[]>
  /** Raw hashes of those removals whose mail came to the same list from another place too, or as other bytes. */
  alsoFromElsewhere(removals: readonly Removal[]): Promise<ReadonlySet<string>>
  /** Removals remembered of mails by Message-ID. */
  tombstones(ids: readonly MessageId[]): Promise<readonly Tombstone[]>
  /** Those raw hashes whose mail some list removed. */
  withdrawn(rawHashes: readonly string[]): Promise<ReadonlySet<string>>
  /**
   * Makes way for mails whose content was purged and that come again: by another list, or by the same where `lift`.
   * Nothing happens to mails that are held with their content.
   */
  revive(mails: readonly (Tombstone & { readonly lift: boolean })[]): Promise<void>
  /**
   * Takes back mails and junk that were cut by the end of a source which has grown since (whole mails take their place in
   * the same transaction): their deliveries from exactly that place, and the messages that nothing else brought. Threads
   * that held such a message are taken apart; returns the other mails of them, to be threaded and saved again. `list`:
   * deliveries by that list only; null: by any.
   */
  takeBack(list: string | null, cut: readonly HandedOut[]): Promise<readonly Skeleton[]>
  /** Takes the last words of purged mails out of the files of the archive, if need be: index segments and the log. */
  scrub(): Promise<void>
}
