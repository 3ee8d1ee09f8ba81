import { mechanismBySlug, mechanisms } from '../../facts/mechanisms.ts'
import type { ArchiveReader } from '../../model/index.ts'
import { scenarios } from '../../sim/index.ts'
import { citeView } from './cites.ts'
import type { CiteView } from './cites.ts'
import type { LinkView } from './listing.ts'
import { allDebates } from './members.ts'
import { mentionViews, sampleLists } from './mentions.ts'
import type { MentionView } from './mentions.ts'
import { debateHref, mechanismHref, scenarioHref, searchHref } from './urls.ts'

/** The list of mechanisms. */
export type MechanismList = readonly {
  readonly slug: string
  readonly href: string
  readonly title: string
  readonly says: string
  readonly since: string | null
  readonly mails: number
}[]

export async function mechanismList(reader: ArchiveReader): Promise<MechanismList> {
  const mails = new Map((await reader.mentionCounts('mechanism')).map(c => [c.key, c.messages]))
  return mechanisms.map(m => ({
    slug: m.slug,
    href: mechanismHref(m.slug),
    title: m.title,
    says: m.says,
    since: m.since,
    mails: mails.get(m.slug) ?? 0,
  }))
}

/** A mechanism's page. */
export type MechanismPage = {
  readonly slug: string
  readonly title: string
  readonly says: string
  readonly since: string | null
  readonly aliases: readonly string[]
  readonly cites: readonly CiteView[]
  readonly related: readonly LinkView[]
  readonly debates: readonly LinkView[]
  readonly scenarios: readonly LinkView[]
  readonly mails: number
  readonly mentions: readonly MentionView[]
  readonly searchHref: string
}

const mentionsShown = 40

/** The page of a mechanism; null when there is none of that name. `slug` of the answer is the canonical one. */
export async function mechanismPage(reader: ArchiveReader, name: string): Promise<MechanismPage | null> {
  const fact = mechanismBySlug(name)
  if (fact === null) return null
  const [mentions, counts, samples] = await Promise.all([
    reader.mentions({ subject: 'mechanism', key: fact.slug, limit: mentionsShown }),
    reader.mentionCounts('mechanism'),
    sampleLists(reader),
  ])
  return {
    slug: fact.slug,
    title: fact.title,
    says: fact.says,
    since: fact.since,
    aliases: fact.aliases,
    cites: fact.cites.map(c => citeView(c)),
    related: fact.related.flatMap(slug => {
      const other = mechanismBySlug(slug)
      return other === null ? [] : [{ label: other.title, href: mechanismHref(other.slug) }]
    }),
    debates: allDebates()
      .filter(d => d.mechanisms.includes(fact.slug))
      .map(d => ({ label: d.title, href: debateHref(d.slug), title: d.question })),
    scenarios: scenariosOf(fact.slug),
    mails: counts.find(c => c.key === fact.slug)?.messages ?? 0,
    mentions: mentionViews(mentions, samples),
    searchHref: searchHref(`mech:${fact.slug}`),
  }
}

/** Scenarios that debates tie to a mechanism, and those of the debates about it. */
function scenariosOf(slug: string): readonly LinkView[] {
  const about = allDebates().filter(d => d.mechanisms.includes(slug))
  const ids = new Set([
    ...about.flatMap(d => d.scenarios.map(s => s.id)),
    ...allDebates().flatMap(d => d.scenarios.filter(s => s.mechanism === slug).map(s => s.id)),
  ])
  return scenarios
    .filter(s => ids.has(s.id))
    .map(s => ({ label: s.title, href: scenarioHref(s.id, null), title: s.question }))
}
