import { reading } from '../_ui/reading/handler.ts'
import { seriesIndexAnswer } from '../_ui/reading/seriesAnswer.ts'

export const dynamic = 'force-dynamic'

/** `/series/`: the newest threads that hold patches. */
export const GET = (request: Request) => reading(request, ({ reader }, url) => seriesIndexAnswer(reader, url))
