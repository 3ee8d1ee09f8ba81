import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchMirror, openSource } from '../../ingest/index.ts'
import type { OpenedSource } from '../../ingest/index.ts'
import { nextEpoch } from '../../ingest/sources/lib/fetch.ts'
import { threadUrl } from '../../ingest/sources/lore.ts'
import type { RawMessage } from '../../model/index.ts'
import { cloneMirror, cloneWithFiles, dropHistory, writeBundle, writeInbox } from './inbox.ts'
import { plainMails } from './source.case.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'acknak-inbox-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const mails = plainMails(8)
const [a, b, c, d] = mails as [Buffer, Buffer, Buffer, Buffer]

/** Reads a source on from what was kept before, and keeps what it says; `2` is mail 2, `-2` one that was removed. */
const kept = new Map<string, string>()
beforeEach(() => kept.clear())
const open = (path: string) => openSource(path, { resume: async key => kept.get(key) ?? null })
const subjects = async (source: OpenedSource, chunksMax = Infinity): Promise<number[]> => {
  const seen: number[] = []
  let chunks = 0
  for await (const chunk of source.read()) {
    for (const item of chunk as RawMessage[]) {
      const number = Number(/Subject: mail (\d+)/.exec(Buffer.from(item.bytes).toString())?.[1])
      seen.push(item.removed === undefined ? number : -number)
    }
    if (++chunks >= chunksMax) return seen
  }
  for (const { key, value } of source.history?.marks() ?? []) kept.set(key, value)
  return seen
}
const read = async (path: string) => subjects(await open(path))

describe('a public-inbox read before', () => {
  it.each(['v1', 'v2'] as const)('goes on behind the last commit seen: %s', async layout => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: a }, { add: b }], layout)
    expect(await read(dir)).toEqual([0, 1])
    expect(await read(dir)).toEqual([])
    writeInbox(dir, [{ add: c }], layout, 2)
    expect(await read(dir)).toEqual([2])
  })

  it('goes on in another clone of it, and in a bundle: a history is known by its first commit', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: a }, { add: b }])
    expect(await read(dir)).toEqual([0, 1])
    writeInbox(dir, [{ add: c }], 'v2', 2)
    expect(await read(writeBundle(dir, join(folder, 'pools.bundle')))).toEqual([2])
  })

  it('takes a new epoch in and leaves the old one alone', async () => {
    writeInbox(join(folder, 'git', '0.git'), [{ add: a }, { add: b }])
    expect(await read(folder)).toEqual([0, 1])
    writeInbox(join(folder, 'git', '1.git'), [{ add: c }], 'v2', 2)
    expect(await read(folder)).toEqual([2])
  })

  it('is read from its start where its history was rewritten', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: a }, { add: b }, { add: c }])
    expect(await read(dir)).toEqual([0, 1, 2])
    dropHistory(dir)
    writeInbox(dir, [{ add: a }, { add: c }, { add: d }])
    expect(await read(dir)).toEqual([0, 2, 3])
  })

  it('tells of the mails that a purge took out of its commits, before all others', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: a }, { add: b }, { add: c }])
    expect(await read(dir)).toEqual([0, 1, 2])
    dropHistory(dir)
    writeInbox(dir, [{ add: a }, { empty: true }, { add: c }, { add: d }])
    expect(await read(dir)).toEqual([-1, 0, 2, 3])
    expect(await read(dir)).toEqual([])
  })

  it('is read from its start for another list', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: a }])
    expect(await read(dir)).toEqual([0])
    const other = await openSource(dir, { list: 'other', resume: async key => kept.get(key) ?? null })
    expect(await subjects(other)).toEqual([0])
  })

  it('says it has come no further than the chunks that were taken', async () => {
    const dir = writeInbox(
      join(folder, 'pools.git'),
      plainMails(1500).map(add => ({ add })),
    )
    const source = await open(dir)
    expect(source.history?.marks()).toEqual([])
    const first = await subjects(source, 1)
    expect(first.length).toBeLessThan(1500)
    for (const { key, value } of source.history?.marks() ?? []) kept.set(key, value)
    const rest = await read(dir)
    expect([...first, ...rest]).toEqual(Array.from({ length: 1500 }, (_, i) => i))
  })
})

