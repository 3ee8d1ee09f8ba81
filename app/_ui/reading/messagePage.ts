import type { MessagePage, NeighbourView } from '../../_views/messagePage.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { listedParts } from './listed.ts'
import { mailArticle } from './mail.ts'
import { outline, seriesBox, threadCounts } from './outline.ts'
import { count, words } from './parts.ts'

/** `/<list>/<id>/`: the mail first, its thread beside it. */
export function* messageContent(page: MessagePage): Generator<Safe> {
  const { message, thread } = page
  yield markup`<div class="columns">
<main id="main">
${mailArticle(message, { heading: 'h1', depth: 0, place: page.parent === null ? null : markup`in reply to ${neighbour(page.parent)}` })}
${page.replies.length === 0 ? null : markup`<p class="replies">Replies: ${page.replies.map((r, i) => markup`${i > 0 ? ', ' : ''}${neighbour(r)}`)}${page.repliesHidden === 0 ? null : markup` and <a href="${message.hrefs.thread}#${message.anchor}">${count(page.repliesHidden, 'more reply', 'more replies')} in the thread</a>`}</p>`}
<nav class="pager" aria-label="Mails of the thread">${page.previous === null ? null : markup`<a href="${page.previous}" rel="prev">previous in thread</a>`} ${page.next === null ? null : markup`<a href="${page.next}" rel="next">next in thread</a>`}</nav>
${page.series.map(seriesBox)}
${listedParts(page.listed)}
</main>
`
  if (thread !== null)
    yield markup`<nav class="side" aria-label="Thread"><h2>Thread</h2><p class="facts"><a href="${thread.hrefs.nested}">${words(thread.title)}</a><br>${threadCounts(thread.counts)}</p>${outline(page.outline, { here: message.id, anchors: false })}</nav>
`
  yield markup`</div>`
}

const neighbour = (n: NeighbourView): Safe =>
  markup`<a href="${n.href}">${words(n.name)}</a>${n.guess === null ? null : markup` <span class="badge sure-${n.guess.sure}">${n.guess.sure}: ${n.guess.says}</span>`}`
