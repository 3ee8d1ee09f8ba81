import { describe, expect, it } from 'vitest'
import { intFlag, readArgs } from '../../bin/args.ts'
import { commands } from '../../bin/commands/all.ts'
import { helpAll, helpFor } from '../../bin/help.ts'
import { count, printable } from '../../bin/output.ts'
import { folderName } from '../../bin/start.ts'

const command = {
  name: 'demo',
  flags: { data: { value: 'DIR', says: '' }, set: { value: 'k=v', says: '', many: true }, dmesg: { says: '' } },
}

describe('arguments', () => {
  it('reads words, values, switches and repeated flags in any order', () => {
    const args = readArgs(command, ['a', '--data', 'x', '--set=k=1', 'b', '--set', 'k=2', '--dmesg', '--json'])
    expect(args).toEqual({
      words: ['a', 'b'],
      flags: { data: 'x', dmesg: 'true' },
      lists: { set: ['k=1', 'k=2'] },
      json: true,
    })
  })

  it('takes what stands after -- as words', () => {
    expect(readArgs(command, ['--', '--data']).words).toEqual(['--data'])
  })

  it('refuses a number out of bounds and says the bounds', () => {
    const args = readArgs({ name: 'demo', flags: { limit: { value: 'N', says: '' } } }, ['--limit', '0'])
    expect(() => intFlag(args, 'limit', { min: 1, max: 9, fallback: 5 })).toThrow('from 1 to 9')
  })
})

describe('help', () => {
  it('shows each command with an example that its own grammar accepts', () => {
    expect(helpAll(commands)).toContain('usage: acknak COMMAND')
    for (const c of commands) {
      expect(helpFor(c)).toContain(`usage: acknak ${c.name}`)
      expect(c.examples.length).toBeGreaterThan(0)
      for (const example of c.examples) {
        const words = example
          .replace(/ \|.*$/, '')
          .replace(/['"]/g, '')
          .split(' ')
        expect(words[0]).toBe(c.name)
        expect(() => readArgs(c, words.slice(1))).not.toThrow()
      }
    }
  })
})

describe('what a terminal is shown', () => {
  it('makes control characters of a stranger visible', () => {
    expect(printable('a\u001b[31mb\u202ec')).toBe('a\\x1b[31mb\\x202ec')
  })

  it('groups digits alike in every locale', () => {
    expect([count(7), count(1234), count(1234567)]).toEqual(['7', '1 234', '1 234 567'])
  })
})

describe('the data folder of npm start', () => {
  it('is named after the files and differs for other files of the same name', () => {
    expect(folderName(['x/a.mbox', 'x/b.mbox.gz'])).toMatch(/^a\+b-[0-9a-f]{6}$/)
    expect(folderName(['x/a.mbox'])).not.toBe(folderName(['y/a.mbox']))
  })
})
