import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listOf, openSource, parseMessage } from '../../ingest/index.ts'
import type { OpenedSource } from '../../ingest/index.ts'
import { chunkMails } from '../../ingest/sources/lib/chunks.ts'
import type { Quarantined, RawMessage } from '../../model/index.ts'

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'acknak-sources-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, bytes: Buffer | string): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const readAll = async (source: OpenedSource) => {
  const all: (RawMessage | Quarantined)[] = []
  for await (const chunk of source.read()) all.push(...chunk)
  return all
}
const mail = (i: number, extra = '') =>
  `From mboxrd@z Mon Mar  4 10:00:00 2024\nFrom: Ada <ada@example.org>\nMessage-ID: <${i}@example.org>\nSubject: ${i}\n${extra}\n${`line ${i} ${Math.sin(i)}\n`.repeat(50)}\n`
const mails = (n: number) => Array.from({ length: n }, (_, i) => mail(i)).join('')

describe('a source that cannot be read says so in one line', () => {
  it.each([
    ['a path that is not there', () => join(folder, 'nothing.mbox'), /no such file/],
    ['a folder', () => (mkdirSync(join(folder, 'folder')), join(folder, 'folder')), /folder of no known kind/],
    ['an empty file', () => write('empty.mbox', ''), /is empty/],
    [
      'an HTML page named .mbox',
      () => write('page.mbox', '<!DOCTYPE html>\n<html><body>404</body></html>'),
      /HTML page/,
    ],
    ['an HTML page in gzip', () => write('page.mbox.gz', gzipSync('<html>busy</html>')), /HTML page/],
    ['gzip in gzip', () => write('twice.mbox.gz', gzipSync(gzipSync(mails(2)))), /gzip inside gzip/],
    ['no separator at all', () => write('none.mbox', 'Dear all,\nthis is no mailbox.\n'), /holds no mail/],
    ['a picture', () => write('x.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])), /no mail that can be read/],
    [
      'gzip cut in its first bytes',
      () => write('stub.mbox.gz', gzipSync(mails(50)).subarray(0, 12)),
      /truncated gzip|damaged gzip/,
    ],
    ['a gzip bomb', () => write('bomb.mbox.gz', gzipSync(Buffer.alloc(64 * 1024 * 1024))), /beyond all measure/],
  ])('%s', async (_, make, says) => {
    const path = make()
    const error: unknown = await openSource(path).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).name).toBe('SourceError')
    expect((error as Error).message).toMatch(says)
    expect((error as Error).message).toContain(path)
    expect((error as Error).message).not.toContain('\n')
  })
})

