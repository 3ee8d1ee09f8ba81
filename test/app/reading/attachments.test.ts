import { describe, expect, it } from 'vitest'
import { attachmentBytesMax, dispositionOf } from '../../../app/_ui/reading/attachmentAnswer.ts'
import { mailAnswer } from '../../../app/_ui/reading/mailAnswer.ts'
import { respond } from '../../../app/_ui/http.ts'
import { attachmentHref, readPath, safeFileName } from '../../../app/_views/urls.ts'
import { parseMessage } from '../../../ingest/index.ts'
import type { ArchiveReader, ParsedMessage } from '../../../model/index.ts'
import { fakeReader } from './fake.ts'

const hostile = '../../etc/x"\r\nSet-Cookie: a=b\u202e.html'
const lines = [
  ...['From: Ada <ada@example.org>', 'Subject: logs', 'Message-ID: <one@example.org>'],
  ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'see below', '--b'],
  ...[
    'Content-Type: text/html; name="page.html"',
    'Content-Disposition: attachment',
    '',
    '<script>alert(1)</script>',
    '--b',
  ],
  ...['Content-Type: image/svg+xml; name="draw.svg"', 'Content-Transfer-Encoding: base64', '', 'AAECAw==', '--b--', ''],
]
const raw = Buffer.from(lines.join('\n'))
const parsed = (await parseMessage({
  ...{ kind: 'mail', bytes: raw, form: 'rfc5322', source: 'x', position: '0', envelopeAt: null, problems: [] },
})) as ParsedMessage

/** An archive of that one mail, whose attachments may say something else of themselves. */
const archive = (change: Partial<ParsedMessage['attachments'][number]> = {}): ArchiveReader => {
  const reader = fakeReader([{ id: 'one@example.org', raw }])
  const attachments = parsed.attachments.map(a => ({ ...a, ...change }))
  return {
    ...reader,
    message: async id => {
      const row = await reader.message(id)
      return row && { ...row, attachments }
    },
  }
}
const get = async (reader: ArchiveReader, path: string) => {
  const url = new URL(path, 'http://127.0.0.1')
  const [list = '', ...segments] = url.pathname.slice(1).split('/').map(decodeURIComponent)
  return respond(new Request(url), { tag: 'x', atSeconds: 0 }, () => mailAnswer(reader, list, segments, url))
}

describe('an attachment', () => {
  it('comes as text to be saved, whatever its mail calls it', async () => {
    const answer = await get(archive(), '/sample/one@example.org/2-page.html')
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    expect(await answer.text()).toBe('<script>alert(1)</script>')
  })

  it('that is no text comes as bytes, its transfer encoding undone', async () => {
    const answer = await get(archive(), '/all/one@example.org/3-any-other-name')
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 1, 2, 3])
  })

  it.each([
    ['/sample/one@example.org/1-words', {}, 'no such attachment'],
    ['/sample/one@example.org/9-x', {}, 'no such attachment'],
    ['/sample/one@example.org/2-page.html', { sizeBytes: attachmentBytesMax + 1 }, 'too large'],
    ['/sample/one@example.org/2-page.html', { sizeBytes: 7 }, 'raw mail'],
  ])('that cannot be had says so: %s %j', async (path, change, says) => {
    const answer = await get(archive(change), path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain(says)
  })

  it('of a mail that nobody holds is not found', async () => {
    expect((await get(archive(), '/sample/gone@example.org/2-x')).status).toBe(404)
  })

  it('has an address that no slash ends', async () => {
    const answer = await get(archive(), '/sample/one@example.org/2-page.html/')
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/sample/one@example.org/2-page.html'])
  })

  it('is found behind ids that look like one', () => {
    expect(readPath(['x', '2-y'])).toEqual([
      { id: 'x/2-y', suffix: null },
      { id: 'x', suffix: '2-y' },
    ])
    expect(readPath(['x', '0-y'])).toEqual([{ id: 'x/0-y', suffix: null }])
  })
})

describe('the name of an attachment', () => {
  it('neither ends its header nor leads out of a folder nor turns letters round', () => {
    expect(dispositionOf(hostile, 2)).toBe(
      `attachment; filename="x_Set-Cookie_a_b.html"; filename*=UTF-8''x%22Set-Cookie%3A%20a%3Db.html`,
    )
    expect(attachmentHref('sample', 'a/b', 2, hostile)).toBe('/sample/a%2Fb/2-etc_x_Set-Cookie_a_b_.html')
  })

  it.each([
    ['', 'part-4.bin'],
    ['..', 'part-4.bin'],
    ['.bashrc', 'bashrc'],
    ['журнал.txt', 'txt'],
    ['a b.patch', 'a_b.patch'],
  ])('%j is saved as %s', (name, safe) => {
    expect(safeFileName(name, 4)).toBe(safe)
  })

  it('keeps its letters where the client can read them', () => {
    expect(dispositionOf('журнал.txt', 4)).toContain(`filename*=UTF-8''%D0%B6`)
  })

  it.each(Array.from({ length: 256 }, (_, byte) => byte))('holds byte %i without harm', byte => {
    expect(dispositionOf(`a${String.fromCharCode(byte)}b`, 1)).toMatch(
      /^attachment; filename="[A-Za-z0-9._-]+"(?:; filename\*=UTF-8''[A-Za-z0-9._~!%-]+)?$/,
    )
  })
})
