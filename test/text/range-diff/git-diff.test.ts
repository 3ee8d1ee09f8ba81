import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { scratchFor } from '../../../text/range-diff/edit-script.ts'
import { diffLines, diffSize, hunksOf } from '../../../text/range-diff/hunks.ts'

const env = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
const dir = mkdtempSync(join(tmpdir(), 'git-diff-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** The body of what `git diff` prints, hunk headers without their numbers. */
const gitDiff = (a: readonly string[], b: readonly string[], byIndent: boolean): string[] => {
  const [old, fresh] = [join(dir, 'a'), join(dir, 'b')]
  writeFileSync(old, a.map(line => line + '\n').join(''))
  writeFileSync(fresh, b.map(line => line + '\n').join(''))
  const args = [
    '-c',
    `diff.indentHeuristic=${byIndent}`,
    'diff',
    '--no-index',
    '--no-color',
    '--no-ext-diff',
    old,
    fresh,
  ]
  try {
    execFileSync('git', args, { stdio: 'pipe', env })
    return []
  } catch (difference) {
    const lines = String((difference as { stdout: Buffer }).stdout)
      .split('\n')
      .slice(0, -1)
    return lines.slice(lines.findIndex(l => l.startsWith('@@'))).map(l => (l.startsWith('@@') ? '@@' : l))
  }
}

const ourDiff = (a: readonly string[], b: readonly string[], byIndent: boolean) => {
  const numbers = new Map<string, number>()
  const number = (line: string) => numbers.get(line) ?? numbers.set(line, numbers.size).size - 1
  const sides = { a: Int32Array.from(a, number), b: Int32Array.from(b, number), texts: byIndent ? { a, b } : null }
  const out: string[] = []
  for (const hunk of hunksOf(diffLines(sides, scratchFor(numbers.size)))) {
    out.push('@@')
    let at = hunk.a
    for (const change of hunk.changes) {
      out.push(...a.slice(at, change.a).map(line => ` ${line}`))
      out.push(...a.slice(change.a, change.aEnd).map(line => `-${line}`))
      out.push(...b.slice(change.b, change.bEnd).map(line => `+${line}`))
      at = change.aEnd
    }
    out.push(...a.slice(at, hunk.aEnd).map(line => ` ${line}`))
  }
  return { lines: out, size: diffSize(sides, scratchFor(numbers.size)) }
}

/** Two texts of lines from few or many kinds, the second edited from the first more or less often, or its halves swapped. */
const texts = fc
  .record({
    kinds: fc.constantFrom(3, 12, 60, 400, 5_000),
    length: fc.constantFrom(10, 60, 300, 1_500, 4_000),
    oneIn: fc.constantFrom(100, 20, 5, 2),
    isSwapped: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ kinds, length, oneIn, isSwapped, seed }) => {
    let state = seed
    const random = (n: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return (state >> 8) % n
    }
    const line = () => {
      const kind = random(kinds)
      return kind % 7 === 0 ? '' : '\t'.repeat(kind % 4) + `line ${kind}`
    }
    const a = Array.from({ length }, line)
    const b = a.flatMap(same => (random(oneIn) > 0 ? [same] : [[], [line()], [line(), same]][random(3)]!))
    const half = b.length >> 1
    return { a, b: isSwapped ? [...b.slice(half), ...b.slice(0, half)] : b }
  })

describe('the diff of two texts', () => {
  it('is that of git diff, line for line, with and without its indent heuristic', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), ({ a, b }, byIndent) => {
        const git = gitDiff(a, b, byIndent)
        const ours = ourDiff(a, b, byIndent)
        expect(ours.lines).toEqual(git)
        // Indentation may part or join hunks; distances are computed without it.
        if (!byIndent) expect(ours.size).toBe(git.length)
      }),
      { numRuns: 60, seed: 11 },
    )
  })
})
