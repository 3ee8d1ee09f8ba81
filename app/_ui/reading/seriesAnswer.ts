import type { ArchiveReader, MessageId } from '../../../model/index.ts'
import { threadRowView } from '../../_views/listing.ts'
import { homeList } from '../../_views/place.ts'
import { seriesPage } from '../../_views/seriesPage.ts'
import { messageHref, readSeriesPath, seriesHref } from '../../_views/urls.ts'
import type { Answer } from '../http.ts'
import { found, notFound, page, withSlash } from './answer.ts'
import { seriesContent, seriesIndexContent } from './seriesPage.ts'

/** Answers `/series/<id>/` and `/series/<id>/v<k>/` for the id of any mail of the series. */
export async function seriesAnswer(reader: ArchiveReader, segments: readonly string[], url: URL): Promise<Answer> {
  const readings = readSeriesPath(segments)
  for (const { id, version } of readings) {
    const [from, to] = [url.searchParams.get('from'), url.searchParams.get('to')]
    const view = await seriesPage(reader, id, { version, from, to })
    if (view === null) continue
    if (version !== null && !view.versions.some(v => v.label === `v${version}`))
      return notFound(
        url.pathname,
        `This series has no v${version} here. Revisions that are:`,
        view.versions.map(v => ({ label: v.label, href: v.href })),
      )
    // Any posting's id leads here; the address is that of the first one, which earlier mail may change.
    if (id !== view.key) return found(seriesHref(view.key, version) + url.search)
    return (
      withSlash(url) ??
      page({
        title: `${view.title}: ${view.versions.length === 1 ? view.versions[0]!.label : `${view.versions[0]!.label} to ${view.versions.at(-1)!.label}`}`,
        path: view.href,
        description: `Revisions of the patch series ‘${view.title}’, what changed between them, and what was said`,
        isSample: view.isSample,
        layout: 'page',
        content: seriesContent(view),
      })
    )
  }
  return noSeries(reader, url, readings.at(-1)?.id ?? '')
}

/** A mail that is no posting has a page; an unknown id has none. */
async function noSeries(reader: ArchiveReader, url: URL, id: MessageId): Promise<Answer> {
  const mail = await reader.message(id)
  if (mail !== null)
    return notFound(
      url.pathname,
      'This mail is part of no patch series. A series page needs the id of a cover or patch:',
      [
        { label: 'the mail', href: messageHref(homeList(mail.lists, null), id) },
        { label: 'threads with patches', href: '/series/' },
      ],
    )
  return notFound(url.pathname, 'No patch series of this archive holds a mail with this id.', [
    { label: 'look for the mail', href: `/r/${encodeURIComponent(id)}` },
    { label: 'threads with patches', href: '/series/' },
  ])
}

/** Threads looked through for those that begin with a patch. */
const threadsMax = 200

/** `/series/`: newest threads that begin with a patch. */
export async function seriesIndexAnswer(reader: ArchiveReader, url: URL): Promise<Answer> {
  const rows = (await reader.threads({ list: null, before: null, limit: threadsMax })).map(row =>
    threadRowView(row, null),
  )
  return (
    withSlash(url) ??
    page({
      title: 'Patch series',
      path: '/series/',
      isSample: false,
      layout: 'page',
      content: seriesIndexContent(rows.filter(row => row.seriesHref !== null)),
    })
  )
}
