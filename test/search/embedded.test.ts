import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSearch } from '../../search/index.ts'
import type { Search } from '../../search/index.ts'
import { add, archiveOf, asking } from './archive.ts'
import { engineSuite, mails } from './engine.case.ts'

describe("the database's own full text", () => {
  let archive: Awaited<ReturnType<typeof archiveOf>>
  let search: Search
  beforeAll(async () => {
    archive = await archiveOf(mails)
    search = await openSearch({ store: archive.store })
  })
  afterAll(async () => archive.clean())

  engineSuite(() => asking(search))

  it('answers in its own name', async () => {
    expect((await asking(search)('livelock')).engine).toBe('embedded')
    expect(await search.engineName()).toBe('embedded')
  })

  it('a word may go on after *', async () => {
    expect((await asking(search)('kswap*')).hits.map(h => h.messageId)).toEqual(['quiet@example.org'])
  })

  it('free words and b: together must both hold', async () => {
    expect((await asking(search)('b:livelock watermarks')).total).toBe(1)
  })

  it('is current as soon as the mail is stored', async () => {
    expect((await asking(search)('freshly-stored')).total).toBe(0)
    await add(archive.store, [{ id: 'fresh@example.org', text: 'a freshly-stored mail\n', atSeconds: 1_300_000_000 }])
    expect((await asking(search)('freshly-stored')).total).toBe(1)
  })

  it('a word of signs only is left out, the rest is answered', async () => {
    expect((await asking(search)('livelock -> ("')).total).toBe(2)
  })

  it('any text is answered or refused, never an error', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'oom ',
        '"',
        '-',
        'f:',
        's:',
        'b:',
        'dfn:',
        '*',
        '^',
        '(',
        ')',
        ' NEAR ',
        ' AND ',
        '+',
        '{',
        ':',
        'reaper',
        '__GFP_NOFAIL',
        '\0',
        "'",
        ';',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async pieces => {
        const answer = await search.answer(pieces.join(''), { limit: 5, offset: 0 })
        expect('refused' in answer || answer.hits.length <= 5).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})
