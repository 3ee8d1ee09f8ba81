import type { Debate, DebatePart } from '../../argue/debate.ts'
import { mechanismBySlug } from '../../facts/mechanisms.ts'
import type { ArchiveReader, Cite, MessageId } from '../../model/index.ts'
import { cardOfListed } from './cards.ts'
import { idsOf } from '../../argue/parts.ts'
import { citeView, knownMails } from './cites.ts'
import type { CiteView } from './cites.ts'
import { holdingOf } from './holding.ts'
import type { Holding } from './holding.ts'
import type { LinkView } from './listing.ts'
import { scenarioInfo } from './members.ts'
import { debateHref, elsewhere, gfpHref, mechanismHref, messageHref, scenarioHref } from './urls.ts'

/** A debate in a list: its question and who answers what. */
export type DebateCard = {
  readonly slug: string
  readonly href: string
  readonly title: string
  readonly question: string
  readonly year: number
  readonly positions: readonly { readonly title: string; readonly holders: string }[]
  readonly outcome: string
  readonly scenarios: readonly LinkView[]
  /** Of its known postings, how many this archive holds. */
  readonly held: number
  readonly known: number
  /** What the archive holds at all: in the sample no posting can be expected. */
  readonly holding: Holding
}

export type PartRowView = {
  readonly place: string
  readonly title: string
  readonly author: string
  readonly posted: string
  readonly fate: string | null
  readonly sure: string
  readonly state: 'held' | 'ghost' | 'missing'
  /** Its page here, or the archive that may have it. */
  readonly href: string | null
  readonly isCover: boolean
  readonly run: { readonly href: string; readonly embed: string; readonly title: string } | null
}

/** A scenario of a debate with all its variants. */
export type PlayedView = {
  readonly title: string
  readonly question: string
  readonly href: string
  readonly positions: readonly { readonly title: string; readonly says: string }[]
  readonly runs: readonly {
    readonly title: string
    readonly says: string
    readonly href: string
    readonly embed: string
  }[]
}

/** A debate's page. */
export type DebatePage = DebateCard & {
  readonly summary: string
  readonly columns: readonly {
    readonly id: string
    readonly title: string
    readonly says: string
    readonly holders: readonly string[]
    readonly cites: readonly CiteView[]
  }[]
  /** Postings by revision, oldest first. */
  readonly revisions: readonly {
    readonly label: string
    readonly posted: string
    readonly parts: readonly PartRowView[]
  }[]
  readonly played: readonly PlayedView[]
  readonly outcomeSays: string
  readonly merged: readonly {
    readonly commit: string
    readonly title: string
    readonly kernel: string
    readonly sure: string
  }[]
  readonly doubts: readonly string[]
  readonly outcomeCites: readonly CiteView[]
  readonly threads: readonly LinkView[]
  readonly flags: readonly LinkView[]
  readonly mechanisms: readonly LinkView[]
  readonly cites: readonly CiteView[]
}

