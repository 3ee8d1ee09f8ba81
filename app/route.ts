import { homeView } from './_views/home.ts'
import { page } from './_ui/reading/answer.ts'
import { readingOnce } from './_ui/reading/handler.ts'
import { homeContent } from './_ui/reading/homePage.ts'

export const dynamic = 'force-dynamic'

/** `/` */
export const GET = (request: Request) =>
  readingOnce(request, async ({ reader }) => {
    const view = await homeView(reader)
    return page({
      title: 'Home',
      path: '/',
      description: 'Kernel memory management arguments beside scenarios that run them',
      isSample: view.holding === 'sample',
      layout: 'page',
      ownSearch: true,
      content: homeContent(view),
    })
  })
