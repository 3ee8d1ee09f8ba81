import type { Quarantined, RawMessage } from '../../model/index.ts'

/** The kinds of mbox, by how they tell a separator from a line of mail that begins with `From ` (mail.md E2-E4). */
export const mboxVariants = ['rd', 'o', 'cl', 'cl2'] as const
export type MboxVariant = (typeof mboxVariants)[number]

/** What a source needs to know beyond its path. */
export type SourceOptions = {
  /** Slug of the list that `--list` names; it wins over List-Id and file name. */
  readonly list?: string | null
  /**
   * Never guessed. `rd` (default) takes one `>` off `>From ` lines. `o` leaves them as they stand. `cl` is `o` with
   * Content-Length, `cl2` has Content-Length and no `>`: a length is believed where a separator or the end follows it.
   */
  readonly mbox?: MboxVariant
  /** With `o` and `cl`: take the `>` off lines that begin with exactly `>From ` (E3). */
  readonly stripFrom?: boolean
  /** A file of git-format-patch output: separators with a commit's hash as sender count (mail.md E1). */
  readonly formatPatch?: boolean
  /** What `marks` or `tail` said when this source was read before, by key; null when it never was. */
  readonly resume?: (key: string) => Promise<string | null>
  /** What `-` reads; the process's standard input unless told otherwise. */
  readonly input?: AsyncIterable<Uint8Array>
}

/** What can be seen of a source before it is opened: the first bytes, decompressed, and how it came. */
export type Probe = {
  readonly path: string
  readonly fileName: string
  /** Empty for folders and addresses. */
  readonly head: Buffer
  readonly isGzip: boolean
  /** Null where nobody can tell. */
  readonly sizeBytes: number | null
  /** Names in it, sorted by code unit: a folder. */
  readonly entries?: readonly string[]
  /** A web address. */
  readonly url?: URL
  /** Bytes that come from elsewhere than a file of that path; read once. */
  readonly input?: () => AsyncIterable<Uint8Array>
}

/** What is kept between two readings of a source: how far a history has come, where a file ended; by a key that names it. */
export type Mark = { readonly key: string; readonly value: string }

/** A source that can be read once. */
export type OpenedSource = {
  readonly name: string
  readonly path: string
  /** Slug of the list its mails belong to when they do not say it themselves. */
  readonly list: string
  /** True when `list` was given and wins over List-Id. */
  readonly isListGiven: boolean
  /** Bytes, or files or commits where a source is made of those; null where nobody can tell. */
  readonly sizeBytes: number | null
  /** Mails in chunks of bounded size, in the order of the source. Read to the end once. */
  read(): AsyncIterable<(RawMessage | Quarantined)[]>
  /** Bytes of the file taken in so far, compressed ones where it is compressed (or files, commits): for a progress bar. */
  bytesRead(): number
  /** What people should know of it that is no failure, one line each; known when `read` has ended. */
  notes?(): readonly string[]
  /** Why it could not be read to its end, null when it could; known when `read` has ended. What came before is kept. */
  failure(): SourceError | null
  /**
   * For sources that know what was removed and in which order: their word on a mail is newer than what was said before.
   * `marks` is how far the chunks handed out reach; kept only once those are stored, so that a kill loses nothing.
   */
  readonly history?: { marks(): readonly Mark[] }
  /**
   * For files that may grow: where they ended this time, empty until the chunk with their last mail is handed out. Kept
   * before that chunk is stored: what the end cut is known by it the next time, and replaced by the whole of it.
   */
  tail?(): readonly Mark[]
}

/** One kind of source. The one with the highest `accepts` reads the file. */
export type Source = {
  readonly name: string
  /** 0: not mine. 1: maybe. 2: by name. 3: by content. */
  accepts(probe: Probe): number
  open(probe: Probe, options: SourceOptions): OpenedSource | Promise<OpenedSource>
}

/** A source that cannot be read: one line that says what is wrong and what to do. */
export class SourceError extends Error {
  readonly path: string
  constructor(path: string, says: string) {
    super(`${path}: ${says.replace(/\s+/g, ' ')}`)
    this.name = 'SourceError'
    this.path = path
  }
}
