import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingestSource } from '../../bin/pipeline.ts'
import { parseMessage } from '../../ingest/index.ts'
import type { OpenedSource } from '../../ingest/index.ts'
import type { RawMessage } from '../../model/index.ts'
import { openStore } from '../../prisma/store/index.ts'
import type { Store } from '../../prisma/store/index.ts'
import { mailBytes } from '../ingest/arbitrary.ts'

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'acknak-orders-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const rawOf = (bytes: Buffer): RawMessage => ({
  kind: 'mail',
  bytes,
  form: 'rfc5322',
  source: 'test',
  position: '0',
  envelopeAt: 1_709_542_800,
  problems: [],
})

/** A source that yields these mails, so many at a time. */
const sourceOf = (mails: readonly RawMessage[], size: number): OpenedSource => ({
  name: 'test',
  path: 'test',
  list: 'pools',
  isListGiven: true,
  sizeBytes: null,
  async *read() {
    for (let at = 0; at < mails.length; at += size) yield mails.slice(at, at + size)
  },
  bytesRead: () => 0,
  failure: () => null,
})

let count = 0
/** What an archive holds once these mails came in that order, in chunks of that size. */
const archived = async <T>(
  mails: readonly RawMessage[],
  size: number,
  look: (store: Store) => Promise<T>,
): Promise<T> => {
  const store = await openStore({ dataDir: join(folder, String(count++)) })
  const phases = { read: 0, parse: 0, thread: 0, annotate: 0, store: 0 }
  try {
    await ingestSource(
      sourceOf(mails, size),
      { writer: store.writer, list: 'pools', isSample: false, phases },
      () => {},
    )
    return await look(store)
  } finally {
    await store.close()
  }
}

const id = fc.integer({ min: 0, max: 7 }).map(n => `${n}@example.org`)
/** An id of a mail's own, or a further one that mails of that number carry. */
const named = fc.tuple(id, fc.boolean()).map(([one, other]) => (other ? `other-${one}` : one))
const mail = fc
  .record({
    id,
    other: fc.boolean(),
    inReplyTo: fc.array(named, { maxLength: 2 }),
    references: fc.array(named, { maxLength: 4 }),
    subject: fc.constantFrom('a', 'Re: a', '[PATCH 0/2] a', '[PATCH 1/2] b', '[PATCH v2 2/2] c'),
    minute: fc.integer({ min: 0, max: 9 }),
    words: fc.constantFrom('One.', 'Two.'),
  })
  .map(m => {
    const brackets = (ids: readonly string[]) => ids.map(one => `<${one}>`).join(' ')
    return rawOf(
      Buffer.from(
        `From: Ada <ada@example.org>\nMessage-ID: <${m.id}>\n${m.other ? `Message-ID: <other-${m.id}>\n` : ''}` +
          `${m.inReplyTo.length > 0 ? `In-Reply-To: ${brackets(m.inReplyTo)}\n` : ''}` +
          `${m.references.length > 0 ? `References: ${brackets(m.references)}\n` : ''}` +
          `Date: Mon, 04 Mar 2024 10:0${m.minute}:00 +0100\nSubject: ${m.subject}\n\n${m.words}\n`,
      ),
    )
  })

/** Every thread by its root: who hangs below whom, how surely, by which rule; and what of it is held. */
const trees = async (store: Store) => {
  const rows = await store.reader.threads({ list: null, before: null, limit: 1000 })
  const all = await Promise.all(rows.map(row => store.reader.thread(row.rootId)))
  return all
    .map(thread => thread?.nodes.map(n => [n.messageId, n.parentId, n.sure, n.reason, n.message === null]))
    .sort((a, b) => (String(a?.[0]?.[0]) < String(b?.[0]?.[0]) ? -1 : 1))
}

/** One content an id and text: contents that differ in headers alone are one message, whose first delivery speaks. */
const distinct = fc.uniqueArray(mail, {
  maxLength: 10,
  selector: raw => {
    const text = Buffer.from(raw.bytes).toString()
    return `${/Message-ID: (\S+)/.exec(text)?.[1]} ${/Date: (.*)/.exec(text)?.[1]} ${/Subject: (.*)/.exec(text)?.[1]} ${text.endsWith('One.\n')}`
  },
})

describe('an archive', () => {
  it('holds the same threads whatever order its mail came in, and in whatever portions', async () => {
    await fc.assert(
      fc.asyncProperty(
        distinct,
        fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
        fc.integer({ min: 1, max: 4 }),
        async (mails, keys, size) => {
          const shuffled = mails.map((m, i) => [keys[i] ?? 0, i, m] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
          const once = await archived(mails, 100, trees)
          expect(
            await archived(
              shuffled.map(s => s[2]),
              size,
              trees,
            ),
          ).toEqual(once)
        },
      ),
      { numRuns: 40 },
    )
  }, 120_000)

  it('gives back every mail byte for byte, and quarantined bytes are counted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mailBytes.map(rawOf), { maxLength: 6 }), async mails => {
        const parsed = await Promise.all(mails.map(m => parseMessage(m)))
        await archived(mails, 100, async store => {
          const first = new Map<string, Uint8Array>()
          for (const [i, one] of parsed.entries())
            if (!('kind' in one) && !first.has(one.headers.messageId))
              first.set(one.headers.messageId, mails[i]?.bytes ?? new Uint8Array())
          for (const [name, bytes] of first)
            expect(Buffer.from((await store.reader.raw(name)) ?? []).equals(Buffer.from(bytes))).toBe(true)
        })
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  it('leads from each of several Message-IDs to the mail, and hangs replies to any of them below it', async () => {
    const text = (headers: string) => rawOf(Buffer.from(`From: Ada <ada@example.org>\n${headers}Subject: x\n\nText.\n`))
    const several = text('Message-ID: <1@example.org>\nMessage-ID: <1b@example.org>\n')
    const reply = text('Message-ID: <2@example.org>\nIn-Reply-To: <1b@example.org>\n')
    for (const mails of [
      [several, reply],
      [reply, several],
    ])
      await archived(mails, 1, async store => {
        const thread = await store.reader.thread('1b@example.org')
        expect(thread?.nodes.map(n => [n.messageId, n.depth])).toEqual([
          ['1@example.org', 0],
          ['2@example.org', 1],
        ])
        expect((await store.reader.message('1b@example.org'))?.skeleton.messageId).toBe('1@example.org')
      })
  })

  it('finds mails of one subject between two times, for guesses', async () => {
    const at = (n: number, headers = '') =>
      rawOf(
        Buffer.from(
          `From: Ada <ada@example.org>\nMessage-ID: <${n}@example.org>\nDate: Mon, 0${n} Apr 2024 10:00:00 +0000\nSubject: Re: pools\n${headers}\nText.\n`,
        ),
      )
    await archived(
      [at(1), at(2, 'In-Reply-To: <x@example.org>\n'), at(3), at(4)].map(m => ({ ...m, envelopeAt: null })),
      9,
      async store => {
        const found = async (namesNobody: boolean) =>
          (
            await store.reader.sameSubject({
              bare: 'pools',
              fromSeconds: 1_711_965_600,
              toSeconds: 1_712_138_400,
              namesNobody,
              limit: 9,
            })
          ).map(row => row.skeleton.messageId)
        expect(await found(false)).toEqual(['1@example.org', '2@example.org', '3@example.org'])
        expect(await found(true)).toEqual(['1@example.org', '3@example.org'])
      },
    )
  })
})
