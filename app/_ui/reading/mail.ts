import type { AttachmentView, HeaderView, MessageView } from '../../_views/message.ts'
import type { TagView } from '../../_views/tags.ts'
import { messageHref } from '../../_views/urls.ts'
import { markup, text } from '../html.ts'
import type { Safe, Value } from '../html.ts'
import { bodyHtml, moreNote } from './body.ts'
import type { Whole } from './body.ts'
import { compact, scenarioCard } from './card.ts'
import { count, group, person, sampleTag, time, words } from './parts.ts'

/** What surrounds a mail in its page: heading level, where it hangs, what stands above its text. */
export type MailFrame = {
  readonly heading: 'h1' | 'h2'
  /** `in reply to ...`, with the reason when it is a guess. */
  readonly place: Value
  /** A class for its depth in a nested thread. */
  readonly depth: number
}

/** A mail as an article: its card, folded headers, text with marks, tags with reasons. */
export function mailArticle(view: MessageView, frame: MailFrame): Safe {
  const whole: Whole = { raw: view.hrefs.raw, page: frame.heading === 'h1' ? null : view.hrefs.message }
  return markup`<article class="mail d${Math.min(frame.depth, 8)}" id="${view.anchor}" data-href="${view.hrefs.message}">
${head(view, frame)}
${view.cards.length === 0 ? null : markup`<div class="cards">${view.cards.map(card => scenarioCard(card, frame.heading === 'h1' ? { heading: 'h2', folded: !card.isPlayed } : compact))}</div>`}
${problems(view)}
${headers(view.headers)}
${bodyHtml(view.blocks, whole)}
${
  view.unflowed === null
    ? null
    : markup`<details class="fold"><summary>the text as its sender saw it (format=flowed): paragraphs in one piece</summary><pre class="b-text">
${text(view.unflowed.text)}</pre>${moreNote(view.unflowed.more, whole)}</details>`
}
${view.attachments.map(a => attachment(a, whole))}
${tags(view.tags)}
</article>
`
}

function head(view: MessageView, frame: MailFrame): Safe {
  const title = markup`${view.badges.map(b => markup`<span class="badge patch">${b}</span> `)}${words(view.title)}`
  return markup`<header class="mail-head">
${frame.heading === 'h1' ? markup`<h1>${title}</h1>` : markup`<h2><a href="${view.hrefs.message}">${title}</a></h2>`}
<p class="by">${view.isSample ? markup`${sampleTag} ` : null}<b>${person(view.author)}</b>${view.poster === null ? null : markup`, ${view.poster.name === view.author.name ? markup`from ${view.poster.address}` : markup`posted by ${person(view.poster)}`}`} · ${view.sent === null ? 'no readable date' : time(view.sent)}${view.received === null ? null : markup` · received ${time(view.received)}`} · ${view.lists.map((l, i) => markup`${i > 0 ? ', ' : ''}<a href="${l.href}">${l.slug}</a>`)}</p>
<p class="links">${frame.place === null ? null : markup`<span>${frame.place}</span>`} <a href="${view.hrefs.message}">permalink</a> <a href="${view.hrefs.thread}#${view.anchor}">thread</a> <a href="${view.hrefs.raw}">raw</a> <a href="${view.hrefs.mbox}">thread as mbox.gz</a>${view.hrefs.series === null ? null : markup` <a href="${view.hrefs.series}">revisions of this series</a>`}${view.oomHref === null ? null : markup` <a href="${view.oomHref}">read this OOM report</a>`}</p>
</header>`
}

function problems(view: MessageView): Safe {
  return markup`${view.isGuessedForm ? markup`<p class="note">Read from the text of a web archive, without headers: its id and its place in the thread are guesses.</p>` : null}${view.variants > 0 ? markup`<p class="note">${count(view.variants, 'other mail')} with this Message-ID and different text: <a href="${view.hrefs.differences}">what differs</a>.</p>` : null}${view.commits.map(c => markup`<p class="note">Refers to commit <a href="https://git.kernel.org/linus/${c}"><code>${c.slice(0, 12)}</code></a>.</p>`)}${view.problems.length === 0 ? null : markup`<details class="fold odd"><summary>${count(view.problems.length, 'odd thing')} about this mail</summary><ul>${view.problems.map(p => markup`<li>${p}</li>`)}</ul></details>`}`
}

function headers(list: readonly HeaderView[]): Safe {
  const people = list.filter(h => h.name === 'To' || h.name === 'Cc').reduce((n, h) => n + h.values.length + h.more, 0)
  return markup`<details class="fold headers"><summary>${count(list.length, 'header')}, ${count(people, 'recipient')}</summary><dl>${list.map(h => markup`<dt>${h.name}</dt><dd>${h.values.map((v, i) => markup`${i > 0 ? (h.ids ? ' ' : ', ') : ''}${h.ids ? markup`<a class="id" href="${messageHref('all', v)}">${v}</a>` : markup`<bdi>${v}</bdi>`}`)}${h.more === 0 ? null : `, and ${group(h.more)} more in the raw mail`}</dd>`)}</dl></details>`
}

function attachment(a: AttachmentView, whole: Whole): Safe {
  const name = a.fileName === '' ? `part ${a.part}` : a.fileName
  const says = markup`attachment ${words(name)} (${a.contentType}, ${group(a.sizeBytes)} bytes)`
  const save = markup`<a href="${a.href}">save it</a>`
  if (a.text === null)
    return markup`<p class="note">${says}: ${save}, or read the <a href="${whole.raw}">raw mail</a>.</p>`
  return markup`<details class="fold"><summary>${says}</summary><p>${save}</p><pre class="b-text">
${text(a.text)}</pre>${moreNote(a.more, whole)}</details>`
}

const named = (t: TagView): boolean => t.kind === 'gfp' || t.kind === 'mechanism'

/** Tags, each with what it rests on: rule, certainty, words. */
export function tags(list: readonly TagView[]): Safe | null {
  if (list.length === 0) return null
  return markup`<footer class="tags" aria-label="Tags of this mail">${list.map(t => markup`<details class="tag t-${t.kind}"><summary>${tagWord(t)}</summary><div class="why-box">${t.says === '' ? null : markup`<p>${t.href === null ? t.says : markup`<a href="${t.href}">${t.label}</a>: ${t.says}`}</p>`}<p>Said by rule <code>${t.by}</code>${named(t) ? null : markup`, ${t.sure}`}.${t.words.length === 0 ? null : markup` Rests on: ${t.words.map(w => markup`<q>${w}</q> `)}`}</p></div></details>`)}</footer>`
}

const tagWord = (t: TagView): Safe =>
  markup`${t.kind === 'gfp' || t.kind === 'mechanism' ? null : markup`<span class="kind">${t.kind}</span> `}${t.label}`
