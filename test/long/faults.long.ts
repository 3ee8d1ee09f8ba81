import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
  it('is taken in whole in the end, the mail that was half there too', async () => {
    const grown = readFileSync(mbox)
    // Stops in the middle of a mail; what is missing comes while the first run reads.
    const at = Math.floor(grown.length / 2) + 137
    const growing = join(place.dir, 'growing.mbox')
    writeFileSync(growing, grown.subarray(0, at))
    const data = join(place.dir, 'data')
    let rest = at
    const first = await acknak(['ingest', growing, '--data', data, '--json'], {
      meanwhile: child => {
        const grow = setInterval(() => {
          const next = Math.min(grown.length, rest + 700_001)
          if (next > rest) appendFileSync(growing, grown.subarray(rest, next))
          rest = next
        }, 15)
        child.on('exit', () => clearInterval(grow))
      },
    })
    expect(first.code, first.err).toBe(0)
    appendFileSync(growing, grown.subarray(rest))
    expect((await ingest(data, growing)).code).toBe(0)
    const again = JSON.parse((await ingest(data, growing)).out) as { added: number; messages: number }
    expect(again).toMatchObject({ added: 0, messages: entries.length })
    const store = await openStore({ dataDir: data })
    try {
      // A mail of which only the head was there stays beside the whole one: never fewer than all, at most one more.
      const { messages } = await store.counts()
      expect(messages - entries.length).toBeGreaterThanOrEqual(0)
      expect(messages - entries.length).toBeLessThanOrEqual(1)
    } finally {
      await store.close()
    }
  })
})
