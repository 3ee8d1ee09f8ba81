import { safeHeaders } from '../../_ui/http.ts'
import { reading } from '../../_ui/reading/handler.ts'
import { mailText } from '../../_views/oom.ts'

export const dynamic = 'force-dynamic'

/** `/oom/text?id=<Message-ID>`: the decoded text of a mail and of its text attachments, for `/oom?mail=` to read. */
export const GET = (request: Request) =>
  reading(request, async ({ reader }, url) => {
    const text = await mailText(reader, url.searchParams.get('id') ?? '')
    const headers = {
      ...safeHeaders,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    }
    return text === null
      ? { status: 404, body: 'This archive does not hold that mail.\n', headers }
      : { status: 200, body: text, headers }
  })
