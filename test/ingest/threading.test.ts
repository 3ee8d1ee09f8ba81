import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mailsOf, ours, stepsOf } from './threading.ts'

/** What we make of a case, step by step; `differs` says which of our rules makes it another tree than RFC 5256's. */
type Expected = { readonly steps: readonly { readonly ours: string; readonly differs?: string }[] }

const folder = join(import.meta.dirname, 'threading')
const names = readdirSync(folder)
  .filter(name => name.endsWith('.expected.json'))
  .map(name => name.replace('.expected.json', ''))
const fixtures = resolve(import.meta.dirname, '../../../shared/corpus/fixtures/threading')

describe('trees of known cases', () => {
  it('are known for each case that is here', () => {
    expect(names.length).toBeGreaterThanOrEqual(10)
  })
})

describe.skipIf(!existsSync(fixtures))('needs ../shared: threading cases of dovecot’s imaptest', () => {
  it('lack none', () => {
    expect(
      readdirSync(fixtures)
        .filter(name => !name.endsWith('.mbox'))
        .sort(),
    ).toEqual([...names].sort())
  })

  it.each(names)('%s', async name => {
    const expected = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as Expected
    const path = join(fixtures, `${name}.mbox`)
    const separators = [...readFileSync(path, 'latin1').matchAll(/^From user@domain /gm)].map(found => found.index)
    const mails = await mailsOf(path, separators)
    const steps = stepsOf(readFileSync(join(fixtures, name), 'utf8'), separators.length)
    expect(steps.map(step => ours(mails, step.held))).toEqual(expected.steps.map(step => step.ours))
    for (const [i, step] of expected.steps.entries()) {
      if (step.differs === undefined) expect(step.ours).toBe(steps[i]?.rfc)
      else {
        expect(step.ours).not.toBe(steps[i]?.rfc)
        expect(step.differs.length).toBeGreaterThan(20)
      }
    }
  })
})
