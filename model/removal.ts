import type { Delivered } from './batch.ts'
import type { MessageId } from './mail.ts'

/**
 * A mail that the archive of its list removed (mail.md E82). `blank` is what stays of it: id, hashes, date, the ids it
 * refers to, its list, no content; its raw bytes are empty.
 */
export type Removal = { readonly blank: Delivered; readonly reason: string }

/** A removal as the store remembers it: this content is not to come back by this list. */
export type Tombstone = { readonly messageId: MessageId; readonly contentHash: string; readonly list: string }
