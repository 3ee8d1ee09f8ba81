import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { damagedHunks } from '../../text/index.ts'

const hunk = '@@ -1,3 +1,3 @@ struct pool\n a\n-b\n+c\n d\n'

describe('a damaged patch', () => {
  it.each([
    ['whole', hunk, 0],
    ['two whole hunks', hunk + hunk, 0],
    ['no final line end', hunk.slice(0, -1), 0],
    ['a wrapped line', hunk.replace('+c\n', '+c\nwrapped\n'), 1],
    ['a lost line', hunk.replace(' d\n', ''), 1],
    ['a lost line before the next hunk', hunk.replace(' d\n', '') + hunk, 1],
    ['a context line without its blank', hunk.replace(' d\n', '\n'), 0],
    ['no newline at the end of the file', hunk.replace('+c\n', '+c\n\\ No newline at end of file\n'), 0],
    ['a signature behind', `${hunk}-- \n2.43.0\n`, 0],
    ['a hunk of one line', '@@ -1 +1 @@\n-a\n+b\n', 0],
    ['no hunk at all', 'words\n@@ is an operator\n', 0],
  ])('counts the lines of each hunk: %s', (_, text, expected) => {
    expect(damagedHunks(`--- a/x\n+++ b/x\n${text}`)).toBe(expected)
    expect(damagedHunks(text)).toBe(expected)
  })

  it('is told of no hunk whose lines were counted right, and of one with a line too few', () => {
    const body = fc.array(fc.constantFrom(' a', '-b', '+c', '', ' @@ -1 +1 @@', '--- x', '+++ y'), {
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(body, lines => {
        const removed = lines.filter(l => !l.startsWith('+')).length
        const added = lines.filter(l => !l.startsWith('-')).length
        const text = `@@ -1,${removed} +1,${added} @@\n${lines.join('\n')}\n`
        expect(damagedHunks(text)).toBe(0)
        expect(damagedHunks(`@@ -1,${removed + 1} +1,${added} @@\n${lines.join('\n')}\n`)).toBe(1)
      }),
    )
  })
})
