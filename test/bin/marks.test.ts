import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingestSource } from '../../bin/pipeline.ts'
import { openSource } from '../../ingest/index.ts'
import { openStore } from '../../prisma/store/index.ts'
import { writeInbox } from '../ingest/inbox.ts'
import { plainMails } from '../ingest/source.case.ts'
import { scratch } from './command.ts'

let place: ReturnType<typeof scratch>
beforeEach(() => void (place = scratch()))
afterEach(() => place.clean())

describe('how far a history was read', () => {
  it('is kept only for mails that are stored: a kill at that very moment loses none', async () => {
    const mails = 2500
    const dir = writeInbox(
      join(place.dir, 'pools.git'),
      plainMails(mails).map(add => ({ add })),
    )
    const store = await openStore({ dataDir: join(place.dir, 'data') })
    try {
      const phases = { read: 0, parse: 0, thread: 0, annotate: 0, store: 0 }
      /** What a run that starts from each mark would still read, and what was stored when the mark was kept. */
      const moments: { left: number; stored: number }[] = []
      const remember = async (marks: readonly { key: string; value: string }[]) => {
        const kept = new Map(marks.map(({ key, value }) => [key, value]))
        const rest = await openSource(dir, { resume: async key => kept.get(key) ?? null })
        let left = 0
        for await (const chunk of rest.read()) left += chunk.length
        moments.push({ left, stored: (await store.counts()).messages })
      }
      const target = { writer: store.writer, list: null, isSample: false, phases, remember }
      await ingestSource(await openSource(dir), target, () => {})
      expect(moments.length).toBeGreaterThan(2)
      for (const { left, stored } of moments) expect(stored + left).toBeGreaterThanOrEqual(mails)
      expect(moments.at(-1)).toEqual({ left: 0, stored: mails })
    } finally {
      await store.close()
    }
  }, 60_000)
})
