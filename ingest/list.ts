import type { ParsedMessage } from '../model/index.ts'
import { slugOfListId } from './sources/lib/slug.ts'
import type { OpenedSource } from './sources/types.ts'

/** The list a mail came by: the one given, else its own List-Id, else the list of its source. A slug. */
export const listOf = (source: Pick<OpenedSource, 'list' | 'isListGiven'>, parsed: ParsedMessage): string => {
  const [listId] = parsed.headers.listIds
  return source.isListGiven || listId === undefined ? source.list : slugOfListId(listId)
}
