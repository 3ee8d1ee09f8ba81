import { scriptHref, stylesheetHref } from '../assets.ts'
import { markup, trusted } from '../html.ts'
import type { Chunks, Safe } from '../html.ts'
import { mark } from './icons.ts'

/** A reading page: what stands around its content. */
export type Page = {
  readonly title: string
  /** Canonical path. */
  readonly path: string
  readonly description?: string
  /** Says SAMPLE on the page. */
  readonly isSample: boolean
  readonly query?: string
  /** Layout: one column, or a thread with its outline beside it. */
  readonly layout: 'page' | 'thread'
  /** The page has a search box of its own. */
  readonly ownSearch?: boolean
  readonly content: Chunks
}

const doctype = trusted('<!doctype html>\n')

/** Wraps a page's content in the site: head, skip link, bar, footer. Comes in pieces as the content does. */
export async function* shell(page: Page): AsyncGenerator<Safe> {
  yield doctype
  yield markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · acknak</title>
${page.description === undefined ? null : markup`<meta name="description" content="${page.description}">`}
<link rel="canonical" href="${page.path}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheetHref()}">
<script src="${scriptHref()}"></script>
</head>
<body class="${page.layout}">
<a class="skip" href="#main">Skip to the content</a>
${bar(page.ownSearch === true ? null : find(page.query ?? ''))}
${page.isSample ? sampleBanner : null}
`
  yield* page.content
  yield footer
}

/** The bar on top of every page; the working pages print the same. */
const bar = (search: Safe | null): Safe => markup`<header class="bar">
<a class="home" href="/">${mark}<span>acknak</span></a>
<nav aria-label="Site"><a href="/debate/">debates</a> <a href="/gfp/">flags</a> <a href="/mechanism/">mechanisms</a> <a href="/scenario/">scenarios</a> <a href="/oom">oom</a> <a href="/about">about</a></nav>
${search}
<button class="theme" type="button" hidden data-theme-switch>theme</button>
</header>
`

const find = (query: string): Safe =>
  markup`<form class="find" action="/search" role="search"><label class="hidden" for="q">Search the archive</label><input id="q" name="q" type="search" value="${query}" placeholder="search mail, gfp: mech: f: s:" autocomplete="off" spellcheck="false" maxlength="500"><button>Search</button></form>`

const sampleBanner = markup`<aside class="sample-banner" aria-label="Sample"><strong>SAMPLE</strong> Mail written for this project by invented people at example.org: an example of the tool, no record of what anybody said.</aside>
`

const footer = markup`
<footer class="foot"><p>acknak shows an argument beside its evidence. <a href="/about">What is in this archive, and how far to trust it</a>. Keys: <kbd>?</kbd></p></footer>
</body>
</html>
`
