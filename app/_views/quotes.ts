import type { MessageRow, QuoteLink } from '../../model/index.ts'

/** Where the words that a mail quotes stand in the mails it may have taken them from; nearest first. */
export const quotesOf = (_row: MessageRow, _sources: readonly MessageRow[]): readonly QuoteLink[] => []
