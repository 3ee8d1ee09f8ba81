import type { Answer } from '../http.ts'
import { missingPage } from './plainPages.ts'
import { shell } from './shell.ts'
import type { Page } from './shell.ts'

/** A page with its status. */
export const page = (p: Page, status = 200): Answer => ({ status, body: shell(p) })

/** A place that does not exist, with what does. */
export const notFound = (path: string, what: string, near: readonly { label: string; href: string }[] = []): Answer =>
  page({ title: 'No such page', path, isSample: false, layout: 'page', content: missingPage(what, near) }, 404)

/** Redirects for good: another spelling of the same address. */
export const moved = (location: string): Answer => ({ status: 301, body: '', location })

/** Redirects for now: `/r/` may find a better list tomorrow. */
export const found = (location: string): Answer => ({ status: 302, body: '', location })

/** The address with its trailing slash, when a page was asked for without one. */
export const withSlash = (url: URL): Answer | null =>
  url.pathname.endsWith('/') ? null : moved(`${url.pathname}/${url.search}`)
