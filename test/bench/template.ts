/**
 * What a page of 1,000 mails costs in our template language and in React's renderToStaticMarkup: CPU per page, the
 * same markup from both (checked), the same view models as input. Run: `NODE_ENV=production node test/bench/template.ts`
 */
import { createElement as h, Fragment } from 'react'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { bodyBlocks } from '../../app/_views/body.ts'
import type { Block } from '../../app/_views/body.ts'
import { concat, markup } from '../../app/_ui/html.ts'
import type { Safe } from '../../app/_ui/html.ts'
import { zonesOf } from '../../text/zones.ts'

if (process.env.NODE_ENV !== 'production') throw new Error('React must run as in production: set NODE_ENV=production')
const mails = 1_000
const rounds = 30

const quoted = Array.from({ length: 20 }, (_, i) => `> line ${i} of what "somebody" <wrote> & meant\n`).join('')
const prose = Array.from({ length: 25 }, (_, i) => `An invented line ${i} about order & watermark, with a < b.\n`).join(
  '',
)
const diff = `---\n mm/slow.c | 20 +-\n\ndiff --git a/mm/slow.c b/mm/slow.c\n--- a/mm/slow.c\n+++ b/mm/slow.c\n@@ -1,30 +1,30 @@\n${' \tcontext & more;\n'.repeat(20)}${'-\told < 1;\n'.repeat(10)}${'+\tnew > 1;\n'.repeat(10)}`
type Mail = { id: string; subject: string; author: string; when: string; blocks: readonly Block[] }
const page: readonly Mail[] = Array.from({ length: mails }, (_, i) => {
  const text = i % 5 === 0 ? `${prose}\n${diff}` : `Somebody wrote:\n${quoted}\n${prose}`
  return {
    id: `m${i}`,
    subject: `Re: [PATCH v2 ${i}/9] mm: "wait" less & <fail> more`,
    author: `Ann ${i}`,
    when: '2031-01-02 03:04:05 +0000',
    blocks: bodyBlocks({ text, zones: zonesOf(text), mentions: [], trailers: [] }),
  }
})

type Stretch = { class: string; text: string }
const stretches = (block: Block): readonly Stretch[] =>
  block.kind === 'diff'
    ? block.runs.map(r => ({ class: `d-${r.line}`, text: r.pieces.map(p => p.text).join('') }))
    : (block.kind === 'quote' ? [...block.folded, ...block.shown] : block.runs).map(r => ({
        class: `z-${r.kind}`,
        text: r.pieces.map(p => p.text).join(''),
      }))
const flat = page.map(m => ({ ...m, parts: m.blocks.map(b => ({ kind: b.kind, stretches: stretches(b) })) }))
type Flat = (typeof flat)[number]

const own = (): string =>
  concat(
    flat.map(
      (m: Flat): Safe =>
        markup`<article class="mail" id="${m.id}"><header><h2><a href="${`/l/${m.id}/`}">${m.subject}</a></h2><p><b>${m.author}</b> · <time>${m.when}</time></p></header>${m.parts.map(b => markup`<pre class="${b.kind}">${b.stretches.map(s => markup`<span class="${s.class}">${s.text}</span>`)}</pre>`)}</article>`,
    ),
  ).text

const Article = ({ m }: { m: Flat }): ReactNode =>
  h(
    'article',
    { className: 'mail', id: m.id },
    h(
      'header',
      null,
      h('h2', null, h('a', { href: `/l/${m.id}/` }, m.subject)),
      h('p', null, h('b', null, m.author), ' · ', h('time', null, m.when)),
    ),
    m.parts.map((b, i) =>
      h(
        'pre',
        { className: b.kind, key: i },
        b.stretches.map((s, n) => h('span', { className: s.class, key: n }, s.text)),
      ),
    ),
  )
const react = (): string =>
  renderToStaticMarkup(
    h(
      Fragment,
      null,
      flat.map(m => h(Article, { m, key: m.id })),
    ),
  )

const same = (text: string): string => text.replaceAll('&#x27;', '&#39;')
if (same(react()) !== own()) throw new Error('the two pages differ: the comparison would be unfair')

const cpuMs = (make: () => string): number => {
  for (let i = 0; i < 5; i++) make()
  const before = process.cpuUsage()
  for (let i = 0; i < rounds; i++) make()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000 / rounds
}
const kib = Math.round(own().length / 1024)
const [a, b] = [cpuMs(own), cpuMs(react)]
process.stdout.write(
  `${mails} mails, ${kib} KiB of HTML, ${rounds} rounds, Node ${process.version}\n` +
    `own template language: ${a.toFixed(1)} ms CPU a page\nReact renderToStaticMarkup: ${b.toFixed(1)} ms CPU a page (${(b / a).toFixed(1)} times)\n`,
)
