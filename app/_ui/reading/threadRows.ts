import type { ThreadRowView } from '../../_views/listing.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { threadCounts } from './outline.ts'
import { person, sampleTag, time, words } from './parts.ts'

/** Threads as rows: subject, who, when, how much, what it is about. */
export const threadRows = (rows: readonly ThreadRowView[]): Safe =>
  markup`<ol class="threads">${rows.map(threadRow)}</ol>`

const threadRow = (row: ThreadRowView): Safe => markup`<li class="thread-row">
<p class="title">${row.isSample ? sampleTag : null} <a href="${row.href}">${words(row.subject)}</a></p>
<p class="facts">${person(row.author)} · ${threadCounts(row.counts)} · last ${time(row.last)}${row.seriesHref === null ? null : markup` · <a href="${row.seriesHref}">series</a>`}${row.lists.map(l => markup` · <a href="${l.href}">${l.label}</a>`)}</p>
${row.terms.length === 0 && row.scenarios.length === 0 ? null : markup`<p class="terms">${row.scenarios.map(s => markup`<a class="badge runs" href="${s.href}" title="${s.title ?? ''}">▸ ${s.label}</a> `)}${row.terms.map(t => markup`<a class="term" href="${t.href}">${t.label}</a> `)}</p>`}
</li>
`
