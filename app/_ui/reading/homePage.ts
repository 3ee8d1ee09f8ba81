import type { DebateCard } from '../../_views/debate.ts'
import type { HomeView } from '../../_views/home.ts'
import { listHref } from '../../_views/urls.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { emptyArchive, firstRun } from './holding.ts'
import { count, group, sampleTag, words } from './parts.ts'
import { threadRows } from './threadRows.ts'

/** `/`: what is argued about, what is new, how to find the rest. */
export function* homeContent(view: HomeView): Generator<Safe> {
  yield markup`<main id="main">
<h1 class="lead">Arguments of the kernel's memory management, beside scenarios that run them</h1>
<form class="find find-big" action="/search" role="search"><label for="q">Search ${group(view.counts.messages)} mails</label><div class="find-row"><input id="q" name="q" type="search" autocomplete="off" spellcheck="false" maxlength="500"><button>Search</button></div>
${view.examples.length === 0 ? null : markup`<p class="examples">Try ${view.examples.map((e, i) => markup`${i > 0 ? ' · ' : ''}<a href="${e.href}" title="${e.says}"><code>${e.query}</code></a>`)}</p>`}</form>
<section aria-labelledby="debates"><h2 id="debates">Debates</h2>
${view.holding === 'sample' ? firstRun(view.holding) : null}
<div class="debates">${view.debates.map(d => debateBox(d, 'h3'))}</div></section>
`
  yield markup`<section aria-labelledby="newest"><h2 id="newest">Newest threads</h2>${view.threads.length === 0 ? emptyArchive : threadRows(view.threads)}</section>
<section aria-labelledby="lists"><h2 id="lists">Lists</h2>${view.lists.length === 0 ? markup`<p class="note">None yet: lists come with their mail.</p>` : markup`<ul class="lists">${view.lists.map(l => markup`<li>${l.isSample ? markup`${sampleTag} ` : null}<a href="${listHref(l.slug)}">${words(l.title === '' ? l.slug : l.title)}</a> <span class="dim">${count(l.messages, 'mail')}, ${count(l.threads, 'thread')}</span></li>`)}</ul>`}</section>
</main>`
}

/** A debate: question, answers, what plays it. */
export const debateBox = (d: DebateCard, heading: 'h2' | 'h3'): Safe => markup`<article class="card debate-card">
<p class="eyebrow"><b>${d.title}</b> · ${d.year}${d.holding === 'mail' ? ` · ${d.held} of ${count(d.known, 'posting')} here` : null}</p>
${heading === 'h2' ? markup`<h2 class="question">${debateLink(d)}</h2>` : markup`<h3 class="question">${debateLink(d)}</h3>`}
<ol class="positions">${d.positions.map((p, i) => markup`<li class="pos pos-${'ABCDEFGH'[i] ?? 'H'}"><b>${p.title}</b> <span class="dim">${p.holders}</span></li>`)}</ol>
${d.scenarios.length === 0 ? null : markup`<p class="terms">${d.scenarios.map(s => markup`<a class="badge runs" href="${s.href}" title="${s.title ?? ''}">▸ ${s.label}</a> `)}</p>`}
</article>
`

const debateLink = (d: DebateCard): Safe => markup`<a href="${d.href}">${d.question}</a>`
