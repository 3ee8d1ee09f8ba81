import { findPlace, homeList } from '../../_views/place.ts'
import { messageHref, readPath } from '../../_views/urls.ts'
import { found } from '../../_ui/reading/answer.ts'
import { reading } from '../../_ui/reading/handler.ts'
import { mailAnswer } from '../../_ui/reading/mailAnswer.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ path: string[] }> }

/** `/r/<id>`: the message in its best list; an unknown id gets the page that says where else to look. */
export const GET = (request: Request, { params }: Context) =>
  reading(request, async ({ reader }, url) => {
    const { path } = await params
    const place = await findPlace(reader, readPath(path).slice(0, 1))
    if (place.kind === 'mail') return found(messageHref(homeList(place.row.lists, null), place.row.skeleton.messageId))
    if (place.kind === 'ghost')
      return found(messageHref(homeList((await reader.thread(place.rootId))?.row.lists ?? [], null), place.id))
    return mailAnswer(reader, 'all', path, url)
  })
