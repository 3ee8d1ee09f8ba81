import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rows } from './rows.ts'

const folder = import.meta.dirname
const names = new Set(readdirSync(folder).map(name => name.replace(/\.(?:mbox|mbox\.gz|eml)$/, '')))
const to64 = Array.from({ length: 64 }, (_, i) => `E${i + 1}`)
const from65 = Array.from({ length: 13 }, (_, i) => `E${i + 65}`)
const wanted = [...to64, 'E64b', 'E64c', ...from65, 'E83']

describe('every row of odd mail', () => {
  it('is answered for, and no other', () => {
    expect(Object.keys(rows)).toEqual(wanted)
  })

  it.each(Object.entries(rows))('%s has its mail and its tests', (_, { mail = [], tests = [] }) => {
    expect(mail.length + tests.length).toBeGreaterThan(0)
    for (const name of mail) expect([name, names.has(name)]).toEqual([name, true])
    for (const [file, title] of tests) {
      const path = join(folder, '..', file)
      expect([file, existsSync(path) && readFileSync(path, 'utf8').includes(title)]).toEqual([file, true])
    }
  })
})
