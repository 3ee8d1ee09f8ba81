import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffOf, hasDiff, zonesOf } from '../../text/index.ts'

/** A mail with the kind of every line beside it. */
const marked = `greeting    Hi Ada,
blank
attribution On Mon, Mar 04, 2024 at 10:00:00AM +0100, Ben Baud
attribution <ben@example.org> wrote:
quote1      > One.
quote2      > > Deeper.
quote1      > 
blank
prose       My own words.
blank
code        	ret = pool_get(p);
trace       [   12.345678] Out of memory: nothing left
trace       Call Trace:
trace        pool_get+0x12/0x34
blank
trailer     Acked-by: Ada Ampere <ada@example.org>
greeting    Thanks,
signature   -- 
signature   Ada
footer      _______________________________________________
footer      pools mailing list -- pools@example.org
footer      To unsubscribe send an email to pools-leave@example.org
`
const patch = `patch-meta  From: Cleo Curie <cleo@example.org>
blank
prose       Words of the changelog.
blank
trailer     Fixes: 0123456789ab ("pools: begin")
trailer     Signed-off-by: Cleo Curie <cleo@example.org>
patch-meta  ---
patch-meta  v2: better words
diffstat     mm/pool.c | 4 +++-
diffstat     1 file changed, 3 insertions(+), 1 deletion(-)
blank
diff        diff --git a/mm/pool.c b/mm/pool.c
diff        index 1111111..2222222 100644
diff        --- a/mm/pool.c
diff        +++ b/mm/pool.c
diff        @@ -1,4 +1,5 @@ struct pool
diff         {
diff        --- a decrement, no header
diff        +++ an increment, no header
diff        +	From: no author
diff        
diff         }
signature   -- 
signature   2.43.0
`
const lines = (source: string) =>
  source
    .split('\n')
    .slice(0, -1)
    .map(line => ({ kind: line.slice(0, 12).trim(), text: line.slice(12) }))

const kindsOf = (text: string) =>
  zonesOf(text).flatMap(z =>
    text
      .slice(z.start, z.end)
      .replace(/\n$/, '')
      .split('\n')
      .map(line => ({ kind: `${z.kind}${z.depth || ''}`, text: line })),
  )

describe('zones', () => {
  it.each([
    ['a reply', marked],
    ['a patch', patch],
  ])('name the kind of each line of %s', (_, source) => {
    const expected = lines(source)
    expect(kindsOf(`${expected.map(l => l.text).join('\n')}\n`)).toEqual(expected)
  })

  it('cover any text without gap or overlap, neighbours being different', () => {
    const line = fc.oneof(
      fc.constantFrom(...lines(marked + patch).map(l => l.text)),
      fc.string({ maxLength: 20 }),
      fc.constantFrom('@@ -1,3 +1,3 @@', '--- a/x', '+++ b/x', ' ', '+', '-- ', '--', '---', '> ', '>>', '[...]'),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.boolean(), (all, ends) => {
        const text = all.join('\n') + (ends ? '\n' : '')
        const zones = zonesOf(text)
        let at = 0
        for (const [i, z] of zones.entries()) {
          expect(z.start).toBe(at)
          expect(z.end).toBeGreaterThan(z.start)
          const before = zones[i - 1]
          if (before) expect([before.kind, before.depth]).not.toEqual([z.kind, z.depth])
          at = z.end
        }
        expect(at).toBe(text.length)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a diff', () => {
  it.each([
    ['git', 'diff --git a/mm/a.c b/mm/a.c\nindex 1..2\n--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1 +1 @@\n-a\n+b\n', ['mm/a.c']],
    [
      'new file',
      'diff --git a/b.h b/b.h\nnew file mode 100644\n--- /dev/null\n+++ b/b.h\n@@ -0,0 +1 @@\n+b\n',
      ['b.h'],
    ],
    ['removed file', '--- a/b.h\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n', ['b.h']],
    ['rename only', 'diff --git a/x.c b/y.c\nsimilarity index 100%\nrename from x.c\nrename to y.c\n', ['y.c']],
    ['mode only', 'diff --git a/x.sh b/x.sh\nold mode 100644\nnew mode 100755\n', ['x.sh']],
    [
      'old tree',
      '--- linux-2.6.orig/mm/a.c\t2008-01-01 10:00:00.0\n+++ linux-2.6/mm/a.c\t2008-01-02 10:00:00.0\n@@ -1 +1 @@\n-a\n+b\n',
      ['mm/a.c'],
    ],
    ['Index', 'Index: x/mm/a.c\n=====\n--- x.orig/mm/a.c\n+++ x/mm/a.c\n@@ -1 +1 @@\n-a\n+b\n', ['mm/a.c']],
  ])('%s names its files', (_, text, files) => {
    expect(diffOf(text)).toEqual({ hasDiff: true, files })
  })

  it.each([
    ['quoted', '> --- a/x\n> +++ b/x\n> @@ -1 +1 @@\n'],
    ['a rule of dashes', 'text\n--- \n+++ more\nno hunk\n'],
    ['a git line in prose', 'run diff --git a b\n'],
  ])('%s is none', (_, text) => {
    expect(hasDiff(text)).toBe(false)
  })
})
