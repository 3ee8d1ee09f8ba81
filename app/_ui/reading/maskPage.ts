import type { MaskPage, MaskView } from '../../_views/mask.ts'
import { markup } from '../html.ts'
import type { Safe } from '../html.ts'
import { cites } from './cites.ts'
import { sureTag } from './parts.ts'

/** The form that asks what a mask does; also at the head of the flags' matrix. */
export const maskForm = (
  asked: MaskPage['asked'],
  kernels: readonly string[],
): Safe => markup`<form class="mask-form" action="/gfp/mask" method="get">
<p class="mask-wide"><label for="mask-m">Mask: hex, or names with |</label> <input id="mask-m" name="m" value="${asked.mask}" maxlength="1000" spellcheck="false" autocomplete="off" autocapitalize="off"></p>
<p><label for="mask-order">Order</label> <input id="mask-order" name="order" value="${asked.order}" inputmode="numeric" maxlength="2" size="3"></p>
<p><label for="mask-kernel">Kernel</label> <input id="mask-kernel" name="kernel" value="${asked.kernel}" list="mask-kernels" maxlength="80" size="12" spellcheck="false" autocomplete="off"><datalist id="mask-kernels">${kernels.map(k => markup`<option value="${k}"></option>`)}</datalist></p>
<p><button>What would it do?</button></p>
</form>
`

/** `/gfp/mask?m=0xcc0&order=0&kernel=v6.12`: what a mask does. */
export function* maskContent(page: MaskPage): Generator<Safe> {
  yield markup`<main id="main">
<p class="eyebrow"><a href="/gfp/">GFP flags</a></p>
<h1>What would my mask do?</h1>
${maskForm(page.asked, page.kernels)}
${page.problems.map(says => markup`<p class="note refused" role="alert">${says}</p>`)}
`
  if (page.view !== null) yield* answer(page.view)
  yield markup`</main>`
}

function* answer(v: MaskView): Generator<Safe> {
  yield markup`<section aria-labelledby="mask-is"><h2 id="mask-is"><code>${v.printed ?? v.hex}</code></h2>
<p class="facts">On ${v.kernel}, order ${v.order}${v.order > 0 && v.order < 20 ? ` (${2 ** v.order} pages in a row)` : ''}. Bits of the ${v.table} table: ${v.reason}.${sureTag(v.sure)}${v.printed === null ? ' This kernel prints the number only.' : null}${v.orderReason === null ? null : ` How it orders the names was not read: ${v.orderReason}.`}</p>
<p class="oom-bits">${v.bits.map(b => markup`<a href="${b.href}" title="${b.value}">${b.name}</a> `)}${v.unknown === null ? null : markup`<span>${v.unknown} (no name known)</span>`}${v.bits.length === 0 && v.unknown === null ? 'No bit is set.' : null}</p>
<dl class="oom-facts mask-answers">${v.answers.map(a => markup`<div><dt>${a.question}</dt><dd><b>${a.answer}</b></dd></div>`)}</dl>
<p class="dim">For an ordinary task: no PF_ flag, no memalloc scope, not an OOM victim, not in an interrupt.</p></section>
<section aria-labelledby="mask-why"><h2 id="mask-why">Why</h2><dl class="oom-rules">${v.rules.map(r => markup`<div><dt>${r.about}</dt><dd>${r.says}${cites(r.cites)}</dd></div>`)}</dl></section>
<section aria-labelledby="mask-else"><h2 id="mask-else">The same number on other kernels</h2>
${v.printedBy === null ? null : markup`<p>Logs of ${v.printedBy} print these very names for it.</p>`}
<div class="scroll" tabindex="0" role="region" aria-label="Bits by kernel"><table class="matrix by-version"><thead><tr><th scope="col">kernel</th><th scope="col">bits mean</th></tr></thead><tbody>${v.elsewhere.map(e => markup`<tr><th scope="row"><a href="${e.href}">${e.kernel}</a>${e.isHere ? ' ←' : null}</th><td class="wrap">${e.names === '' ? 'nothing' : e.names}</td></tr>`)}</tbody></table></div></section>
`
}
