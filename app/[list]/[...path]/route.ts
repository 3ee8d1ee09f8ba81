import { notFound } from '../../_ui/reading/answer.ts'
import { reading } from '../../_ui/reading/handler.ts'
import { mailAnswer } from '../../_ui/reading/mailAnswer.ts'
import { listHref } from '../../_views/urls.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ list: string; path: string[] }> }

/** `/<list>/<id>/`, `/<list>/<id>/t/`, `/<list>/<id>/T/`, `/<list>/<id>/raw`, `/<list>/<id>/t.mbox.gz` */
export const GET = (request: Request, { params }: Context) =>
  reading(request, async ({ reader }, url) => {
    const { list, path } = await params
    const lists = await reader.lists()
    if (!lists.some(l => l.slug === list))
      return notFound(url.pathname, `There is no list ‘${list}’ in this archive.`, [
        { label: `look for this id in all lists`, href: `/all${url.pathname.slice(url.pathname.indexOf('/', 1))}` },
        ...lists.map(l => ({ label: `/${l.slug}/`, href: listHref(l.slug) })),
      ])
    return mailAnswer(reader, list, path, url)
  })
