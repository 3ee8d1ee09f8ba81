import type { MessageView } from '../../_views/message.ts'
import type { JoinView } from '../../_views/joins.ts'
import type { ListedView } from '../../_views/listed.ts'
import { anchorOf } from '../../_views/message.ts'
import type { OutlineRow, ThreadView } from '../../_views/thread.ts'
import type { ThreadItemView } from '../../_views/threadPage.ts'
import { gfpHref, mechanismHref } from '../../_views/urls.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { ghostArticle } from './ghost.ts'
import { listedParts } from './listed.ts'
import { mailArticle } from './mail.ts'
import { outline, seriesBox, threadCounts } from './outline.ts'
import { sampleTag, time, words } from './parts.ts'

/** `/<list>/<id>/t/` and `/T/`: outline first, then every mail; items arrive as they are read. */
export async function* threadContent(
  thread: ThreadView,
  listed: readonly ListedView[],
  joins: readonly JoinView[],
  items: AsyncIterable<ThreadItemView>,
  flat: boolean,
): AsyncGenerator<Safe> {
  yield markup`<div class="columns columns-thread">
<nav class="side" aria-label="Thread"><details class="side-fold" open><summary><h2>Thread</h2></summary>${outline(thread.outline, { here: null, anchors: true })}</details></nav>
<main id="main">
<header class="thread-head"><h1>${thread.isSample ? sampleTag : null} ${words(thread.title)}</h1>
<p class="facts">${threadCounts(thread.counts)} · ${time(thread.from)} to ${time(thread.to)} · ${thread.lists.map((l, i) => markup`${i > 0 ? ', ' : ''}<a href="${l.href}">${l.slug}</a>`)}</p>
<p class="links">${flat ? markup`<a href="${thread.hrefs.nested}">nested</a> <b>by time</b>` : markup`<b>nested</b> <a href="${thread.hrefs.flat}">by time</a>`} <a href="${thread.hrefs.mbox}">mbox.gz</a> <button type="button" class="plain" hidden data-fold-all>open all folds</button></p>
${thread.gfp.length + thread.mechanisms.length === 0 ? null : markup`<p class="terms">${thread.gfp.map(f => markup`<a class="term" href="${gfpHref(f)}">${f}</a> `)}${thread.mechanisms.map(m => markup`<a class="term" href="${mechanismHref(m)}">${m}</a> `)}</p>`}
</header>
${possibly(joins)}
${thread.series.map(seriesBox)}
${listedParts(listed)}
<div class="mails${flat ? '' : ' nested'}">
`
  for await (const item of items)
    yield item.kind === 'mail' ? mail(item.view, item.row) : ghostArticle(item.view, item.row.depth)
  yield markup`</div>
</main>
</div>`
}

/** Joins that no header proves: said beside the thread, each with what it rests on. */
const possibly = (joins: readonly JoinView[]): Safe | null =>
  joins.length === 0
    ? null
    : markup`<ul class="note joins">${joins.map(
        j =>
          markup`<li>${j.side === 'above' ? markup`<a href="#${anchorOf(j.mine)}">This mail</a> possibly belongs to` : markup`Possibly answers <a href="#${anchorOf(j.mine)}">a mail of this thread</a>:`} <a href="${j.href}">${words(j.subject)}</a> by ${words(j.name)} <span class="badge sure-guess">guess: ${j.says}</span></li>`,
      )}</ul>`

const mail = (view: MessageView, row: OutlineRow): Safe =>
  mailArticle(view, {
    heading: 'h2',
    depth: row.depth,
    place:
      row.parentAnchor === null
        ? null
        : markup`in reply to <a href="#${row.parentAnchor}">${words(row.parentName ?? 'a mail')}</a>${row.guess === null ? null : markup` <span class="badge sure-${row.guess.sure}">${row.guess.sure}: ${row.guess.says}</span>`} `,
  })
