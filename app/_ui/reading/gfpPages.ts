import type { GfpCell, GfpMatrix, GfpPage, GfpRowView } from '../../_views/gfp.ts'
import { initialMask } from '../../_views/mask.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { cites } from './cites.ts'
import { maskForm } from './maskPage.ts'
import { count, person, sampleTag, sureTag, time, words } from './parts.ts'
import { mentionsSection } from './termPages.ts'

/** `/gfp/`: every flag by version. */
export function* gfpMatrixContent(m: GfpMatrix): Generator<Safe> {
  yield markup`<main id="main" class="wide">
<h1>GFP flags by version</h1>
<p class="prose">Values as the headers of each release have them. <span class="changed">Underlined</span>: another value than in the version before. <span class="doubt">Italic with ?</span>: not read in the header of that very release. A flag's page says what it expands to and where each number was read.</p>
<section aria-labelledby="my-mask"><h2 id="my-mask">What would my mask do?</h2>
${maskForm(
  initialMask,
  m.versions.map(v => v.kernel),
)}</section>
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
${p.explained === null ? null : markup`<p class="prose lead-says">${p.explained.says}</p>${cites(p.explained.cites)}`}
${permits(p)}
${p.proposal !== null && p.versions.every(v => v.value === null) ? null : versionTable(p)}
${p.changes.length === 0 ? null : markup`<section><h2>Changes</h2><ul>${p.changes.map(c => markup`<li><b>${c.kernel}</b> ${c.says}${sureTag(c.sure)}${cites(c.cites)}</li>`)}</ul></section>`}
${p.usedIn.length === 0 ? null : markup`<p>In the newest table it is part of ${p.usedIn.map((u, i) => markup`${i > 0 ? ', ' : ''}<a href="${u.href}"><code>${u.name}</code></a>`)}.</p>`}
`
  yield markup`${over(p)}${patches(p)}`
  yield mentionsSection(p.mentions, p.mails, p.searchHref)
  yield markup`</main>`
}

function versionTable(p: GfpPage): Safe {
  const isComposite = p.versions.some(v => v.expands !== '')
  return markup`<section><h2>Value by version</h2><div class="scroll" tabindex="0" role="region" aria-label="Value by version"><table class="matrix by-version"><thead><tr><th scope="col">version</th><th scope="col">value</th>${isComposite ? markup`<th scope="col">as written</th><th scope="col">bits</th>` : null}<th scope="col">read in</th></tr></thead><tbody>${p.versions.map(v => markup`<tr><th scope="row">${v.kernel}</th>${cell(v)}${isComposite ? markup`<td class="wrap">${v.expands}</td><td class="wrap">${v.bits.map(b => markup`<a href="${b.href}">${b.name}</a> `)}</td>` : null}<td class="wrap dim">${v.value === null ? null : v.source}${v.note === null ? null : `. ${v.note}`}</td></tr>`)}</tbody></table></div></section>`
}

/** What a request may do: of a bit only what it changes. */
function permits({ permits: it }: GfpPage): Safe | null {
  if (it === null) return null
  if (it.isCompared && it.rows.length === 0)
    return markup`<section><h2>What it changes</h2><p>On ${it.kernel}, of an ordinary task: nothing of whether a <code>GFP_KERNEL</code> request of order 0 or 4 reclaims, kills, fails or touches reserves. <a href="${it.columns[1]?.href ?? ''}">The mask with it</a></p></section>`
  return markup`<section aria-labelledby="permits"><h2 id="permits">${it.isCompared ? 'What it changes' : 'What it permits'}</h2><div class="scroll" tabindex="0" role="region" aria-label="What a request may do"><table class="matrix by-version"><thead><tr><th scope="col">on ${it.kernel}, of an ordinary task</th>${it.columns.map(c => markup`<th scope="col"><a href="${c.href}">${c.name}</a></th>`)}</tr></thead><tbody>${it.rows.map(r => markup`<tr><th scope="row">${r.question}</th>${r.answers.map(a => markup`<td>${a}</td>`)}</tr>`)}</tbody></table></div></section>`
}

const chart = { width: 480, height: 96, top: 14, bottom: 18 } as const

/** Mails that name it, over time: bars drawn here, numbers in a table on demand. */
function over({ times, name }: GfpPage): Safe | null {
  const first = times[0]
  const last = times.at(-1)
  if (first === undefined || last === undefined) return null
  const most = Math.max(1, ...times.map(t => t.messages))
  const step = chart.width / Math.max(times.length, 6)
  const room = chart.height - chart.top - chart.bottom
  const base = chart.height - chart.bottom
  const round = (n: number) => Math.round(n * 10) / 10
  const bars = times.map((t, i) => {
    const high = round((t.messages / most) * room)
    return markup`<rect x="${round(i * step + step * 0.1)}" y="${round(base - high)}" width="${round(step * 0.8)}" height="${high}"><title>${t.label}: ${count(t.messages, 'mail')}</title></rect>`
  })
  const every = Math.ceil(times.length / 6)
  const labels = times.flatMap((t, i) =>
    i % every === 0
      ? [markup`<text x="${round(i * step + step * 0.1)}" y="${chart.height - 4}">${t.label}</text>`]
      : [],
  )
  const total = times.reduce((sum, t) => sum + t.messages, 0)
  return markup`<section aria-labelledby="times"><h2 id="times">Over time</h2>
<svg class="years" viewBox="0 0 ${chart.width} ${chart.height}" role="img" aria-label="${`Mails that name ${name}, ${first.label} to ${last.label}: ${total} in all, at most ${most}`}"><text x="0" y="10">at most ${count(most, 'mail')}</text>${bars}<line x1="0" x2="${chart.width}" y1="${base}" y2="${base}"></line>${labels}</svg>
<details class="fold"><summary>The numbers</summary><table class="counts"><thead><tr><th scope="col">when</th><th scope="col">mails</th></tr></thead><tbody>${times.map(t => markup`<tr><th scope="row">${t.label}</th><td class="num">${t.messages}</td></tr>`)}</tbody></table></details></section>
`
}

/** Patches with it in their changed lines. */
function patches({ patches: list }: GfpPage): Safe | null {
  if (list.length === 0) return null
  return markup`<section aria-labelledby="patches"><h2 id="patches">Patches that touch it</h2><p class="facts">It stands in their added or removed lines; newest first.</p><ul class="threads">${list.map(
    p => markup`<li class="thread-row"><p class="title">${p.isSample ? sampleTag : null} <a href="${p.href}">${words(p.subject)}</a></p><p class="facts"><b>${p.does}</b> · ${person(p.author)} · ${time(p.when)}</p></li>
`,
  )}</ul></section>
`
}
