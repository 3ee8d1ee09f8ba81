import { describe, expect, it } from 'vitest'
import { buildThreads, cluesOf, parseMessage, placeOf, settleArchiveTexts, skeletonOf } from '../../ingest/index.ts'
import { unflatten } from '../../ingest/parse/flattened.ts'
import type { ParsedMessage, RawMessage } from '../../model/index.ts'

const parse = async (text: string, form: RawMessage['form'] = 'rfc5322'): Promise<ParsedMessage> => {
  const parsed = await parseMessage({
    kind: 'mail',
    bytes: Buffer.from(text),
    form,
    source: 'test',
    position: '0',
    envelopeAt: null,
    problems: [],
  })
  if ('kind' in parsed) throw new Error(parsed.reason)
  return parsed
}

const opening = `A pool that waits for a filesystem can wait for itself, since the filesystem may need the pool to write
its pages back before anybody gets one. So let every pool be filled at mount time and never under the lock.`
const ghostly = `The lock is dropped around the refill, so nobody waits for himself there, and the mount time fill costs
every small machine four megabytes which it never gets back.`
const closing = `Then say so in the changelog, together with the number of pages that are kept back on a small machine.`
const quote = (text: string) => text.replace(/^/gm, '> ')

const cover = () =>
  parse(
    `From: Ada Ampere <ada@example.org>\nDate: Mon, 04 Mar 2024 10:00:00 +0100\nSubject: [PATCH] pools: fill early\nMessage-ID: <1@example.org>\n\n${opening}\n`,
  )
const answerToGhost = () =>
  parse(
    `From: Ada Ampere <ada@example.org>\nDate: Mon, 04 Mar 2024 12:07:31 +0100\nSubject: Re: [PATCH] pools: fill early\nMessage-ID: <3@example.org>\nIn-Reply-To: <2@example.org>\nReferences: <1@example.org> <2@example.org>\n\nOn Mon, Mar 04, 2024 at 11:00:00AM +0100, Ben Baud wrote:\n${quote(quote(opening))}\n${quote(ghostly)}\n\n${closing}\n`,
  )
const around = (mails: readonly ParsedMessage[]) => ({
  skeletons: mails.map(skeletonOf),
  texts: new Map(mails.map(m => [m.headers.messageId, m.text])),
})
const place = async (text: string) => {
  const mails = [await cover(), await answerToGhost()]
  const parsed = await parse(text, 'archive-text')
  return placeOf({ skeleton: skeletonOf(parsed), text: parsed.text }, around(mails))
}

describe('a mail that a web archive printed finds its place', () => {
  it('as a copy of the mail that has its words, with its lines joined and its addresses masked', async () => {
    expect(await place(opening.replace(/\s+/g, ' '))).toEqual({
      parent: '1@example.org',
      edge: { sure: 'guess', reason: 'archive-copy' },
    })
  })

  it('as a copy of the ghost whose words the replies quote', async () => {
    const printed = `Re: [PATCH] pools: fill early\n\nFrom: Ben Baud\nDate: Mon Mar 04 2024 - 05:00:09 EST\n\n\nAda wrote:\n${quote(opening)}\n\n${ghostly}\n`
    expect(await place(printed)).toEqual({ parent: '2@example.org', edge: { sure: 'guess', reason: 'archive-copy' } })
  })

  it('below the mail that its attribution names by author and second, in whatever zone', async () => {
    const reply = 'On Mon 04-03-24 12:07:31, Ada Ampere wrote:\n> Something cut short.\n\nNo.\n'
    expect(await place(reply)).toMatchObject({ parent: '3@example.org', edge: { reason: 'archive-attribution' } })
  })

  it('below the mail that it quotes most of', async () => {
    expect(await place(`${quote(closing)}\n\nDone in the next version, thanks.\n`)).toMatchObject({
      parent: '3@example.org',
      edge: { sure: 'guess', reason: 'archive-quotes' },
    })
  })

  it('below the first mail of its subject when nothing else tells', async () => {
    const printed = 'Re: [PATCH] pools: fill early\n\nFrom: Cleo\nDate: Tue Mar 05 2024 - 05:00:09 EST\n\n\nSeconded.\n'
    expect(await place(printed)).toMatchObject({ parent: '1@example.org', edge: { reason: 'archive-subject' } })
  })

  it('nowhere when it has nothing to do with anything', async () => {
    expect(await place('Words about the weather, and no others.\n')).toBeNull()
  })

  it('in the tree as a guess, and the others stay as they are', async () => {
    const mails = [await cover(), await answerToGhost()]
    const seed = await parse(opening.replace(/\s+/g, ' '), 'archive-text')
    const mail = { skeleton: skeletonOf(seed), text: seed.text }
    const [thread, ...rest] = settleArchiveTexts([{ mail, around: around(mails) }])
    expect(rest).toEqual([])
    const plain = buildThreads(mails.map(skeletonOf))[0]
    expect(thread?.nodes.filter(n => n.messageId !== seed.headers.messageId).map(n => n.messageId)).toEqual(
      plain?.nodes.map(n => n.messageId),
    )
    expect(thread?.nodes.find(n => n.messageId === seed.headers.messageId)).toMatchObject({
      depth: 1,
      edge: { sure: 'guess' },
    })
  })

  it('asks by subject, by the times of what it quotes and by runs of its words', async () => {
    const parsed = await parse(
      `Re: [PATCH] pools: fill early\n\nFrom: Ben Baud\nDate: Mon Mar 04 2024 - 05:00:09 EST\n\n\nOn Mon, Mar 04, 2024 at 10:00:00AM +0100, Ada Ampere wrote:\n${quote(opening)}\n\n${ghostly}\n`,
      'archive-text',
    )
    const clues = cluesOf({ skeleton: skeletonOf(parsed), text: parsed.text })
    expect(clues.bareSubjects).toEqual(['pools: fill early'])
    expect(clues.sentAt).toEqual([1709542800])
    const words = parsed.text.replace(/[>\s]+/g, ' ').toLowerCase()
    for (const phrase of clues.phrases) expect(words).toContain(phrase)
    expect(clues.phrases.length).toBeGreaterThan(3)
  })
})

describe('a mail whose line breaks were lost', () => {
  const original = [
    'On Mon, Mar 04, 2024 at 10:00:00AM +0100, Ada Ampere wrote:',
    '> On Sun, Mar 03, 2024 at 10:00:00AM +0100, Ben Baud wrote:',
    '> > A pool that waits for a filesystem can wait for itself, since the',
    '> > filesystem may need the pool to write its pages back first.',
    '> ',
    '> So let every pool be filled at mount time and never under the lock,',
    '> which costs nothing but four megabytes on the smallest machine.',
    'The lock is dropped around the refill, so nobody waits for himself there,',
    'and the mount time fill costs every small machine four megabytes.',
    '> Nobody has told me so until now, and I would like to hear who did the',
    '> counting, and on what.',
    'I did, on mine.',
  ]

  it('gets them back before quote marks, with every offset as it was', () => {
    const flat = original.map(line => line.trimEnd()).join(' ')
    const text = unflatten(flat)
    expect(text.length).toBe(flat.length)
    expect(text.replaceAll('\n', ' ')).toBe(flat)
    expect(text.split('\n').filter(line => line.startsWith('>'))).toEqual(
      original.filter(line => line.startsWith('>')).map(line => line.trimEnd()),
    )
  })

  it('is left alone when it has lines', () => {
    expect(unflatten(original.join('\n'))).toBe(original.join('\n'))
  })
})
