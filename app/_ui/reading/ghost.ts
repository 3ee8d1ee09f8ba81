import type { GhostView } from '../../_views/ghost.ts'
import type { MissingView } from '../../_views/missing.ts'
import { markup, text } from '../html.ts'
import type { Safe } from '../html.ts'
import { compact, scenarioCard } from './card.ts'
import { count, words } from './parts.ts'

/** A missing mail in its place: its id, what replies quote of it, where else it may be found. */
export const ghostArticle = (
  view: GhostView,
  depth: number,
  heading: 'h1' | 'h2' = 'h2',
): Safe => markup`<article class="mail ghost d${Math.min(depth, 8)}" id="${view.anchor}" data-href="${view.href}">
<header class="mail-head">
${heading === 'h1' ? markup`<h1>${ghostTitle(view)}</h1>` : markup`<h2><a href="${view.href}">${ghostTitle(view)}</a></h2>`}
<p class="by"><span class="badge missing">not in the archive</span> ${count(view.replies, 'reply', 'replies')} refer to <code class="id">${view.id}</code></p>
<p class="links">Elsewhere: ${elsewhereLinks(view.elsewhere)}</p>
</header>
${view.cards.length === 0 ? null : markup`<div class="cards">${view.cards.map(card => scenarioCard(card, heading === 'h1' ? { heading: 'h2', folded: false } : compact))}</div>`}
${
  view.recovered.length === 0
    ? markup`<p class="note">None of its replies quotes any of it.</p>`
    : markup`<p class="note"><span class="badge recovered">recovered</span> Put together from what its replies quote; the mail itself was not read.</p>
<div class="body recovered">${view.recovered.map(
        piece => markup`<pre class="b-text">
${text(piece.text)}</pre>${piece.more === null ? null : markup`<p class="note more">${count(piece.more.lines, 'more line')} in the reply.</p>`}
<p class="source">as quoted by <a href="${piece.from.href}">${words(piece.from.name)}</a></p>`,
      )}</div>`
}
</article>
`

const ghostTitle = (view: GhostView): Safe =>
  view.title === null ? markup`A mail that is not in the archive` : words(view.title)

/** Links to other public archives. */
export const elsewhereLinks = (list: MissingView['elsewhere']): readonly Safe[] =>
  list.map(e => markup`<a href="${e.href}" rel="noopener">${e.name}</a> `)
