import { gfpMatrix } from '../_views/gfp.ts'
import { page, withSlash } from '../_ui/reading/answer.ts'
import { readingOnce } from '../_ui/reading/handler.ts'
import { gfpMatrixContent } from '../_ui/reading/gfpPages.ts'

export const dynamic = 'force-dynamic'

/** `/gfp/` */
export const GET = (request: Request) =>
  readingOnce(request, async ({ reader }, url) => {
    const content = gfpMatrixContent(await gfpMatrix(reader))
    return (
      withSlash(url) ?? page({ title: 'GFP flags by version', path: '/gfp/', isSample: false, layout: 'page', content })
    )
  })
