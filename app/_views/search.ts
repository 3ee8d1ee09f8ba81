import type { SearchAnswer, SearchHit, SearchRefusal } from '../../model/index.ts'
import { prefixes } from '../../search/query.ts'
import { minuteView } from './dates.ts'
import type { DateView } from './dates.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { listHref, messageHref, searchHref, threadHref } from './urls.ts'

/** A hit with its excerpt cut at its marks. */
export type HitView = {
  readonly href: string
  readonly threadHref: string
  readonly subject: string
  readonly author: PersonView
  readonly when: DateView
  readonly list: string
  readonly listHref: string
  readonly isSample: boolean
  readonly excerpt: readonly { readonly text: string; readonly marked: boolean }[]
}

export type FacetView = {
  readonly title: string
  readonly values: readonly {
    readonly label: string
    readonly count: number
    readonly href: string
    readonly active: boolean
  }[]
}

/** The page of a search. `refused`: the query could not be answered. */
export type SearchView = {
  readonly query: string
  readonly refusal: SearchRefusal | null
  readonly engine: SearchAnswer['engine'] | null
  readonly hits: readonly HitView[]
  readonly total: number
  readonly from: number
  readonly facets: readonly FacetView[]
  readonly ms: number
  readonly notes: readonly string[]
  readonly previousHref: string | null
  readonly nextHref: string | null
  /** When nothing was found: queries that do find something, with what was left out. */
  readonly instead: readonly {
    readonly query: string
    readonly href: string
    readonly says: string
    readonly total: number
  }[]
}

export const hitsPerPage = 25
/** Deeper pages are refused: a query that needs them needs more words (mail.md E81). */
export const offsetMax = 975
const facetValuesShown = 12

const facetTitles = { gfp: 'Flags', mech: 'Mechanisms', list: 'Lists' } as const
const facetKeys = { gfp: 'gfp', mech: 'mech', list: 'l' } as const

/** The asking side of search, as pages need it: a query as typed, a page of it. */
export type Ask = (query: string, page: { limit: number; offset: number }) => Promise<SearchAnswer | SearchRefusal>

const isRefusal = (answer: SearchAnswer | SearchRefusal): answer is SearchRefusal => 'refused' in answer

/** Asks, and when nothing is found asks again with parts left out, to say what would find something. */
export async function searchView(ask: Ask, query: string, offset: number): Promise<SearchView> {
  const from = Math.min(Math.max(0, offset), offsetMax)
  const empty: SearchView = {
    query,
    refusal: null,
    engine: null,
    hits: [],
    total: 0,
    from,
    facets: [],
    ms: 0,
    notes: [],
    previousHref: null,
    nextHref: null,
    instead: [],
  }
  if (query.trim() === '') return empty
  const answer = await ask(query, { limit: hitsPerPage, offset: from })
  if (isRefusal(answer)) return { ...empty, refusal: answer }
  const more = from + hitsPerPage < answer.total && from + hitsPerPage <= offsetMax
  return {
    ...empty,
    engine: answer.engine,
    hits: answer.hits.map(hitView),
    total: answer.total,
    facets: facetViews(query, answer),
    ms: answer.ms,
    notes: answer.notes,
    previousHref: from > 0 ? searchHref(query, Math.max(0, from - hitsPerPage)) : null,
    nextHref: more ? searchHref(query, from + hitsPerPage) : null,
    instead: answer.total === 0 ? await instead(ask, query) : [],
  }
}

function hitView(hit: SearchHit): HitView {
  return {
    href: messageHref(hit.list, hit.messageId),
    threadHref: threadHref(hit.list, hit.messageId),
    subject: clipLine(hit.subject, subjectCharsMax),
    author: personView(hit.author),
    when: minuteView(hit.atSeconds),
    list: hit.list,
    listHref: listHref(hit.list),
    isSample: hit.isSample,
    excerpt: cutExcerpt(hit.excerpt, hit.marks),
  }
}

/** An excerpt as marked and unmarked pieces; marks that overlap or lie outside are dropped. */
export function cutExcerpt(text: string, marks: SearchHit['marks']): HitView['excerpt'] {
  const pieces: { text: string; marked: boolean }[] = []
  let at = 0
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    if (mark.start < at || mark.end <= mark.start || mark.end > text.length) continue
    if (mark.start > at) pieces.push({ text: text.slice(at, mark.start), marked: false })
    pieces.push({ text: text.slice(mark.start, mark.end), marked: true })
    at = mark.end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), marked: false })
  return pieces
}

function facetViews(query: string, answer: SearchAnswer): readonly FacetView[] {
  return (['gfp', 'mech', 'list'] as const).flatMap(name => {
    const values = Object.entries(answer.facets[name])
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, facetValuesShown)
    if (values.length === 0) return []
    return [
      {
        title: facetTitles[name],
        values: values.map(([label, count]) => facetValue(query, `${facetKeys[name]}:${label}`, label, count)),
      },
    ]
  })
}

/** A facet's value narrows the query; an active one takes its term away. */
function facetValue(query: string, term: string, label: string, count: number): FacetView['values'][number] {
  const terms = query.split(/\s+/)
  const active = terms.includes(term)
  const next = active ? terms.filter(t => t !== term).join(' ') : `${query.trim()} ${term}`
  return { label, count, href: searchHref(next), active }
}

const triesMax = 4

/** Queries with one term less that find something: what the reader could ask instead. */
async function instead(ask: Ask, query: string): Promise<SearchView['instead']> {
  const terms = query.match(/"[^"]*"|\S+/g) ?? []
  if (terms.length < 2) return []
  const found: { query: string; href: string; says: string; total: number }[] = []
  for (let i = 0; i < Math.min(terms.length, triesMax); i++) {
    const other = terms.filter((_, n) => n !== i).join(' ')
    const answer = await ask(other, { limit: 1, offset: 0 })
    if (!isRefusal(answer) && answer.total > 0)
      found.push({ query: other, href: searchHref(other), says: `without ${terms[i]!}`, total: answer.total })
  }
  return found.sort((a, b) => b.total - a.total)
}

/** What a query may hold: the plain parts, then every prefix as the grammar itself words it. */
export const searchGrammar: readonly { readonly term: string; readonly says: string }[] = [
  { term: 'words', says: "in subject or text, every one of them; the author's own words rank above quotes" },
  { term: '"a phrase"', says: 'these words in a row' },
  { term: '-', says: 'before any of them: mails without it' },
  ...Object.entries(prefixes).map(([key, says]) => ({ term: `${key}:`, says })),
]
