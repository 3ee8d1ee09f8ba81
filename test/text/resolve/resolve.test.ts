import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QuoteLink } from '../../../model/index.ts'
import { resolveQuotes } from '../../../text/resolve/index.ts'

const parent = {
  messageId: 'parent@example.org',
  text: `Hi,

The pool is drained by the worker before it sleeps, so nobody can see
an empty list under the lock.

It wakes once a second. The timer is armed in pool_start() and nowhere
else; see the comment there.

> An older question about the timer.

Yes.

diff --git a/mm/pool.c b/mm/pool.c
--- a/mm/pool.c
+++ b/mm/pool.c
@@ -10,4 +10,5 @@ static void pool_drain(struct pool *p)
 {
 	spin_lock(&p->lock);
-	list_del(&p->list);
+	list_del_init(&p->list);
+	p->empty = true;
 	spin_unlock(&p->lock);
 }
`,
}
const older = { messageId: 'older@example.org', text: 'An older question about the timer.\n\nAnd another one.\n' }

/** How, which source, the words quoted there. */
const shown = (links: readonly QuoteLink[]) =>
  links.map(link => {
    const source = [parent, older].find(s => s.messageId === link.source?.messageId)
    return [
      link.how,
      source && link.source
        ? `${source.messageId.split('@')[0]}: ${source.text.slice(link.source.start, link.source.end)}`
        : null,
    ]
  })
const resolved = (text: string, depthMax = 1) =>
  shown(resolveQuotes({ messageId: 'reply@example.org', text }, [parent, older], depthMax))

describe('a quote', () => {
  it.each([
    [
      'letter for letter',
      '> It wakes once a second. The timer is armed in pool_start() and nowhere\n> else; see the comment there.\n',
      'exact',
      'It wakes once a second. The timer is armed in pool_start() and nowhere\nelse; see the comment there.',
    ],
    ['without blanks behind the marks', '>Yes.\n', 'exact', 'Yes.'],
    [
      'wrapped again',
      '> It wakes once a\n> second. The timer is armed\n> in pool_start()\n',
      'normalised',
      'It wakes once a second. The timer is armed in pool_start()',
    ],
    [
      'with curly quotes and no-break blanks',
      '> It\u00a0wakes once a\u00a0second.\n',
      'normalised',
      'It wakes once a second.',
    ],
    [
      'with a word changed',
      '> It wakes twice a second. The timer is armed in pool_start() and nowhere\n',
      'fuzzy',
      'It wakes once a second. The timer is armed in pool_start() and nowhere',
    ],
    [
      'from the middle of a line',
      '> The timer is armed in pool_start()\n',
      'exact',
      'The timer is armed in pool_start()',
    ],
    [
      'of lines of a hunk',
      '> -\tlist_del(&p->list);\n> +\tlist_del_init(&p->list);\n',
      'exact',
      '-\tlist_del(&p->list);\n+\tlist_del_init(&p->list);',
    ],
    [
      'of a context line with its blank',
      '>  \tspin_unlock(&p->lock);\n>  }\n',
      'exact',
      ' \tspin_unlock(&p->lock);\n }',
    ],
    [
      'of a hunk whose tabs are blanks now',
      '> +        p->empty = true;\n>          spin_unlock(&p->lock);\n',
      'normalised',
      '+\tp->empty = true;\n \tspin_unlock(&p->lock);',
    ],
  ])('%s is found in its source', (_, text, how, words) => {
    expect(resolved(`On Monday Ben wrote:\n${text}\nReally?\n`)).toEqual([[how, `parent: ${words}`]])
  })

  it('of words nobody wrote is unresolved', () => {
    expect(resolved('> Elephants are large and they never come to this list, I was told.\n')).toEqual([
      ['unresolved', null],
    ])
  })

  it('is parted where lines were left out, with and without a mark for it', () => {
    const text = '> Hi,\n> It wakes once a second. The timer is armed in pool_start() and nowhere\n> [...]\n> Yes.\n'
    expect(resolved(text)).toEqual([
      ['exact', 'parent: Hi,'],
      ['exact', 'parent: It wakes once a second. The timer is armed in pool_start() and nowhere'],
      ['exact', 'parent: Yes.'],
    ])
  })

  it('keeps what is found apart from what is not', () => {
    const text = '> Yes.\n> These words were put in by somebody who meant well.\n'
    expect(resolved(text).map(([how]) => how)).toEqual(['exact', 'unresolved'])
  })

  it('of an older mail is found there when the parent has it not', () => {
    expect(resolved('> And another one.\n')).toEqual([['exact', 'older: And another one.']])
  })

  it('of a quote is left out, or found in the quotes of the parent, when asked for', () => {
    const text = '> > An older question about the timer.\n> Yes.\n'
    expect(resolved(text)).toEqual([['exact', 'parent: Yes.']])
    expect(resolved(text, 2).map(([how]) => how)).toEqual(['exact', 'exact'])
  })

  it('of the same words twice takes each in turn', () => {
    const twice = { messageId: 'twice@example.org', text: 'Right.\n\nFirst.\n\nRight.\n\nSecond.\n' }
    const links = resolveQuotes(
      { messageId: 'reply@example.org', text: '> Right.\n\nA.\n\n> First.\n\nB.\n\n> Right.\n\nC.\n' },
      [twice],
    )
    expect(links.map(l => l.source?.start)).toEqual([0, 8, 16])
  })

  it('leads from marks and line to the place in the mail', () => {
    const text = 'Ben wrote:\n> Hi,\n>\n> Yes.\n\nNo.\n'
    const links = resolveQuotes({ messageId: 'reply@example.org', text }, [parent])
    expect(links.map(l => text.slice(l.start, l.end))).toEqual(['> Hi,', '> Yes.'])
  })

  it('is never found in the mail itself', () => {
    const mail = { messageId: 'self@example.org', text: '> Words of nobody, said nowhere else.\n' }
    expect(resolveQuotes(mail, [mail]).map(l => l.how)).toEqual(['unresolved'])
  })
})

