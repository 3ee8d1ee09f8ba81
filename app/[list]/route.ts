import { listView, readCursor } from '../_views/listing.ts'
import { listHref } from '../_views/urls.ts'
import { notFound, page, withSlash } from '../_ui/reading/answer.ts'
import { reading } from '../_ui/reading/handler.ts'
import { listContent } from '../_ui/reading/listPage.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ list: string }> }

/** `/<list>/` */
export const GET = (request: Request, { params }: Context) =>
  reading(request, async ({ reader }, url) => {
    const { list } = await params
    const view = await listView(reader, list, readCursor(url.searchParams))
    if (view === null) {
      const near = (await reader.lists()).map(l => ({ label: `/${l.slug}/`, href: listHref(l.slug) }))
      return notFound(url.pathname, `There is no list ‘${list}’ in this archive. Its lists:`, near)
    }
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
  })
