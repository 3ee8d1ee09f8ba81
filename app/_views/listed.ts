import type { DebatePart } from '../../argue/debate.ts'
import type { MessageId, PatchSeries, StoredThread } from '../../model/index.ts'
import { cardOfListed } from './cards.ts'
import type { CardView } from './cards.ts'
import { allDebates } from './members.ts'
import type { SeriesView } from './thread.ts'
import { debateHref, messageHref } from './urls.ts'

/** A patch that a debate lists and the archive lacks. */
export type ListedView = {
  readonly title: string
  readonly version: number
  readonly place: string | null
  /** Its ghost's page, or its address elsewhere; null when its id is not known. */
  readonly href: string | null
  readonly card: CardView | null
  readonly debateHref: string
}

/** A listed patch by its id, with the debate that lists it. */
export function listedById(id: MessageId): { patch: DebatePart; debate: string } | null {
  for (const debate of allDebates()) {
    const patch = debate.patches.find(p => p.messageId === id)
    if (patch !== undefined) return { patch, debate: debate.slug }
  }
  return null
}

/**
 * Patches missing from a thread's series that debates know: those of the same version and total as one of its
 * series, whose mail the thread does not hold.
 */
export function listedHere(thread: StoredThread, series: readonly PatchSeries[], list: string): readonly ListedView[] {
  const held = new Set(thread.nodes.filter(n => n.message !== null).map(n => n.messageId))
  const known = new Set(thread.nodes.map(n => n.messageId))
  return allDebates()
    .filter(debate => debate.patches.some(p => p.messageId !== null && known.has(p.messageId)))
    .flatMap(debate =>
      debate.patches
        .filter(p => p.messageId === null || !held.has(p.messageId))
        .filter(
          p =>
            series.some(s => s.version === p.version && (p.total === null || p.total === s.total)) ||
            (p.messageId !== null && known.has(p.messageId)),
        )
        .filter(
          p =>
            !series.some(
              s => s.version === p.version && s.parts.some(part => part.part === p.part && part.messageId !== null),
            ),
        )
        .map(p =>
          listedView(
            p,
            debate.slug,
            p.messageId !== null && known.has(p.messageId) ? messageHref(list, p.messageId) : null,
          ),
        ),
    )
}

/** Parts of a series that the archive lacks, with the titles and places that a debate's list of patches knows. */
export function withListedParts(view: SeriesView, thread: StoredThread, list: string): SeriesView {
  const known = new Set(thread.nodes.map(n => n.messageId))
  const patches = allDebates()
    .filter(debate => debate.patches.some(p => p.messageId !== null && known.has(p.messageId)))
    .flatMap(debate => debate.patches)
    .filter(p => p.version === view.version && p.total === view.total)
  const parts = view.parts.map(part => {
    const patch = part.state === 'held' ? undefined : patches.find(p => p.part === part.part)
    if (patch === undefined) return part
    const isGhost = patch.messageId !== null && known.has(patch.messageId)
    return {
      ...part,
      title: part.title === '' ? patch.title : part.title,
      href: part.href ?? (isGhost ? messageHref(list, patch.messageId!) : null),
      state: isGhost ? ('ghost' as const) : part.state,
    }
  })
  return { ...view, parts }
}

/** A listed patch as pages show it. */
export function listedView(patch: DebatePart, debate: string, href: string | null): ListedView {
  return {
    title: patch.title,
    version: patch.version,
    place: patch.part === null || patch.total === null ? null : `${patch.part}/${patch.total}`,
    href,
    card: cardOfListed(patch, debate),
    debateHref: debateHref(debate),
  }
}
