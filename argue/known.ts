import type { MessageId, SubjectInfo } from '../model/index.ts'
import { debates } from './debates/all.ts'
import type { Debate, DebatePart } from './debate.ts'

/** Words of a title that are looked at; the rest of a hostile subject is not. */
const titleWordsMax = 60

/** Words of a title in lower case; `_` and `-` bind, so that `oom_reaper` is one word. */
export const wordsOf = (title: string): readonly string[] =>
  title
    .toLowerCase()
    .split(/[^a-z0-9_#-]+/)
    .filter(word => word !== '')
    .slice(0, titleWordsMax)

/** Titles are compared without case, punctuation and a version at the end (`oom reaper v5`). */
export const titleKey = (title: string): string => {
  const words = wordsOf(title)
  return words.filter((word, i) => i < words.length - 1 || !/^v[0-9]{1,3}$/.test(word)).join(' ')
}

/** Names are compared without case; an empty one is nobody's. */
export const sameName = (a: string, b: string): boolean => a !== '' && a.toLowerCase() === b.toLowerCase()

/** A posting with the debate that lists it. */
export type Known = { readonly debate: Debate; readonly part: DebatePart }

const known: readonly Known[] = debates.flatMap(debate => debate.patches.map(part => ({ debate, part })))

/** Postings by Message-ID. */
export const byId: ReadonlyMap<MessageId, Known> = new Map(
  known.flatMap(k => (k.part.messageId === null ? [] : [[k.part.messageId, k] as const])),
)

/** Debates by the Message-IDs that hold their positions. */
export const citing = new Map<MessageId, Debate[]>()
for (const debate of debates)
  for (const id of new Set(debate.positions.flatMap(p => p.cites.map(c => c.ref))))
    citing.set(id, [...(citing.get(id) ?? []), debate])

const byTitle = new Map<string, Known[]>()
for (const k of known) byTitle.set(titleKey(k.part.title), [...(byTitle.get(titleKey(k.part.title)) ?? []), k])

/** Of the postings under one title, the one of the same n/m, else of the same version, else the first. */
export const postingOf = (title: string, at: Pick<SubjectInfo, 'part' | 'total' | 'version'>): Known | undefined => {
  const found = byTitle.get(titleKey(title)) ?? []
  return (
    found.find(k => at.total !== null && k.part.total === at.total && k.part.part === at.part) ??
    found.find(k => k.part.version === at.version) ??
    found[0]
  )
}
