import type { ThreadRowView } from '../../_views/listing.ts'
import type { Comparison } from '../../_views/seriesComparison.ts'
import type { SeriesPage } from '../../_views/seriesPage.ts'
import { listHref } from '../../_views/urls.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, person, sampleTag, words } from './parts.ts'
import { commentList } from './seriesComments.ts'
import { comparison } from './seriesRange.ts'
import { effectiveSection, versionSection } from './seriesVersions.ts'
import { threadRows } from './threadRows.ts'

/** `/series/<id>/`: revisions, what changed between two of them, where comments ended. */
export function* seriesContent(page: SeriesPage): Generator<Safe> {
  const { versions } = page
  yield markup`<main id="main" class="series-page">
<header><p class="eyebrow">Patch series</p>
<h1>${page.isSample ? sampleTag : null} ${words(page.title)}</h1>
<p class="facts">by ${person(page.author)} · ${count(versions.length, 'posting')}, ${versions[0]!.when.day} to ${versions.at(-1)!.when.day} · <a href="${listHref(page.list)}">${page.list}</a></p>
</header>
`
  yield markup`<section aria-labelledby="versions"><h2 id="versions">Revisions</h2>
${versions.length > 1 ? null : single}
${page.absent.length === 0 ? null : markup`<p class="note">No posting of ${page.absent.join(', ')} is known to this archive as a part of this work.</p>`}
${page.unread === 0 ? null : markup`<p class="note more">${count(page.unread, 'mail')} of its threads were not read for this page: tags given there are missing below.</p>`}
<ol class="versions">${versions.map(v => versionSection(v, v.anchor === page.here))}</ol></section>
${page.effective === null ? null : effectiveSection(page.effective)}
`
  if (page.comparison !== null) {
    yield changes(page, page.comparison)
    yield comments(page.comparison)
  }
  yield markup`</main>`
}

const changes = (
  page: SeriesPage,
  c: Comparison,
): Safe => markup`<section aria-labelledby="changes"><h2 id="changes">From ${c.from.label} to ${c.to.label}</h2>
<form class="compare-form" action="${page.href}#changes" method="get"><label>from <select name="from">${options(page, c.from.value)}</select></label> <label>to <select name="to">${options(page, c.to.value)}</select></label> <button>Compare</button> <button type="button" class="plain" hidden data-fold-all>open all folds</button></form>
<p class="facts">As <code>git range-diff</code>: the first column tells the revision (<code>-</code> earlier, <code>+</code> later), the second what the line is in its patch.</p>
${comparison(c.diff)}</section>
`

const options = (page: SeriesPage, chosen: string): readonly Safe[] =>
  page.choices.map(o => markup`<option value="${o.value}" ?selected=${o.value === chosen}>${o.label}</option>`)

const comments = (
  c: Comparison,
): Safe => markup`<section aria-labelledby="comments"><h2 id="comments">Where comments on ${c.from.label} ended in ${c.to.label}</h2>
${
  c.comments.length === 0
    ? markup`<p class="note">No reply says anything below a quote of ${c.from.label}. A comment shows here with the lines it stands under and what became of them: unchanged, changed, removed, or dropped with their patch.</p>`
    : markup`<p class="facts">What became of the lines, as far as the patches tell; whether a comment was heeded is for its readers to say.</p>${commentList(c.comments)}`
}</section>
`

const single = markup`<p class="note">One revision is here. When its author posts the next one, this page shows both: every patch beside its predecessor as <code>git range-diff</code> pairs them, which tags were carried over, and where the lines ended that people commented on. A reroll is recognised by its change-id, by a link to the earlier posting, by unchanged patches, or by author and title.</p>`

/** `/series/` */
export const seriesIndexContent = (rows: readonly ThreadRowView[]): readonly Safe[] => [
  markup`<main id="main"><h1>Patch series</h1>
<p class="prose">A series page shows the revisions of one work in order, what changed between any two of them, the tags each patch was given, and where the lines ended that people commented on. Its address takes the id of any of its mails: <code>/series/&lt;Message-ID&gt;/</code>.</p>
${rows.length === 0 ? markup`<p class="note">No thread here begins with a patch.</p>` : markup`<h2>Newest threads that begin with a patch</h2>${threadRows(rows)}`}</main>`,
]