describe('what a public-inbox removed', () => {
  it.each(['v1', 'v2'] as const)('never comes in as mail: %s', async layout => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: a }, { add: b }, { remove: a }, { add: c }], layout)
    expect(await read(dir)).toEqual([-0, 1, -0, 2])
  })

  it('is told when it had come in before', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: b }, { add: c }])
    expect(await read(dir)).toEqual([1, 2])
    writeInbox(dir, [{ remove: b }], 'v2', 2)
    expect(await read(dir)).toEqual([-1])
  })

  it('comes in where it was brought again later', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: b }, { remove: b }, { add: b }])
    expect(await read(dir)).toEqual([-1, -1, 1])
  })

  it('is not guessed from a commit that a purge left empty', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: b }, { empty: true }, { add: c }])
    expect(await read(dir)).toEqual([1, 2])
  })
})

describe('a repository that lacks a mail', () => {
  it('gives the others, says so, and is read from there on again until it is mended', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: a }, { add: b }, { add: c }])
    const oid = createHash('sha1').update(`blob ${b.length}\0`).update(b).digest('hex')
    const object = join(dir, 'objects', oid.slice(0, 2), oid.slice(2))
    renameSync(object, `${object}.away`)
    const source = await open(dir)
    const items = []
    for await (const chunk of source.read()) items.push(...chunk)
    expect(items.map(item => (item.kind === 'mail' ? item.kind : item.reason))).toEqual([
      'mail',
      'blob-missing',
      'mail',
    ])
    expect(source.failure()?.message).toMatch(/lacks the blob [0-9a-f]{40}: fetch it again/)
    expect(source.history?.marks()).toEqual([])
    renameSync(`${object}.away`, object)
    expect(await read(dir)).toEqual([0, 1, 2])
  })
})

describe('a clone with files', () => {
  it('is read up to what was fetched', async () => {
    const far = writeInbox(join(folder, 'far.git'), [{ add: a }])
    const near = cloneWithFiles(far, join(folder, 'near'))
    expect(await read(near)).toEqual([0])
    writeInbox(far, [{ add: b }], 'v2', 1)
    expect(await fetchMirror(near)).toEqual({ repositories: 1, cloned: [], failures: [] })
    expect(await read(near)).toEqual([1])
  })
})

