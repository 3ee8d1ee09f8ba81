import { safeHeaders } from '../_ui/http.ts'
import { favicon } from '../_ui/reading/icons.ts'

export const dynamic = 'force-dynamic'

/** `/favicon.svg` */
export const GET = () =>
  new Response(favicon, {
    headers: { ...safeHeaders, 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=86400' },
  })
