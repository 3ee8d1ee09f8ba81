import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPerson, readTrailers, trailerName } from '../../../text/trailers/index.ts'

const brief = (text: string): string[] =>
  readTrailers(text).map(
    t =>
      `${t.kind} ${t.name}: ${t.value}` +
      (t.comment === null ? '' : ` # ${t.comment}`) +
      (t.written === t.name ? '' : ` (${t.written}, ${t.nameSure})`) +
      (t.place === 'below' ? ', below' : ''),
  )

const patch = (message: string, below = ''): string =>
  `${message}\n---\n${below} mm/a.c | 1 +\n\ndiff --git a/mm/a.c b/mm/a.c\n--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1,1 +1,2 @@\n a\n+b\n-- \n2.40\n`

describe('names of trailers', () => {
  it.each([
    ['Acked-By', 'ack Acked-by certain'],
    ['REVIEWED-BY', 'review Reviewed-by certain'],
    ['Reviewd-by', 'review Reviewed-by likely'],
    ['Signed-of-by', 'sign-off Signed-off-by likely'],
    ['Tested by', 'test Tested-by likely'],
    ['Naked-by', 'nak Nacked-by certain'],
    ['NAK-by', 'nak Nacked-by certain'],
    ['Nacked-by', 'nak Nacked-by certain'],
    ['Reported-and-tested-by', 'report+test Reported-and-tested-by certain'],
    ['Acked-and-Reviewed-by', 'ack+review Acked-and-reviewed-by certain'],
    ['Packed-by', 'other Packed-by guess'],
    ['Sung-by', 'other Sung-by guess'],
    ['constructor', 'other constructor guess'],
  ])('reads %s as %s', (written, meant) => {
    const { kind, also, name, sure } = trailerName(written)
    expect(`${[kind, ...also].join('+')} ${name} ${sure}`).toBe(meant)
  })
})

describe('persons of trailers', () => {
  it.each([
    ['Ann Example <Ann@Example.org>', 'Ann Example', 'ann@example.org'],
    ['"Example, Ann" <ann@example.org>', 'Example, Ann', 'ann@example.org'],
    ['<ann@example.org>', '', 'ann@example.org'],
    ['ann@example.org (Ann Example)', 'Ann Example', 'ann@example.org'],
    ['ann@example.org', '', 'ann@example.org'],
    ['Ann Example', 'Ann Example', ''],
    ['Ann Example <ann@example.org', 'Ann Example', 'ann@example.org'],
    ['=?UTF-8?q?J=C3=B6rg_Example?= <j@example.org>', 'J\u00f6rg Example', 'j@example.org'],
    ['=?iso-8859-1?Q?J=F6rg?= =?UTF-8?B?IEV4YW1wbGU=?= <j@example.org>', 'J\u00f6rg Example', 'j@example.org'],
  ])('reads %s', (value, name, address) => {
    expect(readPerson(value)?.person).toEqual({ name, address })
  })
})

describe('trailers of a mail', () => {
  it('takes comments behind a hash, in brackets below, and in parentheses', () => {
    expect(
      brief(
        [
          'Acked-by: Ann Example <ann@example.org> # mm',
          'Tested-by: Bob Example <bob@example.org> (on arm64)',
          'Reviewed-by: Cas Example <cas@example.org>',
          '[cas: only the allocator,',
          ' not the tests]',
          'Cc: stable@example.org # 5.10+',
        ].join('\n'),
      ),
    ).toEqual([
      'ack Acked-by: Ann Example <ann@example.org> # mm',
      'test Tested-by: Bob Example <bob@example.org> (on arm64) # on arm64',
      'review Reviewed-by: Cas Example <cas@example.org> # cas: only the allocator, not the tests',
      'copy Cc: stable@example.org # 5.10+',
    ])
  })

  it('joins an address and a commit title that a mailer broke, and spans both lines', () => {
    const text = 'Reviewed-by: Ann Long-Example\n<ann@example.org>\nFixes: 0123456789ab ("mm: an\nexample")\n'
    expect(brief(text)).toEqual([
      'review Reviewed-by: Ann Long-Example <ann@example.org>',
      'reference Fixes: 0123456789ab ("mm: an example")',
    ])
    expect(readTrailers(text).map(t => text.slice(t.start, t.end))).toEqual([
      'Reviewed-by: Ann Long-Example\n<ann@example.org>',
      'Fixes: 0123456789ab ("mm: an\nexample")',
    ])
  })

  it('never takes those of quotes, signatures and diffs', () => {
    const text =
      '> Acked-by: Ann Example <ann@example.org>\n\nNo.\n\n' +
      'diff --git a/t b/t\n--- a/t\n+++ b/t\n@@ -1,1 +1,2 @@\n a\n+Acked-by: Bob Example <bob@example.org>\n-- \n' +
      'Tested-by: Cas Example <cas@example.org>\n'
    expect(brief(text)).toEqual([])
  })

  it('tells the commit message from what stands below the cut', () => {
    const own = 'Signed-off-by: Ann Example <ann@example.org>'
    expect(brief(patch(own, 'Reviewed-by: Bob Example <bob@example.org>\n'))).toEqual([
      `sign-off ${own}`,
      'review Reviewed-by: Bob Example <bob@example.org>, below',
    ])
  })

  it('reads odd spellings, and says so', () => {
    expect(
      brief(
        'Acked by: Ann Example <ann@example.org>\nReviewed-by:Bob Example <bob@example.org>\nTestd-by: Cas <c@example.org>',
      ),
    ).toEqual([
      'ack Acked-by: Ann Example <ann@example.org> (Acked by, likely)',
      'review Reviewed-by: Bob Example <bob@example.org>',
      'test Tested-by: Cas <c@example.org> (Testd-by, likely)',
    ])
  })

  it('leaves prose alone that only looks alike', () => {
    expect(
      brief('stand by: see foo@example.org\nI was told by ann@example.org that\nNote: this is by design: a@b.example'),
    ).toEqual([])
  })

  it('reads any text within bounds, in order, each span holding the name as written', () => {
    const line = fc.constantFrom(
      'Acked-by: A B <a@example.org>',
      'Fixes: 0123456 (x',
      '[a',
      'b]',
      '> Acked-by: A B <a@example.org>',
      '---',
      '',
      'Acked by: x@example.org',
      'Tested-by: C D',
      '<c@example.org>',
      'diff --git a/x b/x',
      'prose',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 40 }), lines => {
        const text = lines.join('\n')
        let last = 0
        for (const t of readTrailers(text)) {
          expect(t.start).toBeGreaterThanOrEqual(last)
          expect(text.startsWith(t.written, t.start)).toBe(true)
          expect(t.end).toBeLessThanOrEqual(text.length)
          last = t.end
        }
      }),
    )
  })
})
