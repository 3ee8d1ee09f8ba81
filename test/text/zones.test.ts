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
const cases: Readonly<Record<string, string>> = {
  'a mail quoted whole by Outlook': `prose       Please have a look.
blank
attribution -----Original Message-----
attribution From: Ben Baud <ben@example.org>
attribution Sent: Monday, March 4, 2024 10:00 AM
attribution To: Ada Ampere <ada@example.org>; Cleo Curie <cleo@example.org>;
attribution  Dora Dalton <dora@example.org>
attribution Subject: RE: pools
quote1      
quote1      The pool is empty.
quote2      > Is it?
`,
  'the same without a rule': `prose       Yes.
blank
attribution From: Ben Baud <ben@example.org>
attribution Sent: Monday, March 4, 2024 10:00 AM
attribution To: Ada Ampere <ada@example.org>
attribution Subject: RE: pools
quote1      
quote1      The pool is empty.
`,
  'a forwarded mail': `attribution -------- Forwarded Message --------
attribution Subject: pools
attribution Date: Mon, 4 Mar 2024 10:00:00 +0100
attribution From: Ben Baud <ben@example.org>
quote1      
quote1      The pool is empty.
`,
  'a rule without a header block': `attribution ----- Original Message -----
quote1      > The pool is empty.
blank
prose       Is it?
`,
  'attributions in other languages': `attribution Am 04.03.24 um 10:00 schrieb Ben Baud:
quote1      > Eins.
blank
attribution Le 4 mars 2024 à 10:00, Ben Baud a écrit :
quote1      > Un.
blank
attribution 在 2024/3/4 18:00, Ben Baud 写道:
quote1      > One.
blank
attribution Il giorno 4 mar 2024, alle ore 10:00, Ben Baud <ben@example.org> ha scritto:
quote1      > Uno.
blank
attribution Quoting Ben Baud (2024-03-04 10:00:00)
quote1      > One.
`,
  'an attribution without a quote': `attribution On Mon 04-03-24 10:00:00, Ben Baud wrote:
prose       Nothing of this is right.
blank
attribution On Mon, Mar 4, 2024 at 10:00 AM Ben Baud
attribution <ben@example.org> wrote:
blank
prose       Nor is that.
prose       He then wrote:
`,
  'an attribution inside the quote': `attribution > On Mar 4, 2024, at 10:00, Ben Baud <ben@example.org> wrote:
quote1      > 
quote1      > The pool is empty.
blank
prose       Is it?
`,
  'an attribution that was quoted': `attribution Ben Baud writes:
quote1      > On Mon, Mar 4, 2024, Cleo Curie wrote:
quote2      >> The pool is empty.
quote1      > It is.
`,
  'marks of several kinds': `quote3      >>> one
quote3      > > > two
quote2      >> three
quote2       > > four
quote1      >five
`,
  'quotes behind bars and colons': `prose       The document says
quote1      : The value of the knob is taken for each pool, and
quote1      : halved when it is full.
prose       and you say
quote1      | Nobody needs the knob, it is always
quote1      | the same.
blank
prose       | pool | pages |
prose       | one  | 12    |
blank
prose       : a single line stays
`,
  'a dump behind bars': `trace       | WARNING: possible circular locking dependency detected
trace       | pool/510 is trying to acquire lock:
trace       | ffff888000000000 (&p->lock){++++}, at: pool_get+0x12/0x34
`,
  'a signature above a quote': `prose       Right.
signature   -- 
signature   Ada
signature   
quote1      > The pool is empty.
blank
prose       And here?
`,
  'dashes that end nothing': `prose       Right.
prose       --
blank
prose       One.
prose       Two.
prose       Three.
prose       Four.
prose       Five.
prose       Six.
prose       Seven.
prose       Eight.
prose       Nine.
prose       Ten.
prose       Eleven.
prose       Twelve.
prose       Thirteen.
`,
  'notes below the dashes': `prose       Words of the changelog.
blank
trailer     Signed-off-by: Cleo Curie <cleo@example.org>
patch-meta  ---
greeting    Hi,
prose       this has survived a night here, but I am not sure about the lock.
blank
patch-meta  Changes in v2:
patch-meta  - better words
patch-meta  and no knob
blank
patch-meta  v1 -> v2: nothing
blank
diffstat     mm/pool.c | 4 +++-
blank
diff        --- a/mm/pool.c
diff        +++ b/mm/pool.c
diff        @@ -1 +1 @@
diff        -a
diff        +b
signature   --
signature   2.43.0.1.g0123456789ab
`,
  'a lock report': `trace       WARNING: possible circular locking dependency detected
trace       6.8.0-rc1 #1 Not tainted
trace       ------------------------------------------------------
trace       BUG: sleeping function called from invalid context
blank
trace         #1 [ffff8813dedfb990] schedule at ffffffff8173fa27
trace       RAX: 0000000000000000 RBX: ffff888000000000
trace       <4>[   12.345678]  ? pool_get
trace       kmem: usage 2016kB, limit 9007199254740988kB, failcnt 0
blank
trace       pool invoked oom-killer: gfp_mask=0x0, order=0
`,
  'what robots say': `trace       HEAD commit:    0123456 pools: begin
trace       >> mm/pool.c:12:3: warning: unused variable 'p' [-Wunused-variable]
trace             12 |         int p;
trace                |             ^
trace           11\tvoid pool(void)
trace         > 12\t        int p;
trace       x86_64               randconfig-a001-20240304
`,
  'tables of numbers': `prose       It is faster:
trace       before     714127     178531     1432.43
trace       after\t\t714127\t178531\t489.00
prose       Is that  much  to you?
`,
  'code with its comments': `prose       I would write
code        	/* empty pools have no pages */
code        	if (pool_empty(p))
code        		return NULL;
code        #ifdef CONFIG_POOL
blank
prose           an indented paragraph of words is no code
`,
  'a sign-off with its name': `prose       Fine by me.
blank
greeting    Thanks,
greeting    Ada Ampere
blank
prose       Ada
`,
}

const lines = (source: string) =>
  source
    .split('\n')
    .slice(0, -1)
    .map(line => ({ kind: line.slice(0, 12).trim(), text: line.slice(12).replaceAll('\\t', '\t') }))

const kindsOf = (text: string) =>
  zonesOf(text).flatMap(z =>
    text
      .slice(z.start, z.end)
      .replace(/\n$/, '')
      .split('\n')
      .map(line => ({ kind: `${z.kind}${z.depth || ''}`, text: line })),
  )

describe('zones', () => {
  it.each([['a reply', marked], ['a patch', patch], ...Object.entries(cases)])(
    'name the kind of each line of %s',
    (_, source) => {
      const expected = lines(source)
      expect(kindsOf(`${expected.map(l => l.text).join('\n')}\n`)).toEqual(expected)
    },
  )

  it('cover any text without gap or overlap, neighbours being different', () => {
    const line = fc.oneof(
      fc.constantFrom(...lines(marked + patch + Object.values(cases).join('')).map(l => l.text)),
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
  it('is read to its end in front of a line of two dashes and a million line ends without a line feed', () => {
    const diff = '--- a/m.c\n+++ b/m.c\n@@ -1 +1 @@\n-a\n+b\n'
    const text = `${diff}--${'\r'.repeat(1_000_000)}x\n`
    expect(zonesOf(text).map(z => [z.kind, z.start])).toEqual([['diff', 0]])
  })

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
