import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingestSource } from '../../bin/pipeline.ts'
import type { Target } from '../../bin/pipeline.ts'
import { openSource } from '../../ingest/index.ts'
import { openStore } from '../../prisma/store/index.ts'
import type { Store } from '../../prisma/store/index.ts'
import { acknak, mboxOf, scratch } from './command.ts'
import { acknakWithin, killAtRandom, prlimit, stateOf, tablesOf } from './faults.ts'

let place: ReturnType<typeof scratch>
let mbox: string
beforeEach(() => {
  place = scratch()
  mbox = join(place.dir, 'faults.mbox')
  writeFileSync(mbox, mboxOf(4000))
})
afterEach(() => place.clean())

const targetOf = (store: Store): Target => ({
  writer: store.writer,
  list: null,
  isSample: false,
  phases: { read: 0, parse: 0, thread: 0, annotate: 0, store: 0 },
})

const undisturbed = async (): Promise<string> => {
  const data = join(place.dir, 'calm')
  expect((await acknak(['ingest', mbox, '--data', data, '--json'])).code).toBe(0)
  return data
}

describe('an archive after a fault equals one that never met it', () => {
  it('five kills at seeded moments', async () => {
    const outcome = await killAtRandom(mbox, place.dir, 5, 1)
    expect(outcome.wrong).toEqual([])
    expect(outcome.kills).toBe(5)
  }, 120_000)

  it.skipIf(prlimit === null)(
    'a full disk, told in one line; needs prlimit',
    async () => {
      const calm = await stateOf(await undisturbed())
      const data = join(place.dir, 'full')
      const full = await acknakWithin(1_500_000, ['ingest', mbox, '--data', data, '--json'])
      expect(full.code).toBe(3)
      expect(full.err.trim().split('\n')).toHaveLength(1)
      expect(full.err).toMatch(/full|space|room/)
      const rest = await acknak(['ingest', mbox, '--data', data, '--json'])
      expect(rest.code).toBe(0)
      expect((await stateOf(data)).digest).toBe(calm.digest)
    },
    60_000,
  )

  it('a database that may not grow on (max_page_count), at several sizes', async () => {
    const calm = await stateOf(await undisturbed())
    for (const kib of [600, 1800, 3600]) {
      const data = join(place.dir, `bounded-${kib}`)
      const store = await openStore({ dataDir: data, maxBytes: kib * 1024 })
      await expect(ingestSource(await openSource(mbox), targetOf(store), () => undefined)).rejects.toThrow(
        /full|space|room/,
      )
      const before = (await store.counts()).messages
      await store.close()
      expect(before).toBeLessThan(4000)
      expect((await acknak(['ingest', mbox, '--data', data, '--json'])).code).toBe(0)
      expect((await stateOf(data)).digest).toBe(calm.digest)
    }
  }, 120_000)

  it.each(['plain', 'gzip'] as const)(
    'an error in reading, in the middle of a mail: %s',
    async form => {
      const bytes = form === 'plain' ? Buffer.from(mboxOf(4000)) : gzipSync(mboxOf(4000))
      const reading = async function* (until: number): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < until; at += 9000) yield bytes.subarray(at, Math.min(at + 9000, until))
        if (until < bytes.length) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
      }
      const into = async (name: string, ...untils: number[]) => {
        const store = await openStore({ dataDir: join(place.dir, name) })
        const told: (string | undefined)[] = []
        for (const until of untils) {
          const source = await openSource('-', { input: reading(until) })
          await ingestSource(source, targetOf(store), () => undefined)
          told.push(source.failure()?.message)
        }
        await store.close()
        return told
      }
      expect(await into('calm', bytes.length)).toEqual([undefined])
      const third = Math.floor(bytes.length / 3)
      expect(await into('broken', third + 17, 2 * third + 5, bytes.length)).toEqual([
        expect.stringMatching(/^-: reading broke off: EIO/),
        expect.stringMatching(/^-: reading broke off: EIO/),
        undefined,
      ])
      // What standard input brought cannot be met again: the record that the error cut stays beside, as what it is.
      const but = ['quarantine']
      expect(await tablesOf(join(place.dir, 'broken'), but)).toEqual(await tablesOf(join(place.dir, 'calm'), but))
      await expect(openSource('-', { input: reading(0) })).rejects.toThrow(/^-: cannot be read \(EIO/)
    },
    60_000,
  )

  it('two ingests of the same mail at once', async () => {
    const calm = await stateOf(await undisturbed())
    const data = join(place.dir, 'two')
    const both = await Promise.all([1, 2].map(() => acknak(['ingest', mbox, '--data', data, '--json'])))
    expect(both.map(b => [b.code, b.err])).toEqual([
      [0, ''],
      [0, ''],
    ])
    const added = both.map(b => (JSON.parse(b.out) as { added: number }).added)
    expect(added.reduce((a, b) => a + b)).toBe(4000)
    expect((await stateOf(data)).digest).toBe(calm.digest)
  }, 60_000)

  it('two ingests at once of mailboxes that share every thread', async () => {
    const mails = mboxOf(4000).split(/^(?=From mboxrd@z )/m)
    const halves = [0, 1].map(odd => {
      const path = join(place.dir, `half-${odd}.mbox`)
      writeFileSync(path, mails.filter((_, i) => i % 2 === odd).join(''))
      return path
    })
    const one = join(place.dir, 'one-by-one')
    expect((await acknak(['ingest', ...halves, '--data', one, '--json'])).code).toBe(0)
    const data = join(place.dir, 'at-once')
    const both = await Promise.all(halves.map(half => acknak(['ingest', half, '--data', data, '--json'])))
    expect(both.map(b => [b.code, b.err])).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect(await tablesOf(data)).toEqual(await tablesOf(one))
  }, 60_000)

  it('a gzip that broke off and came whole the second time', async () => {
    // Deliveries name the file they came from, which is another one here.
    const calm = await tablesOf(await undisturbed(), ['delivery'])
    const data = join(place.dir, 'cut')
    const whole = gzipSync(mboxOf(4000))
    const gz = join(place.dir, 'faults.mbox.gz')
    writeFileSync(gz, whole.subarray(0, Math.floor(whole.length / 2)))
    expect((await acknak(['ingest', gz, '--data', data, '--json'])).code).toBe(1)
    writeFileSync(gz, whole)
    const rest = await acknak(['ingest', gz, '--data', data, '--json'])
    expect(rest.code).toBe(0)
    expect(JSON.parse(rest.out)).toMatchObject({ messages: 4000 })
    expect(await tablesOf(data, ['delivery'])).toEqual(calm)
  }, 60_000)
})
