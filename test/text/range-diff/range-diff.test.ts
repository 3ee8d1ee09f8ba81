import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairLines, rangeDiff } from '../../../text/range-diff/index.ts'
import { gitRangeDiff } from './git.ts'
import type { Commit } from './git.ts'
import { patchOf } from './patches.ts'

const lines = (...text: readonly string[]) => text.join('\n') + '\n'

const reclaim = (body: readonly string[]) =>
  lines('#include "pool.h"', '', 'int drain_pool(struct pool *pool)', '{', ...body.map(line => `\t${line}`), '}')

const base = {
  'mm/pool.c': reclaim(['int freed = 0;', '', 'while (pool->used)', '\tfreed += drop_one(pool);', '', 'return freed;']),
  'mm/pool.h': lines('struct pool {', '\tint used;', '};'),
}

const counted = reclaim([
  'int freed = 0;',
  'int tries = 16;',
  '',
  'while (pool->used && tries--)',
  '\tfreed += drop_one(pool);',
  '',
  'return freed;',
])
const relaxed = counted.replace('= 16', '= 32').replace('\treturn', '\tcond_resched();\n\treturn')
const header = lines('struct pool {', '\tint used;', '\tint limit;', '};')

const bound: Commit = {
  title: 'mm/pool: bound the drain',
  body: 'A pool that fills faster than it drains\n\tkept the loop busy.\n\nSigned-off-by: A. Developer <dev@example.org>',
  files: { 'mm/pool.c': counted },
}
const limit: Commit = { title: 'mm/pool: add a limit', files: { 'mm/pool.h': header } }
const doc: Commit = {
  title: 'docs: say what a pool is',
  files: { 'docs/pool.rst': lines('Pools', '=====', '', 'Text.') },
}

const both = async (before: readonly Commit[], after: readonly Commit[], creationFactorPercent?: number) => {
  const options = creationFactorPercent === undefined ? {} : { creationFactorPercent }
  const git = await gitRangeDiff(base, before, after, options)
  const ours = rangeDiff(git.mails.before.map(patchOf), git.mails.after.map(patchOf), options)
  return {
    git: git.pairs,
    ours: ours.pairs.map(pair => ({ mark: pair.mark, before: pair.before, after: pair.after, lines: pairLines(pair) })),
    result: ours,
  }
}

describe('rangeDiff says what git range-diff says', () => {
  it('of the same patches', async () => {
    const { git, ours } = await both([bound, limit], [bound, limit])
    expect(ours).toEqual(git)
    expect(ours.map(pair => pair.mark)).toEqual(['=', '='])
  })

  it('of a changed patch: message, declaration and a new line', async () => {
    const again = {
      ...bound,
      body: 'A pool that fills faster than it drains\nkeeps the loop busy.',
      files: { 'mm/pool.c': relaxed },
    }
    const { git, ours, result } = await both([bound, limit], [again, limit])
    expect(ours).toEqual(git)
    expect(ours.map(pair => pair.mark)).toEqual(['!', '='])
    expect(result.pairs[0]?.sections.map(section => [section.kind, section.path])).toEqual([
      ['message', ''],
      ['file', 'mm/pool.c'],
    ])
    expect(result.pairs[0]?.sections[1]?.hunks.flatMap(hunk => hunk.lines)).toContainEqual({
      outer: '+',
      inner: '+',
      text: '\tcond_resched();',
    })
  })

  it('of patches that swapped places, one dropped and one new', async () => {
    const { git, ours } = await both(
      [doc, bound, limit],
      [
        limit,
        { ...bound, title: 'mm/pool: stop the drain' },
        { ...limit, files: { 'mm/new.h': lines('a', 'b', 'c') } },
      ],
    )
    expect(ours).toEqual(git)
    expect(ours.map(pair => pair.mark)).toEqual(['<', '=', '!', '>'])
  })

  it('of another author', async () => {
    const { git, ours } = await both([bound], [{ ...bound, author: 'B. Developer <other@example.org>' }])
    expect(ours).toEqual(git)
    expect(ours[0]?.lines).toContain('+Author: B. Developer <other@example.org>')
  })

  it('of renamed and deleted files, and files without a last newline', async () => {
    const before: Commit = {
      title: 'move',
      files: { 'mm/pool.c': null, 'mm/pond.c': base['mm/pool.c'].replace('0', '1'), 'mm/pool.h': null },
    }
    const after: Commit = {
      title: 'move',
      files: { 'mm/pool.c': null, 'mm/pond.c': base['mm/pool.c'].replace('0', '2'), 'mm/pool.h': 'struct pool;' },
    }
    const { git, ours } = await both([before], [after], 300)
    expect(ours).toEqual(git)
    expect(ours[0]?.lines.join('\n')).toContain('mm/pool.c => mm/pond.c')
  })

  it('of a rewrite, which only a larger creation factor calls the same patch', async () => {
    const rewritten = {
      ...limit,
      files: { 'mm/pool.h': lines('struct pool {', '\tlong held;', '\tlong most;', '\tint used;', '};') },
    }
    const plain = await both([limit], [rewritten], 10)
    expect(plain.ours).toEqual(plain.git)
    expect(plain.ours.map(pair => pair.mark)).toEqual(['<', '>'])
    const wide = await both([limit], [rewritten], 200)
    expect(wide.ours).toEqual(wide.git)
    expect(wide.ours.map(pair => pair.mark)).toEqual(['!'])
  })

  it('of an empty revision, which git refuses to compare', async () => {
    const { mails } = await gitRangeDiff(base, [bound], [bound, limit])
    const marks = (before: readonly string[], after: readonly string[]) =>
      rangeDiff(before.map(patchOf), after.map(patchOf)).pairs.map(pair => pair.mark)
    expect(marks([], mails.after)).toEqual(['>', '>'])
    expect(marks(mails.after, [])).toEqual(['<', '<'])
    expect(marks([], [])).toEqual([])
  })

  it('of patches without a diff, whose whole text is compared', async () => {
    const empty: Commit = { title: 'nothing', body: 'Nothing at all.', files: {} }
    const result = rangeDiff([], [])
    expect(result).toEqual({ pairs: [], omitted: { patchesBefore: 0, patchesAfter: 0, lines: 0, distances: 0 } })
    const { ours } = await both([bound, empty], [bound])
    expect(ours.map(pair => pair.mark)).toContain('=')
  })
})

