import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../ingest/index.ts'
import { linesOf, roughParts } from './rough-mime.ts'

const folder = resolve(import.meta.dirname, '../../../shared/corpus/fixtures/mime')
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => relative(folder, join(entry.parentPath, entry.name)))
      .sort()
  : []

/** Mails in which the rough reader and we part, and why we hold to ours. */
const exceptions: Readonly<Record<string, string>> = {
  'mikel-mail/error_emails/bad_subject.eml':
    'a line of blanks stands among the headers; more fields follow, so they go on, and the parts are found',
  'mikel-mail/error_emails/new_line_in_to_header.eml':
    'a line of blanks stands inside To; fields follow, so they are headers and no text',
  'mikel-mail/rfc2822/example14.eml': 'a line of blanks stands inside Subject; what follows is its continuation',
}

const read = async (file: string) => {
  const bytes = readFileSync(join(folder, file))
  const parsed = await parseMessage({
    kind: 'mail',
    bytes,
    form: 'rfc5322',
    source: file,
    position: '0',
    envelopeAt: null,
    problems: [],
  })
  return { bytes, parsed }
}

describe.skipIf(files.length === 0)('needs ../shared: odd MIME of mail, rspamd and postal-mime', () => {
  it('is all there', () => {
    expect(files.length).toBe(321)
    for (const file of Object.keys(exceptions)) expect(files).toContain(file)
  })

  it('loses no line of text: each stands in the text of the mail or of an attachment', async () => {
    const lost: Record<string, string[]> = {}
    let lines = 0
    for (const file of files) {
      const { bytes, parsed } = await read(file)
      if ('kind' in parsed) {
        expect([file, bytes.toString('latin1').trim()]).toEqual([file, ''])
        continue
      }
      const have = linesOf([parsed.text, ...parsed.attachments.map(a => a.text ?? '')].join('\n'))
      const all = have.join(' ')
      const wanted = roughParts(bytes.toString('latin1')).flatMap(part => linesOf(part.text))
      lines += wanted.length
      const missing = wanted.filter(line => !all.includes(line))
      if (missing.length > 0) lost[file] = missing
    }
    expect(lines).toBeGreaterThan(4000)
    expect(Object.keys(lost)).toEqual(Object.keys(exceptions).sort())
  })

  it('reads the same twice', async () => {
    for (const file of files) expect((await read(file)).parsed).toEqual((await read(file)).parsed)
  })
})
