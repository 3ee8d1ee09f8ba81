import { describe, expect, it } from 'vitest'
import type { Patch } from '../../../model/index.ts'
import { readPatches } from '../../../text/index.ts'

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
