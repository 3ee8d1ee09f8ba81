import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { corpus, writeCorpus } from '../bench/generate/corpus.ts'
import { acknak, root, scratch } from '../bin/command.ts'
import { tablesOf } from '../bin/faults.ts'

let place: ReturnType<typeof scratch>
beforeEach(() => void (place = scratch()))
afterEach(() => place.clean())

type Summary = { added: number; messages: number; unchanged: number; quarantined: number; peakRssMiB: number }
const ingest = async (data: string, ...files: string[]): Promise<Summary> => {
  const ran = await acknak(['ingest', ...files, '--data', data, '--json'])
  expect(ran.code, ran.err).toBe(0)
  return JSON.parse(ran.out) as Summary
}
/** Memory that an ingest may take at any size. */
const peakMiB = 400

describe('20,000 generated mails', () => {
  const generated = [...corpus(20_000, 21)]
  const write = (name: string, from: number, to: number) => {
    const path = join(place.dir, name)
    writeFileSync(path, Buffer.concat(generated.slice(from, to).map(g => g.entry)))
    return path
  }

  it('stand in the threads they were written in', async () => {
    const data = join(place.dir, 'data')
    const path = write('whole.mbox', 0, generated.length)
    expect(await ingest(data, path)).toMatchObject({ added: generated.length, quarantined: 0 })
    const { out } = await acknak(['threads', '--data', data, '--json'])
    const found = new Map<string, string | null>()
    for (const line of out.split('\n').filter(Boolean)) {
      const node = JSON.parse(line) as { messageId: string; parent: string | null; ghost: boolean }
      if (!node.ghost) found.set(node.messageId, node.parent)
    }
    expect(found.size).toBe(generated.length)
    expect(generated.filter(g => found.get(g.truth.id) !== g.truth.parent).map(g => g.truth.id)).toEqual([])
    const before = await tablesOf(data)
    expect(await ingest(data, path)).toMatchObject({ added: 0, unchanged: generated.length })
    expect(await tablesOf(data)).toEqual(before)
  })

  it('make one archive, whichever of ten mailboxes comes first', async () => {
    const parts = Array.from({ length: 10 }, (_, i) => write(`part-${i}.mbox`, i * 2000, (i + 1) * 2000))
    await ingest(join(place.dir, 'forwards'), ...parts)
    await ingest(join(place.dir, 'backwards'), ...parts.toReversed())
    expect(await tablesOf(join(place.dir, 'backwards'))).toEqual(await tablesOf(join(place.dir, 'forwards')))
  })
})

it('200,000 generated mails come in within the memory that is allowed, and change nothing the second time', async () => {
  const path = join(place.dir, 'large.mbox')
  await writeCorpus(path, 200_000, 22)
  const data = join(place.dir, 'data')
  const first = await ingest(data, path)
  expect(first).toMatchObject({ added: 200_000, messages: 200_000, quarantined: 0 })
  expect(first.peakRssMiB).toBeLessThanOrEqual(peakMiB)
  const again = await ingest(data, path)
  expect(again).toMatchObject({ added: 0, unchanged: 200_000 })
  expect(again.peakRssMiB).toBeLessThanOrEqual(peakMiB)
})

const shared = resolve(root, '..', 'shared', 'corpus')
describe.skipIf(!existsSync(join(shared, 'README.md')))('needs ../shared: real lists', () => {
  it.each(['cgroups-2019', 'cgroups-2020'])('%s comes in whole and stays as it is', async name => {
    const path = join(shared, `${name}.mbox.gz`)
    const data = join(place.dir, 'data')
    const first = await ingest(data, path)
    expect(first.added + first.unchanged + first.quarantined).toBe(first.messages)
    expect(first.messages).toBeGreaterThan(1000)
    expect(first.peakRssMiB).toBeLessThanOrEqual(peakMiB)
    const before = await tablesOf(data)
    expect(await ingest(data, path)).toMatchObject({ added: 0, messages: first.messages })
    expect(await tablesOf(data)).toEqual(before)
  })

  it('the same year from a mailbox and from git holds the same messages', async () => {
    const [mailbox, git] = [join(place.dir, 'mailbox'), join(place.dir, 'git')]
    await ingest(mailbox, join(shared, 'cgroups-2019.mbox.gz'), '--list', 'cgroups')
    await ingest(git, join(shared, 'cgroups-2019.public-inbox.bundle'), '--list', 'cgroups')
    const idsOf = async (data: string) =>
      (await acknak(['threads', '--data', data, '--json'])).out
        .split('\n')
        .filter(line => line.includes('"ghost":false'))
        .map(line => (JSON.parse(line) as { messageId: string }).messageId)
    const ids = new Set(await idsOf(git))
    const missing = (await idsOf(mailbox)).filter(id => !ids.has(id))
    // One mail stands in the list's mailbox only.
    expect(missing).toEqual(['y$$9--4087$nocfwb-83@htj.u1.mhl'])
  })
})
