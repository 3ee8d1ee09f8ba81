import { reading } from '../../_ui/reading/handler.ts'
import { mailAnswer } from '../../_ui/reading/mailAnswer.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ list: string; path: string[] }> }

/** `/<list>/<id>/`, `/<list>/<id>/t/`, `/<list>/<id>/T/`, `/<list>/<id>/raw`, `/<list>/<id>/t.mbox.gz` */
export const GET = (request: Request, { params }: Context) =>
  reading(request, async ({ reader }, url) => {
    const { list, path } = await params
    return mailAnswer(reader, list, path, url)
  })
