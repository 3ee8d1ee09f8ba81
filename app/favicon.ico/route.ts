import { redirect } from '../_ui/http.ts'

export const dynamic = 'force-dynamic'

/** Some readers ask for it whatever the page says. */
export const GET = () => redirect('/favicon.svg', 301)
