import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RangePatch } from '../../../model/index.ts'
import { assign } from '../../../text/range-diff/assign.ts'
import { changedLines, roughRoot, scratchFor } from '../../../text/range-diff/edit-script.ts'
import {
  commentPlace,
  followComment,
  pairLines,
  rangeDiff,
  rangeDiffKey,
  rangePatchesOf,
} from '../../../text/range-diff/index.ts'
import { slide } from '../../../text/range-diff/slide.ts'
import { patchOf } from './patches.ts'

const lines = (max: number, classes: number) =>
  fc.array(fc.nat(classes - 1), { maxLength: max }).map(a => Int32Array.from(a))
const kept = (all: Int32Array, changed: Uint8Array) => [...all].filter((_, i) => changed[i] === 0)
const count = (changed: Uint8Array) => changed.reduce((sum, c) => sum + c, 0)

/** Length of the longest common subsequence, by the textbook table. */
const longest = (a: Int32Array, b: Int32Array): number => {
  let row = new Array<number>(b.length + 1).fill(0)
  for (const x of a) {
    const next = [0]
    b.forEach((y, j) => next.push(x === y ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!)))
    row = next
  }
  return row[b.length]!
}

describe('the lines a diff calls unchanged', () => {
  it('are the same on both sides, before and after sliding', () => {
    fc.assert(
      fc.property(lines(80, 6), lines(80, 6), (a, b) => {
        const changed = changedLines(a, b, scratchFor(6))
        expect(kept(a, changed.a)).toEqual(kept(b, changed.b))
        const size = count(changed.a) + count(changed.b)
        const texts = { a: [...a].map(String), b: [...b].map(String) }
        slide({ a, b, texts }, changed)
        expect(kept(a, changed.a)).toEqual(kept(b, changed.b))
        expect(count(changed.a) + count(changed.b)).toBe(size)
      }),
    )
  })

  it('are as many as can be where no line is frequent', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(30)), fc.uniqueArray(fc.nat(30)), (x, y) => {
        const [a, b] = [Int32Array.from(x), Int32Array.from(y)]
        expect(kept(a, changedLines(a, b, scratchFor(31)).a)).toHaveLength(longest(a, b))
      }),
    )
  })

  it('are found in bounded time for thousands of lines in reverse', () => {
    const a = Int32Array.from({ length: 6_000 }, (_, i) => i)
    const b = a.slice().reverse()
    const changed = changedLines(a, b, scratchFor(6_000))
    expect(kept(a, changed.a)).toEqual(kept(b, changed.b))
    expect(kept(a, changed.a).length).toBeGreaterThan(0)
  })

  it('count as frequent from about the square root of all lines', () => {
    expect([1, 3, 4, 15, 16, 100, 1000].map(roughRoot)).toEqual([2, 2, 4, 4, 8, 16, 32])
  })
})

const least = (n: number, cost: Int32Array, column = 0, taken = 0): number => {
  if (column === n) return 0
  let best = Infinity
  for (let row = 0; row < n; row++)
    if (!(taken & (1 << row)))
      best = Math.min(best, cost[row * n + column]! + least(n, cost, column + 1, taken | (1 << row)))
  return best
}

describe('the assignment', () => {
  it('costs the least of all', () => {
    const square = fc
      .integer({ min: 1, max: 6 })
      .chain(n =>
        fc.array(fc.nat(12), { minLength: n * n, maxLength: n * n }).map(cost => ({ n, cost: Int32Array.from(cost) })),
      )
    fc.assert(
      fc.property(square, ({ n, cost }) => {
        const rowOf = assign(n, cost)
        expect([...rowOf].sort()).toEqual([...Array(n).keys()])
        expect(rowOf.reduce((sum, row, column) => sum + cost[row * n + column]!, 0)).toBe(least(n, cost))
      }),
      { numRuns: 300 },
    )
  })

  it('is found where all costs are equal, and for nobody', () => {
    expect([...assign(50, new Int32Array(2_500))].sort((x, y) => x - y)).toEqual([...Array(50).keys()])
    expect([...assign(0, new Int32Array(0))]).toEqual([])
  })
})

const odd = fc.string({ maxLength: 30, unit: 'binary' })
const oddHunk = fc.record({
  oldStart: fc.integer(),
  oldCount: fc.integer(),
  newStart: fc.integer(),
  newCount: fc.integer(),
  heading: odd,
  functionName: fc.constant(null),
  lines: fc.array(
    fc.record({
      kind: fc.constantFrom('context' as const, 'added' as const, 'removed' as const),
      text: odd,
      isLastWithoutNewline: fc.boolean(),
      start: fc.nat(60),
      end: fc.nat(60),
    }),
    { maxLength: 6 },
  ),
  gfpAdded: fc.constant([]),
  gfpRemoved: fc.constant([]),
  start: fc.nat(60),
  end: fc.nat(60),
})
const oddPatch: fc.Arbitrary<RangePatch> = fc.record({
  text: odd,
  author: fc.record({ name: odd, address: odd }),
  messageId: odd,
  patch: fc.record({
    pos: fc.nat(3),
    attachment: fc.constant(null),
    title: odd,
    author: fc.constant(null),
    message: fc.record({ start: fc.integer({ min: -5, max: 60 }), end: fc.integer({ min: -5, max: 60 }) }),
    files: fc.array(
      fc.record({
        path: odd,
        oldPath: fc.option(odd),
        change: fc.constantFrom(
          'modified' as const,
          'added' as const,
          'deleted' as const,
          'renamed' as const,
          'mode' as const,
        ),
        isBinary: fc.boolean(),
        blobBefore: fc.constant(null),
        blobAfter: fc.constant(null),
        modeBefore: fc.option(odd),
        modeAfter: fc.option(odd),
        hunks: fc.array(oddHunk, { maxLength: 3 }),
        start: fc.nat(60),
        end: fc.nat(60),
      }),
      { maxLength: 3 },
    ),
    baseCommit: fc.constant(null),
    changeId: fc.constant(null),
    prerequisites: fc.constant([]),
    damage: fc.constant([]),
    problems: fc.constant([]),
  }),
})

