import { reading } from '../../_ui/reading/handler.ts'
import { mailAnswer } from '../../_ui/reading/mailAnswer.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ path: string[] }> }

/** `/all/<id>/`: a message whatever its list. */
export const GET = (request: Request, { params }: Context) =>
  reading(request, async ({ reader }, url) => mailAnswer(reader, 'all', (await params).path, url))
