import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SourceOptions } from '../../ingest/index.ts'
import { project } from './project.ts'

const folder = import.meta.dirname
const ending = /\.(?:mbox|mbox\.gz|eml)$/
const files = readdirSync(folder).filter(name => ending.test(name))
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))

describe('a mailbox and all that is made of it', () => {
  it('has its expected result beside it', () => {
    const expected = readdirSync(folder).filter(name => name.endsWith('.expected.json'))
    expect(expected.map(name => name.replace('.expected.json', '')).sort()).toEqual(
      files.map(name => name.replace(ending, '')).sort(),
    )
    expect(files.length).toBeGreaterThan(80)
  })

  for (const file of files)
    it(file.replace(ending, '').replaceAll('-', ' '), async () => {
      const name = file.replace(ending, '')
      // How the file is to be read, where the default is not meant: an mbox variant.
      const options = existsSync(join(folder, `${name}.options.json`))
        ? (read(`${name}.options.json`) as SourceOptions)
        : {}
      expect(await project(join(folder, file), options)).toEqual(read(`${name}.expected.json`))
    })
})
