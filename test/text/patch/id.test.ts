import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patchIdOf, patchIdsOf, readPatches } from '../../../text/index.ts'
import { gitPatchIds, sha1 } from './git.ts'

const ids = (text: string) => patchIdsOf({ text, title: '', attachments: [] }, sha1)

/** The same by the careful reader. */
const slowIds = (text: string) =>
  readPatches({ text, title: '', attachments: [] }).flatMap(p => patchIdOf(p, () => text, sha1) ?? [])

const head = 'diff --git a/mm/pool.c b/mm/pool.c\nindex 1111111..2222222 100644\n--- a/mm/pool.c\n+++ b/mm/pool.c\n'
const hunk = '@@ -10,4 +10,4 @@ struct pool *pool_make(void)\n {\n-\ta();\n+\tb();\n \n \treturn p;\n'
const one = head + hunk
const other = one.replaceAll('pool.c', 'tray.c')
const moved = 'diff --git a/x.c b/y.c\nsimilarity index 100%\nrename from x.c\nrename to y.c\n'
const mode = 'diff --git a/x.sh b/x.sh\nold mode 100644\nnew mode 100755\n'
const binary = 'diff --git a/l.png b/l.png\nindex 3333333..4444444 100644\nBinary files a/l.png and b/l.png differ\n'
const data = `diff --git a/l.png b/l.png\nindex ${'3'.repeat(40)}..${'4'.repeat(40)} 100644\nGIT binary patch\nliteral 5\nMc$@*q\n\nliteral 0\nHc$@<O\n\n`

/** Patches, and what git patch-id --stable (2.39.5) prints for each. */
const figures: readonly (readonly [title: string, text: string, ids: readonly string[]])[] = [
  ['one file', one, ['10de5091f540145cd0ced94303e9b5897e2e4d3b']],
  ['two files', one + other, ['261f05583cb9c1b442fe01af354c8edaa0f7a1f6']],
  ['two hunks', one + hunk, ['d4db4105519232c644ef5182867ca95db7a3fcae']],
  ['a rename alone', moved, ['810e87e5ddf60204a1b5359ad34556a7239390e9']],
  ['a rename before a change', moved + one, ['3c55a405f19bcea4d04c3b538e02282f7bb5233c']],
  ['a mode', mode, ['60c394108eb359d057786735b1eeae7ef105cc13']],
  ['a binary file', binary, ['6da85edc0147268ae25a988887eeb6f9741052ec']],
  ['a binary file before a change', binary + one, ['80557c96b66ba7277c27e4c0fcbf03fd01f5a04d']],
  ['binary data behind a change', one + data, ['6bca57f890c495700d1d7bc164b64581845bc527']],
  [
    'two patches',
    `${one}-- \n2.43.0\n\n${other}`,
    ['10de5091f540145cd0ced94303e9b5897e2e4d3b', '1641b4c64678ad58722f286b3263d85022c954bb'],
  ],
  [
    'letters of other alphabets',
    one.replace('b()', '\u00e4\u6f22\ud83d\ude00'),
    ['a261c4a328df03a8785dd19682d351b2ed957e76'],
  ],
  ['no newline at the end', one + '\\ No newline at end of file\n', ['10de5091f540145cd0ced94303e9b5897e2e4d3b']],
]

