import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Patch } from '../../../model/index.ts'
import { patchCluesOf, readPatches } from '../../../text/index.ts'
import { functionNameOf } from '../../../text/patch/function-name.ts'
import { sha1 } from './git.ts'

const read = (text: string, title = 'mm: mind the gap'): Patch[] => readPatches({ text, title, attachments: [] })

/** A patch in words: what it is called, its files with their changes, its hunks, and what befell it. */
const words = (patch: Patch) => ({
  title: patch.title,
  files: patch.files.map(
    f => `${f.change} ${f.oldPath === null ? '' : `${f.oldPath} -> `}${f.path}${f.isBinary ? ' binary' : ''}`,
  ),
  hunks: patch.files.flatMap(f =>
    f.hunks.map(h => `-${h.oldStart},${h.oldCount} +${h.newStart},${h.newCount} ${h.functionName ?? '?'}`),
  ),
  damage: patch.damage,
})

const plain = `From: Ada Example <ada@example.org>

The pool forgets a page.

Signed-off-by: Ada Example <ada@example.org>
---
 mm/pool.c | 3 ++-
 1 file changed, 2 insertions(+), 1 deletion(-)

diff --git a/mm/pool.c b/mm/pool.c
index 1111111..2222222 100644
--- a/mm/pool.c
+++ b/mm/pool.c
@@ -10,4 +10,5 @@ static struct page *pool_take(struct pool *pool, gfp_t gfp)
 	int n;
 
-	n = pool_count(pool, GFP_KERNEL);
+	n = pool_count(pool, GFP_NOWAIT | __GFP_NOWARN);
+	n++;
 	return n;

base-commit: 0123456789012345678901234567890123456789
-- 
2.43.0

`

describe('the patch of a mail', () => {
  it('has its author, its message, its files and its hunks', () => {
    const [patch, ...more] = read(plain)
    expect(more).toEqual([])
    if (patch === undefined) return
    expect(words(patch)).toEqual({
      title: 'mm: mind the gap',
      files: ['modified mm/pool.c'],
      hunks: ['-10,4 +10,5 pool_take'],
      damage: [],
    })
    expect(patch.author).toEqual({ name: 'Ada Example', address: 'ada@example.org' })
    expect(plain.slice(patch.message.start, patch.message.end)).toBe(
      'The pool forgets a page.\n\nSigned-off-by: Ada Example <ada@example.org>\n',
    )
    expect(patch.baseCommit).toBe('0123456789012345678901234567890123456789')
    const [file] = patch.files
    expect([file?.blobBefore, file?.blobAfter, file?.modeAfter]).toEqual(['1111111', '2222222', '100644'])
    const hunk = file?.hunks[0]
    expect(hunk?.gfpAdded).toEqual(['GFP_NOWAIT', '__GFP_NOWARN'])
    expect(hunk?.gfpRemoved).toEqual(['GFP_KERNEL'])
    expect(hunk?.lines.map(l => l.kind.charAt(0) + l.text)).toEqual([
      'c\tint n;',
      'c',
      'r\tn = pool_count(pool, GFP_KERNEL);',
      'a\tn = pool_count(pool, GFP_NOWAIT | __GFP_NOWARN);',
      'a\tn++;',
      'c\treturn n;',
    ])
    for (const line of hunk?.lines ?? []) expect(plain.slice(line.start, line.end).slice(1)).toBe(line.text)
  })
})

const start = '--- a/mm/pool.c\n+++ b/mm/pool.c\n'
const hunk = '@@ -10,5 +10,5 @@ struct pool *pool_make(void)\n \ta();\n-\tb();\n+\tc();\n \td();\n \te();\n \tf();\n'

