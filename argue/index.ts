import type { MessageId } from '../model/index.ts'
import { debates } from './debates/all.ts'
import type { Debate } from './debate.ts'
import { idsOf } from './parts.ts'

export { debates }
export type * from './debate.ts'
export { linksFor, type Linkable } from './link.ts'
export { idsOf, partsOf, type PartRow } from './parts.ts'

const bySlug: ReadonlyMap<string, Debate> = new Map(debates.map(debate => [debate.slug, debate]))

const naming = new Map<MessageId, Debate[]>()
for (const debate of debates) for (const id of idsOf(debate)) naming.set(id, [...(naming.get(id) ?? []), debate])

/** The debate of a slug; null when there is none. */
export const debateBySlug = (slug: string): Debate | null => bySlug.get(slug) ?? null

/** Debates that name a message: as a patch, as the start of a thread, or for a position. */
export const debatesOf = (messageId: MessageId): readonly Debate[] => naming.get(messageId) ?? []
