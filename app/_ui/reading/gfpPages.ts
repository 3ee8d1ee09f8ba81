import type { GfpCell, GfpMatrix, GfpPage, GfpRowView } from '../../_views/gfp.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { cites } from './cites.ts'
import { count, sureTag } from './parts.ts'
import { mentionsSection } from './termPages.ts'

/** `/gfp/`: every flag by version. */
export function* gfpMatrixContent(m: GfpMatrix): Generator<Safe> {
  yield markup`<main id="main" class="wide">
<h1>GFP flags by version</h1>
<p class="prose">Values as the headers of each release have them. <span class="changed">Underlined</span>: another value than in the version before. <span class="doubt">Italic with ?</span>: not read in the header of that very release. A flag's page says what it expands to and where each number was read.</p>
`
  yield table('Bits', 'bits', m, m.bits)
  yield table('Composites', 'composites', m, m.composites)
  yield markup`<section aria-labelledby="proposed"><h2 id="proposed">Proposed, never merged</h2><dl class="terms-list">${m.proposed.map(p => markup`<div><dt><a href="${p.href}"><code>${p.name}</code></a> <span class="dim">${p.mails === 0 ? '' : count(p.mails, 'mail')}</span></dt><dd>${p.says}</dd></div>`)}</dl></section>
<section aria-labelledby="sources"><h2 id="sources">Where the numbers were read</h2><dl class="terms-list">${m.versions.map(v => markup`<div><dt>${v.kernel}${v.verified ? null : markup` <span class="badge sure-guess">not read in this header</span>`}</dt><dd>${v.source}.${v.note === null ? null : ` ${v.note}`}</dd></div>`)}</dl></section>
</main>`
}

const table = (
  title: string,
  id: string,
  m: GfpMatrix,
  rows: readonly GfpRowView[],
): Safe => markup`<section><h2 id="${id}">${title}</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table class="matrix"><thead><tr><th scope="col">flag</th><th scope="col">mails</th>${m.versions.map(v => markup`<th scope="col" title="${v.source}">${v.kernel}${v.verified ? '' : '?'}</th>`)}</tr></thead>
<tbody>${rows.map(
  r => markup`<tr><th scope="row"><a href="${r.href}">${r.name}</a></th><td class="num">${r.mails === 0 ? '' : r.mails}</td>${r.cells.map(cell)}</tr>
`,
)}</tbody></table></div></section>
`

const cell = (c: GfpCell): Safe =>
  c.value === null
    ? markup`<td class="none">–</td>`
    : markup`<td class="${cellClass(c)}" title="${[c.expands, c.note ?? ''].filter(t => t !== '').join('; ')}">${c.value}${c.verified ? '' : '?'}</td>`

const cellClass = (c: GfpCell): string => `num${c.changed ? ' changed' : ''}${c.verified ? '' : ' doubt'}`

/** `/gfp/<FLAG>/` */
export function* gfpContent(p: GfpPage): Generator<Safe> {
  yield markup`<main id="main">
<p class="eyebrow"><a href="/gfp/">GFP flags</a></p>
<h1><code>${p.name}</code></h1>
${p.proposal === null ? null : markup`<p class="prose"><span class="badge missing">never merged</span> ${p.proposal.says}</p>${cites(p.proposal.cites)}`}
${p.proposal !== null && p.versions.every(v => v.value === null) ? null : versionTable(p)}
${p.changes.length === 0 ? null : markup`<section><h2>Changes</h2><ul>${p.changes.map(c => markup`<li><b>${c.kernel}</b> ${c.says}${sureTag(c.sure)}${cites(c.cites)}</li>`)}</ul></section>`}
${p.usedIn.length === 0 ? null : markup`<p>In the newest table it is part of ${p.usedIn.map((u, i) => markup`${i > 0 ? ', ' : ''}<a href="${u.href}"><code>${u.name}</code></a>`)}.</p>`}
`
  yield mentionsSection(p.mentions, p.mails, p.searchHref)
  yield markup`</main>`
}

function versionTable(p: GfpPage): Safe {
  const isComposite = p.versions.some(v => v.expands !== '')
  return markup`<section><h2>Value by version</h2><div class="scroll" tabindex="0" role="region" aria-label="Value by version"><table class="matrix by-version"><thead><tr><th scope="col">version</th><th scope="col">value</th>${isComposite ? markup`<th scope="col">as written</th><th scope="col">bits</th>` : null}<th scope="col">read in</th></tr></thead><tbody>${p.versions.map(v => markup`<tr><th scope="row">${v.kernel}</th>${cell(v)}${isComposite ? markup`<td class="wrap">${v.expands}</td><td class="wrap">${v.bits.map(b => markup`<a href="${b.href}">${b.name}</a> `)}</td>` : null}<td class="wrap dim">${v.value === null ? null : v.source}${v.note === null ? null : `. ${v.note}`}</td></tr>`)}</tbody></table></div></section>`
}
