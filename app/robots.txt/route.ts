import { safeHeaders } from '../_ui/http.ts'

export const dynamic = 'force-dynamic'

// Search and raw downloads cost us work and a crawler gains nothing: every mail has its own page.
const text = [
  'User-agent: *',
  'Disallow: /search',
  'Disallow: /*/raw$',
  'Disallow: /*/t.mbox.gz$',
  'Disallow: /*/T/$',
  'Disallow: /*?embed',
  '',
].join('\n')

/** `/robots.txt` */
export const GET = () =>
  new Response(text, {
    headers: { ...safeHeaders, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=86400' },
  })
