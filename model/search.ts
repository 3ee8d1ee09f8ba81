import type { Address, MessageId } from './mail.ts'

/** What the search index knows of one message; built from the store, rebuilt at will. */
export type SearchDocument = {
  /** The store's own number of the message; never in a URL. */
  readonly id: number
  readonly messageId: MessageId
  readonly rootId: MessageId
  readonly lists: readonly string[]
  readonly subject: string
  readonly author: Address
  readonly atSeconds: number
  /** The author's own words (prose, diffs, code), at most 64 KiB. */
  readonly body: string
  /** Quoted words: found, ranked below the author's own. */
  readonly quoted: string
  /** Canonical names used outside quotes: exact filters. */
  readonly gfp: readonly string[]
  readonly mechanisms: readonly string[]
  readonly files: readonly string[]
  readonly hasPatch: boolean
}

/** A query after its grammar was read; every term must hold. */
export type SearchQuery = {
  /** Free words and "phrases", as typed. */
  readonly words: readonly { readonly text: string; readonly phrase: boolean; readonly negated: boolean }[]
  readonly filters: readonly SearchFilter[]
}

/** `f:`, `s:`, `l:`, `d:`, `m:`, `dfn:`, `gfp:`, `mech:`, `has:patch` ... in the letters lore uses. */
export type SearchFilter = {
  readonly key: 'f' | 's' | 'b' | 'l' | 'd' | 'm' | 'dfn' | 'gfp' | 'mech' | 'has'
  readonly value: string
  readonly negated: boolean
}

export type SearchHit = {
  readonly messageId: MessageId
  readonly rootId: MessageId
  readonly list: string
  readonly subject: string
  readonly author: Address
  readonly atSeconds: number
  /** Words around the first match; `marks` are offsets into it. */
  readonly excerpt: string
  readonly marks: readonly { readonly start: number; readonly end: number }[]
  readonly isSample: boolean
}

export type SearchAnswer = {
  /** Which engine answered. */
  readonly engine: 'embedded' | 'meilisearch'
  readonly hits: readonly SearchHit[]
  readonly total: number
  /** Counts of matching messages by value. */
  readonly facets: {
    readonly gfp: Readonly<Record<string, number>>
    readonly mech: Readonly<Record<string, number>>
    readonly list: Readonly<Record<string, number>>
  }
  readonly ms: number
  /** What the reader should know: a query part that was not understood, an engine that is behind. */
  readonly notes: readonly string[]
}

/** A query that cannot be answered, with what would work. */
export type SearchRefusal = { readonly refused: string; readonly hint: string }

/** One shape for the database's full text and Meilisearch; both pass one suite. */
export interface SearchEngine {
  readonly name: SearchAnswer['engine']
  search(query: SearchQuery, page: { limit: number; offset: number }): Promise<SearchAnswer>
  /** Adds or replaces documents by id. */
  index(documents: readonly SearchDocument[]): Promise<void>
  remove(ids: readonly number[]): Promise<void>
}
