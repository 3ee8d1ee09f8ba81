import { nearest } from '../../../text/nearest.ts'
import type { ArchiveReader } from '../../../model/index.ts'
import { listView, readCursor } from '../../_views/listing.ts'
import { listHref } from '../../_views/urls.ts'
import type { Answer } from '../http.ts'
import { notFound, page, withSlash } from './answer.ts'
import { listContent } from './listPage.ts'

/** Answers `/<list>/`: its newest threads, or the lists there are. */
export async function listAnswer(reader: ArchiveReader, list: string, url: URL): Promise<Answer> {
  const view = await listView(reader, list, readCursor(url.searchParams))
  if (view === null) return noList(reader, list, url.pathname)
  return (
    withSlash(url) ??
    page({
      title: view.list.title || list,
      path: listHref(list),
      isSample: view.list.isSample,
      layout: 'page',
      content: listContent(view),
    })
  )
}

async function noList(reader: ArchiveReader, list: string, path: string): Promise<Answer> {
  const slugs = (await reader.lists()).map(l => l.slug)
  if (slugs.length === 0)
    return notFound(
      path,
      `There is no list ‘${list}’: the archive is empty. \`npx acknak ingest FILE.mbox\` reads your own mail, \`npx acknak fetch debates\` the threads of the debates.`,
    )
  const near = nearest(list, slugs)
  const sorted = near === null ? slugs : [near, ...slugs.filter(s => s !== near)]
  return notFound(
    path,
    `There is no list ‘${list}’ in this archive.${near === null ? '' : ` Did you mean ‘${near}’?`} Its lists:`,
    sorted.map(slug => ({ label: `/${slug}/`, href: listHref(slug) })),
  )
}
