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

const row = (term: string, says: string, example: string): Safe =>
  markup`<tr><th scope="row"><code>${term}</code></th><td>${says}</td><td><code>${example}</code></td></tr>`

const grammar = markup`<section class="grammar" aria-labelledby="grammar"><h2 id="grammar">What can be asked</h2>
<div class="scroll"><table><tbody>${[
  row('words', 'in subject or text; the author’s own words rank above quotes', 'oom livelock'),
  row('"phrase"', 'these words in a row', '"forward progress"'),
  row('-word', 'mails without it', 'oom -memcg'),
  row('gfp:', 'names the flag outside quotes', 'gfp:__GFP_NOFAIL'),
  row('mech:', 'names the mechanism outside quotes', 'mech:oom-reaper'),
  row('f:', 'author', 'f:hocko'),
  row('s:', 'subject', 's:reaper'),
  row('b:', 'text', 'b:mmap_sem'),
  row('l:', 'list', 'l:linux-mm'),
  row('d:', 'date or range of dates', 'd:2016-01-01..2016-06-30'),
  row('m:', 'Message-ID', 'm:id@example.org'),
  row('dfn:', 'file a diff touches', 'dfn:mm/oom_kill.c'),
  row('has:patch', 'holds a diff', 'has:patch'),
]}</tbody></table></div></section>`
