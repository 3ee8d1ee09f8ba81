import type { Glyph, OutlineRow, SeriesView, ThreadView } from '../../_views/thread.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, person, sureTag, words } from './parts.ts'

const signs: Readonly<Record<Glyph, { sign: string; says: string }>> = {
  patch: { sign: '◆', says: 'patch' },
  cover: { sign: '◇', says: 'cover letter' },
  ack: { sign: '✓', says: 'gives an ack' },
  nak: { sign: '✗', says: 'objects' },
  question: { sign: '?', says: 'asks' },
  ghost: { sign: '○', says: 'missing' },
  reply: { sign: '·', says: 'reply' },
}

/** The sign of a message with its word for those who do not see it. */
export const glyph = (kind: Glyph): Safe =>
  markup`<span class="g g-${kind}" title="${signs[kind].says}"><span aria-hidden="true">${signs[kind].sign}</span><span class="hidden">${signs[kind].says}:</span></span>`

/** Depth is drawn up to here; deeper replies stay in the last column. */
const depthShown = 12

/** The thread as a list of links. `here`: the message that is being read; `anchors`: links stay in the page. */
export function outline(rows: readonly OutlineRow[], options: { here: string | null; anchors: boolean }): Safe {
  return markup`<ol class="outline">${rows.map(row => outlineRow(row, options))}</ol>`
}

function outlineRow(row: OutlineRow, options: { here: string | null; anchors: boolean }): Safe {
  const href = options.anchors ? `#${row.anchor}` : row.href
  const inside = markup`${glyph(row.glyph)} ${row.badges.map(b => markup`<span class="badge patch">${b}</span> `)}<span class="who">${words(row.author)}</span>${row.subject === null ? null : markup` <span class="subject">${words(row.subject)}</span>`}`
  return markup`<li class="o${Math.min(row.depth, depthShown)}${row.guess === null ? '' : ` place-${row.guess.sure}`}">${row.id === options.here ? markup`<a href="${href}" aria-current="true">${inside}</a>` : markup`<a href="${href}">${inside}</a>`}${row.guess === null ? null : markup`<span class="edge">${row.guess.sure} place: ${row.guess.says}</span>`}${row.startsTopic ? markup`<span class="edge">another topic: could be a thread of its own</span>` : null}</li>`
}

/** `5 mails by 3 people, 2 acks, 1 objection, 1 missing`. */
export function threadCounts(c: ThreadView['counts']): string {
  const parts = [`${count(c.messages, 'mail')} by ${count(c.participants, 'person', 'people')}`]
  if (c.acks > 0) parts.push(count(c.acks, 'ack'))
  if (c.naks > 0) parts.push(count(c.naks, 'nak'))
  if (c.ghosts > 0) parts.push(`${count(c.ghosts, 'mail')} missing`)
  return parts.join(', ')
}

/** A series with its parts, held or missing. */
export const seriesBox = (
  s: SeriesView,
): Safe => markup`<section class="series" aria-label="Series"><p><span class="badge patch">v${s.version}</span> ${s.badges.map(b => markup`<span class="badge patch">${b}</span> `)}<b><a href="${s.href}">${words(s.title)}</a></b> by ${person(s.author)}: ${s.held} of ${count(s.parts.length + s.hidden, 'part')} here${s.sure === 'certain' ? null : markup` ${sureTag(s.sure)} <span class="dim">${s.reason}</span>`}</p>
<ol class="parts">${s.parts.map(p => markup`<li class="part-${p.state}"><span class="n">${p.part}/${p.total}</span> ${p.href === null ? words(p.title === '' ? '(title not known)' : p.title) : markup`<a href="${p.href}">${words(p.title === '' ? '(title not known)' : p.title)}</a>`}${p.state === 'held' ? null : markup` <span class="badge missing">${p.state === 'ghost' ? 'missing, quoted by replies' : 'missing'}</span>`}</li>`)}</ol><p class="links"><a href="${s.href}">revisions, range-diff, where comments ended</a></p>${s.hidden === 0 ? null : markup`<p class="note">And ${count(s.hidden, 'missing part')} more.</p>`}</section>
`
