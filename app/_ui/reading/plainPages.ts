import type { AboutView } from '../../_views/about.ts'
import type { MissingView } from '../../_views/missing.ts'
import { listHref, scenarioHref, searchHref } from '../../_views/urls.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { elsewhereLinks } from './ghost.ts'
import { count, group, sampleTag, words } from './parts.ts'

/** `/about`: what is here, as counted now. */
export function* aboutContent(view: AboutView): Generator<Safe> {
  const c = view.counts
  const rows: readonly (readonly [string, number])[] = [
    ['mails', c.messages],
    ['threads', c.threads],
    ['ghosts: mails that others answer and nobody has brought', c.ghosts],
    ['series', c.series],
    ['patches', c.patches],
    ['tags', c.annotations],
    ['links from patches to scenarios', c.links],
    ['quarantined: bytes that are no mail, kept with the reason', c.quarantined],
  ]
  yield markup`<main id="main"><h1>About this archive</h1>
<p class="prose">acknak keeps the mail of kernel lists as it came, and derives everything else: threads, series, tags, links to scenarios. Every derived statement names the rule that made it and how sure it is; what is guessed is drawn apart. A scenario is a model of the kernel's rules, not the kernel: its page says what it leaves out and how its behaviours are known.</p>
<section><h2>Held now</h2><table class="counts"><tbody>${rows.map(([what, n]) => markup`<tr><th scope="row">${what}</th><td class="num">${group(n)}</td></tr>`)}</tbody></table></section>
<section><h2>Lists</h2><ul>${view.lists.map(l => markup`<li>${l.isSample ? markup`${sampleTag} ` : null}<a href="${listHref(l.slug)}">${words(l.title === '' ? l.slug : l.title)}</a> <span class="dim">${count(l.messages, 'mail')} in ${count(l.threads, 'thread')}</span></li>`)}</ul></section>
<section><h2>Known facts</h2><ul><li><a href="/gfp/">GFP flags</a> of ${view.facts.gfpVersions.join(', ')}</li><li>${count(view.facts.mechanisms, 'mechanism')} (<a href="/mechanism/">list</a>)</li><li>${count(view.facts.debates, 'debate')} (<a href="/debate/">list</a>)</li>${view.facts.scenarios.map(s => markup`<li>scenario <a href="${scenarioHref(s.id, null)}">${s.title}</a>: checked ${s.checked}</li>`)}</ul></section>
<section><h2>Versions</h2><table class="counts"><tbody>${view.versions.map(v => markup`<tr><th scope="row">${v.what}</th><td>${v.value}</td></tr>`)}</tbody></table></section>
</main>`
}

/** 404 of an id: ids that begin like it, and archives that may have it. */
export const missingMail = (view: MissingView): readonly Safe[] => [
  markup`<main id="main"><h1>No mail with this id is here</h1>
<p><code class="id">${view.id}</code></p>
<p>${view.nearSays}</p>
${view.near.length === 0 ? null : markup`<ul>${view.near.map(n => markup`<li><a class="id" href="${n.href}">${n.id}</a></li>`)}</ul>`}
<p>It may be in another archive: ${elsewhereLinks(view.elsewhere)}</p>
<p>Or <a href="${searchHref(`m:${view.id}`)}">search for it</a>.</p></main>`,
]

/** 404 of anything else, with what there is instead. */
export const missingPage = (what: string, near: readonly { label: string; href: string }[]): readonly Safe[] => [
  markup`<main id="main"><h1>There is no such page</h1>
<p>${what}</p>
${near.length === 0 ? null : markup`<ul>${near.map(n => markup`<li><a href="${n.href}">${n.label}</a></li>`)}</ul>`}
<p>Addresses are those of lore.kernel.org: <code>/&lt;list&gt;/</code>, <code>/&lt;list&gt;/&lt;Message-ID&gt;/</code>, then <code>t/</code> or <code>T/</code> for its thread, <code>raw</code>, <code>t.mbox.gz</code>; <code>/r/&lt;Message-ID&gt;</code> finds the list. <a href="/">Start at home</a>.</p></main>`,
]

/** The archive cannot be read: what to do, in words. */
export const outagePage = (says: string): readonly Safe[] => [
  markup`<main id="main"><h1>The archive cannot be read now</h1><p>${says}</p><p>Try again in a few seconds; <code>npx acknak doctor</code> looks for the cause.</p></main>`,
]
