import type { MechanismList, MechanismPage } from '../../_views/mechanism.ts'
import type { MentionView } from '../../_views/mentions.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { cites } from './cites.ts'
import { count, person, sampleTag, time, words } from './parts.ts'

/** `/mechanism/` */
export const mechanismsContent = (list: MechanismList): readonly Safe[] => [
  markup`<main id="main"><h1>Mechanisms</h1><p class="prose">What people argue about, under the names they use for it. Numbers count mails that name it outside quotes.</p>
<dl class="terms-list">${list.map(m => markup`<div><dt><a href="${m.href}">${m.title}</a> <span class="dim">${m.since === null ? '' : `since ${m.since}`}${m.mails === 0 ? '' : ` · ${count(m.mails, 'mail')}`}</span></dt><dd>${m.says}</dd></div>`)}</dl></main>`,
]

/** `/mechanism/<slug>/` */
export function* mechanismContent(m: MechanismPage): Generator<Safe> {
  yield markup`<main id="main">
<p class="eyebrow">Mechanism${m.since === null ? null : ` · since ${m.since}`}</p>
<h1>${m.title}</h1>
<p class="prose">${m.says}</p>
${m.scenarios.length === 0 ? null : markup`<p class="terms">${m.scenarios.map(s => markup`<a class="badge runs" href="${s.href}" title="${s.title ?? ''}">▸ ${s.label}</a> `)}</p>`}
${m.debates.length === 0 ? null : markup`<section><h2>Debates</h2><ul>${m.debates.map(d => markup`<li><a href="${d.href}">${d.label}</a>: ${d.title ?? ''}</li>`)}</ul></section>`}
<section><h2>Names in mail</h2><p>${m.aliases.map(a => markup`<code>${a}</code> `)}</p></section>
${m.related.length === 0 ? null : markup`<p>Read next: ${m.related.map((r, i) => markup`${i > 0 ? ', ' : ''}<a href="${r.href}">${r.label}</a>`)}</p>`}
${cites(m.cites)}
`
  yield mentionsSection(m.mentions, m.mails, m.searchHref)
  yield markup`</main>`
}

/** Where something is named, newest first, with the words around it. */
export const mentionsSection = (
  list: readonly MentionView[],
  mails: number,
  search: string,
): Safe => markup`<section aria-labelledby="mentions"><h2 id="mentions">In mail</h2>
<p class="facts">${count(mails, 'mail names', 'mails name')} it outside quotes · <a href="${search}">search them</a></p>
${list.length === 0 ? markup`<p class="note">No mail of this archive names it.</p>` : markup`<ol class="mentions">${list.map(mention)}</ol>`}</section>
`

const mention = (
  v: MentionView,
): Safe => markup`<li><p class="title">${v.isSample ? sampleTag : null} <a href="${v.href}">${words(v.subject)}</a></p><p class="facts">${person(v.author)} · ${time(v.when)} · ${zone(v)}</p><p class="excerpt">${v.before}<mark>${v.words}</mark>${v.after}</p></li>
`

const zoneSays: Readonly<Record<string, string>> = {
  prose: 'in the text',
  quote: 'in a quote',
  added: 'in an added line',
  removed: 'in a removed line',
  context: 'in an unchanged line',
  subject: 'in the subject',
}

const zone = (v: MentionView): string => (zoneSays[v.zone] ?? v.zone) + (v.negated ? ', negated' : '')
