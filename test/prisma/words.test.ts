import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerptAround } from '../../prisma/store/mention-rows.ts'
import { identifierParts, indexedMaxChars, ownAndQuoted } from '../../prisma/store/words.ts'

describe('words of a mail', () => {
  it('own lines and quoted lines are told apart by their first mark', () => {
    expect(ownAndQuoted('On Monday Ada wrote:\n> one\n>> two\n > three\nfour\n  > five\n')).toEqual({
      own: 'On Monday Ada wrote:\nfour\n  > five\n',
      quoted: '> one\n>> two\n > three\n',
    })
  })

  it('every character is own or quoted, in order, up to the bound', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('> ', 'a', '\n', ' ', '>', 'words'), { maxLength: 200 }), pieces => {
        const text = pieces.join('')
        const { own, quoted } = ownAndQuoted(text)
        expect(own.length + quoted.length).toBe(text.length)
      }),
    )
    const long = ownAndQuoted(`${'x'.repeat(200_000)}\n${'> y'.repeat(100_000)}\n`)
    expect([long.own.length, long.quoted.length]).toEqual([indexedMaxChars, indexedMaxChars])
  })

  it('an identifier is also found by its words and without its outer underscores', () => {
    expect(
      identifierParts('calls __GFP_NOFAIL and mmap_sem, oom_reaper; plain words; __init __init').split('\n'),
    ).toEqual(['GFP NOFAIL', 'GFP_NOFAIL', 'mmap sem', 'oom reaper', 'init'])
    expect(identifierParts('___ _ a_')).toBe('a')
  })

  it('an excerpt always holds its mention, in at most 240 characters', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 200 }), fc.nat(), fc.integer({ min: 1, max: 40 }), (text, at, length) => {
        const start = at % text.length
        const end = Math.min(text.length, start + length)
        const found = excerptAround(text, start, end)
        expect(found.excerpt.length).toBeLessThanOrEqual(240)
        expect(found.excerpt.slice(found.at, found.at + found.length)).toBe(
          text.slice(start, end).replace(/[\n\t\r]/g, ' '),
        )
      }),
    )
  })
})
