import { aboutView } from '../_views/about.ts'
import { page } from '../_ui/reading/answer.ts'
import { readingOnce } from '../_ui/reading/handler.ts'
import { aboutContent } from '../_ui/reading/plainPages.ts'
import manifest from '../../package.json' with { type: 'json' }

export const dynamic = 'force-dynamic'

/** `/about` */
export const GET = (request: Request) =>
  readingOnce(request, async ({ reader }) => {
    const versions = [
      { what: 'acknak', value: manifest.version },
      { what: 'Node', value: process.version },
      { what: 'Next', value: manifest.dependencies.next },
      { what: 'Prisma', value: manifest.dependencies.prisma },
    ]
    const view = await aboutView(reader, versions)
    return page({ title: 'About', path: '/about', isSample: false, layout: 'page', content: aboutContent(view) })
  })
