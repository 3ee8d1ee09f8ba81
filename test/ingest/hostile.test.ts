import { describe, expect, it } from 'vitest'
import { annotate, buildThreads, parseMessage, skeletonOf } from '../../ingest/index.ts'
import { readSeparator } from '../../ingest/sources/lib/separator.ts'
import { depthMax, partsMax } from '../../ingest/parse/parts.ts'
import { work } from '../../ingest/parse/work.ts'
import type { ParsedMessage } from '../../model/index.ts'
import { conversationOf, guessJoin, recoverFromQuotes, unflow } from '../../text/index.ts'
import { facts } from '../mail/vocabulary.ts'

const head =
  'From: Ada <ada@example.org>\nMessage-ID: <1@example.org>\nDate: Mon, 04 Mar 2024 10:00:00 +0000\nSubject: x\n'
const parse = async (bytes: string | Buffer): Promise<ParsedMessage> => {
  const parsed = await parseMessage({
    kind: 'mail',
    bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes,
    form: 'rfc5322',
    source: 'test',
    position: '0',
    envelopeAt: null,
    problems: [],
  })
  if ('kind' in parsed) throw new Error(`set apart: ${parsed.reason}`)
  return parsed
}
const codes = (parsed: ParsedMessage) => parsed.problems.map(p => p.code)

describe('what one mail may make us do is bounded', () => {
  it('a million empty parts are read up to the limit, and the rest is said', async () => {
    const parsed = await parse(`${head}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\n\n'.repeat(1_000_000)}`)
    expect(parsed.attachments.length).toBeLessThanOrEqual(partsMax)
    expect(codes(parsed)).toContain('too-many-parts')
  })

  it('headers beyond 100 KiB are cut, and the text is still found', async () => {
    const parsed = await parse(`${head}X-Long: ${'x'.repeat(3_000_000)}\n\nThe text.\n`)
    expect(codes(parsed)).toContain('headers-too-large')
    expect(parsed.text).toBe('The text.\n')
  })

  it('100 MiB of headers are read as fast as their first 100 KiB', async () => {
    const parsed = await parse(Buffer.concat([Buffer.from(head), Buffer.alloc(100 * 1024 * 1024, 'X-A: b\n')]))
    expect(codes(parsed)).toEqual(expect.arrayContaining(['headers-too-large', 'message-too-large']))
  })

  it('of a mail beyond 25 MiB only the headers are read', async () => {
    const parsed = await parse(Buffer.concat([Buffer.from(`${head}\n`), Buffer.alloc(26 * 1024 * 1024, 'words\n')]))
    expect(codes(parsed)).toContain('message-too-large')
    expect(parsed.headers.messageId).toBe('1@example.org')
    expect(parsed.text).toBe('')
  })

  it('a boundary beyond 2 KiB is none', async () => {
    const long = 'b'.repeat(2049)
    const parsed = await parse(
      `${head}Content-Type: multipart/mixed; boundary=${long}\n\n--${long}\n\nWords.\n--${long}--\n`,
    )
    expect(codes(parsed)).toContain('multipart-without-boundary')
    expect(parsed.text).toContain('Words.')
  })

  it('keeps the first of too many references and the last 200', async () => {
    const ids = Array.from({ length: 5000 }, (_, i) => `<${i}@a.example>`)
    const { headers } = await parse(`${head}References: ${ids.join('\n ')}\n\nx\n`)
    expect(headers.references).toHaveLength(201)
    expect(headers.references[0]).toBe('0@a.example')
    expect(headers.references.at(-1)).toBe('4999@a.example')
  })
})

