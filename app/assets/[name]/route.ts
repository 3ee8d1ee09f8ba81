import { assetNamed } from '../../_ui/assets.ts'
import { safeHeaders } from '../../_ui/http.ts'

export const dynamic = 'force-dynamic'

type Context = { readonly params: Promise<{ name: string }> }

/** `/assets/site.<hash>.css|js`: for ever under its hash; under an old hash what is current, not kept. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const found = assetNamed((await params).name)
  if (found === null)
    return new Response('no such file\n', { status: 404, headers: { ...safeHeaders, 'Content-Type': 'text/plain' } })
  const caching = found.current ? 'public, max-age=31536000, immutable' : 'no-store'
  return new Response(found.asset.body, {
    headers: { ...safeHeaders, 'Content-Type': found.asset.type, 'Cache-Control': caching, ETag: found.asset.etag },
  })
}
