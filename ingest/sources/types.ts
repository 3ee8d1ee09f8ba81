import type { Quarantined, RawMessage } from '../../model/index.ts'

/** What a source needs to know beyond its path. */
export type SourceOptions = {
  /** Slug of the list that `--list` names; it wins over List-Id and file name. */
  readonly list?: string | null
  /** `rd` (default) takes one `>` off `>From ` lines, `o` leaves them as they stand (mail.md E2, E3). */
  readonly mbox?: 'rd' | 'o'
  /** A file of git-format-patch output: separators with a commit's hash as sender count (mail.md E1). */
  readonly formatPatch?: boolean
}

/** The first bytes of a source, decompressed, and how it came. */
export type Probe = {
  readonly path: string
  readonly fileName: string
  readonly head: Buffer
  readonly isGzip: boolean
  readonly sizeBytes: number
}

/** A source that can be read once. */
export type OpenedSource = {
  readonly name: string
  readonly path: string
  /** Slug of the list its mails belong to when they do not say it themselves. */
  readonly list: string
  /** True when `list` was given and wins over List-Id. */
  readonly isListGiven: boolean
  readonly sizeBytes: number | null
  /** Mails in chunks of bounded size, in the order of the source. Read to the end once. */
  read(): AsyncIterable<(RawMessage | Quarantined)[]>
  /** Bytes of the file taken in so far, compressed ones where it is compressed: for a progress bar. */
  bytesRead(): number
  /** Why it could not be read to its end, null when it could; known when `read` has ended. What came before is kept. */
  failure(): SourceError | null
}

/** One kind of source. The one with the highest `accepts` reads the file. */
export type Source = {
  readonly name: string
  /** 0: not mine. 1: maybe. 2: by name. 3: by content. */
  accepts(probe: Probe): number
  open(probe: Probe, options: SourceOptions): OpenedSource
}

/** A source that cannot be read: one line that says what is wrong and what to do. */
export class SourceError extends Error {
  readonly path: string
  constructor(path: string, says: string) {
    super(`${path}: ${says}`)
    this.name = 'SourceError'
    this.path = path
  }
}