/** Words wrapped at `width` columns, each line behind `> `. */
const quotedAt = (words: readonly string[], width: number): string => {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  if (line !== '') lines.push(line)
  return lines.map(l => `> ${l}\n`).join('')
}

describe('any span of words of any text', () => {
  const word = fc.oneof(
    fc.constantFrom('the', 'lock', 'is', 'held', 'pool->lock', 'GFP_NOFS', '-', '+', '@@', '{', 'a', 'ja'),
    fc.stringMatching(/^[a-zA-Z0-9_.,:;()'é-]{1,12}$/),
  )
  const text = fc.array(fc.array(word, { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 20 })

  it('quoted and wrapped at 72 is found with the same words', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (rows, a, b) => {
        const source = { messageId: 'source@example.org', text: rows.map(row => `${row.join(' ')}\n`).join('') }
        const words = rows.flat()
        const from = a % words.length
        const to = from + 1 + (b % (words.length - from))
        const span = words.slice(from, to)
        const mail = { messageId: 'reply@example.org', text: `${quotedAt(span, 72)}\nMy own words.\n` }
        const [link, ...others] = resolveQuotes(mail, [source])
        expect(others).toEqual([])
        expect(link?.matchMille).toBe(1000)
        const found = link?.source ? source.text.slice(link.source.start, link.source.end) : ''
        expect(found.split(/\s+/)).toEqual(span)
      }),
      { numRuns: 400 },
    )
  })

  it('whose words stand nowhere else is found in its place', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (rows, a, b) => {
        let n = 0
        const marked = rows.map(row => row.map(w => `${w}${n++}x`))
        const source = { messageId: 'source@example.org', text: marked.map(row => `${row.join(' ')}\n`).join('') }
        const words = marked.flat()
        const from = a % words.length
        const to = from + 1 + (b % (words.length - from))
        const span = words.slice(from, to)
        const mail = { messageId: 'reply@example.org', text: quotedAt(span, 40) }
        const [link] = resolveQuotes(mail, [{ messageId: 'other@example.org', text: 'Nothing.\n' }, source])
        const first = source.text.indexOf(`${span[0] ?? ''}`)
        expect(link?.source?.start).toBe(first)
        expect(link?.source?.end).toBe(source.text.indexOf(span.at(-1) ?? '', first) + (span.at(-1) ?? '').length)
      }),
      { numRuns: 300 },
    )
  })
})

describe('links of any mail to any source', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '> one two three four',
      '>> deep',
      '>',
      '> ',
      '> [...]',
      'one two three four',
      '| bar',
      '',
      '> }',
      '}',
    ),
    fc.string({ maxLength: 30 }),
    fc.string({ maxLength: 30 }).map(s => `> ${s}`),
  )
  const text = fc.array(line, { maxLength: 25 }).map(lines => lines.join('\n'))

  it('are in order, do not overlap, stay within both texts, and are the same again', () => {
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (mailText, sourceTexts) => {
        const sources = sourceTexts.map((t, i) => ({ messageId: `s${i}@example.org`, text: t }))
        const links = resolveQuotes({ messageId: 'm@example.org', text: mailText }, sources)
        let at = 0
        for (const link of links) {
          expect(link.start).toBeGreaterThanOrEqual(at)
          expect(link.end).toBeGreaterThan(link.start)
          at = link.end
          expect(link.source === null).toBe(link.how === 'unresolved')
          if (link.how === 'exact') expect(link.matchMille).toBe(1000)
          if (link.source === null) continue
          const source = sources.find(s => s.messageId === link.source?.messageId)
          expect(link.source.end).toBeGreaterThan(link.source.start)
          expect(link.source.end).toBeLessThanOrEqual(source?.text.length ?? 0)
        }
        expect(at).toBeLessThanOrEqual(mailText.length)
        const again = sources.map(s => ({ ...s }))
        expect(resolveQuotes({ messageId: 'm@example.org', text: mailText }, again)).toEqual(links)
      }),
      { numRuns: 500 },
    )
  })
})
