import { reading } from '../_ui/reading/handler.ts'
import { listAnswer } from '../_ui/reading/listAnswer.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ list: string }> }

/** `/<list>/` */
export const GET = (request: Request, { params }: Context) =>
  reading(request, async ({ reader }, url) => listAnswer(reader, (await params).list, url))