describe('the stable id of a patch', () => {
  it.each(figures)('is what git prints: %s', (_, text, expected) => {
    expect(ids(text)).toEqual(expected)
    expect(slowIds(text)).toEqual(expected)
    expect(gitPatchIds([text])[0]).toEqual(expected)
  })

  it('does not depend on blanks, hunk positions, blob ids, words around it, or the order of files', () => {
    const [id] = ids(one)
    expect(ids(one.replaceAll('\t', '        '))).toEqual([id])
    expect(ids(one.replaceAll('\n', '\r\n'))).toEqual([id])
    expect(ids(one.replace('-10,4 +10,4', '-99,4 +98,4').replace('1111111', '5555555'))).toEqual([id])
    expect(ids(`Words.\n---\n mm/pool.c | 2 +-\n\n${one}-- \n2.43.0\n\n`)).toEqual([id])
    expect(ids(one + other)).toEqual(ids(other + one))
    expect(ids(one + other)).not.toEqual([id])
  })

  it('counts an empty line as the context line that lost its blank, as git apply does', () => {
    expect(ids(one.replace('\n \n', '\n\n'))).toEqual(gitPatchIds([one])[0])
  })

  it('is one for files with empty lines between them, which git apply takes as one patch', () => {
    expect(ids(`${one}\n${other}`)).toEqual(gitPatchIds([one + other])[0])
  })

  it.each([
    ['a wrapped line', one.replace('+\tb();', '+\tb(\nx);')],
    ['a lost line', one.replace(' \treturn p;\n', '')],
    ['a line too many', one.replace('+\tb();', '+\tb();\n+\tc();') + other],
    ['a non-breaking space', one.replace('+\tb', '+\u00a0\u00a0b')],
    ['curly quotes', one.replace('b()', 'b(\u201cx\u201d)')],
    [
      'a combined diff',
      one.replace('diff --git a/mm/pool.c b/mm/pool.c', 'diff --cc mm/pool.c').replaceAll('@@ ', '@@@ '),
    ],
    ['no diff line', one.slice(one.indexOf('--- '))],
    ['a quoted patch', one.replace(/^/gm, '> ')],
    ['words that begin with diff', 'diff of a and b\nshows nothing\n'],
  ])('is not given to %s', (_, text) => {
    expect(ids(text)).toEqual([])
    expect(slowIds(text)).toEqual([])
  })

  it('is that of the text below the dashes of a clear-signed one', () => {
    const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${one.replace(/^-/gm, '- -')}-----BEGIN PGP SIGNATURE-----\nAAAA\n`
    expect(ids(signed)).toEqual(ids(one))
    expect(slowIds(signed)).toEqual(ids(one))
  })

  const word = fc.constantFrom(
    'a();',
    '\tb(x, y);',
    ' c',
    '',
    '-- x',
    '++ y',
    '@@ z',
    'diff --git',
    '\u00e4\u6f22\ud83d\ude00',
    '\f',
    '--',
    ' ',
  )
  const hunkOf = fc
    .array(fc.tuple(fc.constantFrom(' ', '+', '-'), word, fc.boolean()), { minLength: 1, maxLength: 12 })
    .map(lines => {
      const old = lines.filter(([c]) => c !== '+').length
      const now = lines.filter(([c]) => c !== '-').length
      const range = (n: number) => (n === 1 ? '7' : `7,${n}`)
      const body = lines.map(
        ([c, w], i) => `${c}${w}\n${i === lines.length - 1 ? '\\ No newline at end of file\n' : ''}`,
      )
      return `@@ -${range(old)} +${range(now)} @@ f()\n${body.join('')}`
    })
  const fileOf = fc.oneof(
    { weight: 6, arbitrary: fc.array(hunkOf, { minLength: 1, maxLength: 3 }).map(hunks => head + hunks.join('')) },
    { weight: 1, arbitrary: fc.constantFrom(moved, mode, binary, data) },
    { weight: 1, arbitrary: hunkOf.map(h => `diff -puN mm/x.c~y mm/x.c\n--- a/mm/x.c~y\n+++ a/mm/x.c\n${h}`) },
  )
  const patchOf = fc.array(fileOf, { minLength: 1, maxLength: 4 }).map(files => files.join(''))

  it('equals that of git for random patches of every kind, alone and pasted below each other', () => {
    const mails = fc.sample(fc.array(patchOf, { minLength: 1, maxLength: 3 }), { numRuns: 1500, seed: 5 })
    const texts = mails.map(patches => patches.map(p => `Some words.\n---\n${p}-- \n2.43.0\n\n`).join(''))
    const expected = gitPatchIds(texts)
    for (const [i, text] of texts.entries()) {
      // git reads on behind a binary file until the next diff, over signatures and words.
      if (/Binary|GIT binary/.test(text) && (mails[i]?.length ?? 0) > 1) continue
      expect([text, ids(text)]).toEqual([text, expected[i]])
      expect([text, slowIds(text)]).toEqual([text, expected[i]])
    }
  })

  it('is the same in one scan as by the careful reader, for any soup of lines', () => {
    const line = fc.constantFrom(
      ...[
        'diff --git a/x b/x',
        'index 1111..2222 100644',
        '--- a/x',
        '+++ b/x',
        '@@ -1,2 +1,2 @@ f(int x)',
        '@@ -1 +1 @@',
        ' c',
      ],
      ...[
        '-r',
        '+a',
        '',
        '\\ No newline at end of file',
        '-- ',
        '2.43.0',
        '--',
        'words',
        'Index: x',
        '======',
        'diff -u x y',
      ],
      ...[
        '-- >8 --',
        'From: A <a@example.org>',
        'Subject: s',
        'base-commit: x',
        'Binary files a and b differ',
        '\u00a0x',
        '+\u2019',
      ],
      ...[
        'rename from x',
        'GIT binary patch',
        'literal 3',
        '> -r',
        'diff --cc x',
        '@@@ -1 -1 +1 @@@',
        '[...]',
        '=20',
        '- --- a/x',
      ],
      ...[one, other, moved, mode, binary, data, hunk].map(t => t.trimEnd()),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), lines => {
        const text = lines.join('\n')
        expect(ids(text)).toEqual(slowIds(text))
      }),
      { numRuns: 4000 },
    )
  })
})
