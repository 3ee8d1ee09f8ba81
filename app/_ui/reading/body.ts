import type { Block, QuoteSource, Run } from '../../_views/body.ts'
import type { More } from '../../_views/bounds.ts'
import type { DiffRun } from '../../_views/diff.ts'
import type { Piece } from '../../_views/marks.ts'
import { concat, markup, text, trusted } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, group } from './parts.ts'

/** Where the whole of a mail is: its raw bytes, and its own page if this is another. */
export type Whole = { readonly raw: string; readonly page: string | null }

/**
 * A mail's text, block by block. Every character of it is in the page, or said to be left out; the parser eats the
 * newline after <pre>.
 */
export const bodyHtml = (blocks: readonly Block[], whole: Whole): Safe =>
  markup`<div class="body">${blocks.map(block => blockHtml(block, whole))}</div>`

/** Says what a page leaves out of a text, and where it is. */
export const moreNote = (more: More | null, whole: Whole): Safe | null =>
  more === null
    ? null
    : markup`<p class="note more">${count(more.lines, 'more line')}${more.chars > more.lines * 200 ? `, ${group(more.chars)} characters` : null}: read ${more.lines === 1 ? 'it' : 'them'} ${whole.page === null ? null : markup`<a href="${whole.page}">on the page of this mail</a> or `}<a href="${whole.raw}">raw</a>.</p>`

function blockHtml(block: Block, whole: Whole): Safe | null {
  switch (block.kind) {
    case 'more':
      return moreNote(block, whole)
    case 'text':
      return folded(block.folded, `${count(block.lines, 'line')}`, pre('text', runs(block.runs)))
    case 'quote':
      return quoteHtml(block)
    case 'diff':
      return folded(
        block.folded,
        `diff, ${count(block.lines, 'line')}`,
        scroller('diff', concat(block.runs.map(diffRun))),
      )
    case 'log':
      return folded(block.folded, `kernel log, ${count(block.lines, 'line')}`, scroller('log', runs(block.runs)))
    case 'signature':
      return folded(block.folded, 'signature', pre('signature', runs(block.runs)))
    case 'footer':
      return folded(block.folded, 'list footer', pre('footer', runs(block.runs)))
  }
}

function quoteHtml(block: Extract<Block, { kind: 'quote' }>): Safe {
  const rest = block.shown.length === 0 ? null : pre('quote', runs(block.shown))
  const source = block.source === null ? null : quoteSource(block.source)
  if (block.foldedLines === 0) return markup`${source}${rest}`
  const says = `${count(block.foldedLines, 'quoted line')}${rest === null ? '' : ' before these'}`
  return markup`${source}<details class="fold fold-quote"><summary>${says}</summary>${pre('quote', runs(block.folded))}</details>${rest}`
}

/** A way from quoted words to the mail that they were taken from. */
const quoteSource = (q: QuoteSource): Safe =>
  markup`<a class="quote-source" href="${q.href}" title="${q.isLikely ? 'Most of these words stand in' : 'These words stand in'} the mail of ${q.name}"><span aria-hidden="true">↖</span> ${q.isLikely ? 'likely ' : null}source</a>`

const folded = (isFolded: boolean, says: string, content: Safe): Safe =>
  isFolded ? markup`<details class="fold"><summary>${says}</summary>${content}</details>` : content

const pre = (kind: string, content: Safe): Safe => markup`<pre class="b-${kind}">
${content}</pre>`

/** Long lines scroll inside; reachable by keyboard. */
const scroller = (kind: string, content: Safe): Safe => markup`<pre class="b-${kind}" tabindex="0">
${content}</pre>`

const runs = (list: readonly Run[]): Safe => concat(list.map(run))

/** Kinds of text that look like plain prose need no element of their own. */
const plain = new Set(['prose', 'blank', 'code', 'trace', 'greeting', 'signature', 'footer'])

function run(r: Run): Safe {
  const content = pieces(r.pieces)
  if (plain.has(r.kind)) return content
  if (r.kind === 'quote') return markup`<span class="q q${Math.min(r.depth, 4)}">${content}</span>`
  return markup`<span class="z-${r.kind}">${content}</span>`
}

const open: Readonly<Record<DiffRun['line'], Safe>> = {
  file: trusted('<span class="d-file">'),
  hunk: trusted('<span class="d-hunk">'),
  added: trusted('<span class="d-add">'),
  removed: trusted('<span class="d-del">'),
  context: trusted(''),
  stat: trusted('<span class="d-stat">'),
}
const close = trusted('</span>')

function diffRun(r: DiffRun): Safe {
  const content = pieces(r.pieces)
  return r.line === 'context' ? content : concat([open[r.line], content, close])
}

const pieces = (list: readonly Piece[]): Safe => (list.length === 1 ? piece(list[0]!) : concat(list.map(piece)))

function piece(p: Piece): Safe {
  if (p.here === undefined) return marked(p)
  return p.here === 'first'
    ? markup`<mark class="here" id="at">${marked(p)}</mark>`
    : markup`<mark class="here">${marked(p)}</mark>`
}

function marked(p: Piece): Safe {
  if (p.mark === null) return text(p.text)
  if (p.mark.kind === 'url')
    return markup`<a href="${p.mark.href}" rel="nofollow ugc noopener" title="${p.mark.title}">${text(p.text)}</a>`
  return markup`<a class="m m-${p.mark.kind}" href="${p.mark.href}" title="${p.mark.title}">${text(p.text)}</a>`
}