describe('rangeDiff of anything', () => {
  it('names each patch once, the same every time, and follows any comment', () => {
    const revision = fc.array(oddPatch, { maxLength: 4 })
    fc.assert(
      fc.property(revision, revision, fc.nat(60), (before, after, at) => {
        const diff = rangeDiff(before, after)
        expect(diff.pairs.flatMap(p => p.before ?? []).sort()).toEqual([...before.keys()])
        expect(diff.pairs.flatMap(p => p.after ?? [])).toEqual([...after.keys()])
        expect(rangeDiff(before, after)).toEqual(diff)
        before.forEach((patch, i) => {
          const fate = followComment(diff, before, after, i, commentPlace(patch, at, at + 9))
          expect(fate.partAfter ?? 0).toBeLessThan(Math.max(after.length, 1))
        })
      }),
    )
  })

  it('finds no change between a revision and itself', () => {
    fc.assert(
      fc.property(fc.array(oddPatch, { maxLength: 5 }), patches => {
        expect(new Set(rangeDiff(patches, patches).pairs.map(p => p.mark))).toEqual(
          new Set(patches.length > 0 ? ['='] : []),
        )
      }),
    )
  })

  it('counts what its bounds leave out', () => {
    const mail = 'From: A <a@example.org>\nSubject: [PATCH] x\n\nText.\n---\n'
    const one = patchOf(mail)
    expect(rangeDiff(Array(503).fill(one), [one]).omitted).toEqual({
      patchesBefore: 3,
      patchesAfter: 0,
      lines: 0,
      distances: 0,
    })
    const long = patchOf(mail.replace('Text.', Array(20_010).fill('Text.').join('\n')))
    expect(rangeDiff([long], [one]).omitted.lines).toBeGreaterThan(0)
  })
})

describe('what a message is compared as', () => {
  const mail = (body: string) => patchOf(`From: A <a@example.org>\nSubject: [PATCH] x\n\n${body}\n---\n`)
  it('has no blanks at line ends, single blank lines, and tabs as columns, as git am and git log leave it', () => {
    const pair = rangeDiff([mail('\n\nOne.  \n\n\n\tTwo.\n\n')], [mail('One.\n\n        Two.')]).pairs[0]!
    expect(pair.mark).toBe('=')
  })
  it('is shown without its indent', () => {
    const diff = '\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'
    const [before, after] = ['One.', 'Two.'].map(body => patchOf(mail(body).text + diff))
    const pair = rangeDiff([before!], [after!]).pairs[0]!
    const message = pair.sections.find(section => section.kind === 'message')
    expect(pair.mark).toBe('!')
    expect(message?.hunks[0]?.lines).toContainEqual({ outer: '+', inner: '', text: 'Two.' })
    expect(pairLines(pair).filter(line => /^[-+]/.test(line))).toEqual(['-    One.', '+    Two.'])
  })
})

describe('what a file is compared as', () => {
  const text = (line: string) =>
    [
      '---',
      '',
      'diff --git a/s.sh b/s.sh',
      'old mode 100644',
      'new mode 100755',
      'index de98044..7be73ce',
      '--- a/s.sh',
      '+++ b/s.sh',
      '@@ -1,3 +1,3 @@',
      ' a',
      '-b',
      `+${line}`,
      ' c',
      'diff --git a/x.bin b/x.bin',
      'index 8352675..1592e5c 100644',
      'Binary files a/x.bin and b/x.bin differ',
      '',
    ].join('\n')
  const read = (line: string) =>
    rangePatchesOf({
      text: text(line),
      attachments: [],
      title: 'change',
      author: { name: 'A', address: 'a@example.org' },
      messageId: '1@example.org',
    })

  it('names a change of mode, and says of binary files that they differ, as git 2.39 does', () => {
    const pair = rangeDiff(read('B'), read('BB'), { creationFactorPercent: 500 }).pairs[0]!
    expect(pairLines(pair)).toEqual([
      '@@ s.sh (mode change 100644 => 100755)',
      ' @@',
      '  a',
      ' -b',
      '-+B',
      '++BB',
      '  c',
      ' ',
      '  ## x.bin ##',
    ])
  })
})

describe('rangeDiffKey', () => {
  it('differs where patches, their order or the side differ', () => {
    const keys = [
      rangeDiffKey(['a', 'b'], ['c']),
      rangeDiffKey(['a'], ['b', 'c']),
      rangeDiffKey(['b', 'a'], ['c']),
      rangeDiffKey(['c'], ['a', 'b']),
      rangeDiffKey(['a,b'], ['c']),
      rangeDiffKey(['a', 'b'], ['c'], { creationFactorPercent: 90 }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
    expect(rangeDiffKey(['a', 'b'], ['c'], { creationFactorPercent: 60 })).toBe(keys[0])
  })
})