describe('a list that began a new epoch', () => {
  it('is cloned beside the others, as often as it did', async () => {
    const [far, near] = [join(folder, 'far', 'git'), join(folder, 'near', 'git')]
    mkdirSync(near, { recursive: true })
    cloneMirror(writeInbox(join(far, '0.git'), [{ add: a }]), join(near, '0.git'))
    expect(await read(join(folder, 'near'))).toEqual([0])
    expect(await fetchMirror(join(folder, 'near'))).toEqual({ repositories: 1, cloned: [], failures: [] })
    writeInbox(join(far, '1.git'), [{ add: b }], 'v2', 1)
    writeInbox(join(far, '2.git'), [{ add: c }], 'v2', 2)
    const cloned = [join(near, '1.git'), join(near, '2.git')]
    expect(await fetchMirror(join(folder, 'near'))).toEqual({ repositories: 3, cloned, failures: [] })
    expect(readdirSync(near).sort()).toEqual(['0.git', '1.git', '2.git'])
    expect(await read(join(folder, 'near'))).toEqual([1, 2])
    writeInbox(join(far, '2.git'), [{ add: d }], 'v2', 3)
    expect(await fetchMirror(join(folder, 'near'))).toEqual({ repositories: 3, cloned: [], failures: [] })
    expect(await read(join(folder, 'near'))).toEqual([3])
  })

  it('is left alone where one epoch was named, or none exists', async () => {
    const far = join(folder, 'far', 'git')
    const near = join(folder, 'near', 'git', '0.git')
    mkdirSync(join(near, '..'), { recursive: true })
    cloneMirror(writeInbox(join(far, '0.git'), [{ add: a }]), near)
    writeInbox(join(far, '1.git'), [])
    expect(await fetchMirror(join(folder, 'near'))).toMatchObject({ cloned: [] })
    writeInbox(join(far, '1.git'), [{ add: b }], 'v2', 1)
    expect(await fetchMirror(near)).toMatchObject({ cloned: [] })
  })

  it.each([
    ['x/git/0.git', 'https://lore.example.org/pools/0', 'x/git/1.git', 'https://lore.example.org/pools/1'],
    [
      'x/git/9.git',
      'https://lore.example.org/pools/git/9.git/',
      'x/git/10.git',
      'https://lore.example.org/pools/git/10.git',
    ],
  ])('%s of %s is followed by its next number', (dir, url, nextDir, nextUrl) => {
    expect(nextEpoch(dir, url)).toEqual({ dir: nextDir, url: nextUrl })
  })

  it.each([
    ['x/git/1.git', 'https://lore.example.org/pools/0'],
    ['x/pools.git', 'https://lore.example.org/pools'],
    ['x/git/0.git', ''],
  ])('%s of %s tells of none', (dir, url) => {
    expect(nextEpoch(dir, url)).toBeNull()
  })
})

describe('a repository that is none', () => {
  it('of other files says so', async () => {
    const dir = writeInbox(join(folder, 'code.git'), [{ file: 'm' }, { file: 'mm/pools.c' }])
    const error: unknown = await openSource(dir).catch((e: unknown) => e)
    expect((error as Error).message).toMatch(/git repository, but no public-inbox/)
  })

  it('leaves no clone of a bundle behind', async () => {
    const clones = () => readdirSync(tmpdir()).filter(name => name.startsWith('acknak-bundle-'))
    const before = clones()
    const bundle = writeBundle(writeInbox(join(folder, 'pools.git'), [{ add: a }]), join(folder, 'pools.bundle'))
    expect(await read(bundle)).toEqual([0])
    expect(clones().filter(name => !before.includes(name))).toEqual([])
  })

  it('without git on this machine says what to install', async () => {
    const dir = writeInbox(join(folder, 'pools.git'), [{ add: a }])
    const path = process.env.PATH
    process.env.PATH = folder
    try {
      const error: unknown = await openSource(dir).catch((e: unknown) => e)
      expect((error as Error).message).toMatch(/needs git, which is not installed: install it/)
    } finally {
      process.env.PATH = path
    }
  })
})

describe('the address of a thread', () => {
  it.each([
    ['https://lore.example.org/linux-mm/1@example.org/', '/linux-mm/1@example.org/t.mbox.gz', 'linux-mm'],
    ['https://lore.example.org/linux-mm/1@example.org/T/#u', '/linux-mm/1@example.org/t.mbox.gz', 'linux-mm'],
    ['https://lore.example.org/all/1%40example.org/t.mbox.gz', '/all/1%40example.org/t.mbox.gz', null],
    ['https://lore.example.org/r/1@example.org', '/r/1@example.org/t.mbox.gz', null],
    ['https://lists.example.org/pools/2024-03.mbox.gz', '/pools/2024-03.mbox.gz', '2024-03.mbox.gz'],
  ])('%s', (address, mbox, list) => {
    expect(threadUrl(new URL(address))).toMatchObject({ mbox: { pathname: mbox }, list })
  })

  it('is not any page', () => {
    expect(threadUrl(new URL('https://lore.example.org/linux-mm/'))).toBeNull()
  })
})
