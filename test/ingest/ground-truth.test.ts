import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildThreads, openSource, parseMessage, skeletonOf } from '../../ingest/index.ts'
import type { ParsedMessage, Thread } from '../../model/index.ts'
import { corpus } from '../bench/generate/corpus.ts'
import type { Truth } from '../bench/generate/corpus.ts'

const mails = 600
const dir = mkdtempSync(join(tmpdir(), 'acknak-truth-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const truths: Truth[] = []
const parsed = new Map<string, ParsedMessage>()
const odd: string[] = []
let threads: Thread[] = []

beforeAll(async () => {
  const entries: Buffer[] = []
  for (const { entry, truth } of corpus(mails, 7)) {
    entries.push(entry)
    truths.push(truth)
  }
  const path = join(dir, 'generated.mbox')
  writeFileSync(path, Buffer.concat(entries))
  for await (const chunk of (await openSource(path)).read())
    for (const item of chunk) {
      const read = item.kind === 'mail' ? await parseMessage(item) : item
      if ('kind' in read) odd.push(`${read.position}: ${read.reason}`)
      else parsed.set(read.headers.messageId, read)
    }
  threads = buildThreads([...parsed.values()].map(skeletonOf))
})

describe('a generated corpus, whose threads and texts are known', () => {
  it('is the same bytes for a seed, and others for another', () => {
    const bytes = (seed: number) => Buffer.concat([...corpus(40, seed)].map(g => g.entry))
    expect(bytes(3).equals(bytes(3))).toBe(true)
    expect(bytes(3).equals(bytes(4))).toBe(false)
  })

  it('loses no mail and quarantines none', () => {
    expect(odd).toEqual([])
    expect([...parsed.keys()].sort()).toEqual(truths.map(t => t.id).sort())
  })

  it('is decoded to the very texts that were written', () => {
    const wrong = truths.filter(t => parsed.get(t.id)?.textHash !== t.textHash).map(t => t.id)
    expect(wrong).toEqual([])
  })

  it('is threaded as it was planned, missing parents as ghosts', () => {
    const found = new Map<string, string | null>()
    for (const thread of threads)
      for (const node of thread.nodes)
        if (node.message !== 'ghost')
          found.set(node.messageId, node.parent === null ? null : (thread.nodes[node.parent]?.messageId ?? null))
    expect([...found].sort()).toEqual(truths.map(t => [t.id, t.parent]).sort())
  })

  it('holds what real mail holds: series, ghosts, encodings, escaped lines', () => {
    const ghosts = threads.flatMap(t => t.nodes.filter(n => n.message === 'ghost'))
    expect(ghosts.length).toBeGreaterThan(0)
    const all = [...parsed.values()]
    expect(all.filter(p => p.hasDiff).length).toBeGreaterThan(mails / 10)
    expect(all.filter(p => /^From /m.test(p.text)).length).toBeGreaterThan(0)
    expect(all.filter(p => p.attachments.length > 0).length).toBeGreaterThan(0)
    expect(threads.map(t => t.nodes.length).sort((a, b) => b - a)[0]).toBeGreaterThan(30)
  })
})
