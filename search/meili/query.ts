import type { SearchFilter, SearchQuery } from '../../model/index.ts'
import { dateRange } from '../dates.ts'
import { gramsOfPhrase, tokensOf } from '../words.ts'
import { nameValue } from './documents.ts'

/** A query in Meilisearch's terms. */
export type MeiliQuery = {
  readonly q: string
  readonly filter: string[]
  readonly searchOn: string[] | null
  readonly ranked: boolean
}
/** What this server cannot answer as asked; the embedded engine can. */
export type Unable = { readonly unable: string }

/** Meilisearch reads ten words of a query and drops the rest. */
const wordsMax = 10

const literal = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
const not = (negated: boolean, filter: string) => (negated ? `NOT (${filter})` : filter)
const plainWord = /^\p{L}+$/u

/** Identifiers, numbers, paths and addresses go in as phrases: exact, without tolerance for typos. */
function word({ text, phrase, negated }: SearchQuery['words'][number]): string {
  const bare = text.replaceAll('"', ' ')
  return `${negated ? '-' : ''}${!phrase && plainWord.test(bare) ? bare : `"${bare}"`}`
}

const gramFilter = (attribute: string, text: string) =>
  gramsOfPhrase(text)
    .map(gram => `${attribute} = ${literal(gram)}`)
    .join(' AND ')

function filter({ key, value, negated }: SearchFilter): string | null {
  switch (key) {
    case 'l':
      return not(negated, `lists = ${literal(value)}`)
    case 'gfp':
      return not(negated, `gfp = ${literal(value)}`)
    case 'mech':
      return not(negated, `mechanisms = ${literal(value)}`)
    case 'm':
      return not(negated, `name = ${literal(nameValue(value))}`)
    case 'has':
      return not(negated, 'hasPatch = true')
    case 'f':
      return not(negated, gramFilter('authorGrams', value))
    case 's':
      return not(negated, gramFilter('subjectGrams', value))
    case 'dfn':
      return not(negated, gramFilter('fileGrams', value))
    case 'd': {
      const range = dateRange(value)
      const bounds = [
        ...(range?.from == null ? [] : [`atSeconds >= ${range.from}`]),
        ...(range?.before == null ? [] : [`atSeconds < ${range.before}`]),
      ]
      return not(negated, bounds.join(' AND '))
    }
    case 'b':
      return null
  }
}

/** Translates a query, or says what in it Meilisearch cannot do. */
export function meiliQuery(query: SearchQuery): MeiliQuery | Unable {
  const inBody = query.filters
    .filter(f => f.key === 'b')
    .map(f => ({ text: f.value, phrase: true, negated: f.negated }))
  if (inBody.length > 0 && query.words.length > 0) return { unable: 'b: beside free words' }
  const words = [...query.words, ...inBody]
  if (query.words.some(w => !w.phrase && w.text.length > 2 && w.text.endsWith('*'))) return { unable: 'a word with *' }
  if (words.flatMap(w => tokensOf(w.text)).length > wordsMax) return { unable: `more than ${wordsMax} words` }
  if (words.length > 0 && words.every(w => w.negated)) return { unable: 'only words not to find' }
  return {
    q: words.map(word).join(' '),
    filter: query.filters.map(filter).filter((f): f is string => f !== null && f !== ''),
    searchOn: inBody.length > 0 ? ['body', 'parts', 'quoted'] : null,
    ranked: query.words.some(w => !w.negated),
  }
}
