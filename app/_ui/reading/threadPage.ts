import type { MessageView } from '../../_views/message.ts'
import type { JoinView } from '../../_views/joins.ts'
import { anchorOf } from '../../_views/message.ts'
import type { OutlineRow, ThreadView } from '../../_views/thread.ts'
import type { ThreadPage, ThreadPart } from '../../_views/threadPage.ts'
import { gfpHref, mechanismHref, threadHref } from '../../_views/urls.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { ghostArticle } from './ghost.ts'
import { listedParts } from './listed.ts'
import { mailArticle } from './mail.ts'
import { outline, seriesBox, threadCounts } from './outline.ts'
import { count, group, sampleTag, time, words } from './parts.ts'

/** `/<list>/<id>/t/` and `/T/`: outline first, then every mail; items arrive as they are read. */
export async function* threadContent(page: ThreadPage, flat: boolean): AsyncGenerator<Safe> {
  const { thread, listed, joins, part, items } = page
  yield markup`<div class="columns columns-thread">
<nav class="side" aria-label="Thread"><details class="side-fold" open><summary><h2>Thread</h2></summary>${parts(part)}${outline(thread.outline, { here: null, anchors: true })}</details></nav>
<main id="main">
<header class="thread-head"><h1>${thread.isSample ? sampleTag : null} ${words(thread.title)}</h1>
<p class="facts">${threadCounts(thread.counts)} · ${time(thread.from)} to ${time(thread.to)} · ${thread.lists.map((l, i) => markup`${i > 0 ? ', ' : ''}<a href="${l.href}">${l.slug}</a>`)}</p>
<p class="links">${flat ? markup`<a href="${thread.hrefs.nested}">nested</a> <b>by time</b>` : markup`<b>nested</b> <a href="${thread.hrefs.flat}">by time</a>`} <a href="${thread.hrefs.mbox}">mbox.gz</a> <button type="button" class="plain" hidden data-fold-all>open all folds</button></p>
${thread.gfp.length + thread.mechanisms.length === 0 ? null : markup`<p class="terms">${thread.gfp.map(f => markup`<a class="term" href="${gfpHref(f)}">${f}</a> `)}${thread.mechanisms.map(m => markup`<a class="term" href="${mechanismHref(m)}">${m}</a> `)}</p>`}
</header>
${pager(part)}
${possibly(joins, thread)}
${thread.series.map(seriesBox)}${page.seriesHidden === 0 ? null : markup`<p class="note">And ${count(page.seriesHidden, 'more series', 'more series')}, on the pages of their mails.</p>`}
${listedParts(listed)}
<div class="mails${flat ? '' : ' nested'}">
`
  for await (const item of items)
    yield item.kind === 'mail' ? mail(item.view, item.row) : ghostArticle(item.view, item.row.depth)
  yield markup`</div>
${pager(part)}
</main>
</div>`
}

/** Joins that no header proves: said beside the thread, each with what it rests on. */
const possibly = (joins: readonly JoinView[], thread: ThreadView): Safe | null =>
  joins.length === 0
    ? null
    : markup`<ul class="note joins">${joins.map(
        j =>
          markup`<li>${j.side === 'above' ? markup`<a href="${mine(j, thread)}">This mail</a> possibly belongs to` : markup`Possibly answers <a href="${mine(j, thread)}">a mail of this thread</a>:`} <a href="${j.href}">${words(j.subject)}</a> by ${words(j.name)} <span class="badge sure-guess">guess: ${j.says}</span></li>`,
      )}</ul>`

/** The mail of this thread that a join means, on this page or in another part. */
const mine = (join: JoinView, thread: ThreadView): string => {
  const here = thread.outline.some(row => row.id === join.mine)
  return `${here ? '' : threadHref(thread.list, join.mine)}#${anchorOf(join.mine)}`
}

/** Which mails of a long thread these are. */
const parts = (p: ThreadPart): Safe | null =>
  p.parts === 1
    ? null
    : markup`<p class="facts">${group(p.from)} to ${group(p.to)} of ${group(p.of)}, part ${p.part} of ${p.parts}</p>`

/** The parts of a long thread, those beside this one and both ends. */
function pager(p: ThreadPart): Safe | null {
  if (p.parts === 1) return null
  const numbers = p.hrefs
    .map((href, i) => ({ href, n: i + 1 }))
    .filter(({ n }) => n === 1 || n === p.parts || Math.abs(n - p.part) <= 3)
  const [previous, next] = [p.hrefs[p.part - 2], p.hrefs[p.part]]
  return markup`<p class="pager">Part ${p.part} of ${p.parts}: mails ${group(p.from)} to ${group(p.to)} of ${group(p.of)}. ${previous === undefined ? null : markup`<a href="${previous}" rel="prev">previous part</a> `}${next === undefined ? null : markup`<a href="${next}" rel="next">next part</a> `}${numbers.map(({ href, n }) => (n === p.part ? markup`<b aria-current="page">${n}</b> ` : markup`<a href="${href}">${n}</a> `))}</p>`
}

const mail = (view: MessageView, row: OutlineRow): Safe =>
  mailArticle(view, {
    heading: 'h2',
    depth: row.depth,
    place:
      row.parentHref === null
        ? null
        : markup`in reply to <a href="${row.parentHref}">${words(row.parentName ?? 'a mail')}</a>${row.guess === null ? null : markup` <span class="badge sure-${row.guess.sure}">${row.guess.sure}: ${row.guess.says}</span>`} `,
  })