/** A file of short functions, and edits to it by number: what a series does, small enough to shrink. */
const functionText = (name: string, salt: number) => [
  `static int ${name}(struct pool *pool, int ${'abcdef'[salt % 6]})`,
  '{',
  `\tint found = ${salt};`,
  '',
  `\tif (pool->used > ${salt % 7})`,
  '\t\tfound++;',
  ...(salt % 3 === 0 ? ['\tcond_resched();', ''] : []),
  '\treturn found;',
  '}',
  '',
]
const fileText = (salts: readonly number[]) =>
  salts.flatMap((salt, i) => functionText(`step_${i}`, salt)).join('\n') + '\n'

type Step = { file: number; place: number; salt: number; title: number }
const step = fc.record({
  file: fc.integer({ min: 0, max: 2 }),
  place: fc.integer({ min: 0, max: 7 }),
  salt: fc.integer({ min: 0, max: 40 }),
  title: fc.integer({ min: 0, max: 5 }),
})

const commitsOf = (steps: readonly Step[]): Commit[] => {
  const state = [0, 1, 2].map(() => [1, 2, 3, 4, 5, 6, 7, 8])
  return steps.map(({ file, place, salt, title }) => {
    state[file]![place] = salt
    state[file]![(place + 1) % 8] = salt + title
    return {
      title: `mm: step ${title}`,
      body: `Reason ${title}.\n\nMore of it ${salt % 4}.`,
      files: { [`mm/f${file}.c`]: fileText(state[file]!) },
    }
  })
}
const start = Object.fromEntries([0, 1, 2].map(i => [`mm/f${i}.c`, fileText([1, 2, 3, 4, 5, 6, 7, 8])]))

const reroll = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 7 }),
  edits: fc.array(
    fc.record({ at: fc.nat(6), change: fc.constantFrom('salt', 'drop', 'swap', 'insert', 'title'), step }),
    { maxLength: 4 },
  ),
})

const rerolled = (steps: readonly Step[], edits: readonly { at: number; change: string; step: Step }[]): Step[] => {
  const after = [...steps]
  for (const { at, change, step: given } of edits) {
    const i = at % Math.max(after.length, 1)
    const old = after[i]
    if (change === 'insert' || old === undefined) after.splice(i, 0, given)
    else if (change === 'drop') after.splice(i, 1)
    else if (change === 'salt') after[i] = { ...old, salt: given.salt }
    else if (change === 'title') after[i] = { ...old, title: given.title }
    else after.splice(i, 2, ...after.slice(i, i + 2).reverse())
  }
  return after
}

describe('rangeDiff pairs as git does', () => {
  it('whatever is edited, moved, dropped or put in', async () => {
    await fc.assert(
      fc.asyncProperty(reroll, async ({ steps, edits }) => {
        // Commits without a change have no mail; git log shows them.
        const isReal = (commit: Commit, i: number, all: readonly Commit[]) => {
          const path = Object.keys(commit.files)[0]!
          const earlier = all.slice(0, i).findLast(c => path in c.files)?.files[path] ?? start[path]
          return commit.files[path] !== earlier
        }
        const before = commitsOf(steps).filter(isReal)
        const after = commitsOf(rerolled(steps, edits)).filter(isReal)
        fc.pre(before.length > 0 && after.length > 0)
        const git = await gitRangeDiff(start, before, after)
        const ours = rangeDiff(git.mails.before.map(patchOf), git.mails.after.map(patchOf))
        expect(ours.pairs.map(p => ({ mark: p.mark, before: p.before, after: p.after, lines: pairLines(p) }))).toEqual(
          git.pairs,
        )
      }),
      { numRuns: 40, seed: 5 },
    )
  }, 120_000)
})
