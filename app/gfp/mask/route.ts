import { maskHref, maskPage } from '../../_views/mask.ts'
import { page } from '../../_ui/reading/answer.ts'
import { reading } from '../../_ui/reading/handler.ts'
import { maskContent } from '../../_ui/reading/maskPage.ts'

export const dynamic = 'force-dynamic'

/** `/gfp/mask?m=0xcc0&order=0&kernel=v6.12`: what a mask does on a kernel; works without script. */
export const GET = (request: Request) =>
  reading(request, async (_archive, url) => {
    const view = maskPage(url.searchParams)
    return page(
      {
        title: view.view === null ? 'What would my mask do?' : `${view.view.hex} on ${view.view.kernel}`,
        path: maskHref(view.asked),
        isSample: false,
        layout: 'page',
        content: maskContent(view),
      },
      view.problems.length > 0 ? 400 : 200,
    )
  })
