import type { RangeLine, RangeSection } from '../../../model/index.ts'
import type { CompareView, PairView, SlotView } from '../../_views/seriesCompare.ts'
import { concat, markup, text, trusted } from '../html.ts'
import type { Safe } from '../html.ts'
import { group, words } from './parts.ts'

/** A patch pair's sign as `git range-diff` prints it, with its word. */
const signs: Readonly<Record<PairView['mark'], { readonly word: string; readonly says: string }>> = {
  '=': { word: 'same', says: 'nothing of this patch changed' },
  '!': { word: 'changed', says: 'the patch changed' },
  '<': { word: 'dropped', says: 'only in the earlier revision' },
  '>': { word: 'new', says: 'only in the later revision' },
}

/** What changed between two revisions, patch by patch. Works without script: a pair opens as a fold. */
export const comparison = (view: CompareView): Safe =>
  markup`${view.pairs.length === 0 ? markup`<p class="note">Neither revision holds a patch that can be compared.</p>` : markup`<ol class="pairs">${view.pairs.map(pair)}</ol>`}
${view.omitted === null ? null : markup`<p class="note more">${view.omitted}</p>`}
${view.incomplete.length === 0 ? null : markup`<p class="note">Not compared: ${view.incomplete.map((what, i) => markup`${i > 0 ? '; ' : ''}${what}`)}.</p>`}`

function pair(p: PairView): Safe {
  const { word, says } = signs[p.mark]
  const sign = markup`<span class="pair-mark pm-${word}" title="${says}"><span aria-hidden="true">${p.mark}</span> ${word}</span>`
  const notes = markup`${damage(p.before)}${damage(p.after)}${p.comments.length === 0 ? null : commentLinks(p)}`
  if (p.sections.length === 0)
    return markup`<li class="pair" id="${p.anchor}"><p class="pair-line">${sign} <span class="pair-at">${slotLink(p.before)} → ${slotLink(p.after)}</span> ${title(p)}</p>${notes}</li>
`
  return markup`<li class="pair" id="${p.anchor}"><details class="pair-fold" ?open=${!p.folded}><summary class="pair-line">${sign} <span class="pair-at">${p.before?.label ?? null} → ${p.after?.label ?? null}</span> ${title(p)} <span class="dim">${group(p.linesAdded)} in, ${group(p.linesRemoved)} out</span></summary><p class="links">${slotLink(p.before)} ${slotLink(p.after)}</p>${notes}
<div class="rd">${hunks(p.sections)}</div></details></li>
`
}

/** Says that a patch did not arrive as it was sent: what changed may be that. */
const damage = (slot: SlotView | null): Safe | null =>
  slot === null || slot.damage.length === 0
    ? null
    : markup`<p class="facts damage">${slot.label} did not arrive as it was made: ${slot.damage.join('; ')}.</p>`

const slotLink = (slot: SlotView | null): Safe =>
  slot === null ? markup`<span class="dim">none</span>` : markup`<a href="${slot.href}">${slot.label}</a>`

const title = (p: PairView): Safe => {
  const [before, after] = [p.before?.title, p.after?.title]
  return before !== undefined && after !== undefined && before !== after
    ? markup`${words(after)} <span class="dim">before: ${words(before)}</span>`
    : words(after ?? before ?? '')
}

const commentLinks = (p: PairView): Safe =>
  markup`<p class="facts">Said about it: ${p.comments.map((c, i) => markup`${i > 0 ? ', ' : ''}<a href="#${c.anchor}">${words(c.name)}</a> <span class="dim">(${c.fate}${c.times > 1 ? `, ${c.times} times` : null})</span>`)}</p>`

/** Hunks as git prints them; one without a heading goes on from the section before. */
function hunks(sections: readonly RangeSection[]): readonly Safe[] {
  const blocks: { heading: string; lines: Safe[] }[] = []
  for (const { kind, hunks } of sections)
    for (const { heading, lines } of hunks) {
      if (heading !== null || blocks.length === 0) blocks.push({ heading: heading ?? '', lines: [] })
      blocks.at(-1)!.lines.push(...lines.map(line => rangeLine(kind, line)))
    }
  return blocks.map(
    ({
      heading,
      lines,
    }) => markup`<pre class="rd-hunk" tabindex="0" aria-label="${heading === '' ? 'Changes' : heading}">
<span class="rl i-head">@@${heading === '' ? null : markup` ${heading}`}</span>
${concat(lines)}</pre>`,
  )
}

const outerClass: Readonly<Record<RangeLine['outer'], string>> = { ' ': 'o-same', '-': 'o-old', '+': 'o-new' }
const innerClass: Readonly<Record<RangeLine['inner'], string>> = {
  ' ': 'i-same',
  '+': 'i-add',
  '-': 'i-del',
  '@@': 'i-head',
  '##': 'i-head',
  '': 'i-text',
}
const open = new Map<string, Safe>()
const newline = trusted('\n')
const close = trusted('</span>')

/** A line as git prints it, both marks kept; colour only repeats them. */
function rangeLine(kind: RangeSection['kind'], line: RangeLine): Safe {
  const name = `${outerClass[line.outer]} ${innerClass[line.inner]}`
  let start = open.get(name)
  if (start === undefined) open.set(name, (start = markup`<span class="rl ${name}">`))
  return concat([start, text(line.outer + innerText(kind, line)), close, newline])
}

function innerText(kind: RangeSection['kind'], { inner, text }: RangeLine): string {
  if (inner === '##') return ` ## ${text} ##`
  if (inner === '@@') return text === '' ? '@@' : `@@ ${text}`
  if (inner === '') return kind === 'message' && text !== '' ? `    ${text}` : text
  return inner + text
}
