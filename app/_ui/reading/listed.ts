import type { ListedView } from '../../_views/listed.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { compact, scenarioCard } from './card.ts'
import { words } from './parts.ts'

/** Patches that a debate lists and this archive lacks, each with its scenario, so that a missing part can be run too. */
export const listedParts = (list: readonly ListedView[]): Safe | null =>
  list.length === 0
    ? null
    : markup`<section class="listed" aria-labelledby="listed"><h2 id="listed">Known from the debate, not in this archive</h2>${list.map(
        p =>
          markup`<div class="listed-part"><p><span class="badge patch">v${p.version}${p.place === null ? null : ` ${p.place}`}</span> ${p.href === null ? words(p.title) : markup`<a href="${p.href}">${words(p.title)}</a>`} <span class="badge missing">missing</span> <a class="dim" href="${p.debateHref}">listed by the debate</a></p>${p.card === null ? null : scenarioCard(p.card, compact)}</div>`,
      )}</section>
`
