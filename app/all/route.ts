import { redirect } from '../_ui/http.ts'

export const dynamic = 'force-dynamic'

/** `/all/` is no list of its own: home shows the newest of all lists. */
export const GET = () => redirect('/', 302)
