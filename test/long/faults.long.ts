import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingestSource, settle } from '../../bin/pipeline.ts'
import { openSource, SourceError } from '../../ingest/index.ts'
import type { OpenedSource } from '../../ingest/index.ts'
import { openStore } from '../../prisma/store/index.ts'
import { corpus } from '../bench/generate/corpus.ts'
import { acknak, scratch } from '../bin/command.ts'
import { acknakWithin, prlimit, stateOf, tablesOf } from '../bin/faults.ts'

let place: ReturnType<typeof scratch>
let mbox: string
const entries = [...corpus(3000, 9)].map(g => g.entry)
beforeEach(() => {
  place = scratch()
  mbox = join(place.dir, 'faults.mbox')
  writeFileSync(mbox, Buffer.concat(entries))
})
afterEach(() => place.clean())

const ingest = (data: string, ...files: string[]) => acknak(['ingest', ...files, '--data', data, '--json'])
const calm = async () => {
  const data = join(place.dir, 'calm')
  expect((await ingest(data, mbox)).code).toBe(0)
  return data
}

const mountable = (): boolean => {
  const { dir, clean } = scratch()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dir]).status === 0
  if (mounted) spawnSync('umount', [dir])
  clean()
  return mounted
}

describe('a disk that is full', () => {
  it.skipIf(prlimit === null)('at many sizes, by RLIMIT_FSIZE; needs prlimit', async () => {
    const expected = (await stateOf(await calm())).digest
    for (const [i, share] of [0.01, 0.1, 0.3, 0.5, 0.7, 0.9].entries()) {
      const data = join(place.dir, `limited-${i}`)
      const full = await acknakWithin(Math.floor(38_000_000 * share), ['ingest', mbox, '--data', data, '--json'])
      expect([full.code, full.err.trim().split('\n').length], full.err).toEqual([3, 1])
      expect((await ingest(data, mbox)).code).toBe(0)
      expect((await stateOf(data)).digest).toBe(expected)
    }
  })

  it.skipIf(!mountable())('on a small tmpfs; needs leave to mount', async () => {
    const expected = (await stateOf(await calm())).digest
    const disk = join(place.dir, 'disk')
    mkdirSync(disk)
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk]).status).toBe(0)
    try {
      const full = await ingest(join(disk, 'data'), mbox)
      expect([full.code, full.err.trim().split('\n').length], full.err).toEqual([3, 1])
      expect(spawnSync('mount', ['-o', 'remount,size=256m', disk]).status).toBe(0)
      expect((await ingest(join(disk, 'data'), mbox)).code).toBe(0)
      expect((await stateOf(join(disk, 'data'))).digest).toBe(expected)
    } finally {
      spawnSync('umount', [disk])
    }
  })
})

describe('a source that fails in the middle', () => {
  it('leaves what was read before, and the next run adds the rest', async () => {
    const expected = await tablesOf(await calm())
    const data = join(place.dir, 'broken')
    const store = await openStore({ dataDir: data })
    const whole = await openSource(mbox)
    const broken: OpenedSource = {
      ...whole,
      async *read() {
        let n = 0
        for await (const chunk of whole.read()) {
          if (n++ === 1) throw new SourceError(mbox, 'reading broke off: EIO')
          yield chunk
        }
      },
    }
    const phases = { read: 0, parse: 0, thread: 0, annotate: 0, store: 0 }
    const target = { writer: store.writer, list: null, isSample: false, phases }
    await expect(ingestSource(broken, target, () => undefined)).rejects.toThrow('EIO')
    const before = (await store.counts()).messages
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(entries.length)
    await ingestSource(await openSource(mbox), target, () => undefined)
    await settle(target)
    await store.close()
    expect(await tablesOf(data)).toEqual(expected)
  })
})

describe('a mailbox that grows while it is read', () => {
  it.each(['plain', 'gzip'] as const)('equals one that was read whole, in the end: %s', async form => {
    const grown = form === 'plain' ? readFileSync(mbox) : gzipSync(readFileSync(mbox))
    const growing = join(place.dir, form === 'plain' ? 'growing.mbox' : 'growing.mbox.gz')
    const data = join(place.dir, 'data')
    // Begins in the middle of a mail; more comes while each run reads, the last of it when none does.
    let rest = Math.floor(grown.length / 4) + 137
    writeFileSync(growing, grown.subarray(0, rest))
    for (let run = 0; run < 4; run++) {
      const until = Math.min(grown.length, rest + Math.floor(grown.length / 5))
      const ran = await acknak(['ingest', growing, '--data', data, '--json'], {
        meanwhile: child => {
          const grow = setInterval(() => {
            const next = Math.min(until, rest + 20_011)
            if (next > rest) appendFileSync(growing, grown.subarray(rest, next))
            rest = next
          }, 5)
          child.on('exit', () => clearInterval(grow))
        },
      })
      expect([0, form === 'gzip' ? 1 : 0], ran.err).toContain(ran.code)
    }
    appendFileSync(growing, grown.subarray(rest))
    expect((await ingest(data, growing)).code).toBe(0)
    const again = JSON.parse((await ingest(data, growing)).out) as { added: number; messages: number }
    expect(again).toMatchObject({ added: 0, messages: entries.length })
    const whole = join(place.dir, 'whole')
    expect((await ingest(whole, growing)).code).toBe(0)
    expect(await tablesOf(data)).toEqual(await tablesOf(whole))
  })

  it('a Maildir into which mail is delivered, and whose flags change, meanwhile', async () => {
    const dir = join(place.dir, 'Maildir')
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(dir, name), { recursive: true })
    const mails = entries.map(entry => entry.subarray(entry.indexOf('\n') + 1))
    let at = 0
    const deliver = (count: number) => {
      for (const end = Math.min(mails.length, at + count); at < end; at++) {
        const name = `${1_709_546_400 + at}.M${at}.host`
        writeFileSync(join(dir, 'tmp', name), mails[at]!)
        renameSync(join(dir, 'tmp', name), join(dir, 'new', name))
        const seen = `${1_709_546_400 + at - 400}.M${at - 400}.host`
        if (at >= 400 && at % 3 === 0) renameSync(join(dir, 'new', seen), join(dir, 'cur', `${seen}:2,S`))
      }
    }
    deliver(1000)
    const data = join(place.dir, 'data')
    const first = await acknak(['ingest', dir, '--data', data, '--json'], {
      meanwhile: child => {
        const grow = setInterval(() => deliver(20), 10)
        child.on('exit', () => clearInterval(grow))
      },
    })
    // A mail whose name changed in the very moment it was opened is told, and comes the next time.
    expect([0, 1], first.err).toContain(first.code)
    deliver(mails.length)
    expect((await ingest(data, dir)).code).toBe(0)
    const whole = join(place.dir, 'whole')
    expect((await ingest(whole, dir)).code).toBe(0)
    expect(await tablesOf(data)).toEqual(await tablesOf(whole))
  })
})
