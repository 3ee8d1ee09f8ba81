import type { DebatePart } from '../../argue/debate.ts'
import type { ScenarioInfo, ScenarioLink } from '../../model/index.ts'
import { scenarioInfo } from './members.ts'
import { debateHref, scenarioHref } from './urls.ts'

/** A scenario beside a patch: its question, who holds what, why it stands here, and where it runs. */
export type CardView = {
  readonly scenario: string
  readonly title: string
  readonly question: string
  readonly positions: readonly { readonly title: string; readonly says: string }[]
  readonly variant: { readonly id: string; readonly title: string } | null
  /** True when it plays the patch or series itself, not only what a mail argues about. */
  readonly isPlayed: boolean
  /** Why this scenario is shown here, and how sure that is. */
  readonly reason: string
  readonly sure: string
  readonly debate: { readonly slug: string; readonly href: string } | null
  readonly runHref: string
  /** The same in a frame on this page. */
  readonly embedHref: string
}

/** One card a scenario and variant, surest link first; links to scenarios that do not exist (yet) are left out. */
export function cardsOf(links: readonly ScenarioLink[]): readonly CardView[] {
  const cards = new Map<string, CardView>()
  for (const link of [...links].sort((a, b) => order[a.sure] - order[b.sure])) {
    const key = `${link.scenario} ${link.variant ?? ''}`
    if (cards.has(key)) continue
    const info = scenarioInfo(link.scenario)
    if (info === null) continue
    cards.set(
      key,
      cardOf(info, link.variant, link.debate, reasonSays[link.kind] + link.reason, link.sure, isPlayed(link)),
    )
  }
  return [...cards.values()]
}

/** The card of a patch that a debate lists, held by the archive or not. Null when no scenario plays it. */
export function cardOfListed(patch: DebatePart, debate: string): CardView | null {
  const info = patch.scenario === null ? null : scenarioInfo(patch.scenario)
  return info === null ? null : cardOf(info, patch.variant, debate, 'listed by the debate', patch.sure, true)
}

const isPlayed = (link: ScenarioLink): boolean => link.kind === 'patch' || link.kind === 'series'

const order = { certain: 0, likely: 1, guess: 2 } as const

const reasonSays: Readonly<Record<ScenarioLink['kind'], string>> = {
  patch: 'this patch: ',
  series: 'its series: ',
  argument: 'the argument: ',
  mechanism: 'the mechanism: ',
}

function cardOf(
  info: ScenarioInfo,
  variant: string | null,
  debate: string | null,
  reason: string,
  sure: string,
  isPlayed: boolean,
): CardView {
  const played = info.variants.find(v => v.id === variant)
  return {
    scenario: info.id,
    title: info.title,
    question: info.question,
    positions: info.positions.map(p => ({ title: p.title, says: p.says })),
    variant: played === undefined ? null : { id: played.id, title: played.title },
    isPlayed,
    reason,
    sure,
    debate: debate === null ? null : { slug: debate, href: debateHref(debate) },
    runHref: scenarioHref(info.id, played?.id ?? null),
    embedHref: scenarioHref(info.id, played?.id ?? null, true),
  }
}
