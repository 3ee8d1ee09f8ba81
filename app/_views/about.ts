import { gfpVersions } from '../../facts/gfp/index.ts'
import { mechanisms } from '../../facts/mechanisms.ts'
import type { ArchiveReader, ListInfo, StoreCounts } from '../../model/index.ts'
import { scenarios } from '../../sim/index.ts'
import { allDebates } from './members.ts'

/** What is in the archive and what the tool knows, as counted now. */
export type AboutView = {
  readonly counts: StoreCounts
  readonly lists: readonly ListInfo[]
  readonly versions: readonly { readonly what: string; readonly value: string }[]
  readonly facts: {
    readonly gfpVersions: readonly string[]
    readonly mechanisms: number
    readonly debates: number
    readonly scenarios: readonly { id: string; title: string; checked: string }[]
  }
}

export async function aboutView(reader: ArchiveReader, versions: AboutView['versions']): Promise<AboutView> {
  const [counts, lists] = await Promise.all([reader.counts(), reader.lists()])
  return {
    counts,
    lists,
    versions,
    facts: {
      gfpVersions,
      mechanisms: mechanisms.length,
      debates: allDebates().length,
      scenarios: scenarios.map(s => ({ id: s.id, title: s.title, checked: s.checked })),
    },
  }
}
