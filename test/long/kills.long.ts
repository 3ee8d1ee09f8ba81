import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { corpus } from '../bench/generate/corpus.ts'
import { mboxOf, scratch } from '../bin/command.ts'
import { killAtRandom } from '../bin/faults.ts'

/** Mails like those of a list, and small ones in many transactions. */
const corpora: readonly [string, () => Buffer | string, number][] = [
  ['3,000 generated mails', () => Buffer.concat([...corpus(3000, 5)].map(g => g.entry)), 25],
  ['8,000 small mails', () => mboxOf(8000), 25],
]

it.each(corpora)('SIGKILL at any moment changes nothing in the end: %s', async (_, make, kills) => {
  const { dir, clean } = scratch()
  try {
    const mbox = join(dir, 'kill.mbox')
    writeFileSync(mbox, make())
    const outcome = await killAtRandom(mbox, dir, kills, 2031)
    expect(outcome.wrong).toEqual([])
    expect(outcome.kills).toBe(kills)
    expect(outcome.inTheMiddle).toBeGreaterThan(0)
  } finally {
    clean()
  }
})
