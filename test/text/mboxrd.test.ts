import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeMboxrd, mboxrdEntry, mboxrdOf, unescapeMboxrd } from '../../text/index.ts'

const lines = fc
  .array(
    fc.oneof(fc.constantFrom('From a', '>From ', '>>From x', 'From', '> From ', '', '>'), fc.string({ maxLength: 10 })),
  )
  .map(parts => Buffer.from(parts.join('\n')))

describe('mboxrd', () => {
  it('gives back exactly what was escaped', () => {
    fc.assert(
      fc.property(fc.oneof(lines, fc.uint8Array({ maxLength: 60 })), bytes => {
        expect(Buffer.from(unescapeMboxrd(escapeMboxrd(bytes))).equals(Buffer.from(bytes))).toBe(true)
      }),
    )
  })

  it('leaves no line that a reader could take for a separator', () => {
    fc.assert(
      fc.property(lines, bytes => {
        expect(Buffer.from(escapeMboxrd(bytes)).toString()).not.toMatch(/^From /m)
      }),
    )
  })

  it('writes the separator as asctime does, whatever the day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), atSeconds => {
        const [, line = ''] =
          Buffer.from(mboxrdEntry(Buffer.from('a: b\n\n'), atSeconds))
            .toString()
            .split(/[\n]/, 1)[0]
            ?.split('mboxrd@z ') ?? []
        expect(new Date(`${line} UTC`).getTime()).toBe(atSeconds * 1000)
      }),
    )
  })

  it('writes a mail without a final line break with one, and a blank line behind every mail', () => {
    const one = { bytes: Buffer.from('a: b\n\nFrom here'), atSeconds: 1709546400 }
    expect(Buffer.from(mboxrdOf([one, { ...one, atSeconds: null }])).toString()).toBe(
      'From mboxrd@z Mon Mar  4 10:00:00 2024\na: b\n\n>From here\n\n' +
        'From mboxrd@z Thu Jan  1 00:00:00 1970\na: b\n\n>From here\n\n',
    )
  })
})
