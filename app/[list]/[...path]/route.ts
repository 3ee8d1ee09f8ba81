import { reading } from '../../_ui/reading/handler.ts'
import { mailAnswer } from '../../_ui/reading/mailAnswer.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ list: string; path: string[] }> }

/** `/<list>/<id>/`, and `t/`, `T/`, `raw`, `t.mbox.gz`, `d/`, `<n>-<file>` below it. */
export const GET = (request: Request, { params }: Context) =>
  reading(request, async ({ reader }, url) => {
    const { list, path } = await params
    return mailAnswer(reader, list, path, url)
  })
