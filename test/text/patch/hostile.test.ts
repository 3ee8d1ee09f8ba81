import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patchCluesOf, patchIdOf, readPatches } from '../../../text/index.ts'
import { sha1 } from './git.ts'

const line = fc.oneof(
  fc.constantFrom(
    'diff --git a/x b/x',
    '--- a/x',
    '+++ b/x',
    '@@ -1,9 +1,9 @@ f(',
    '@@@ -1 -1 +1 @@@',
    '-- ',
    '-- >8 --',
    'Index: x',
    '======',
  ),
  fc.constantFrom(
    'From 0123456789012345678901234567890123456789 x',
    'From: a@example.org',
    'Subject: [PATCH] x',
    ' ',
    '',
    '\\ ',
    '-',
    '+',
    '\u00a0',
  ),
  fc.constantFrom(
    'GIT binary patch',
    'literal 9',
    '-----BEGIN PGP SIGNED MESSAGE-----',
    '- --- a/x',
    'v1: https://lore.kernel.org/r/%',
    'Link: http://lkml.kernel.org/r/1@x',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
)
const text = fc.array(line, { maxLength: 60 }).map(lines => lines.join('\n'))

describe('a hostile text', () => {
  it('is read without an error, and every offset lies in it, in order', () => {
    fc.assert(
      fc.property(text, t => {
        const mail = {
          text: t,
          title: 't',
          attachments: [{ part: 2, fileName: 'x.patch', contentType: 'text/x-patch', text: t }],
        }
        for (const patch of readPatches(mail)) {
          expect(patch.files.length).toBeGreaterThan(0)
          expect(patch.message.start).toBeLessThanOrEqual(patch.message.end)
          let at = 0
          for (const file of patch.files) {
            expect(file.start).toBeGreaterThanOrEqual(at)
            for (const hunk of file.hunks) {
              expect(hunk.start).toBeGreaterThanOrEqual(file.start)
              for (const one of hunk.lines) {
                expect(one.start).toBeGreaterThan(hunk.start)
                expect(one.end).toBeGreaterThanOrEqual(one.start)
              }
              expect(hunk.end).toBeLessThanOrEqual(file.end)
            }
            expect(file.end).toBeGreaterThanOrEqual(file.start)
            at = file.end
          }
          expect(at).toBeLessThanOrEqual(t.length)
          patchIdOf(patch, () => t, sha1)
        }
        patchCluesOf({ ...mail, messageId: '1@x', hasDiff: true, isPosting: true }, sha1)
      }),
      { numRuns: 2000 },
    )
  })

  const times = 60_000
  it.each([
    ['headers of hunks', '--- a/x\n+++ b/x\n' + '@@ -1,9 +1,9 @@\n'.repeat(times)],
    ['headers of files', 'diff --git a/x b/x\nindex 1111..2222\n'.repeat(times)],
    ['open headers', 'diff --git a/x b/x\n'.repeat(times)],
    ['patches apart', 'diff --git a/x b/x\nold mode 100644\nnew mode 100755\n\nx\n'.repeat(times)],
    ['pasted headers', '\nFrom: a@example.org\nSubject: x\n'.repeat(times)],
    ['scissors', '-- >8 --\n'.repeat(times)],
    ['surplus lines', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n' + '+c\n'.repeat(times)],
    ['one long line', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+' + 'x '.repeat(times * 10)],
    ['marks', '>'.repeat(times) + '\n' + '@'.repeat(times) + '\n' + '-'.repeat(times)],
    ['addresses', 'v1: https://lore.kernel.org/r/1@x '.repeat(times)],
    [
      'addresses under each other',
      '- v1: https://lore.kernel.org/r/1@x\n  https://lore.kernel.org/r/2@y\n'.repeat(times),
    ],
    ['blank lines', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n' + '\n'.repeat(times) + 'x'],
  ])('of many %s ends', (_, t) => {
    const mail = { text: t, title: '', attachments: [] }
    expect(readPatches(mail).length).toBeLessThanOrEqual(1000)
    expect(
      patchCluesOf({ ...mail, messageId: '1@x', hasDiff: true, isPosting: true }, sha1)?.links.length ?? 0,
    ).toBeLessThanOrEqual(50)
  })
})
