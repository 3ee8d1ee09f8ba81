import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mention } from '../../../model/index.ts'
import { bodyBlocks } from '../../../app/_views/body.ts'
import type { Block } from '../../../app/_views/body.ts'
import type { Piece } from '../../../app/_views/marks.ts'
import { bodyHtml } from '../../../app/_ui/reading/body.ts'
import { zonesOf } from '../../../text/zones.ts'
import { textOf, tokens } from './tokens.ts'

const id = 'm@example.org'
const whole = { raw: '/l/m@example.org/raw', page: null }
const lay = (text: string, mentions: readonly Mention[] = []) =>
  bodyBlocks({ text, zones: zonesOf(text), mentions, trailers: [] })

const piecesOf = (block: Block): readonly Piece[] =>
  block.kind === 'quote' ? [...block.folded, ...block.shown].flatMap(r => r.pieces) : block.runs.flatMap(r => r.pieces)
const allText = (blocks: readonly Block[]) =>
  blocks
    .flatMap(piecesOf)
    .map(p => p.text)
    .join('')

const mention = (text: string, key: string, subject: 'gfp' | 'mechanism' = 'gfp'): Mention => {
  const start = text.indexOf(key)
  return {
    type: 'mention',
    subject,
    key,
    span: { messageId: id, start, end: start + key.length },
    zone: 'prose',
    negated: false,
    by: 'test',
  }
}

const diff = `diff --git a/mm/slow.c b/mm/slow.c
index 1111111..2222222 100644
--- a/mm/slow.c
+++ b/mm/slow.c
@@ -1,4 +1,4 @@ int slow(void)
 	int order;
--- old_flags;
+++ new_flags;
-	return 0;
+	return 1;
`

const quoted = (n: number) => Array.from({ length: n }, (_, i) => `> quoted line ${i}\n`).join('')

describe('the text of a mail on its page', () => {
  it('is all there, in order, whatever it is', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '> a',
        '>> b',
        '',
        '-- ',
        '---',
        '+x',
        '-y',
        '@@ -1 +1 @@',
        'diff --git a/x b/x',
        'Acked-by: A <a@example.org>',
        'On Monday, B wrote:',
        ' context',
        'https://example.org/x.',
        '\t',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), lines => {
        const text = lines.join('\n')
        expect(allText(lay(text))).toBe(text)
      }),
    )
  })

  it('gives a diff back as it came, so that git am takes what is copied', () => {
    const page = bodyHtml(lay(`Some words.\n\n${diff}`), whole).text
    expect(textOf(page)).toContain(diff.trimEnd())
    const tagged = tokens(page).flatMap(t =>
      'tag' in t && t.attributes.class?.startsWith('d-') ? [t.attributes.class] : [],
    )
    expect(tagged).toEqual(['d-file', 'd-hunk', 'd-del', 'd-add', 'd-del', 'd-add'])
  })

  it('tells a removed line that looks like a file header by the counts of its hunk', () => {
    const runs = lay(diff).flatMap(b => (b.kind === 'diff' ? b.runs : []))
    expect(
      runs.map(r => [
        r.line,
        r.pieces
          .map(p => p.text)
          .join('')
          .split('\n').length - 1,
      ]),
    ).toEqual([
      ['file', 4],
      ['hunk', 1],
      ['context', 1],
      ['removed', 1],
      ['added', 1],
      ['removed', 1],
      ['added', 1],
    ])
  })

  it('folds a long quote but for the lines its reply stands under', () => {
    const [quote] = lay(`${quoted(30)}\nNo, it does not.\n`)
    expect(quote).toMatchObject({ kind: 'quote', lines: 30, foldedLines: 26 })
  })

  it('folds a quote that nothing follows as a whole', () => {
    const blocks = lay(`I agree.\n\n${quoted(30)}`)
    expect(blocks.at(-1)).toMatchObject({ kind: 'quote', lines: 30, foldedLines: 30, shown: [] })
  })

  it('never folds a quote when it is all there is', () => {
    for (const text of [quoted(30), `On Monday, B wrote:\n${quoted(30)}`, `${quoted(30)}\n-- \nB\n`])
      expect(lay(text).filter(b => b.kind === 'quote')).toMatchObject([{ foldedLines: 0 }])
  })

  it('leaves short quotes open', () => {
    expect(lay(`${quoted(12)}\nYes.\n`)[0]).toMatchObject({ foldedLines: 0 })
  })

  it('marks a flag where it stands, leading to its page and saying its value', () => {
    const text = 'It passes __GFP_NOFAIL there.\n'
    const marked = lay(text, [mention(text, '__GFP_NOFAIL')])
      .flatMap(piecesOf)
      .filter(p => p.mark !== null)
    expect(marked).toHaveLength(1)
    expect(marked[0]).toMatchObject({ text: '__GFP_NOFAIL', mark: { href: '/gfp/__GFP_NOFAIL/' } })
    expect(marked[0]!.mark!.title).toMatch(/0x8000 in v6\.12/)
  })

  it('drops marks outside the text and keeps the first of two that overlap', () => {
    const text = 'GFP_KERNEL'
    const whole = mention(text, 'GFP_KERNEL')
    const inner = { ...whole, key: 'KERNEL', span: { messageId: id, start: 4, end: 10 } }
    const outside = { ...whole, span: { messageId: id, start: 5, end: 500 } }
    const blocks = lay(text, [inner, outside, whole])
    expect(allText(blocks)).toBe(text)
    expect(
      blocks
        .flatMap(piecesOf)
        .filter(p => p.mark !== null)
        .map(p => p.text),
    ).toEqual(['GFP_KERNEL'])
  })

  it('links web addresses without the punctuation of their sentence, and none with a user in them', () => {
    const text = 'See (https://example.org/a_b), http://user:pw@example.org/ and javascript:alert(1).\n'
    const links = lay(text)
      .flatMap(piecesOf)
      .filter(p => p.mark !== null)
    expect(links.map(p => p.mark!.href)).toEqual(['https://example.org/a_b'])
    expect(bodyHtml(lay(text), whole).text).toContain('rel="nofollow ugc noopener"')
  })
})
