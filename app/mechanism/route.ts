import { mechanismList } from '../_views/mechanism.ts'
import { page, withSlash } from '../_ui/reading/answer.ts'
import { readingOnce } from '../_ui/reading/handler.ts'
import { mechanismsContent } from '../_ui/reading/termPages.ts'

export const dynamic = 'force-dynamic'

/** `/mechanism/` */
export const GET = (request: Request) =>
  readingOnce(request, async ({ reader }, url) => {
    const content = mechanismsContent(await mechanismList(reader))
    return (
      withSlash(url) ?? page({ title: 'Mechanisms', path: '/mechanism/', isSample: false, layout: 'page', content })
    )
  })
