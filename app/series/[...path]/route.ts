import { seriesAnswer } from '../../_ui/reading/seriesAnswer.ts'
import { readingOnce } from '../../_ui/reading/handler.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ path: string[] }> }

/** `/series/<id>/`, `/series/<id>/v<k>/`; `?from=1&to=2`: the revisions compared. */
export const GET = (request: Request, { params }: Context) =>
  readingOnce(request, async ({ reader }, url) => {
    const { path } = await params
    return seriesAnswer(reader, path, url)
  })