describe('an mbox', () => {
  it('reads the same plain and compressed, and counts the bytes it took in', async () => {
    const plain = await openSource(write('a.mbox', mails(700)))
    const zipped = await openSource(write('a.mbox.gz', gzipSync(mails(700))))
    const [a, b] = [await readAll(plain), await readAll(zipped)]
    expect(a).toHaveLength(700)
    expect(b.map(m => Buffer.from(m.bytes).toString())).toEqual(a.map(m => Buffer.from(m.bytes).toString()))
    expect(plain.bytesRead()).toBe(plain.sizeBytes)
    expect(zipped.bytesRead()).toBe(zipped.sizeBytes)
    expect(plain.failure()).toBeNull()
  })

  it('is known by its bytes, not its name', async () => {
    expect(await readAll(await openSource(write('mail-archive', gzipSync(mails(3)))))).toHaveLength(3)
  })

  it('comes in chunks of bounded size', async () => {
    const source = await openSource(write('many.mbox', mails(3000)))
    const sizes: number[] = []
    for await (const chunk of source.read()) sizes.push(chunk.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(chunkMails)
    expect(sizes.reduce((a, b) => a + b)).toBe(3000)
  })

  it('cut off in gzip keeps what came before, sets the cut record apart, and says so', async () => {
    const bytes = gzipSync(mails(2000))
    const source = await openSource(write('cut.mbox.gz', bytes.subarray(0, bytes.length / 2)))
    const all = await readAll(source)
    const last = all.at(-1)
    expect(all.length).toBeGreaterThan(100)
    expect(all.slice(0, -1).every(m => m.kind === 'mail')).toBe(true)
    expect(last?.kind === 'quarantine' && last.reason).toBe('cut-by-end-of-source')
    expect(source.failure()?.message).toMatch(/ends too early/)
  })

  it('keeps `>From ` when it is said to be mboxo', async () => {
    const path = write('o.mbox', mail(1).replace('line 1', '>From afar'))
    const text = async (mbox: 'o' | 'rd') =>
      Buffer.from((await readAll(await openSource(path, { mbox })))[0]?.bytes ?? []).toString()
    expect(await text('o')).toContain('\n>From afar')
    expect(await text('rd')).toContain('\nFrom afar')
  })
})

describe('the list of a mail', () => {
  it.each([
    ['the one given', { list: 'Linux MM!' }, 'linux-mm'],
    ['its own List-Id', {}, 'pools'],
  ])('is %s', async (_, options, expected) => {
    const source = await openSource(
      write('some file.mbox', mail(1, 'List-Id: Pools <pools.lists.example.org>\n')),
      options,
    )
    const [raw] = await readAll(source)
    const parsed = await parseMessage(raw as RawMessage)
    expect('kind' in parsed ? '' : listOf(source, parsed)).toBe(expected)
  })

  it("is most mails' of its source where it names none itself, else the file's name", async () => {
    expect((await openSource(write('x.mbox', mail(1) + mail(2, 'List-Id: <pools.lists.example.org>\n')))).list).toBe(
      'pools',
    )
    expect((await openSource(write('My List 2024.mbox.gz', gzipSync(mail(1))))).list).toBe('my-list-2024')
  })
})

describe('other sources', () => {
  it('a Maildir gives a mail that got a flag and moved while it was read', async () => {
    const path = join(folder, 'maildir')
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(path, name), { recursive: true })
    const text = mail(1).slice(mail(1).indexOf('\n') + 1)
    write('maildir/new/1709546400.M1.host', text)
    const source = await openSource(path)
    renameSync(join(path, 'new', '1709546400.M1.host'), join(path, 'cur', '1709546400.M1.host:2,S'))
    const [raw] = await readAll(source)
    expect(Buffer.from(raw?.bytes ?? []).toString()).toBe(text)
    expect(source.failure()).toBeNull()
    expect((await readAll(await openSource(path)))[0]?.position).toBe(raw?.position)
  })

  it('a single mail in a file of its own', async () => {
    const path = write('one.eml', mail(1).slice(mail(1).indexOf('\n') + 1))
    const [raw] = await readAll(await openSource(path))
    const parsed = await parseMessage(raw as RawMessage)
    expect('kind' in parsed ? '' : parsed.headers.messageId).toBe('1@example.org')
  })

  it('a mail as a web archive prints it', async () => {
    const path = write(
      'page.txt',
      'Re: [PATCH] pools\n\nFrom: Ada Ampere\nDate: Mon Mar 04 2024 - 10:00:00 EST\n\n\nOn Mon, x wrote:\n> Quoted.\n\nMine.\n',
    )
    const [raw] = await readAll(await openSource(path))
    const parsed = await parseMessage(raw as RawMessage)
    if ('kind' in parsed) throw new Error('quarantined')
    expect(parsed.headers).toMatchObject({ author: { name: 'Ada Ampere' }, sent: { atSeconds: 1709564400 } })
    expect(parsed.headers.subject.full).toBe('Re: [PATCH] pools')
    expect(parsed.text).toBe('On Mon, x wrote:\n> Quoted.\n\nMine.\n')
    expect(parsed.problems.map(p => p.code)).toContain('message-id-guessed')
  })
})
