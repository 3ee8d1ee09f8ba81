import type { ReasonView, SeriesPartView, VersionView } from '../../_views/seriesVersions.ts'
import type { EffectiveSlotView, EffectiveView } from '../../_views/seriesSlots.ts'
import type { TagGiven } from '../../_views/seriesTrailers.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, sureTag, time, words } from './parts.ts'

/** A posting with its parts, the tags they were given, and why it belongs here. */
export const versionSection = (
  v: VersionView,
  isHere: boolean,
): Safe => markup`<li class="version version-${v.sure}" id="${v.anchor}"><details ?open=${isHere}><summary><h3><span class="badge patch">${v.label}</span> ${v.badges.map(b => markup`<span class="badge patch">${b}</span> `)}</h3> ${v.sure === 'certain' ? null : sureTag(v.sure)} ${time(v.when)} · ${v.held} of ${count(v.total, 'part')} here${tagCounts(v)}</summary>
${v.reasons.length === 0 ? null : markup`<p class="facts reasons">Belongs here: ${v.reasons.map(reason)}</p>`}
${v.posting === null ? null : markup`<p class="facts reasons">Its mails go together: ${reason(v.posting)}</p>`}
<p class="links"><a href="${v.links.message}">${v.cover === null ? 'first mail' : 'cover letter'}</a> <a href="${v.links.thread}">thread</a> <a href="${v.links.mbox}">t.mbox.gz</a> <a href="${v.href}">link to ${v.label}</a></p>
${v.facts.length === 0 ? null : markup`<dl class="version-facts">${v.facts.map(f => markup`<div><dt>${f.name}</dt><dd><code>${f.value}</code></dd></div>`)}</dl>`}
${v.cover === null || v.cover.tags.length === 0 ? null : markup`<p class="facts">On the whole series:</p>${tagList(v.cover.tags)}`}
<ol class="parts">${v.parts.map(part)}</ol>${v.hidden === 0 ? null : markup`<p class="note">And ${count(v.hidden, 'part')} more.</p>`}</details></li>
`

const reason = (r: ReasonView): Safe =>
  markup`<span class="reason sure-${r.sure}">${words(r.says)}${sureTag(r.sure)}</span> `

function tagCounts(v: VersionView): string {
  const tags = [...(v.cover?.tags ?? []), ...v.parts.flatMap(p => p.tags)].filter(t => t.refused === null)
  const counts = new Map<string, number>()
  for (const { name } of tags) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, n]) => ` · ${n} ${name}`).join('')
}

/** What the series amounts to after rerolls of parts, late additions and resends: what `b4 am` would apply. */
export const effectiveSection = (
  e: EffectiveView,
): Safe => markup`<section aria-labelledby="effective"><h2 id="effective">What counts now</h2>
${e.isAsPosted ? markup`<p class="facts">${e.label} as it was posted${e.missing === 0 ? '' : `, ${count(e.missing, 'part')} missing`}: nothing was sent beside it.</p>` : markup`<p class="facts">${e.label}, with what was sent beside it${e.missing === 0 ? '' : `, ${count(e.missing, 'part')} missing`}:</p><ol class="parts">${e.slots.map(effectiveSlot)}</ol>`}</section>
`

const cameSays: Readonly<Record<EffectiveSlotView['came'], string>> = {
  base: '',
  reroll: 'reroll',
  addition: 'added later',
  resend: 'sent again',
  missing: 'missing',
}

const effectiveSlot = (s: EffectiveSlotView): Safe =>
  markup`<li class="part-${s.came === 'missing' ? 'missing' : 'held'}"><span class="n">${s.at}</span> ${s.href === null ? words(s.title === '' ? '(title not known)' : s.title) : markup`<a href="${s.href}">${words(s.title === '' ? '(title not known)' : s.title)}</a>`} <span class="dim">${s.from}</span>${s.came === 'base' ? null : markup` <span class="badge">${cameSays[s.came]}</span>`}${s.replaced.map(r => markup` <span class="dim">in place of <a href="${r.href}">${r.label}</a></span>`)}${s.offered.map(o => markup` <span class="dim">not counted, sent by a guess: <a href="${o.href}">${o.label}</a></span>`)}</li>
`

const part = (p: SeriesPartView): Safe =>
  markup`<li class="part-${p.state}"><span class="n">${p.at}</span> ${p.href === null ? words(p.title === '' ? '(title not known)' : p.title) : markup`<a href="${p.href}">${words(p.title === '' ? '(title not known)' : p.title)}</a>`}${p.state === 'held' ? null : markup` <span class="badge missing">${p.state === 'ghost' ? 'missing, quoted by replies' : 'missing'}</span>${p.loreHref === null ? null : markup` <a class="dim" href="${p.loreHref}" rel="noopener">${p.state === 'ghost' ? 'look on lore' : 'look for it on lore'}</a>`}`}${p.replacedBy === null ? null : markup` <span class="badge">replaced</span> by <a href="${p.replacedBy.href}">${p.replacedBy.label}</a>`}${p.tags.length === 0 ? null : tagList(p.tags)}</li>
`

const tagList = (tags: readonly TagGiven[]): Safe => markup`<ul class="given">${tags.map(tag)}</ul>`

const tag = (t: TagGiven): Safe =>
  markup`<li class="given-tag${t.refused === null ? '' : ' not-counted'}"><span class="tag-name tag-${colourOf(t)}">${t.name}:</span> ${words(t.value)}${t.comment === null ? null : markup` <span class="dim"># ${words(t.comment)}</span>`} <a href="${t.href}">${t.where}</a>${t.when === null ? null : markup` <span class="dim">${time(t.when)}</span>`}${t.hints.map(h => markup` <span class="dim">${h}</span>`)}${t.refused === null ? sureTag(t.sure) : markup` <span class="badge missing">not counted</span> <span class="dim">${t.refused}</span>`}</li>`

/** What a tag says, for its colour: the word says it too. */
const colourOf = ({ kind }: TagGiven): 'nak' | 'ack' | 'other' =>
  kind === 'nak' ? 'nak' : kind === 'ack' || kind === 'review' || kind === 'test' ? 'ack' : 'other'
