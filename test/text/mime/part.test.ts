import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSource, parseMessage } from '../../../ingest/index.ts'
import { partOf } from '../../../text/mime/part.ts'
import { corpus } from '../../bench/generate/corpus.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** Lines that a walk over parts takes notice of, in any order. */
const mailLike = fc
  .array(
    fc.constantFrom(
      ...['', '--b', '--b--', '--c', '--', 'From ada', ' folded', 'words=3D', 'AAECAw==', '\r', '\u0000'],
      ...[
        'Content-Type: multipart/mixed; boundary=b',
        'Content-Type: multipart/x; boundary="c',
        'Content-Type: multipart/mixed',
      ],
      ...['Content-Transfer-Encoding: base64', 'content-transfer-encoding : quoted-printable', 'Subject: x'],
    ),
    { maxLength: 40 },
  )
  .map(lines => Buffer.from(lines.join('\n')))

/** Attachments that ingest found in a mail whose bytes are found again; those that are not, by part and size. */
const compare = async (bytes: Uint8Array) => {
  const parsed = await parseMessage({
    kind: 'mail',
    bytes,
    form: 'rfc5322',
    source: 'x',
    position: '0',
    envelopeAt: null,
    problems: [],
  })
  if ('kind' in parsed) return { same: 0, other: [] }
  const other: string[] = []
  let same = 0
  for (const { part, sizeBytes, contentType, text } of parsed.attachments) {
    const found = partOf(bytes, part)
    const isSame = found?.length === sizeBytes
    if (isSame) same++
    else other.push(`part ${part}, ${contentType}: ${sizeBytes} bytes, found ${found?.length ?? 'none'}`)
    if (isSame && text !== null && /^[\x20-\x7e\t\n]*$/.test(text)) {
      const words = new TextDecoder('latin1').decode(found)
      if (!words.includes('\r')) expect(words).toBe(text)
    }
  }
  return { same, other }
}
const inMailbox = async (path: string) => {
  const all = { same: 0, other: [] as string[] }
  for await (const chunk of (await openSource(path)).read())
    for (const item of chunk) {
      if (item.kind !== 'mail' || item.form !== 'rfc5322') continue
      const { same, other } = await compare(item.bytes)
      all.same += same
      all.other.push(...other.map(o => `${path} at ${item.position}: ${o}`))
    }
  return all
}

describe('a part of a mail by its number', () => {
  const mail = (...lines: string[]) => Buffer.from(lines.join('\n'))
  const mixed = mail(
    ...[
      'From: ada@example.org',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      'for old readers',
      '--b',
      '',
      'words',
      '--b',
    ],
    ...[
      'Content-Type: application/octet-stream; name=x.bin',
      'Content-Transfer-Encoding: base64',
      '',
      'AAEC',
      '/w==',
      '--b',
    ],
    ...[
      'Content-Type: multipart/alternative;',
      ' boundary=inner',
      '',
      '--inner',
      'Content-Type: text/plain',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'a=3Db=',
      'c',
      '--inner--',
      '--b--',
      '',
    ],
  )
  it.each([
    [1, 'words'],
    [2, '\x00\x01\x02\xff'],
    [3, 'a=bc'],
    [4, null],
    [0, null],
  ])('%i', (part, bytes) => {
    const found = partOf(mixed, part)
    expect(found === null ? null : Buffer.from(found).toString('latin1')).toBe(bytes)
  })

  it('is that which ingest listed, in our own mail', async () => {
    const folder = join(root, 'test', 'mail')
    const other: string[] = []
    let same = 0
    for (const name of readdirSync(folder).filter(n => n.endsWith('.mbox'))) {
      const found = await inMailbox(join(folder, name)).catch(() => ({ same: 0, other: [] }))
      same += found.same
      other.push(...found.other)
    }
    expect(other).toEqual([])
    expect(same).toBeGreaterThan(10)
  })

  it('is that which ingest listed, in generated mail', async () => {
    let same = 0
    for (const { entry } of corpus(800, 31)) {
      const found = await compare(entry.subarray(entry.indexOf('\n') + 1))
      expect(found.other).toEqual([])
      same += found.same
    }
    expect(same).toBeGreaterThan(10)
  })

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 500 }), mailLike),
        fc.integer({ min: 0, max: 5 }),
        (bytes, part) => {
          const found = partOf(bytes, part)
          if (found !== null) expect(found.length).toBeLessThanOrEqual(bytes.length + 1)
        },
      ),
    )
  })

  it('ends at a fixed depth and number of parts', () => {
    const deep = Array.from({ length: 200 }, (_, i) => `Content-Type: multipart/mixed; boundary=${i}\n\n--${i}\n`).join(
      '',
    )
    expect(partOf(Buffer.from(deep), 1)).not.toBeNull()
    const many = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(5000)}`
    expect(partOf(Buffer.from(many), 900)).not.toBeNull()
    expect(partOf(Buffer.from(many), 1500)).toBeNull()
  })
})

const fixtures = join(root, '..', 'shared', 'corpus', 'fixtures', 'mime')
describe.skipIf(!existsSync(fixtures))('needs ../shared: MIME as others collected it', () => {
  it('the bytes of nearly every attachment are found again', async () => {
    const other: string[] = []
    let same = 0
    for (const name of readdirSync(fixtures, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.eml')) continue
      const found = await compare(readFileSync(join(fixtures, name)))
      same += found.same
      other.push(...found.other.map(o => `${name}: ${o}`))
    }
    // One opens its body with a line of blanks, which ingest takes for the end of the headers.
    expect(other.filter(o => !o.startsWith('rspamd/numeric_urls.eml'))).toEqual([])
    expect(same).toBeGreaterThan(100)
  })
})
