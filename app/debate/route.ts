import { debateCard } from '../_views/debate.ts'
import { allDebates } from '../_views/members.ts'
import { page, withSlash } from '../_ui/reading/answer.ts'
import { readingOnce } from '../_ui/reading/handler.ts'
import { debatesContent } from '../_ui/reading/debatePage.ts'

export const dynamic = 'force-dynamic'

/** `/debate/` */
export const GET = (request: Request) =>
  readingOnce(request, async ({ reader }, url) => {
    const list = await Promise.all(allDebates().map(d => debateCard(reader, d)))
    return (
      withSlash(url) ??
      page({ title: 'Debates', path: '/debate/', isSample: false, layout: 'page', content: debatesContent(list) })
    )
  })
