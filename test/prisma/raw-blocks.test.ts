import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../prisma/store/index.ts'
import type { Store } from '../../prisma/store/index.ts'
import { packRaws } from '../../prisma/store/raw-blocks.ts'
import { batchOf, mail } from './mails.ts'

const counter = () => {
  let next = 1
  return () => next++
}
const raw = (id: number, length: number) => ({ id, hash: `h${id}`, bytes: new Uint8Array(length).fill(id) })

describe('raw mail in blocks', () => {
  it('goes into one block while that has room, a mail larger than a block alone, none split', () => {
    const { blocks, raws } = packRaws(
      [1, 2, 3, 4].map((id, i) => raw(id, [60_000, 60_000, 300_000, 0][i]!)),
      counter(),
    )
    expect(raws.map(r => [r.id, r.blockId, r.start, r.sizeBytes])).toEqual([
      [1, 1, 0, 60_000],
      [2, 1, 60_000, 60_000],
      [3, 2, 0, 300_000],
      [4, 3, 0, 0],
    ])
    expect(blocks.map(b => zstdDecompressSync(b.bytes).length)).toEqual([120_000, 300_000, 0])
    expect(packRaws([], counter())).toEqual({ blocks: [], raws: [] })
  })

  let dir: string
  let store: Store
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'acknak-raws-'))
    store = await openStore({ dataDir: dir })
    for (const slug of ['one', 'two']) await store.writer.ensureList({ slug, title: slug, isSample: false })
  })
  afterEach(async () => {
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  })
  /** Everything that the blocks of the archive hold, decompressed. */
  const content = () => {
    const db = new Database(join(dir, 'acknak.db'), { readonly: true })
    const blocks = db.prepare('SELECT "bytes" FROM "raw_block" ORDER BY "id"').pluck().all() as Buffer[]
    db.close()
    return blocks.map(b => zstdDecompressSync(b).toString())
  }
  const specs = ['first', 'secret', 'third'].map(word => ({
    id: `${word}@example.org`,
    list: 'one',
    text: `${word}\n`,
  }))
  const removal = (at: number) => {
    const held = mail(specs[at]!)
    return { blank: { ...held, parsed: { ...held.parsed, text: '' } }, reason: 'test' }
  }

  it('loses the content of a mail that its list removed, and gives its neighbours back byte for byte', async () => {
    await store.writer.save(batchOf(specs))
    expect(content()).toHaveLength(1)
    const before = await store.reader.raw('third@example.org')
    expect(before).toEqual(mail(specs[2]!).raw.bytes)
    await store.writer.withdraw([removal(1)])
    expect(content().join()).not.toContain('secret')
    expect(await store.reader.raw('secret@example.org')).toBeNull()
    for (const at of [0, 2]) expect(await store.reader.raw(specs[at]!.id)).toEqual(mail(specs[at]!).raw.bytes)
  })

  it('keeps the other list its bytes when one of two lists removed the mail', async () => {
    const other = { ...specs[1]!, list: 'two', bytes: 'Subject: by the other list\n\nsecret\n' }
    await store.writer.save(batchOf([...specs, other]))
    await store.writer.withdraw([removal(1)])
    expect(content().join()).not.toContain('X-List: one\n\nsecret')
    expect(await store.reader.raw('secret@example.org')).toEqual(mail(other).raw.bytes)
  })

  it('never gives the number of an emptied block again, since a reader may remember it', async () => {
    await store.writer.save(batchOf([specs[1]!]))
    expect(await store.reader.raw('secret@example.org')).not.toBeNull()
    const removed = removal(1)
    await store.writer.withdraw([removed])
    const { messageId, contentHash } = {
      messageId: 'secret@example.org',
      contentHash: removed.blank.parsed.contentHash,
    }
    await store.writer.revive([{ messageId, contentHash, list: 'one', lift: true }])
    await store.writer.save(batchOf([specs[2]!]))
    expect(content()).toHaveLength(2)
    expect(await store.reader.raw('third@example.org')).toEqual(mail(specs[2]!).raw.bytes)
  })
})
