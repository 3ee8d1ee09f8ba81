import type { ArchiveReader, ListInfo, StoreCounts } from '../../model/index.ts'
import { debateCard } from './debate.ts'
import type { DebateCard } from './debate.ts'
import { holdingOf } from './holding.ts'
import type { Holding } from './holding.ts'
import { threadRowView } from './listing.ts'
import type { ThreadRowView } from './listing.ts'
import { allDebates } from './members.ts'
import type { Debate } from './members.ts'
import { searchHref } from './urls.ts'

/** The home page. */
export type HomeView = {
  readonly debates: readonly DebateCard[]
  readonly lists: readonly ListInfo[]
  readonly threads: readonly ThreadRowView[]
  readonly counts: StoreCounts
  readonly holding: Holding
  /** Queries that find something in this archive. */
  readonly examples: readonly { readonly query: string; readonly says: string; readonly href: string }[]
}

const newestShown = 12

export async function homeView(reader: ArchiveReader): Promise<HomeView> {
  const [debates, lists, threads, counts, flags, mechanisms, holding] = await Promise.all([
    Promise.all(runnableFirst(allDebates()).map(d => debateCard(reader, d))),
    reader.lists(),
    reader.threads({ list: null, before: null, limit: newestShown }),
    reader.counts(),
    reader.mentionCounts('gfp'),
    reader.mentionCounts('mechanism'),
    holdingOf(reader),
  ])
  const surnames = threads.map(t => t.author.name.split(' ').at(-1) ?? '').filter(name => /^\p{L}{3,}$/u.test(name))
  return {
    debates,
    lists,
    threads: threads.map(row => threadRowView(row, null)),
    counts,
    holding,
    examples: holding === 'nothing' ? [] : examplesFrom(flags, mechanisms, surnames[0]),
  }
}

/** Debates that a scenario plays come first; otherwise the order of the folder stays. */
const runnableFirst = (list: readonly Debate[]): readonly Debate[] =>
  [...list].sort((a, b) => b.scenarios.length - a.scenarios.length)

/** Examples are made from what the archive holds, so that each of them finds something. */
function examplesFrom(
  flags: readonly { key: string; messages: number }[],
  mechanisms: readonly { key: string; messages: number }[],
  author: string | undefined,
): HomeView['examples'] {
  const wanted = flags.find(f => f.key === '__GFP_NOFAIL') ?? flags[0]
  const mechanism = mechanisms.find(m => m.key === 'oom-reaper') ?? mechanisms[0]
  const list: { query: string; says: string }[] = []
  if (wanted !== undefined) list.push({ query: `gfp:${wanted.key}`, says: `${wanted.messages} mails name it` })
  if (mechanism !== undefined)
    list.push({ query: `mech:${mechanism.key}`, says: `${mechanism.messages} mails name it` })
  if (author !== undefined) list.push({ query: `f:${author}`, says: 'by author' })
  list.push({ query: 'has:patch', says: 'mails with a diff' })
  if (mechanism !== undefined) list.push({ query: `mech:${mechanism.key} has:patch`, says: 'both together' })
  return list.map(e => ({ ...e, href: searchHref(e.query) }))
}
