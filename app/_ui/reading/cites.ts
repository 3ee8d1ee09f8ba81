import type { CiteView } from '../../_views/cites.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'

/** Where something was read; the lab prints the same. */
export const cites = (list: readonly CiteView[]): Safe | null =>
  list.length === 0
    ? null
    : markup`<ul class="cites" aria-label="Sources">${list.map(c => markup`<li class="cite"><span class="cite-kind">${c.kind}</span> ${c.href === null ? markup`<span title="${c.title}">${c.text}</span>` : markup`<a href="${c.href}" title="${c.title}">${c.text}</a>`}</li>`)}</ul>`
