import type { SearchDocument } from '../../model/index.ts'
import { identifierParts } from '../../prisma/store/index.ts'
import { grams } from '../words.ts'

/**
 * Bump when the shape below or the settings change: a new index is filled from the start. An old one would keep what it
 * made of phrases under other separators, also for documents sent again (seen on 1.21.0).
 */
export const shapeVersion = 4

/** A document as Meilisearch holds it. The `...Grams` are words and pairs of neighbours for exact filters. */
export type MeiliDocument = {
  readonly id: number
  readonly subject: string
  readonly author: string
  readonly body: string
  readonly parts: string
  readonly files: readonly string[]
  readonly quoted: string
  readonly name: string
  readonly lists: readonly string[]
  readonly atSeconds: number
  readonly gfp: readonly string[]
  readonly mechanisms: readonly string[]
  readonly hasPatch: boolean
  readonly subjectGrams: readonly string[]
  readonly authorGrams: readonly string[]
  readonly fileGrams: readonly string[]
}

/** Filterable values are cut by the server above 468 bytes; Message-IDs above 200 characters are rare (mail.md E12). */
const valueMaxChars = 200

export const nameValue = (messageId: string): string => messageId.slice(0, valueMaxChars)

export function meiliDocument(d: SearchDocument): MeiliDocument {
  const author = `${d.author.name} ${d.author.address}`
  return {
    id: d.id,
    subject: d.subject,
    author,
    body: d.body,
    parts: identifierParts(`${d.subject}\n${d.body}`),
    files: d.files,
    quoted: d.quoted,
    name: nameValue(d.messageId),
    lists: d.lists,
    atSeconds: d.atSeconds,
    gfp: d.gfp,
    mechanisms: d.mechanisms,
    hasPatch: d.hasPatch,
    subjectGrams: grams([d.subject, ...identifierParts(d.subject).split('\n')]),
    authorGrams: grams([author]),
    fileGrams: grams(d.files),
  }
}

/** Settings of the index. `_` belongs to a word, as in the embedded engine; quoted words count least. */
export const settings = {
  searchableAttributes: ['subject', 'author', 'body', 'parts', 'files', 'quoted'],
  filterableAttributes: [
    'lists',
    'name',
    'atSeconds',
    'gfp',
    'mechanisms',
    'hasPatch',
    'subjectGrams',
    'authorGrams',
    'fileGrams',
  ],
  sortableAttributes: ['atSeconds', 'id'],
  displayedAttributes: ['id'],
  nonSeparatorTokens: ['_'],
  // Without these `mm->mmap_sem` is one word, and a quote mark parts a phrase that goes over a line's end.
  separatorTokens: ['->', '>', '<', '&', '=', '+', '~', '^', '$', '|', '%', '#', '`'],
  typoTolerance: { disableOnNumbers: true, disableOnAttributes: ['parts', 'files'] },
  faceting: { maxValuesPerFacet: 200 },
  pagination: { maxTotalHits: 10_000 },
  facetSearch: false,
}
