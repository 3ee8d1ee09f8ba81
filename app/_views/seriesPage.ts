import type { ArchiveReader, MessageId, PatchSeries } from '../../model/index.ts'
import { clipLine, subjectCharsMax } from './bounds.ts'
import { personView } from './people.ts'
import type { PersonView } from './people.ts'
import { homeList } from './place.ts'
import { postingsAround } from './seriesChain.ts'
import type { CompareView } from './seriesCompare.ts'
import { labelOf, versionView } from './seriesVersions.ts'
import type { VersionView } from './seriesVersions.ts'
import { seriesHref } from './urls.ts'

/** The page of a patch series: its revisions, what changed between them, what became of comments. */
export type SeriesPage = {
  readonly key: MessageId
  readonly title: string
  readonly author: PersonView
  readonly isSample: boolean
  readonly list: string
  /** Its address: that of its first posting's key, with the revision where one was asked for. */
  readonly href: string
  readonly versions: readonly VersionView[]
  /** Anchor of the revision that the address names, else of the last. */
  readonly here: string
  readonly compare: CompareView | null
}

/** What the address of a series page asks for. `version`: without its `v`; `from`, `to`: labels of revisions. */
export type SeriesQuery = { readonly version: string | null; readonly from: string | null; readonly to: string | null }

/** Loads the series that holds `id`; null when none does. */
export async function seriesPage(reader: ArchiveReader, id: MessageId, query: SeriesQuery): Promise<SeriesPage | null> {
  const postings = await postingsAround(reader, id)
  const first = postings[0]
  if (first === undefined) return null
  const key = first.key
  const mail = await reader.message(firstHeld(postings) ?? id)
  const list = homeList(mail?.lists ?? [], null)
  const versions = postings.map(series =>
    versionView(series, key, list, { reasons: [], facts: [], tagsOf: () => [], replacedBy: () => null }),
  )
  const asked = query.version === null ? undefined : postings.find(s => labelOf(s) === `v${query.version}`)
  return {
    key,
    title: clipLine(postings.at(-1)!.title, subjectCharsMax),
    author: personView(first.author),
    isSample: mail?.isSample ?? false,
    list,
    href: seriesHref(key, asked === undefined ? null : query.version),
    versions,
    here: versions[postings.indexOf(asked ?? postings.at(-1)!)]!.anchor,
    compare: null,
  }
}

const firstHeld = (postings: readonly PatchSeries[]): MessageId | null =>
  postings.flatMap(s => s.parts.map(p => p.messageId)).find(held => held !== null) ?? null
