import type { ContentView, DifferencesView } from '../../_views/differences.ts'
import { markup, text } from '../html.ts'
import type { Safe } from '../html.ts'
import { count, person, time, words } from './parts.ts'

/** `/<list>/<id>/d/`: which mails stand under one Message-ID, and how each differs from the one seen first. */
export function* differencesContent(view: DifferencesView): Generator<Safe> {
  yield markup`<main id="main"><h1>Mails with one Message-ID</h1>
<p><a class="id" href="${view.href}">${view.id}</a> · <a href="${view.thread}">its thread</a></p>
<p class="prose">${view.contents.length < 2 ? 'Only one text came under this id.' : `${count(view.contents.length, 'mail')} came under this id with different text. The first that came is shown on its page; the earliest by date speaks in the thread.`}${view.isCut ? ' More came than are compared here.' : null}</p>
`
  for (const content of view.contents) yield section(content)
  yield markup`</main>`
}

const section = (
  c: ContentView,
): Safe => markup`<section><h2>${c.number === 1 ? 'The first' : `Number ${c.number}`}: ${words(c.subject)}</h2>
<p class="by">${person(c.from)} · ${c.sent === null ? 'no readable date' : time(c.sent)} · ${c.lists.join(', ')}</p>
${c.number === 1 ? null : difference(c)}</section>
`

const difference = ({ hunks }: ContentView): Safe => {
  if (hunks === null) return markup`<p class="note">Too long to be compared here.</p>`
  if (hunks.length === 0)
    return markup`<p class="note">The text is the same: subject, sender, date or attachments differ.</p>`
  return markup`<div class="rd">${hunks.map(
    hunk => markup`<pre class="rd-hunk" tabindex="0" aria-label="Changes">
<span class="rl i-head">${hunk.heading}</span>
${hunk.lines.map(
  line => markup`<span class="rl ${line.mark === '+' ? 'i-add' : line.mark === '-' ? 'i-del' : 'i-same'}">${text(line.mark + line.text)}</span>
`,
)}</pre>`,
  )}</div>`
}
