import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unflow, zonesOf } from '../../text/index.ts'

describe('format=flowed as it was meant', () => {
  it.each([
    ['joins lines that end in a blank', 'One \ntwo \nthree.\nFour.\n', false, 'One two three.\nFour.\n'],
    ['takes the blank away where DelSp says so', 'Ko \nni \nchiwa.\n', true, 'Konichiwa.\n'],
    ['joins quotes of one depth only', '> One \n> two\n>> three \n> four\n', false, '> One two\n>> three \n> four\n'],
    ['takes off stuffed blanks', ' From here.\n  Two blanks.\n', false, 'From here.\n Two blanks.\n'],
    ['never joins a signature', 'Words. \n-- \nAda\n', false, 'Words. \n-- \nAda\n'],
    ['leaves a quoted diff as it stands', '> @@ -1 +1 @@\n> -a \n> +b \n', false, '> @@ -1 +1 @@\n> -a \n> +b \n'],
    ['ends a paragraph at the end of the text', 'One \n', false, 'One '],
  ])('%s', (_, text, delSp, expected) => {
    expect(unflow(text, delSp)).toBe(expected)
  })

  it('leaves a diff as it stands, letter for letter, whatever is around it', () => {
    const diff =
      'diff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a \n-b \n+c \n d\n'
    fc.assert(
      fc.property(fc.constantFrom('', 'Words \nmore.\n\n', '> a \n> b\n\n', ' \n'), fc.boolean(), (before, delSp) => {
        expect(unflow(`${before}${diff}`, delSp)).toContain(diff)
      }),
    )
  })

  it('loses no letter', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '> a ',
        '>> b',
        'c ',
        '-- ',
        '',
        ' ',
        ' From',
        '+x ',
        '@@ -1 +1 @@',
        'Acked-by: Ada <a@b.example>',
      ),
      fc.string({ maxLength: 12 }),
    )
    const letters = (text: string) => text.replace(/[\s>]/g, '')
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.boolean(), (lines, delSp) => {
        const text = lines.join('\n')
        expect(letters(unflow(text, delSp))).toBe(letters(text))
        for (const zone of zonesOf(text))
          if (zone.kind === 'diff') expect(unflow(text, delSp)).toContain(text.slice(zone.start, zone.end))
      }),
      { numRuns: 500 },
    )
  })
})
