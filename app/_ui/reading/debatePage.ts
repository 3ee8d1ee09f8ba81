import type { DebateCard, DebatePage, PartRowView, PlayedView } from '../../_views/debate.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { cites } from './cites.ts'
import { firstRun } from './holding.ts'
import { debateBox } from './homePage.ts'
import { count, sureTag, words } from './parts.ts'

/** `/debate/`: all of them. */
export const debatesContent = (list: readonly DebateCard[]): readonly Safe[] => [
  markup`<main id="main"><h1>Debates</h1>${firstRun(list[0]?.holding ?? 'mail')}<div class="debates">${list.map(d => debateBox(d, 'h2'))}</div></main>`,
]

/** `/debate/<slug>/`: question, answers side by side, every posting, what became of it. */
export function* debateContent(d: DebatePage): Generator<Safe> {
  yield markup`<main id="main">
<p class="eyebrow">Debate, ${d.year}</p>
<h1>${d.question}</h1>
<p class="prose">${d.summary}</p>
${firstRun(d.holding)}
<p class="terms">${d.mechanisms.map(m => markup`<a class="term" href="${m.href}">${m.label}</a> `)}${d.flags.map(f => markup`<a class="term" href="${f.href}">${f.label}</a> `)}</p>
<section aria-labelledby="positions"><h2 id="positions">Positions</h2><div class="pos-columns">${d.columns.map((p, i) => markup`<section class="pos-column pos-${letter(i)}" aria-labelledby="pos-${p.id}"><h3 id="pos-${p.id}"><span class="pos-letter">${letter(i)}</span> ${p.title}</h3><p>${p.says}</p><p class="dim">Held by ${p.holders.join(', ')}</p>${cites(p.cites)}</section>`)}</div></section>
`
  if (d.played.length > 0)
    yield markup`<section aria-labelledby="evidence"><h2 id="evidence">Scenarios</h2><div class="cards">${d.played.map(played)}</div><div class="frame-slot"></div></section>
`
  yield markup`<section aria-labelledby="postings"><h2 id="postings">Postings</h2>${postings(d)}</section>
<section aria-labelledby="outcome"><h2 id="outcome">Outcome</h2><p class="prose">${d.outcomeSays}</p>${d.merged.length === 0 ? null : markup`<ul class="merged">${d.merged.map(m => markup`<li><a href="https://git.kernel.org/linus/${m.commit}"><code>${m.commit.slice(0, 12)}</code></a> ${m.title} <span class="dim">${m.kernel}</span>${sureTag(m.sure)}</li>`)}</ul>`}${d.doubts.length === 0 ? null : markup`<p>Not known for certain:</p><ul>${d.doubts.map(x => markup`<li>${x}</li>`)}</ul>`}${cites(d.outcomeCites)}</section>
<section aria-labelledby="threads"><h2 id="threads">Threads</h2><ul>${d.threads.map(t => markup`<li><a class="id" href="${t.href}">${t.label}</a> <span class="dim">${t.title ?? ''}</span></li>`)}</ul>${cites(d.cites)}</section>
</main>`
}

/** Every posting, held or missing; folded where the archive is no place to expect them. */
function postings(d: DebatePage): Safe {
  const list = d.revisions.map(
    r =>
      markup`<div class="revision"><h3><span class="badge patch">${r.label}</span> ${r.posted}</h3><ol class="parts">${r.parts.map(part)}</ol></div>`,
  )
  if (d.holding === 'mail')
    return markup`<p class="facts">${d.held} of ${count(d.known, 'known posting')} in this archive; the others are listed as missing, with their scenario.</p>${list}`
  return markup`<details class="fold"><summary>${count(d.known, 'known posting')}: titles, authors, where to read them</summary>${list}</details>`
}

const played = (p: PlayedView): Safe => markup`<section class="card scenario-card">
<p class="eyebrow">Scenario · <a href="${p.href}">${p.title}</a></p>
<h3 class="question">${p.question}</h3>
<ol class="positions">${p.positions.map((x, i) => markup`<li class="pos pos-${letter(i)}"><b>${x.title}</b> ${x.says}</li>`)}</ol>
<ul class="run-list">${p.runs.map(r => markup`<li><a class="run run-small" href="${r.href}" data-embed="${r.embed}" data-title="${p.title}: ${r.title}" aria-label="Run ${r.title}">Run</a> <b>${r.title}</b> <span class="dim">${r.says}</span></li>`)}</ul>
</section>
`

const letter = (i: number): string => 'ABCDEFGH'[i] ?? 'H'

const part = (p: PartRowView): Safe =>
  markup`<li class="part-${p.state}">${p.place === '' ? null : markup`<span class="n">${p.place}</span> `}${p.href === null ? words(p.title) : markup`<a href="${p.href}">${words(p.title)}</a>`} <span class="dim">${p.author}</span>${p.state === 'held' ? null : markup` <span class="badge missing">${p.state === 'ghost' ? 'missing, quoted by replies' : 'missing'}</span>`}${sureTag(p.sure)}${p.run === null || p.isCover ? null : markup` <a class="run run-small" href="${p.run.href}" data-embed="${p.run.embed}" data-title="${p.run.title}">Run</a>`}${p.fate === null ? null : markup`<br><span class="dim">${p.fate}</span>`}</li>`