/** What the archive holds of the ids given: `held` as mail, `ghost` as a place others refer to. */
export async function heldOf(
  reader: ArchiveReader,
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, 'held' | 'ghost'>> {
  const roots = await reader.rootsOf(ids)
  const held = new Set((await reader.messages(ids)).map(row => row.skeleton.messageId))
  const states = new Map<MessageId, 'held' | 'ghost'>()
  for (const id of ids)
    if (held.has(id)) states.set(id, 'held')
    else if (roots.has(id)) states.set(id, 'ghost')
  return states
}

const idsOfPatches = (debate: Debate): readonly MessageId[] =>
  debate.patches.flatMap(p => (p.messageId === null ? [] : [p.messageId]))

/** A debate as lists show it. */
export async function debateCard(reader: ArchiveReader, debate: Debate): Promise<DebateCard> {
  return cardWith(debate, await heldOf(reader, idsOfPatches(debate)), await holdingOf(reader))
}

function cardWith(debate: Debate, states: ReadonlyMap<MessageId, 'held' | 'ghost'>, holding: Holding): DebateCard {
  return {
    slug: debate.slug,
    href: debateHref(debate.slug),
    title: debate.title,
    question: debate.question,
    year: debate.year,
    positions: debate.positions.map(p => ({ title: p.title, holders: p.holders.join(', ') })),
    outcome: debate.outcome.says,
    scenarios: debate.scenarios.flatMap(s => {
      const info = scenarioInfo(s.id)
      return info === null ? [] : [{ label: info.title, href: scenarioHref(info.id, null), title: info.question }]
    }),
    held: [...states.values()].filter(s => s === 'held').length,
    known: debate.patches.length,
    holding,
  }
}

/** The page of a debate. */
export async function debatePage(reader: ArchiveReader, debate: Debate): Promise<DebatePage> {
  const states = await heldOf(reader, [...new Set([...idsOfPatches(debate), ...debate.roots])])
  const known = await knownMails(reader, [...idsOf(debate)])
  const cite = (c: Cite): CiteView => citeView(c, known)
  return {
    ...cardWith(
      debate,
      new Map([...states].filter(([id]) => idsOfPatches(debate).includes(id))),
      await holdingOf(reader),
    ),
    summary: debate.summary,
    columns: debate.positions.map(p => ({
      id: p.id,
      title: p.title,
      says: p.says,
      holders: p.holders,
      cites: p.cites.map(cite),
    })),
    revisions: revisions(debate, states),
    played: debate.scenarios.flatMap(s => playedView(s.id)),
    outcomeSays: debate.outcome.says,
    merged: debate.outcome.merged,
    doubts: debate.outcome.doubts,
    outcomeCites: debate.outcome.cites.map(cite),
    threads: debate.roots.map(id => ({
      label: id,
      href: states.has(id) ? `${messageHref('all', id)}t/` : elsewhere(id)[0]!.href,
      title:
        states.get(id) === 'held'
          ? 'in this archive'
          : states.has(id)
            ? 'its replies are in this archive'
            : 'not in this archive',
    })),
    flags: debate.flags.map(flag => ({ label: flag, href: gfpHref(flag) })),
    mechanisms: debate.mechanisms.map(slug => ({
      label: mechanismBySlug(slug)?.title ?? slug,
      href: mechanismHref(slug),
    })),
    cites: debate.cites.map(cite),
  }
}

function playedView(id: string): readonly PlayedView[] {
  const info = scenarioInfo(id)
  if (info === null) return []
  const runs = info.variants.map(v => ({
    title: v.title,
    says: v.says,
    href: scenarioHref(id, v.id),
    embed: scenarioHref(id, v.id, true),
  }))
  const positions = info.positions.map(p => ({ title: p.title, says: p.says }))
  return [{ title: info.title, question: info.question, href: scenarioHref(id, null), positions, runs }]
}

function revisions(debate: Debate, states: ReadonlyMap<MessageId, 'held' | 'ghost'>): DebatePage['revisions'] {
  const groups: { label: string; posted: string; parts: PartRowView[] }[] = []
  let key = ''
  for (const part of debate.patches) {
    const own = `${part.version} ${part.posted} ${part.total}`
    if (own !== key) groups.push({ label: `v${part.version}`, posted: part.posted, parts: [] })
    key = own
    groups.at(-1)!.parts.push(partRow(part, debate.slug, states))
  }
  return groups
}

function partRow(part: DebatePart, debate: string, states: ReadonlyMap<MessageId, 'held' | 'ghost'>): PartRowView {
  const state = part.messageId === null ? 'missing' : (states.get(part.messageId) ?? 'missing')
  const card = cardOfListed(part, debate)
  return {
    place: part.part === null || part.total === null ? '' : `${part.part}/${part.total}`,
    title: part.title,
    author: part.author,
    posted: part.posted,
    fate: part.fate,
    sure: part.sure,
    state,
    href:
      part.messageId === null
        ? null
        : state === 'missing'
          ? elsewhere(part.messageId)[0]!.href
          : messageHref('all', part.messageId),
    isCover: part.kind === 'cover',
    run: card === null ? null : { href: card.runHref, embed: card.embedHref, title: card.title },
  }
}
