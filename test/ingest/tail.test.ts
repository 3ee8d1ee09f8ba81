import fc from 'fast-check'
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSource } from '../../ingest/index.ts'
import type { SourceOptions } from '../../ingest/index.ts'
import { decodeTails, encodeTails, hashOf, TailSeeker } from '../../ingest/sources/lib/tail.ts'
import type { HandedOut } from '../../model/index.ts'

let folder = ''
const kept = new Map<string, string>()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acknak-tail-'))
  kept.clear()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Every place to cut at is tried by `npm run test:long`. */
const step = Number(process.env.FC_FACTOR ?? '1') > 1 ? 1 : 7

/** Things handed out by place, and what a later reading takes back of them. */
type Held = Map<string, HandedOut>
const place = (one: HandedOut) => `${one.source} ${one.position} ${one.hash}`

/** Reads a source as ingest does: what it takes back goes, what it hands out comes, what it says of its end is kept. */
const read = async (path: string, held: Held, options: SourceOptions = {}): Promise<void> => {
  const source = await openSource(path, { ...options, resume: async key => kept.get(key) ?? null })
  for await (const chunk of source.read()) {
    for (const { key, value } of source.tail?.() ?? []) kept.set(key, value)
    for (const cut of chunk.flatMap(item => item.replaces ?? [])) held.delete(place(cut))
    for (const { source: from, position, bytes } of chunk) {
      const one = { source: from, position, hash: hashOf(bytes) }
      held.set(place(one), one)
    }
  }
}
const atOnce = async (path: string, options: SourceOptions = {}): Promise<string[]> => {
  const held: Held = new Map()
  const source = await openSource(path, options)
  for await (const chunk of source.read())
    for (const { source: from, position, bytes } of chunk) {
      const one = { source: from, position, hash: hashOf(bytes) }
      held.set(place(one), one)
    }
  return [...held.keys()].sort()
}

const mail = (n: number, body: string, length = false) => {
  const text = `${body}\n`
  return (
    `From mboxrd@z Mon Mar  4 10:00:0${n} 2024\nFrom: Ada Writer <ada@example.org>\nMessage-ID: <m${n}@example.org>\n` +
    `References: <m0@example.org>\n <m9@example.org>\nSubject: mail ${n}\n` +
    `${length ? `Content-Length: ${Buffer.byteLength(text)}\n` : ''}\n${text}\n`
  )
}
const mails = [
  mail(0, 'first words'),
  mail(1, 'a quote:\n>From here on\n\nand\n\n>From there'),
  mail(2, 'a line of its own\n\n\nthe end'),
  mail(3, 'last words'),
].join('')
const byLength = [
  mail(0, 'first words', true),
  mail(
    1,
    'pasted:\n\nFrom mboxrd@z Mon Mar  4 10:00:00 2024\nSubject: none\n\nFrom mboxrd@z Mon Mar  4 10:00:00 2024\nTo: none\n\nnothing',
    true,
  ),
  mail(2, 'last words', true),
].join('')

describe('a mailbox that ended in the middle of a mail and has grown since', () => {
  it.each([
    ['mboxrd', mails, {}],
    ['mboxcl2', byLength, { mbox: 'cl2' as const }],
    ['mboxrd with CRLF', mails.replaceAll('\n', '\r\n'), {}],
    ['glued mboxrd', mails.replaceAll('\n\nFrom ', '\nFrom '), {}],
  ])('gives what it would give at once, wherever it was cut: %s', async (_, text, options) => {
    const whole = Buffer.from(text, 'latin1')
    const path = join(folder, 'grows.mbox')
    const first = whole.indexOf('\n') + 1
    for (let at = first; at < whole.length; at += step) {
      kept.clear()
      const held: Held = new Map()
      writeFileSync(path, whole.subarray(0, at))
      const isMailbox = await read(path, held, options).then(
        () => true,
        () => false,
      )
      writeFileSync(path, whole)
      await read(path, held, options)
      expect([...held.keys()].sort(), `${isMailbox ? '' : 'no mailbox yet, '}cut at ${at}`).toEqual(
        await atOnce(path, options),
      )
    }
  })

  it('in several steps, some of them too late to see', async () => {
    const whole = Buffer.from(mails.repeat(3))
    const path = join(folder, 'grows.mbox')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 60, max: whole.length }), { maxLength: 8 }), async steps => {
        kept.clear()
        const held: Held = new Map()
        for (const at of [...steps.sort((a, b) => a - b), whole.length]) {
          writeFileSync(path, whole.subarray(0, at))
          await read(path, held).catch(() => undefined)
        }
        expect([...held.keys()].sort()).toEqual(await atOnce(path))
      }),
      { numRuns: 40 },
    )
  })

  it('inside gzip: the stream was cut, and was written to its end later', async () => {
    const whole = gzipSync(mails.repeat(40), { level: 0 })
    const path = join(folder, 'grows.mbox.gz')
    const held: Held = new Map()
    for (const at of [700, 1500, 5000, whole.length]) {
      writeFileSync(path, whole.subarray(0, at))
      await read(path, held)
    }
    expect([...held.keys()].sort()).toEqual(await atOnce(path))
  })

  it('inside gzip: another member was appended', async () => {
    const path = join(folder, 'grows.mbox.gz')
    const held: Held = new Map()
    writeFileSync(path, gzipSync(mails.slice(0, 250)))
    await read(path, held)
    appendFileSync(path, gzipSync(mails.slice(250)))
    await read(path, held)
    expect([...held.keys()].sort()).toEqual(await atOnce(path))
    expect(held.size).toBe(4)
  })

  it('takes nothing back where another file stands in its place now', async () => {
    const path = join(folder, 'grows.mbox')
    const held: Held = new Map()
    writeFileSync(path, mails.slice(0, 250))
    await read(path, held)
    const before = [...held.keys()]
    writeFileSync(path, mail(7, 'other words'.repeat(40)))
    await read(path, held)
    expect([...held.keys()]).toEqual(expect.arrayContaining(before))
    writeFileSync(path, mail(7, 'shorter'))
    await read(path, held)
    expect([...held.keys()]).toEqual(expect.arrayContaining(before))
  })
})

