import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { annotate, parseMessage, skeletonOf, zonesFor } from '../../ingest/index.ts'
import { decodeBase64, decodeQuotedPrintable } from '../../text/mime/transfer.ts'
import { readDate } from '../../ingest/parse/date.ts'
import { readAddresses } from '../../ingest/parse/address.ts'
import { readSubject } from '../../ingest/parse/subject.ts'
import { decodeWords } from '../../ingest/parse/words.ts'
import type { RawMessage } from '../../model/index.ts'
import { facts } from '../mail/vocabulary.ts'
import { mailBytes } from './arbitrary.ts'

const rawOf = (bytes: Uint8Array, form: RawMessage['form'] = 'rfc5322'): RawMessage => ({
  kind: 'mail',
  bytes,
  form,
  source: 'test',
  position: '0',
  envelopeAt: null,
  problems: [],
})
const head =
  'From: Ada <ada@example.org>\nMessage-ID: <1@example.org>\nDate: Mon, 04 Mar 2024 10:00:00 +0000\nSubject: x\n'
const parse = async (bytes: Uint8Array | string, form?: RawMessage['form']) =>
  parseMessage(rawOf(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, form))

describe('parsing any bytes', () => {
  it('never throws; every span it yields lies in the text and shows the words it names', async () => {
    await fc.assert(
      fc.asyncProperty(mailBytes, fc.constantFrom('rfc5322' as const, 'archive-text' as const), async (bytes, form) => {
        const parsed = await parse(bytes, form)
        if ('kind' in parsed) {
          expect(Buffer.from(parsed.bytes).equals(bytes)).toBe(true)
          return
        }
        expect(parsed.headers.messageId).not.toBe('')
        expect(parsed.text).not.toContain('\0')
        const zones = zonesFor(parsed)
        expect(zones.reduce((at, z) => (z.start === at && z.end > z.start ? z.end : -1), 0)).toBe(parsed.text.length)
        for (const t of parsed.trailers) expect(parsed.text.slice(t.start, t.end)).toContain(t.value)
        for (const a of annotate(parsed, facts)) {
          const spans = a.type === 'mention' ? [a.span] : a.type === 'stance' ? a.evidence : []
          for (const s of spans) {
            const from = a.type === 'mention' && a.zone === 'subject' ? parsed.headers.subject.full : parsed.text
            expect(s.start).toBeGreaterThanOrEqual(0)
            expect(s.end).toBeLessThanOrEqual(from.length)
            const words = from.slice(s.start, s.end)
            if (a.type === 'mention' && a.by === 'gfp-name') expect(words).toBe(a.key)
            expect(words.trim()).toBe(words)
          }
        }
      }),
      { numRuns: 600 },
    )
  })

  it('gives the same result twice', async () => {
    await fc.assert(
      fc.asyncProperty(mailBytes, async bytes => {
        expect(await parse(bytes)).toEqual(await parse(Buffer.from(bytes)))
      }),
      { numRuns: 100 },
    )
  })
})

describe('hostile sizes are read in linear time', () => {
  const long = 100_000
  it.each([
    ['brackets in a subject', `${head.replace('x\n', '')}${'['.repeat(long)}\n\nx\n`],
    ['reply words in a subject', `${head.replace('x\n', '')}${'Re: '.repeat(long)}\n\nx\n`],
    ['folds in a header', `${head}References:${'\n <a@example.org>'.repeat(long / 10)}\n\nx\n`],
    ['open angle brackets in a header', `${head}References: ${'<'.repeat(long)}\n\nx\n`],
    ['encoded words without an end', `${head}To: ${'=?utf-8?q?'.repeat(long / 10)}\n\nx\n`],
    ['commas in recipients', `${head}Cc: ${'a,'.repeat(long / 2)}\n\nx\n`],
    ['colons in recipients', `${head}Cc: ${':'.repeat(long)}\n\nx\n`],
    ['quote marks in a line', `${head}\n${'> '.repeat(long)}\n`],
    ['quote marks on many lines', `${head}\n${'>\n'.repeat(long)}`],
    ['equal signs in quoted-printable', `${head}Content-Transfer-Encoding: quoted-printable\n\n${'= '.repeat(long)}\n`],
    ['parts without end', `${head}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\n'.repeat(long / 5)}`],
    ['junk among headers', `${head}${'junk\n'.repeat(long / 10)}To: a@example.org\n\nx\n`],
    ['hunk headers', `${head}\n${'@@ -1,9 +1,9 @@\n'.repeat(long / 20)}`],
    ['attributions', `${head}\n${'On Mon, x wrote:\n> a\n'.repeat(long / 20)}`],
  ])('%s', async (_, bytes) => {
    const parsed = await parse(bytes)
    expect('kind' in parsed).toBe(false)
  })

  it('nested multiparts end at a fixed depth, with the text kept', async () => {
    let body = 'the innermost words\n'
    for (let i = 0; i < 200; i++)
      body = `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n${body}\n--b${i}--\n`
    const parsed = await parse(`${head}${body}`)
    if ('kind' in parsed) throw new Error('quarantined')
    expect(parsed.problems.map(p => p.code)).toContain('parts-too-deep')
    expect(parsed.text).toContain('the innermost words')
  })
})