const long = 100_000
const shapes: readonly (readonly [string, string])[] = [
  ['brackets in a subject', `Subject: ${'[a]'.repeat(long)}\n\nx\n`],
  ['open brackets in a subject', `Subject: ${'['.repeat(long)}\n\nx\n`],
  ['reply words with counts', `Subject: ${'Re[1]: '.repeat(long)}\n\nx\n`],
  ['folds in a subject', `Subject: a${'\n b'.repeat(long)}\n\nx\n`],
  ['folds in every field', `${'Cc:\n a@example.org\n'.repeat(long / 20)}\n\nx\n`],
  ['comments in a date', `Date: ${'('.repeat(long)}\n\nx\n`],
  ['comments in a recipient', `Cc: ${'(a'.repeat(long)}\n\nx\n`],
  ['quotes in a recipient', `Cc: ${'"'.repeat(long)}\n\nx\n`],
  ['angle brackets in a recipient', `Cc: ${'<>'.repeat(long)}\n\nx\n`],
  ['ids without an end', `In-Reply-To: ${'<a@b '.repeat(long / 5)}\n\nx\n`],
  ['ids without a beginning', `References: ${'>'.repeat(long)}\n\nx\n`],
  ['encoded words in a row', `Subject: ${'=?utf-8?q?a?= '.repeat(long / 14)}\n\nx\n`],
  ['question marks', `Subject: ${'=?'.repeat(long / 2)}\n\nx\n`],
  ['parameters without end', `Content-Type: text/plain${';a=b'.repeat(long / 4)}\n\nx\n`],
  [
    'RFC 2231 parameters',
    `Content-Type: text/plain${Array.from({ length: 2000 }, (_, i) => `; x*${i}*=%41`).join('')}\n\nx\n`,
  ],
  ['Received without a date', `${'Received: a;;;;;;;;\n'.repeat(long / 20)}\n\nx\n`],
  ['quote marks', `\n${'>'.repeat(long)}\n`],
  ['quote marks with blanks', `\n${'> '.repeat(long)}x\n`],
  ['quoted lines', `\n${'> a\n'.repeat(long)}`],
  ['blank lines', `\n${'\n'.repeat(long)}`],
  ['carriage returns', `\n${'\r'.repeat(long)}\n`],
  ['attributions over lines', `\n${'On Monday\nAda\n<a@b> wrote:\n> x\n'.repeat(long / 30)}`],
  ['the word wrote', `\n${'wrote: '.repeat(long / 7)}\n`],
  ['trailers', `\n${'Acked-by: Ada <ada@example.org>\n'.repeat(long / 30)}`],
  ['dashes', `\n${'-'.repeat(long)}\n`],
  ['signatures', `\n${'-- \nAda\n'.repeat(long / 8)}`],
  ['underscores', `\n${`${'_'.repeat(47)}\n`.repeat(long / 48)}`],
  ['diff headers', `\n${'--- a/x\n+++ b/x\n'.repeat(long / 16)}`],
  ['hunks without lines', `\n--- a/x\n+++ b/x\n${'@@ -1,9 +1,9 @@\n'.repeat(long / 16)}`],
  ['a hunk that announces billions', `\n--- a/x\n+++ b/x\n@@ -1,999999999 +1,999999999 @@\n${' x\n'.repeat(long / 3)}`],
  ['files', `\n${'diff --git a/x b/x\nindex 1111111..2222222 100644\n'.repeat(long / 50)}`],
  ['diffstat bars', `\n${' x | '.repeat(long / 5)}\n`],
  ['flags', `\n${'__GFP_FS '.repeat(long / 9)}\n`],
  ['underscored names', `\n${'_'.repeat(long)}\n`],
  ['oom killer without end', `\n${'oom '.repeat(long / 4)}\n`],
  ['sentences of praise', `\n${'looks good to me, '.repeat(long / 18)}\n`],
  ['links', `\n${'https://a/'.repeat(long / 10)}\n`],
  ['a base64 line', `Content-Transfer-Encoding: base64\n\n${'A'.repeat(long)}\n`],
  ['padding', `Content-Transfer-Encoding: base64\n\n${'='.repeat(long)}\n`],
  ['soft line breaks', `Content-Transfer-Encoding: quoted-printable\n\n${'=\n'.repeat(long)}`],
  ['equal signs', `Content-Transfer-Encoding: quoted-printable\n\n${'='.repeat(long)}\n`],
  ['boundaries that do not close', `Content-Type: multipart/mixed; boundary=b\n\n${'--b--x\n'.repeat(long / 7)}`],
  ['boundaries in boundaries', `Content-Type: multipart/mixed; boundary="-"\n\n${'---\n'.repeat(long / 4)}`],
  ['open tags', `Content-Type: text/html\n\n${'<b>'.repeat(long / 10)}x\n`],
  ['angle brackets in HTML', `Content-Type: text/html\n\n${'<'.repeat(long)}x\n`],
  ['entities', `Content-Type: text/html\n\n${'&amp;'.repeat(long / 5)}\n`],
  ['ISO-2022-JP escapes', `Content-Type: text/plain; charset=iso-2022-jp\n\n${'\x1b$B'.repeat(long / 3)}\n`],
  ['flowed lines', `Content-Type: text/plain; format=flowed\n\n${'a \n'.repeat(long / 3)}`],
]

describe('parsing takes work in step with size', () => {
  it.each(shapes)('%s', async (_, rest) => {
    const bytes = Buffer.from(
      `From: Ada <ada@example.org>\nMessage-ID: <1@example.org>\nDate: Mon, 04 Mar 2024 10:00:00 +0000\n${rest}`,
      'latin1',
    )
    const before = work.bytes
    const parsed = await parse(bytes)
    expect(work.bytes - before).toBeLessThanOrEqual((2 * depthMax + 4) * bytes.length)
    annotate(parsed, facts)
    buildThreads([skeletonOf(parsed)])
    const lines = parsed.text.split('\n').length
    expect(unflow(parsed.text, true).split('\n').length).toBeLessThanOrEqual(lines)
    expect(recoverFromQuotes([parsed, parsed]).pieces.length).toBeLessThanOrEqual(lines)
    const mail = {
      messageId: '2@example.org',
      subject: { bare: 'x', isReply: true },
      namesOthers: false,
      from: parsed.headers.from,
      to: [],
      cc: [],
      atSeconds: 0,
      text: parsed.text,
      conversation: conversationOf(bytes),
    }
    expect(guessJoin(mail, [{ ...mail, messageId: '1@example.org' }])?.reason ?? null).not.toBe('outlook-conversation')
  })

  it('separators are judged by their first bytes', () => {
    expect(readSeparator(`From ${'a '.repeat(long)}Mon Mar  4 10:00:00 2024`)).toBeNull()
  })

  it('parts in parts are looked at once a level', async () => {
    let body = 'x'.repeat(100_000)
    for (let i = 0; i < 100; i++)
      body = `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n${body}\n--b${i}--\n`
    const before = work.bytes
    await parse(`${head}${body}`)
    expect(work.bytes - before).toBeLessThanOrEqual((2 * depthMax + 4) * (head.length + body.length))
  })
})
