import { nearest } from '../../../text/nearest.ts'
import { debatePage } from '../../_views/debate.ts'
import { allDebates, debateBySlug } from '../../_views/members.ts'
import { debateHref } from '../../_views/urls.ts'
import { notFound, page, withSlash } from '../../_ui/reading/answer.ts'
import { readingOnce } from '../../_ui/reading/handler.ts'
import { debateContent } from '../../_ui/reading/debatePage.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ slug: string }> }

/** `/debate/<slug>/` */
export const GET = (request: Request, { params }: Context) =>
  readingOnce(request, async ({ reader }, url) => {
    const { slug } = await params
    const debate = debateBySlug(slug)
    if (debate === null) {
      const near = nearest(
        slug,
        allDebates().map(d => d.slug),
      )
      return notFound(url.pathname, `No debate is called ‘${slug}’.`, [
        ...(near === null ? [] : [{ label: near, href: debateHref(near) }]),
        { label: 'all debates', href: '/debate/' },
      ])
    }
    const view = await debatePage(reader, debate)
    return (
      withSlash(url) ??
      page({
        title: view.title,
        path: view.href,
        description: view.question,
        isSample: false,
        layout: 'page',
        content: debateContent(view),
      })
    )
  })
