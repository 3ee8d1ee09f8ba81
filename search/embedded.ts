import type { SearchAnswer, SearchEngine, SearchFilter, SearchHit, SearchQuery } from '../model/index.ts'
import type {
  FullText,
  TextAnswer,
  TextColumn,
  TextFilter,
  TextHit,
  TextQuery,
  TextTerm,
} from '../prisma/store/index.ts'
import { dateRange } from './dates.ts'
import { excerptOf } from './excerpt.ts'

const columnsOf: Partial<Record<SearchFilter['key'], readonly TextColumn[]>> = {
  f: ['author'],
  s: ['subject'],
  b: ['body', 'quoted', 'parts'],
  dfn: ['files'],
}

function wordTerm({ text, phrase, negated }: SearchQuery['words'][number]): TextTerm {
  const prefix = !phrase && text.length > 2 && text.endsWith('*')
  return { text: prefix ? text.slice(0, -1) : text, prefix, columns: [], negated }
}

function filterOf({ key, value, negated }: SearchFilter): TextFilter | null {
  switch (key) {
    case 'l':
      return { kind: 'list', value, negated }
    case 'gfp':
      return { kind: 'gfp', value, negated }
    case 'mech':
      return { kind: 'mechanism', value, negated }
    case 'm':
      return { kind: 'messageId', value, negated }
    case 'has':
      return { kind: 'patch', negated }
    case 'd':
      return { kind: 'dates', negated, ...(dateRange(value) ?? { from: null, before: null }) }
    default:
      return null
  }
}

/** A query in the terms of the database's own full text. */
export function textQuery(query: SearchQuery): TextQuery {
  const terms = query.filters.flatMap((f): TextTerm[] => {
    const columns = columnsOf[f.key]
    return columns ? [{ text: f.value, prefix: false, columns, negated: f.negated }] : []
  })
  return {
    terms: [...query.words.map(wordTerm), ...terms],
    filters: query.filters.map(filterOf).filter(f => f !== null),
    ranked: query.words.some(w => !w.negated),
  }
}

/** Result lines from what the store holds, with excerpts for this query. */
export const hitsOf = (found: readonly TextHit[], query: SearchQuery): SearchHit[] =>
  found.map(({ id: _id, text, ...hit }) => ({ ...hit, ...excerptOf(text, query) }))

const facetsOf = ({ facets }: TextAnswer): SearchAnswer['facets'] => facets

/** The database's own full text as an engine. It is written with the mail, so there is never anything to index. */
export const embeddedEngine = (fullText: FullText): SearchEngine => ({
  name: 'embedded',
  async search(query, page) {
    const startedAt = performance.now()
    const answer = await fullText.search(textQuery(query), page)
    return {
      engine: 'embedded',
      hits: hitsOf(answer.hits, query),
      total: answer.total,
      facets: facetsOf(answer),
      ms: Math.round(performance.now() - startedAt),
      notes: [],
    }
  },
  index: () => Promise.resolve(),
  remove: () => Promise.resolve(),
})