describe('transfer encodings', () => {
  it('base64 gives back what was encoded, whatever the line length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (bytes, width) => {
        const text = Buffer.from(bytes)
          .toString('base64')
          .replace(new RegExp(`(.{${width}})`, 'g'), '$1\r\n')
        expect(Buffer.from(decodeBase64(Buffer.from(text)).bytes).equals(Buffer.from(bytes))).toBe(true)
      }),
    )
  })

  it('quoted-printable gives back what was encoded', () => {
    const encode = (bytes: Uint8Array) =>
      [...bytes]
        .map((b, i) => `=${b.toString(16).toUpperCase().padStart(2, '0')}${i % 20 === 19 ? '=\r\n' : ''}`)
        .join('')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(Buffer.from(decodeQuotedPrintable(Buffer.from(encode(bytes))).bytes).equals(Buffer.from(bytes))).toBe(
          true,
        )
      }),
    )
  })

  it('encoded words give back any text, cut anywhere between bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        const bytes = Buffer.from(text)
        const words: string[] = []
        for (let i = 0; i < bytes.length; i += width)
          words.push(`=?UTF-8?B?${bytes.subarray(i, i + width).toString('base64')}?=`)
        expect(decodeWords(words.join('\n '))).toBe(bytes.toString())
      }),
    )
  })
})

describe('dates', () => {
  it.each([
    ['Mon, 04 Mar 2024 10:00:00 +0100', 1709542800, 60],
    ['4 Mar 2024 10:00 +0000', 1709546400, 0],
    ['Mon, 4 Mar 2024 10:00:00 -0430 (VET)', 1709562600, -270],
    ['Mon, 04 Mar 24 10:00:00 GMT', 1709546400, 0],
    ['Mon Mar  4 10:00:00 2024', 1709546400, 0],
    ['Mon Mar 4 2024 - 10:00:00 EST', 1709564400, -300],
    ['2024-03-04T10:00:00Z', 1709546400, 0],
    ['04-Mar-2024 10.00.00 +0000', 1709546400, 0],
    ['Mon, 29 Feb 2000 23:59:59 +0000', 951868799, 0],
    ['Mon, 04 Mar 2024 10:00:00 +9900', 1709546400, 0],
  ])('%s', (text, atSeconds, zoneMinutes) => {
    expect(readDate(text)).toMatchObject({ atSeconds, zoneMinutes })
  })

  it.each([
    '',
    'now',
    'Mon, 04 Mar 71685 10:00:00 +0000',
    'Fri, 01 Jan 1904 00:00:00 +0000',
    '99 Foo 2024 10:00',
    'Mon, 04 Mar 2024',
  ])('finds none in "%s" and never takes the present', text => {
    expect(readDate(text)).toBeNull()
  })

  it('agree with the calendar for any second and zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 315_532_800, max: 4_102_444_799 }),
        fc.integer({ min: -56, max: 56 }),
        (atSeconds, quarters) => {
          const local = new Date((atSeconds + quarters * 900) * 1000).toUTCString().replace(' GMT', '')
          const minutes = Math.abs(quarters * 15)
          const zone = `${quarters < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`
          fc.pre(new Date((atSeconds + quarters * 900) * 1000).getUTCFullYear() >= 1980)
          fc.pre(new Date((atSeconds + quarters * 900) * 1000).getUTCFullYear() <= 2099)
          expect(readDate(`${local} ${zone}`)?.atSeconds).toBe(atSeconds)
        },
      ),
    )
  })
})

describe('addresses', () => {
  it.each([
    ['Ada <ADA@Example.org>', [['Ada', 'ada@example.org']]],
    [
      '"Ampere, Ada" <ada@example.org>, ben@example.org',
      [
        ['Ampere, Ada', 'ada@example.org'],
        ['', 'ben@example.org'],
      ],
    ],
    ['ada@example.org (Ada Ampere)', [['Ada Ampere', 'ada@example.org']]],
    [
      'Friends: ada@example.org, ben@example.org;',
      [
        ['', 'ada@example.org'],
        ['', 'ben@example.org'],
      ],
    ],
    ['undisclosed-recipients:;', []],
    ['ada at example.org (Ada Ampere)', [['Ada Ampere', 'ada@example.org']]],
    ['=?utf-8?q?Zo=C3=AB?= <zoe@example.org>', [['Zoë', 'zoe@example.org']]],
    ['Ada Ampere', [['Ada Ampere', '']]],
  ])('%s', (text, expected) => {
    expect(readAddresses(text).map(a => [a.name, a.address])).toEqual(expected)
  })
})

describe('a subject', () => {
  it('is read the same with one more Re: in front, but for being a reply', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('[PATCH v2 1/3] mm: x', '[list] y', 'z', '[RFC] [PATCH] w (v3)'),
        fc.nat(5),
        (subject, replies) => {
          const { full: _a, isReply: _b, ...plain } = readSubject(subject)
          const { full: _c, isReply, ...answered } = readSubject('Re: '.repeat(replies) + subject)
          expect(answered).toEqual(plain)
          expect(isReply).toBe(replies > 0)
        },
      ),
    )
  })
})

describe('the time a mail is sorted by', () => {
  it('is never from the future of its arrival, and never the present', async () => {
    const parsed = await parse(
      `${head.replace('2024 10', '2031 10')}Received: from a by b; Mon, 4 Mar 2024 12:00:00 +0000\n\nx\n`,
    )
    if ('kind' in parsed) throw new Error('quarantined')
    expect(skeletonOf(parsed).atSeconds).toBe(1709553600 + 86_400)
  })
})
