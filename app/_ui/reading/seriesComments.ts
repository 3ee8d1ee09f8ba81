import type { CommentView } from '../../_views/seriesComments.ts'
import { markup, text } from '../html.ts'
import type { Safe } from '../html.ts'
import { person, sureTag, time, words } from './parts.ts'

/** Comments on the earlier revision, each with the lines it is about and where they ended. */
export const commentList = (list: readonly CommentView[]): Safe =>
  markup`<ol class="comments">${list.map(comment)}</ol>`

const comment = (
  c: CommentView,
): Safe => markup`<li class="comment" id="${c.anchor}"><p class="by"><b>${person(c.author)}</b>${c.when === null ? null : markup` · ${time(c.when)}`} <a href="${c.href}">in their mail</a>, on <a href="${c.on.href}">${c.on.label}</a> ${words(c.on.title)}</p>
${
  c.lines === null
    ? markup`<p class="facts">on the patch as a whole, or on words that are not its own</p>`
    : markup`<p class="facts"><a href="${c.lines.href}">${c.lines.where ?? 'these lines'}</a></p><pre class="on-lines" tabindex="0" aria-label="Lines commented on">
${text(c.lines.text)}</pre>`
}
<blockquote class="said">${text(c.said)}</blockquote>
<p class="fate fate-${c.fate.kind}"><span class="badge">${c.fate.word}</span>${sureTag(c.fate.sure)} ${c.fate.says}${c.fate.after === null ? null : markup` <a href="${c.fate.after.href}">there in ${c.fate.after.label}</a>`}${c.pair === null ? null : markup` · <a href="#${c.pair}">the change</a>`}</p></li>
`
