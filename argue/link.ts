import { mechanismBySlug } from '../facts/index.ts'
import type { Address, MessageId, PatchSeries, ScenarioLink, SubjectInfo } from '../model/index.ts'
import { debates } from './debates/all.ts'
import type { DebatePart } from './debate.ts'
import { byId, citing, type Known, postingOf, sameName, titleKey, wordsOf } from './known.ts'

/** What linking needs to know of a message. */
export type Linkable = {
  readonly messageId: MessageId
  readonly subject: SubjectInfo
  readonly author: Address
  readonly hasDiff: boolean
  /** Paths its diff touches, when they are known. */
  readonly files?: readonly string[]
  /** The series the message belongs to, when one was found. */
  readonly series?: PatchSeries | null
}

/** A reply is tied to a patch by title only if the title is long enough to be nobody else's. */
const titleWordsMin = 4
const link = (m: Linkable, k: Known, rest: Pick<ScenarioLink, 'kind' | 'sure' | 'reason'>): ScenarioLink[] =>
  k.part.scenario === null
    ? []
    : [
        {
          messageId: m.messageId,
          scenario: k.part.scenario,
          variant: k.part.variant,
          debate: k.debate.slug,
          ...rest,
          ...(k.part.standIn === null ? {} : { sure: 'likely', reason: `${rest.reason} ${k.part.standIn}` }),
        },
      ]

/** `"mm, oom: introduce oom reaper" (v5, 1/5)`. */
const partName = (part: DebatePart): string =>
  `"${part.title}" (v${part.version}${part.part === null ? '' : `, ${part.part}/${part.total}`})`

const byMessageId = (m: Linkable): ScenarioLink[] => {
  const k = byId.get(m.messageId)
  if (k !== undefined)
    return link(m, k, {
      kind: k.part.kind === 'cover' ? 'series' : 'patch',
      sure: 'certain',
      reason: `Its Message-ID is that of ${partName(k.part)}, which the debate lists.`,
    })
  return (citing.get(m.messageId) ?? []).flatMap(debate =>
    debate.scenarios.map(scenario => ({
      messageId: m.messageId,
      scenario: scenario.id,
      variant: null,
      debate: debate.slug,
      kind: 'argument' as const,
      sure: 'certain' as const,
      reason: 'The debate cites this message for a position.',
    })),
  )
}

const bySubject = (m: Linkable): ScenarioLink[] => {
  const key = titleKey(m.subject.bare)
  const k = postingOf(m.subject.bare, m.subject)
  if (k === undefined) return []
  if (m.subject.isReply)
    return key.split(' ').length < titleWordsMin
      ? []
      : link(m, k, {
          kind: 'argument',
          sure: 'likely',
          reason: `A reply under the title of a patch of the debate: "${k.part.title}".`,
        })
  if (!m.subject.isPatch || !sameName(m.author.name, k.part.author)) return []
  return link(m, k, {
    kind: k.part.kind === 'cover' ? 'series' : 'patch',
    sure: 'likely',
    reason: `Same title and author as ${partName(k.part)}, which the debate lists.`,
  })
}

const bySeries = (m: Linkable): ScenarioLink[] => {
  if (m.series == null || m.subject.isReply) return []
  const { series } = m
  const ids = [series.key, series.coverId, ...series.parts.map(p => p.messageId)]
  const titled = postingOf(series.title, { part: 0, total: series.total, version: series.version })
  const k =
    ids.map(id => (id === null ? undefined : byId.get(id))).find(found => found !== undefined) ??
    (titled !== undefined && sameName(series.author.name, titled.part.author) ? titled : undefined)
  return k === undefined
    ? []
    : link(m, k, {
        kind: 'series',
        sure: 'likely',
        reason: `Belongs to a series that the debate lists ("${k.part.title}").`,
      })
}

/** The name of a mechanism that the words hold, as whole words; null when they hold none. */
const names = (words: readonly string[], slug: string): string | null => {
  const text = ` ${words.join(' ')} `
  const loose = ` ${words.join(' ').replaceAll(/[_-]/g, ' ')} `
  const aliases = mechanismBySlug(slug)?.aliases ?? []
  const within = (where: string) => aliases.find(alias => where.includes(` ${alias} `))
  return within(text) ?? within(loose) ?? null
}

const byMechanism = (m: Linkable): ScenarioLink[] => {
  if (m.subject.isReply || !(m.subject.isPatch || m.hasDiff)) return []
  const words = wordsOf(m.subject.bare)
  const split = words.flatMap(word => word.split(/[_-]/))
  return debates.flatMap(debate =>
    debate.scenarios.flatMap(scenario => {
      const reason = mechanismReason(scenario.mechanism, scenario.titleWords, words, split, m.files ?? [])
      return reason === null
        ? []
        : [
            {
              messageId: m.messageId,
              scenario: scenario.id,
              variant: null,
              debate: null,
              kind: 'mechanism' as const,
              sure: 'guess' as const,
              reason,
            },
          ]
    }),
  )
}

/** Why a title is taken to be about a mechanism: it names it, or holds one of its verbs beside `oom`. */
const mechanismReason = (
  mechanism: string,
  titleWords: readonly string[],
  words: readonly string[],
  split: readonly string[],
  files: readonly string[],
): string | null => {
  const named = names(words, mechanism)
  if (named !== null) return `The patch's title names "${named}".`
  const verb = titleWords.find(word => split.includes(word))
  if (verb === undefined) return null
  if (split.includes('oom')) return `The patch's title says "${verb}" of something OOM.`
  if (files.includes('mm/oom_kill.c')) return `The patch's title says "${verb}" and its diff touches mm/oom_kill.c.`
  return null
}

/**
 * Scenarios that play what a message proposes or argues about, surest reason only: its Message-ID in a debate
 * (certain), its title and author, or the title it replies under (likely), its series (likely), a mechanism that a
 * patch's title is about (guess). Empty for everything else; each link says why it is there.
 */
export const linksFor = (message: Linkable): readonly ScenarioLink[] => {
  for (const rule of [byMessageId, bySubject, bySeries, byMechanism]) {
    const links = rule(message)
    if (links.length > 0) return links
  }
  return []
}
