import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingestAll } from '../../bin/ingest.ts'
import { readSettings } from '../../bin/settings.ts'
import { openStore } from '../../prisma/store/index.ts'
import { corpus } from '../bench/generate/corpus.ts'
import { acknak, scratch } from './command.ts'
import { tablesOf } from './faults.ts'

let place: ReturnType<typeof scratch>
beforeEach(() => void (place = scratch()))
afterEach(() => place.clean())

const data = (name: string) => join(place.dir, name)
const ingest = (name: string, ...paths: string[]) =>
  ingestAll({ paths, settings: readSettings({ data: data(name) }), quiet: true })
/** What stands in the tables of an archive into which a file went once, as it is now. */
const atOnce = async (path: string, ...others: string[]) => {
  await ingest('calm', path, ...others)
  return tablesOf(data('calm'))
}

const entries = [...corpus(60, 11)].map(g => g.entry)
const whole = Buffer.concat(entries)
/** Offsets in the mailbox: inside the headers, the text and the separator of mails, and between two. */
const cuts = [0.1, 0.33, 0.62, 0.9].flatMap(share => {
  const separator = whole.indexOf('\n\nFrom ', Math.floor(whole.length * share)) + 2
  return [separator - 40, separator, separator + 3, separator + 30, separator + 120, separator + 700]
})

describe('an archive of a mailbox that grew', () => {
  it('equals one of the whole mailbox, wherever the first run met its end', async () => {
    const path = join(place.dir, 'grows.mbox')
    writeFileSync(path, whole)
    const expected = await atOnce(path)
    for (const at of cuts) {
      const name = `cut-at-${at}`
      writeFileSync(path, whole.subarray(0, at))
      await ingest(name, path)
      writeFileSync(path, whole)
      await ingest(name, path)
      expect(await tablesOf(data(name)), name).toEqual(expected)
      expect(await ingest(name, path)).toMatchObject({ added: 0, messages: entries.length })
    }
  }, 120_000)

  it('equals it after every step, other mail between them', async () => {
    const path = join(place.dir, 'grows.mbox')
    const other = join(place.dir, 'other.mbox')
    writeFileSync(other, Buffer.concat([...corpus(20, 12)].map(g => g.entry)))
    writeFileSync(path, whole.subarray(0, cuts[2]))
    await ingest('steps', path, other)
    for (const at of [cuts[9]!, cuts[16]!, whole.length]) {
      writeFileSync(path, whole.subarray(0, at))
      await ingest('steps', path)
    }
    expect(await tablesOf(data('steps'))).toEqual(await atOnce(path, other))
  }, 60_000)

  it('equals it where the mailbox is a gzip that was written meanwhile', async () => {
    const path = join(place.dir, 'grows.mbox.gz')
    const packed = gzipSync(whole)
    for (const share of [0.3, 0.7, 1]) {
      writeFileSync(path, packed.subarray(0, Math.floor(packed.length * share)))
      await ingest('grown', path)
    }
    expect(await tablesOf(data('grown'))).toEqual(await atOnce(path))
  }, 60_000)

  it('equals it when the run that would have replaced the half mail was killed', async () => {
    const path = join(place.dir, 'grows.mbox')
    const big = Buffer.concat([...corpus(2500, 13)].map(g => g.entry))
    writeFileSync(path, big.subarray(0, 200_000))
    await ingest('killed', path)
    writeFileSync(path, big)
    for (const delayMs of [350, 700, 1000])
      await acknak(['ingest', path, '--data', data('killed')], {
        meanwhile: child => {
          const kill = setTimeout(() => child.kill('SIGKILL'), delayMs)
          child.on('exit', () => clearTimeout(kill))
        },
      })
    await ingest('killed', path)
    expect(await tablesOf(data('killed'))).toEqual(await atOnce(path))
  }, 120_000)

  it('keeps the shorter mail where it came from elsewhere too', async () => {
    const path = join(place.dir, 'grows.mbox')
    const copy = join(place.dir, 'copy.mbox')
    const mail = (body: string) =>
      `From mboxrd@z Mon Mar  4 10:00:00 2024\nFrom: Ada <ada@example.org>\nMessage-ID: <half@example.org>\nSubject: half\nList-Id: <pools.example.org>\n\n${body}\n`
    writeFileSync(copy, mail('one line'))
    writeFileSync(path, mail('one line'))
    await ingest('both', copy, path)
    writeFileSync(path, mail('one line\nand another'))
    await ingest('both', path)
    const store = await openStore({ dataDir: data('both') })
    try {
      expect((await store.reader.message('half@example.org'))?.variants).toBe(1)
      expect((await store.counts()).messages).toBe(2)
    } finally {
      await store.close()
    }
  }, 30_000)

  it('leaves no half mail, none of its people and none of the ghosts that only it named', async () => {
    const path = join(place.dir, 'one.eml')
    const text =
      'From: Ada Lo <ada@example.org>\nSubject: a reply\nMessage-ID: <whole@example.org>\nReferences: <root@example.org>\n <parent@example.org>\n\nwords\n'
    // The name, the Message-ID and the references were cut: another author, a made-up id, a ghost of half an id.
    for (const at of [
      'From: Ada',
      'From: Ada Lo <ada@example.org>\nSubject: a reply\nMessage-ID: <whole@ex',
      text.slice(0, -30),
    ]) {
      writeFileSync(path, text.slice(0, at.length))
      await ingest('one', path).catch(() => undefined)
    }
    writeFileSync(path, text)
    await ingest('one', path)
    expect(await tablesOf(data('one'))).toEqual(await atOnce(path))
    expect(readFileSync(path, 'utf8')).toBe(text)
  }, 30_000)
})
