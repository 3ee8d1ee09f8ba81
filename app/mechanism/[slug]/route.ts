import { nearest } from '../../../text/nearest.ts'
import { mechanisms } from '../../../facts/mechanisms.ts'
import { mechanismPage } from '../../_views/mechanism.ts'
import { mechanismHref } from '../../_views/urls.ts'
import { moved, notFound, page, withSlash } from '../../_ui/reading/answer.ts'
import { readingOnce } from '../../_ui/reading/handler.ts'
import { mechanismContent } from '../../_ui/reading/termPages.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ slug: string }> }

/** `/mechanism/<slug>/` */
export const GET = (request: Request, { params }: Context) =>
  readingOnce(request, async ({ reader }, url) => {
    const { slug } = await params
    const view = await mechanismPage(reader, slug)
    if (view === null) {
      const near = nearest(
        slug,
        mechanisms.map(m => m.slug),
      )
      return notFound(url.pathname, `No mechanism is called ‘${slug}’.`, [
        ...(near === null ? [] : [{ label: near, href: mechanismHref(near) }]),
        { label: 'all mechanisms', href: '/mechanism/' },
      ])
    }
    if (view.slug !== slug) return moved(mechanismHref(view.slug))
    return (
      withSlash(url) ??
      page({
        title: view.title,
        path: mechanismHref(slug),
        description: view.says,
        isSample: view.mentions.some(m => m.isSample),
        layout: 'page',
        content: mechanismContent(view),
      })
    )
  })