describe('a damaged patch', () => {
  it.each([
    ['whole', start + hunk, ''],
    ['a context line that lost its blank', start + hunk.replace(' \td();\n', '\n'), ''],
    ['a wrapped line', start + hunk.replace('+\tc();', '+\tc(\nx);'), 'lines-wrapped'],
    ['a wrapped heading', start + hunk.replace('*pool_make', '\n*pool_make'), 'lines-wrapped'],
    ['a wrapped diff line', `diff --git a/mm/pool.c\nb/mm/pool.c\n${start}${hunk}`, 'lines-wrapped'],
    ['a lost line', start + hunk.replace(' \td();\n', '') + start + hunk, 'counts-mismatch'],
    ['a line too many', start + hunk + '+\tg();\n' + start + hunk, 'counts-mismatch'],
    ['cut', start + hunk.slice(0, hunk.indexOf(' \te')), 'counts-mismatch cut-short'],
    ['cut with dots', start + hunk.slice(0, hunk.indexOf(' \te')) + '[...]\n\nWords.\n', 'counts-mismatch cut-short'],
    ['tabs to spaces', start + hunk.replaceAll('\t', '        '), 'tabs-to-spaces'],
    ['CRLF', (start + hunk).replaceAll('\n', '\r\n'), 'crlf'],
    ['non-breaking spaces', start + hunk.replaceAll('\t', '\u00a0\u00a0'), 'non-breaking-spaces'],
    ['curly quotes', start + hunk.replace('c()', 'c(\u201cx\u201d)'), 'smart-quotes'],
    ['quotes in a comment', start + hunk.replace('c();', '/* \u201cx\u201d */'), ''],
    ['quoted-printable', start + hunk.replaceAll(';\n', ';=20\n'), 'quoted-printable'],
    [
      'a removed line that looks like a header',
      '--- a/x\n+++ b/x\n@@ -1 +1 @@\n--- a\n+++ b\n@@ -9 +9 @@\n-a\n+b\n',
      '',
    ],
  ])('says what befell it: %s', (_, text, damage) => {
    const patches = read(text)
    expect(patches.map(p => p.damage.join(' '))).toEqual([damage])
    expect(patches.flatMap(p => p.problems.map(x => x.code))).toEqual(
      damage.includes('counts') ? ['patch-damaged'] : [],
    )
  })

  it('keeps a wrapped line as one, and its function', () => {
    const [patch] = read(start + hunk.replace('+\tc();', '+\tc(\nx);').replace('*pool_make', '\n*pool_make'))
    expect(patch?.files[0]?.hunks[0]?.lines.map(l => l.text)).toEqual([
      '\ta();',
      '\tb();',
      '\tc( x);',
      '\td();',
      '\te();',
      '\tf();',
    ])
    expect(patch?.files[0]?.hunks[0]?.functionName).toBe('pool_make')
  })

  it('is marked where its mail is flowed', () => {
    expect(readPatches({ text: start + hunk, title: '', attachments: [], isFlowed: true })[0]?.damage).toEqual([
      'flowed',
    ])
  })
})

describe('the heading of a hunk', () => {
  it.each([
    ['static struct page *pool_take(struct pool *pool, gfp_t gfp)', 'pool_take'],
    ['void __init pool_init(void) {', 'pool_init'],
    ['static __printf(2, 3) void pool_say(struct pool *p,', 'pool_say'],
    ['__alloc_pool(gfp_t gfp, unsigned int order,', '__alloc_pool'],
    ['def main(args):', 'main'],
    ['struct pool {', null],
    ['static const struct ops pool_ops = {', null],
    ['EXPORT_SYMBOL(pool_take);', null],
    ['module_init(pool_init);', null],
    ['SYSCALL_DEFINE3(pool, int, fd,', null],
    ['#define POOL(x) do {', null],
    ['out:', null],
    ['static int (*take)(void)', null],
    ['', null],
  ])('%s names %s', (heading, name) => {
    expect(functionNameOf(heading)).toBe(name)
  })
})

