import type { ThreadRowView } from '../../_views/listing.ts'
import type { SeriesPage } from '../../_views/seriesPage.ts'
import { listHref } from '../../_views/urls.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, person, sampleTag, words } from './parts.ts'
import { versionSection } from './seriesVersions.ts'
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
<ol class="versions">${versions.map(v => versionSection(v, v.anchor === page.here))}</ol></section>
</main>`
}

const single = markup`<p class="note">One revision is here. When its author posts the next one, this page shows both: every patch beside its predecessor as <code>git range-diff</code> pairs them, which tags were carried over, and where the lines ended that people commented on. A reroll is recognised by its change-id, by a link to the earlier posting, by unchanged patches, or by author and title.</p>`

/** `/series/` */
export const seriesIndexContent = (rows: readonly ThreadRowView[]): readonly Safe[] => [
  markup`<main id="main"><h1>Patch series</h1>
<p class="prose">A series page shows the revisions of one work in order, what changed between any two of them, the tags each patch was given, and where the lines ended that people commented on. Its address takes the id of any of its mails: <code>/series/&lt;Message-ID&gt;/</code>.</p>
${rows.length === 0 ? markup`<p class="note">No thread here begins with a patch.</p>` : markup`<h2>Newest threads that begin with a patch</h2>${threadRows(rows)}`}</main>`,
]
