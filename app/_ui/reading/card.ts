import type { CardView } from '../../_views/cards.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, sureTag } from './parts.ts'

/** Class names of a scenario's card: the lab prints the same. */
export const cardClasses = {
  card: 'card scenario-card',
  eyebrow: 'eyebrow',
  question: 'question',
  positions: 'positions',
  why: 'why',
  run: 'run',
} as const

const letters = 'ABCDEFGH'

/** How a card stands among many. */
export const compact = { heading: 'h3', folded: true } as const

/**
 * A scenario beside a patch. The link runs it on its own page; with script it opens in place. Positions are folded
 * where many cards stand on a page, or where the mail only argues about what the scenario plays.
 */
export function scenarioCard(card: CardView, shape: { heading: 'h2' | 'h3'; folded: boolean }): Safe {
  const positions = markup`<ol class="${cardClasses.positions}">${card.positions.map((p, i) => markup`<li class="pos pos-${letters[i] ?? 'H'}"><b>${p.title}</b> ${p.says}</li>`)}</ol>`
  return markup`<section class="${cardClasses.card}">
<p class="${cardClasses.eyebrow}">Scenario${card.variant === null ? null : markup` · plays <b>${card.variant.title}</b>`}</p>
${shape.heading === 'h3' ? markup`<h3 class="${cardClasses.question}">${card.question}</h3>` : markup`<h2 class="${cardClasses.question}">${card.question}</h2>`}
${shape.folded ? markup`<details class="fold"><summary>${count(card.positions.length, 'position')}</summary>${positions}</details>` : positions}
<p class="${cardClasses.why}">${card.reason}${sureTag(card.sure)}${card.debate === null ? null : markup` · <a href="${card.debate.href}">the debate</a>`}</p>
<p class="run-line"><a class="${cardClasses.run}" href="${card.runHref}" data-embed="${card.embedHref}" data-title="${card.title}" aria-label="Run ${card.title}${card.variant === null ? '' : `, ${card.variant.title}`}">Run</a></p>
</section>
`
}
