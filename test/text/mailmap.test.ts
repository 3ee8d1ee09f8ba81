import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMailmap } from '../../text/mailmap.ts'

const text = `# people
Proper Ann <old@example.org>
<bob@example.org> <bob@old.example.org>
Cas Example <cas@example.org> <CAS@laptop.example.org>
Dan Example <dan@example.org> dan <shared@example.org>
Eve Example <eve@example.org> EVE <shared@example.org>
no address here
`

describe('mailmap', () => {
  const { map, unread, entries } = readMailmap(text)
  it.each([
    ['ann', 'old@example.org', 'Proper Ann <old@example.org>'],
    ['ann', 'OLD@Example.org', 'Proper Ann <OLD@Example.org>'],
    ['Bob', 'bob@old.example.org', 'Bob <bob@example.org>'],
    ['c', 'cas@laptop.example.org', 'Cas Example <cas@example.org>'],
    ['DAN', 'shared@example.org', 'Dan Example <dan@example.org>'],
    ['eve', 'Shared@example.org', 'Eve Example <eve@example.org>'],
    ['fay', 'shared@example.org', 'fay <shared@example.org>'],
  ])('maps %s <%s> to %s', (name, address, expected) => {
    const to = map(name, address)
    expect(`${to.name} <${to.address}>`).toBe(expected)
  })

  it('names the lines it could not read', () => {
    expect([entries, unread]).toEqual([5, [{ line: 7, text: 'no address here' }]])
  })
})

describe('mailmap, as git reads it', () => {
  let dir = ''
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'mailmap-'))
    execFileSync('git', ['init', '-q', dir])
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it('maps as `git check-mailmap` does', () => {
    const name = fc.constantFrom('', 'Ann', 'ann', 'ANN', 'Bob B', ' Cas  C ', 'd#e', '\u00c4nn', '\u00e4nn', '#f')
    const address = fc.constantFrom(
      'a@example.org',
      'A@EXAMPLE.ORG',
      'b@example.org',
      'c',
      '\u00c4@example.org',
      'x y@z',
    )
    const pair = fc.tuple(name, address).map(([n, a]) => `${n} <${a}>`)
    const line = fc.oneof(
      pair,
      fc.tuple(pair, pair).map(([x, y]) => `${x} ${y}`),
      fc.tuple(pair, pair, fc.constantFrom(' ', '\t#', ' # said', ' <z>', '\r')).map(([x, y, z]) => `${x}${y}${z}`),
      fc.tuple(name, address).map(([n, a]) => `<${a}> ${n} <b@example.org>`),
      pair.map(p => `#${p}`),
      fc.constantFrom(
        '',
        '  ',
        'words',
        'A <',
        'A <>',
        'A <> <a@example.org>',
        'A <a@example.org> <>',
        '>A< <a@example.org>',
      ),
    )
    const whom = fc.tuple(fc.constantFrom('Ann', 'ann', 'Bob B', 'd#e', '\u00c4nn', '\u00e4nn', 'Zoe'), address)
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.array(whom, { minLength: 1, maxLength: 6 }), (lines, people) => {
        writeFileSync(join(dir, '.mailmap'), lines.map(l => `${l}\n`).join(''))
        const input = people.map(([n, a]) => `${n} <${a}>`)
        const git = execFileSync('git', ['-C', dir, 'check-mailmap', '--stdin'], { input: `${input.join('\n')}\n` })
        const { map } = readMailmap(lines.map(l => `${l}\n`).join(''))
        const ours = people.map(([n, a]) => map(n, a)).map(to => `${to.name} <${to.address}>`)
        expect(ours).toEqual(git.toString().trimEnd().split('\n'))
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
