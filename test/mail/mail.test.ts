import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { project } from './project.ts'

const folder = import.meta.dirname
const fixtures = readdirSync(folder)
  .filter(name => name.endsWith('.mbox'))
  .map(name => name.slice(0, -'.mbox'.length))

describe('a mailbox and all that is made of it', () => {
  it('has its expected result beside it', () => {
    const expected = readdirSync(folder).filter(name => name.endsWith('.expected.json'))
    expect(expected.map(name => name.replace('.expected.json', ''))).toEqual(fixtures)
    expect(fixtures.length).toBeGreaterThan(30)
  })

  for (const name of fixtures)
    it(name.replaceAll('-', ' '), async () => {
      const expected: unknown = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8'))
      expect(await project(join(folder, `${name}.mbox`))).toEqual(expected)
    })
})
