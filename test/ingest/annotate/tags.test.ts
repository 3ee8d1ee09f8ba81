import { describe, expect, it } from 'vitest'
import { gfpPlaces, plainStance, shippedModels, tagMail } from '../../../ingest/index.ts'
import { cutAll } from './mails.ts'
import type { Letter } from './mails.ts'

const patch: Letter = {
  id: 'p1',
  from: 'Ilse',
  subject: '[PATCH v3] mm: bound the wait',
  body: 'The wait has no end when the holder sleeps.\n\nSigned-off-by: Ilse <ilse@example.org>\n---\n a.c | 2 +-\n',
}
const answer = (body: string, from = 'Otto'): Letter => ({
  id: 'r1',
  from,
  to: 'p1',
  subject: 'Re: [PATCH v3] mm: bound the wait',
  body,
})
const reply = async (body: string, from = 'Otto') => {
  const [, cut] = await cutAll([patch, answer(body, from)])
  if (cut === undefined) throw new Error('no reply')
  return cut
}

describe('stance by plain words', () => {
  it.each([
    ['Acked-by: Otto <otto@example.org>\n', 'ack', 'trailer'],
    ['NAK. This can never sleep.\n', 'nak', 'nak-line'],
    ['Looks good to me, thanks.\n', 'ack', 'approval'],
  ])('%j is %s', async (body, value, by) => {
    expect(plainStance(await reply(body))).toMatchObject({ value, by })
  })

  it('takes no trailer that names somebody else, and none that is quoted', async () => {
    expect(plainStance(await reply('Acked-by: Vera <vera@example.org>\n'))).toBeNull()
    expect(plainStance(await reply('> Acked-by: Otto <otto@example.org>\nThat was for v2.\n'))).toBeNull()
  })

  it('is none for the mail that posts the patch, whatever trailers it collected', async () => {
    const [cut] = await cutAll([patch])
    expect(cut && tagMail(cut, shippedModels()).stances[0]).toMatchObject({ value: 'none', by: 'posts' })
  })
})

describe('flags in the words of an author', () => {
  const flags = async (body: string) =>
    gfpPlaces(await reply(body)).map(g => `${g.negated ? '!' : ''}${g.flag}${g.spelled ? '' : ' (prose)'}`)

  it.each([
    ['Use GFP_KERNEL | __GFP_NOWARN here.\n', ['GFP_KERNEL', '__GFP_NOWARN']],
    ['With !__GFP_FS it cannot wait.\n', ['!__GFP_FS']],
    ['It runs without passing __GFP_NOFAIL today.\n', ['!__GFP_NOFAIL']],
    ['Each GFP_NOFAIL user loops.\n', ['__GFP_NOFAIL (prose)']],
    ['A NOFS context is enough.\n', ['GFP_NOFS (prose)']],
    ['It sets PF_MEMALLOC_{NOIO,NOFS} there.\n', ['PF_MEMALLOC_NOIO (prose)', 'PF_MEMALLOC_NOFS (prose)']],
    ['Call memalloc_nofs_save() first.\n', ['memalloc_nofs_save']],
    ['> Use GFP_ATOMIC here.\nNo.\n', []],
    ['GFP_BITS_SHIFT is no flag.\n', []],
  ])('%j: %j', async (body, expected) => {
    expect(await flags(body)).toEqual(expected)
  })
})

describe('tags of a mail', () => {
  const words =
    '> The wait has no end when the holder sleeps.\nWhy does the holder sleep? I think it should use a trylock.\n'

  it('are the same for the same mail, and each says what it rests on within the mail', async () => {
    const cut = await reply(words)
    const tags = tagMail(cut, shippedModels())
    expect(JSON.stringify(tagMail(await reply(words), shippedModels()))).toBe(JSON.stringify(tags))
    expect(tags.sentences.map(s => s.label)).toEqual(['question', 'proposal'])
    for (const s of tags.sentences) {
      expect(s.reasons.length).toBeGreaterThan(0)
      for (const r of s.reasons)
        if (r.start !== null && r.end !== null) expect(cut.text.slice(r.start, r.end).length).toBeGreaterThan(0)
    }
  })

  it('aim at the quote right above', async () => {
    const cut = await reply(words)
    const [first] = tagMail(cut, shippedModels()).sentences
    expect(first?.relations[0]).toMatchObject({ type: 'questions', target: { kind: 'quote', start: 0 } })
  })

  it('do not depend on what people are called', async () => {
    const bare = async (from: string) => {
      const tags = tagMail(await reply(words, from), shippedModels())
      return JSON.stringify({ ...tags, textHash: '' })
    }
    expect(await bare('Vera')).toBe(await bare('Otto'))
  })
})
