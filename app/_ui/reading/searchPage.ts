import { searchGrammar } from '../../_views/search.ts'
import type { FacetView, HitView, SearchView } from '../../_views/search.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, group, person, sampleTag, time, words } from './parts.ts'

/** `/search`: hits with marks, facets with counts, and the engine that answered. */
export function* searchContent(view: SearchView): Generator<Safe> {
  yield markup`<main id="main"><h1>${view.query === '' ? 'Search' : markup`Search: <bdi>${view.query}</bdi>`}</h1>
`
  if (view.refusal !== null)
    yield markup`<p class="note refused"><b>${view.refusal.refused}</b> ${view.refusal.hint}</p>${grammar}`
  else if (view.engine === null) yield grammar
  else {
    yield markup`<p class="facts">${count(view.total, 'mail')}${view.total > 0 ? `, ${group(view.from + 1)} to ${group(view.from + view.hits.length)}` : ''} · answered by ${engineSays[view.engine]} in ${Math.round(view.ms)} ms</p>
${view.notes.map(n => markup`<p class="note">${n}</p>`)}`
    yield view.total === 0 ? nothing(view) : results(view)
  }
  yield markup`</main>`
}

const engineSays = { embedded: "the database's own full text", meilisearch: 'Meilisearch' } as const

const results = (view: SearchView): Safe => markup`<div class="search-columns">
<ol class="hits" start="${view.from + 1}">${view.hits.map(hit)}</ol>
<aside class="facets" aria-label="Narrow the search">${view.facets.map(facet)}</aside>
</div>
<nav class="pager" aria-label="Pages">${view.previousHref === null ? null : markup`<a href="${view.previousHref}" rel="prev">previous</a> `}${view.nextHref === null ? null : markup`<a href="${view.nextHref}" rel="next">next</a>`}</nav>`

const hit = (
  h: HitView,
): Safe => markup`<li><p class="title">${h.isSample ? sampleTag : null} <a href="${h.href}">${words(h.subject)}</a></p><p class="facts">${person(h.author)} · ${time(h.when)} · <a href="${h.listHref}">${h.list}</a> · <a href="${h.threadHref}">thread</a></p><p class="excerpt">${h.excerpt.map(e => (e.marked ? markup`<mark>${e.text}</mark>` : e.text))}</p></li>
`

const facet = (f: FacetView): Safe =>
  markup`<section><h2>${f.title}</h2><ul>${f.values.map(v => markup`<li>${v.active ? markup`<a href="${v.href}" aria-current="true" title="take this filter away">${v.label}</a>` : markup`<a href="${v.href}">${v.label}</a>`} <span class="dim">${group(v.count)}</span></li>`)}</ul></section>`

const nothing = (view: SearchView): Safe => markup`<section class="nothing"><h2>Nothing found</h2>
<p>Every part of a query must hold in one mail, and no mail of this archive meets all of these.</p>
${view.instead.length === 0 ? null : markup`<p>These find something:</p><ul>${view.instead.map(i => markup`<li><a href="${i.href}"><code>${i.query}</code></a> <span class="dim">${i.says}: ${count(i.total, 'mail')}</span></li>`)}</ul>`}
${grammar}</section>`

const grammar = markup`<section class="grammar" aria-labelledby="grammar"><h2 id="grammar">What can be asked</h2>
<table><tbody>${searchGrammar.map(g => markup`<tr><th scope="row"><code>${g.term}</code></th><td>${g.says}</td></tr>`)}</tbody></table></section>`
