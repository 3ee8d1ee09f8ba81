import { offsetMax, searchView } from '../_views/search.ts'
import { searchHref } from '../_views/urls.ts'
import { page } from '../_ui/reading/answer.ts'
import { reading } from '../_ui/reading/handler.ts'
import { searchContent } from '../_ui/reading/searchPage.ts'

export const dynamic = 'force-dynamic'

/** Longest query that is read; the form allows no longer one. */
const queryCharsMax = 500

/** `/search?q=...&o=...` */
export const GET = (request: Request) =>
  reading(request, async ({ search }, url) => {
    const query = (url.searchParams.get('q') ?? '').slice(0, queryCharsMax)
    const offset = Number(url.searchParams.get('o') ?? 0)
    const view = await searchView(
      (q, p) => search.answer(q, p),
      query,
      Number.isSafeInteger(offset) ? Math.min(offset, offsetMax) : 0,
    )
    return page(
      {
        title: query === '' ? 'Search' : `Search: ${query}`,
        path: searchHref(query, view.from),
        isSample: view.hits.some(h => h.isSample),
        query,
        layout: 'page',
        content: searchContent(view),
      },
      view.refusal === null ? 200 : 400,
    )
  })