describe('the text of a mail', () => {
  const lines = [
    ...[
      '-- >8 --',
      '-->8--',
      '--- 8< ---',
      '-- 8< -- cut here -- 8< --',
      '---- >% ----',
      '8<',
      '>8 --',
      '-- --',
      '--------',
    ],
    ...[
      '- - - 8< - - -',
      'cut here: -- >8 --',
      'this is a long line of words -- >8 --',
      '>8>8>8>8',
      '-- >8',
      '--  >8   --',
      '>8        8<',
    ],
  ]
  it('cuts at scissors as git mailinfo does', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scissors-'))
    try {
      for (const line of lines) {
        const body = `Above.\n${line}\nBelow.\n---\n${start}${hunk}`
        const mail = `From: A <a@example.org>\nSubject: [PATCH] x\nDate: Mon, 4 Mar 2024 10:00:00 +0100\n\n${body}`
        execFileSync('git', ['mailinfo', '--scissors', join(folder, 'm'), join(folder, 'p')], { input: mail })
        const [patch] = read(body)
        expect([line, body.slice(patch?.message.start, patch?.message.end)]).toEqual([
          line,
          readFileSync(join(folder, 'm'), 'utf8'),
        ])
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('is looked through behind the dashes of a clear-signed one, with offsets into what was sent', () => {
    const text = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWords.\n${(start + hunk).replace(/^-/gm, '- -')}`
    const [patch] = read(text)
    const removed = patch?.files[0]?.hunks[0]?.lines.find(l => l.kind === 'removed')
    expect(removed?.text).toBe('\tb();')
    expect(text.slice(removed?.start, removed?.end)).toBe('-\tb();')
    expect(text.slice(patch?.message.start, patch?.message.end)).toBe('Words.\n')
  })

  it('comes before its attachments, and the patch of an attached mail is not its own', () => {
    const attachment = (part: number, contentType: string) => ({
      part,
      fileName: 'x.patch',
      contentType,
      text: start + hunk,
    })
    const patches = readPatches({
      text: start + hunk,
      title: 'x',
      attachments: [attachment(2, 'text/x-patch'), attachment(3, 'message/rfc822'), attachment(4, 'text/plain')],
    })
    expect(patches.map(p => [p.pos, p.attachment])).toEqual([
      [0, null],
      [1, 2],
      [2, 4],
    ])
  })
})

describe('the earlier postings that a posting links to', () => {
  const lore = 'https://lore.kernel.org/linux-mm'
  it.each([
    ['a link trailer', `Link: https://patch.msgid.link/1@example.org\n`, ['1@example.org']],
    ['a link of a report', `Reported-by: A <a@example.org>\nLink: ${lore}/1@example.org\n`, []],
    ['a link that is a footnote', `Link: ${lore}/1@example.org [1]\n`, []],
    [
      'a list of versions',
      `v2: ${lore}/2@example.org/T/#u\n- Link to v1: <http://lkml.kernel.org/r/1%2Bx@example.org>.\n`,
      ['2@example.org', '1+x@example.org'],
    ],
    ['a heading', `Changes since v1:\n  * less\n  ${lore}/1@example.org/\n`, ['1@example.org']],
    ['a footnote', `Less than v1 [2].\n\n[1] ${lore}/1@example.org\n[2] ${lore}/2@example.org\n`, ['2@example.org']],
    ['what it rests on', `Based on v1 of ${lore}/1@example.org\n`, []],
    ['a quoted one', `> v1: ${lore}/1@example.org\n`, []],
    ['itself', `v2: ${lore}/me@example.org\n`, []],
    ['no mail', `v1: https://lore.kernel.org/patchwork/patch/12/\n`, []],
  ])('%s', (_, text, links) => {
    const mail = { text, title: '', attachments: [], messageId: 'me@example.org', hasDiff: false, isPosting: true }
    expect(patchCluesOf(mail, sha1)?.links ?? []).toEqual(links)
    expect(patchCluesOf({ ...mail, isPosting: false }, sha1)).toBeNull()
  })
})
