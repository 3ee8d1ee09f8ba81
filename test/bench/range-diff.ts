import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RangePatch } from '../../model/index.ts'
import { commentFollower, rangeDiff } from '../../text/range-diff/index.ts'
import { gitRangeDiff } from '../text/range-diff/git.ts'
import type { Commit } from '../text/range-diff/git.ts'
import { patchOf } from '../text/range-diff/patches.ts'
import { rerollsIn } from '../text/range-diff/revisions.ts'
import { commitOf } from '../text/range-diff/synthesis.ts'

/*
 * Speed of range-diff on one core:  node test/bench/range-diff.ts
 * Real rerolls where ../shared is there; an invented series of 30 patches always, with git beside it.
 * No test asserts these figures.
 */

const runs = 9
const corpus = resolve(import.meta.dirname, '../../../shared/corpus')

/** First call and median of the rest, in milliseconds. */
const timed = (work: () => unknown): { first: number; median: number } => {
  const times = Array.from({ length: runs }, () => {
    const from = process.hrtime.bigint()
    work()
    return Number(process.hrtime.bigint() - from) / 1e6
  })
  const rest = times.slice(1).sort((a, b) => a - b)
  return { first: times[0]!, median: rest[rest.length >> 1]! }
}
const ms = (n: number) => `${n.toFixed(1)} ms`
const marksOf = (pairs: readonly { mark: string }[]) => pairs.map(pair => pair.mark).join('')
const linesOf = (patches: readonly RangePatch[]) =>
  patches.reduce((sum, { text }) => sum + text.split('\n').length, 0).toLocaleString('en')

const report = (name: string, before: readonly RangePatch[], after: readonly RangePatch[]) => {
  const { first, median } = timed(() => rangeDiff(before, after))
  const diff = rangeDiff(before, after)
  const follow = timed(() => {
    const where = commentFollower(diff, before, after)
    before.forEach(({ patch }, i) =>
      patch.files.forEach((f, file) =>
        f.hunks.forEach((h, hunk) => where(i, { in: 'hunk', file, hunk, from: 0, to: Math.min(h.lines.length, 5) })),
      ),
    )
  })
  const hunks = before.reduce((n, { patch }) => n + patch.files.reduce((m, f) => m + f.hunks.length, 0), 0)
  console.log(
    `${name}: ${before.length} against ${after.length} patches, ${linesOf(before)} and ${linesOf(after)} lines`,
  )
  console.log(`  rangeDiff: first ${ms(first)}, then ${ms(median)} (median of ${runs - 1})  ${marksOf(diff.pairs)}`)
  console.log(`  a comment on each of ${hunks} hunks followed: first ${ms(follow.first)}, then ${ms(follow.median)}`)
}

/** Thirty patches to files of 60 functions, each rewriting some; the reroll changes every third, drops one, adds one. */
const series = (revision: number): Commit[] => {
  const functionOf = (file: number, i: number, salt: number) =>
    `static int step_${file}_${i}(struct pool *pool)\n{\n\tint found = ${salt};\n\n\tif (pool->used > ${salt % 97})\n\t\tfound += drop_${salt % 13}(pool);\n\n\treturn found;\n}\n\n`
  return Array.from({ length: 30 }, (_, n) => {
    const touched = (i: number) => (i * 7 + n * 3) % 60 < 20
    const salt = (i: number) =>
      touched(i) ? (n + 1) * 100 + i + (revision > 1 && n % 3 === 0 && i % 4 === 0 ? 7 : 0) : i
    const text = (of: (i: number) => number) => Array.from({ length: 60 }, (_x, i) => functionOf(n, i, of(i))).join('')
    return {
      title: `mm/pool: step ${n} of the drain`,
      body: `Step ${n} keeps the pool busy.\n\nSigned-off-by: A. Developer <dev@example.org>`,
      first: { [`mm/pool_${n}.c`]: text(i => i) },
      files: { [`mm/pool_${n}.c`]: text(salt) },
    }
  }).filter((_, n) => n !== (revision > 1 ? 4 : 9))
}

const beside = async (before: readonly Commit[], after: readonly Commit[]) => {
  const git = await gitRangeDiff({}, before, after)
  console.log(`  git range-diff of the same patches as commits: ${ms(git.milliseconds)}  ${marksOf(git.pairs)}`)
  return git.mails
}

const mails = (await gitRangeDiff({}, series(1), series(2))).mails
report('invented series', mails.before.map(patchOf), mails.after.map(patchOf))
await beside(series(1), series(2))

if (existsSync(corpus)) {
  const rerolls = await rerollsIn(resolve(corpus, 'cgroups-2020.mbox.gz'))
  const longest = rerolls.sort((a, b) => b.before.length + b.after.length - a.before.length - a.after.length)
  for (const { name, before, after } of longest.slice(0, 3)) {
    report(name, before, after)
    const isFit = (commit: Commit | string): commit is Commit => typeof commit !== 'string'
    const [first, second] = [before.map(commitOf), after.map(commitOf)]
    if (first.every(isFit) && second.every(isFit)) await beside(first, second)
    else console.log('  git: some of these patches cannot be made into commits without their tree')
  }
} else console.log('No ../shared: real rerolls left out.')
