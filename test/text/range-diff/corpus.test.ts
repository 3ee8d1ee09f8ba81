import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RangePatch } from '../../../model/index.ts'
import { pairLines, rangeDiff } from '../../../text/range-diff/index.ts'
import { render } from '../../../text/range-diff/render.ts'
import { gitRangeDiff } from './git.ts'
import type { Commit } from './git.ts'
import { patchOf } from './patches.ts'
import { rerollsIn } from './revisions.ts'
import { commitOf } from './synthesis.ts'

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus')

const shape = (before: readonly RangePatch[], after: readonly RangePatch[]) =>
  rangeDiff(before, after).pairs.map(p => ({ mark: p.mark, before: p.before, after: p.after, lines: pairLines(p) }))
const marks = (pairs: readonly { mark: string; before: number | null; after: number | null }[]) =>
  pairs.map(({ mark, before, after }) => `${before ?? '-'} ${mark} ${after ?? '-'}`)
const diffText = (patch: RangePatch) => {
  const { texts, diffFrom } = render(patch)
  return texts.slice(diffFrom).join('\n')
}

/**
 * Revisions that were really posted, against git. Git is given commits of made-up files that hold the lines of the
 * hunks (synthesis.ts) and makes its own diff of them, which is not always the one posted: its authors used another
 * algorithm, more context or another version. There only what git is given again is compared.
 */
describe.skipIf(!existsSync(corpus))('needs ../shared: revisions of real series', () => {
  it.each([
    ['oom-2019-2026.mbox.gz', { rerolls: 25, asPosted: 20 }],
    ['cgroups-2019.mbox.gz', { rerolls: 40, asPosted: 30 }],
  ])(
    'of %s compare as git compares them',
    async (file, atLeast) => {
      const found = { rerolls: 0, asPosted: 0 }
      for (const { name, before, after } of await rerollsIn(resolve(corpus, file))) {
        const commits = [before.map(commitOf), after.map(commitOf)]
        if (commits.flat().some(commit => typeof commit === 'string')) continue
        const git = await gitRangeDiff({}, commits[0] as Commit[], commits[1] as Commit[])
        const made = [git.mails.before.map(patchOf), git.mails.after.map(patchOf)] as const
        expect([name, shape(...made)]).toEqual([name, git.pairs])
        found.rerolls++
        const posted = [...before, ...after].map(diffText)
        if ([...made[0], ...made[1]].some((patch, i) => diffText(patch) !== posted[i])) continue
        found.asPosted++
        expect([name, shape(before, after)]).toEqual([name, git.pairs])
        expect([name, marks(rangeDiff(before, after).pairs)]).toEqual([name, marks(git.pairs)])
      }
      expect(found.rerolls).toBeGreaterThanOrEqual(atLeast.rerolls)
      expect(found.asPosted).toBeGreaterThanOrEqual(atLeast.asPosted)
    },
    240_000,
  )
})
