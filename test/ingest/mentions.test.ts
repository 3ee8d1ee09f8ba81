import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { annotate, parseMessage } from '../../ingest/index.ts'
import type { Vocabulary } from '../../ingest/index.ts'

const vocabulary: Vocabulary = {
  gfpNames: ['GFP_NOFS', '__GFP_NOFAIL'],
  mechanisms: [
    { slug: 'nofail', aliases: ['nofail', '__gfp_nofail'] },
    { slug: 'oom-reaper', aliases: ['oom reaper', 'oom_reaper'] },
    { slug: 'non-block-start', aliases: ['non_block_start/end'] },
  ],
}
const head =
  'From: Ada <ada@example.org>\nMessage-ID: <1@example.org>\nDate: Mon, 04 Mar 2024 10:00:00 +0000\n' +
  'Subject: x\nContent-Type: text/plain; charset=utf-8\n\n'
const keysOf = async (text: string): Promise<string[]> => {
  const parsed = await parseMessage({
    kind: 'mail',
    bytes: Buffer.from(`${head}${text}\n`),
    form: 'rfc5322',
    source: 'test',
    position: '0',
    envelopeAt: null,
    problems: [],
  })
  if ('kind' in parsed) throw new Error('quarantined')
  return annotate(parsed, vocabulary).flatMap(a => (a.type === 'mention' ? [a.key] : []))
}

describe('a name with an unseen character in it', () => {
  it.each([
    ['a plain name', 'use __GFP_NOFAIL here', ['__GFP_NOFAIL']],
    ['zero-width space in a flag', 'use __GFP_\u200bNOFAIL here', []],
    ['zero-width joiner in a flag', 'use __GFP\u200d_NOFAIL here', []],
    ['several of them', 'use __GFP_\u200b\u2060\ufeffNO\u00adFAIL here', []],
    ['in an identifier', 'the oom_\u200breaper waits', []],
    ['at the end of a prose name', 'the oom reaper\u200bs wait', []],
    ['instead of the blank', 'the oom\u200breaper waits', []],
    ['at the end of an exact name', 'non_block_start/end\u200bing it', []],
    [
      'beside a whole name',
      '\ufeff__GFP_NOFAIL\u200b and oom reaper\u200b, nofail',
      ['__GFP_NOFAIL', 'oom-reaper', 'nofail'],
    ],
    ['in the word before', 'un\u200bseen GFP_NOFS', ['GFP_NOFS']],
  ])('%s', async (_, text, keys) => expect(await keysOf(text)).toEqual(keys))

  it('is tagged by neither tagger, wherever the character stands', async () => {
    const name = '__GFP_NOFAIL'
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: name.length - 1 }),
        fc.constantFrom('\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad'),
        async (at, c) => {
          expect(await keysOf(`use ${name.slice(0, at)}${c}${name.slice(at)} here`)).toEqual([])
        },
      ),
    )
  })

  it('costs linear time, however many there are', async () => {
    expect(await keysOf(`oom${'\u200b'.repeat(200_000)} ${'a\u200b'.repeat(100_000)}b GFP_NOFS`)).toEqual(['GFP_NOFS'])
  })
})