describe('mails in files of their own', () => {
  const text = mail(1, 'words '.repeat(50)).split('\n').slice(1).join('\n')

  it('a mail that was half written is replaced by the whole of it', async () => {
    const path = join(folder, 'one.eml')
    const held: Held = new Map()
    for (const at of [90, 200, text.length]) {
      writeFileSync(path, text.slice(0, at))
      await read(path, held)
    }
    expect([...held.keys()]).toEqual(await atOnce(path))
  })

  it('in a folder too, whatever else came meanwhile', async () => {
    const path = join(folder, 'mails')
    const held: Held = new Map()
    mkdirSync(path)
    writeFileSync(join(path, 'b.eml'), text.slice(0, 120))
    writeFileSync(join(path, 'c.eml.gz'), gzipSync(text).subarray(0, 90))
    await read(path, held)
    expect(held.size).toBe(2)
    writeFileSync(join(path, 'a.eml'), text)
    writeFileSync(join(path, 'b.eml'), text)
    writeFileSync(join(path, 'c.eml.gz'), gzipSync(text))
    await read(path, held)
    expect([...held.keys()].sort()).toEqual(await atOnce(path))
  })

  it('in a Maildir, where a flag was set meanwhile', async () => {
    const path = join(folder, 'Maildir')
    const held: Held = new Map()
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(path, name), { recursive: true })
    writeFileSync(join(path, 'new', '1709546400.M1.host'), text.slice(0, 150))
    await read(path, held)
    renameSync(join(path, 'new', '1709546400.M1.host'), join(path, 'cur', '1709546400.M1.host:2,S'))
    writeFileSync(join(path, 'cur', '1709546400.M1.host:2,S'), text)
    writeFileSync(join(path, 'new', '1709546401.M2.host'), `${text}and more\n`)
    await read(path, held)
    expect([...held.keys()].sort()).toEqual(await atOnce(path))
    expect(held.size).toBe(2)
  })
})

describe('what is kept of an end', () => {
  it('comes back as it was; anything else is none', () => {
    const tails = [{ from: 3, to: 9, hash: 'ab', handed: [{ source: 'a', position: '3', hash: 'cd' }] }]
    expect(decodeTails(encodeTails(tails))).toEqual(tails)
    expect(
      [null, '', '{}', '[1,null,{"from":-1}]', '[{"from":0,"to":1,"hash":"x","handed":[null]}]'].map(decodeTails),
    ).toEqual([[], [], [], [], []])
  })

  it('is found in bytes that come in any portions', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 20, maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 9 })),
        (bytes, portions) => {
          const seeker = new TailSeeker({
            from: 5,
            to: 17,
            hash: hashOf(bytes.subarray(5, 17)),
            handed: [{ source: 's', position: '5', hash: 'old' }],
          })
          let at = 0
          for (const size of [...portions, 60]) {
            expect(seeker.holds(5)).toBe(at < 17)
            seeker.push(bytes.subarray(at, at + size))
            at += size
          }
          seeker.end()
          expect(seeker.cutWithin(5, 40, () => 'new')).toHaveLength(1)
          expect(seeker.cutWithin(5, 40, () => 'old')).toEqual([])
          expect(seeker.cutWithin(6, 40, () => 'new')).toEqual([])
        },
      ),
    )
  })
})
