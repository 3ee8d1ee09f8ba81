import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSource, parseMessage } from '../../ingest/index.ts'
import type { RawMessage } from '../../model/index.ts'

const corpus = resolve(import.meta.dirname, '..', '..', '..', 'shared', 'corpus')
const bundle = join(corpus, 'cgroups-2019.public-inbox.bundle')
const mbox = join(corpus, 'cgroups-2019.mbox.gz')

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const readAll = async (path: string) => {
  const source = await openSource(path)
  const mails = new Map<string, RawMessage>()
  for await (const chunk of source.read())
    for (const item of chunk) {
      expect(item.kind).toBe('mail')
      if (item.kind === 'mail') mails.set(sha256(item.bytes), item)
    }
  expect(source.failure()).toBeNull()
  return mails
}

describe.skipIf(!existsSync(bundle) || !existsSync(mbox))(
  'needs ../shared: a year of a list, from git and as mbox',
  () => {
    it('is the same mail byte for byte; the mbox has one more, dated in that year and received in the next', async () => {
      const [git, exported] = [await readAll(bundle), await readAll(mbox)]
      expect([git.size, exported.size]).toEqual([2193, 2194])
      expect([...git.keys()].filter(hash => !exported.has(hash))).toEqual([])
      const [more] = [...exported].filter(([hash]) => !git.has(hash)).map(([, mail]) => mail)
      const parsed = await parseMessage(more as RawMessage)
      if ('kind' in parsed) throw new Error('quarantined')
      const year = (seconds: number | null | undefined) => new Date((seconds ?? 0) * 1000).getUTCFullYear()
      expect([year(parsed.headers.sent?.atSeconds), year(parsed.headers.receivedAt)]).toEqual([2019, 2020])
    })
  },
)
