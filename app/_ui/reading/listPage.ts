import type { ListView } from '../../_views/listing.ts'
import { listHref } from '../../_views/urls.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, words } from './parts.ts'
import { threadRows } from './threadRows.ts'

/** `/<list>/`: newest threads, page by page. */
export function* listContent(view: ListView): Generator<Safe> {
  const { list } = view
  yield markup`<main id="main">
<h1>${words(list.title === '' ? list.slug : list.title)}</h1>
<p class="facts">${count(list.messages, 'mail')} in ${count(list.threads, 'thread')}, newest first · <a href="/series/">patch series</a>${view.isFirst ? null : markup` · <a href="${listHref(list.slug)}">back to the newest</a>`}</p>
`
  if (view.rows.length === 0 && view.isFirst)
    yield markup`<p class="note">No thread of this list is here yet. <code>npx acknak ingest FILE.mbox</code> reads a mailbox of it; <a href="/">home</a> shows what else there is.</p>`
  else
    yield view.rows.length === 0
      ? markup`<p class="note">No older threads. <a href="${listHref(list.slug)}">The newest ones</a>.</p>`
      : threadRows(view.rows)
  if (view.olderHref !== null)
    yield markup`<p class="pager"><a href="${view.olderHref}" rel="next">older threads</a></p>`
  yield markup`</main>`
}
