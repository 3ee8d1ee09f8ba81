import { gfpNames } from '../../../facts/gfp/index.ts'
import { nearest } from '../../../text/nearest.ts'
import { canonicalFlag, gfpPage } from '../../_views/gfp.ts'
import { gfpHref } from '../../_views/urls.ts'
import { moved, notFound, page, withSlash } from '../../_ui/reading/answer.ts'
import { readingOnce } from '../../_ui/reading/handler.ts'
import { gfpContent } from '../../_ui/reading/gfpPages.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ flag: string }> }

/** `/gfp/<FLAG>/`; other spellings of a flag redirect to the one it is stored under. */
export const GET = (request: Request, { params }: Context) =>
  readingOnce(request, async ({ reader }, url) => {
    const { flag } = await params
    const name = canonicalFlag(flag)
    const view = name === null ? null : await gfpPage(reader, name)
    if (name === null || view === null) {
      const near = nearest(flag.toUpperCase(), gfpNames)
      return notFound(url.pathname, `No known kernel has a flag ‘${flag}’, and none was proposed under this name.`, [
        ...(near === null ? [] : [{ label: near, href: gfpHref(near) }]),
        { label: 'all flags by version', href: '/gfp/' },
      ])
    }
    if (name !== flag) return moved(gfpHref(name))
    return (
      withSlash(url) ??
      page({
        title: name,
        path: gfpHref(name),
        isSample: view.mentions.some(m => m.isSample),
        layout: 'page',
        content: gfpContent(view),
      })
    )
  })
