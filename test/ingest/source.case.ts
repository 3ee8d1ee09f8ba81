import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenedSource, SourceOptions } from '../../ingest/index.ts'
import { chunkMails } from '../../ingest/sources/lib/chunks.ts'
import type { Quarantined, RawMessage } from '../../model/index.ts'

/** How one kind of source is made for the suite; `folder` is empty and its own each time. */
export type SourceKind = {
  readonly name: string
  /** Puts the mails, in this order, where a source can read them; returns how to open it, as often as one likes. */
  make(folder: string, mails: readonly Buffer[]): Promise<Opening> | Opening
  /** The same with something in it that is no mail, and its bytes. */
  spoil?(folder: string, mails: readonly Buffer[]): Promise<Opening & { readonly junk: Buffer }>
  /** Something that looks like this kind and cannot be read, at its start or on the way. */
  unreadable(folder: string): Promise<Opening> | Opening
  /** What the kind makes of a mail where it is not its bytes: mboxo cannot tell its own marks from the mail's. */
  readonly becomes?: (mail: Buffer) => Buffer
  /** One mail only. */
  readonly isSingle?: boolean
}
export type Opening = { readonly path: string; open(options?: SourceOptions): Promise<OpenedSource> }
type Item = RawMessage | Quarantined

const text = (i: number, body: string) =>
  `From: Ada Writer <ada@example.org>\nMessage-ID: <m${i}@example.org>\nSubject: mail ${i}\nDate: Mon, 04 Mar 2024 10:00:00 +0000\n\n${body}\n`

/** Mails that containers trip over. All end in a line feed: an mbox cannot say that one does not. */
export const oddMails: readonly Buffer[] = [
  'plain words',
  'From here on a line begins with From\nFrom afar\n\nFrom the paragraph after',
  '>From marked once\n>>From marked twice\n> From a quote',
  'a separator of another mbox:\n\nFrom mboxrd@z Mon Mar  4 10:00:00 2024\nSubject: not a mail\n\nstill the same mail',
  'From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] pasted',
  'carriage returns\r\nat the ends\r\n',
  'blank lines at the end\n\n\n',
  'caf\u00e9 in UTF-8 and a NUL \u0000 and a bell \u0007',
  'x'.repeat(100_000),
].map((body, i) => Buffer.from(text(i, body)))

export const plainMails = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, i) => Buffer.from(text(i, `line ${i}\n`.repeat(1 + (i % 40)))))

const readAll = async (source: OpenedSource): Promise<{ items: Item[]; chunks: number[] }> => {
  const items: Item[] = []
  const chunks: number[] = []
  for await (const chunk of source.read()) {
    items.push(...chunk)
    chunks.push(chunk.length)
  }
  return { items, chunks }
}
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** What every source of mail has to do. */
export function sourceSuite(kind: SourceKind): void {
  const become = kind.becomes ?? ((mail: Buffer) => mail)
  describe(`a source: ${kind.name}`, () => {
    let root = ''
    beforeAll(() => void (root = mkdtempSync(join(tmpdir(), 'acknak-source-'))))
    afterAll(() => rmSync(root, { recursive: true, force: true }))
    const { spoil } = kind
    const folder = () => mkdtempSync(join(root, 'x-'))
    const some = kind.isSingle === true ? oddMails.slice(1, 2) : oddMails
    const many = kind.isSingle === true ? plainMails(1) : plainMails(chunkMails + 1)

    it('hands out every mail once, byte for byte, in order', async () => {
      const source = await (await kind.make(folder(), some)).open()
      const { items } = await readAll(source)
      expect(items.map(item => item.kind)).toEqual(some.map(() => 'mail'))
      expect(items.map(item => latin1(item.bytes))).toEqual(some.map(mail => latin1(become(mail))))
      expect(new Set(items.map(item => item.position)).size).toBe(some.length)
      expect(source.failure()).toBeNull()
    })

    it('says the same when it is opened anew', async () => {
      const opening = await kind.make(folder(), some)
      const [one, two] = [await readAll(await opening.open()), await readAll(await opening.open())]
      expect(two.items).toEqual(one.items)
    })

    it('comes in chunks of bounded size, and tells how far it is', async () => {
      const source = await (await kind.make(folder(), many)).open()
      expect(source.bytesRead()).toBe(0)
      const { items, chunks } = await readAll(source)
      expect(items).toHaveLength(many.length)
      expect(Math.max(...chunks)).toBeLessThanOrEqual(chunkMails)
      if (source.sizeBytes !== null) expect(source.bytesRead()).toBe(source.sizeBytes)
    })

    it('belongs to the list it is told, else to one it names itself', async () => {
      const opening = await kind.make(folder(), some)
      const own = await opening.open()
      expect(own.list).toMatch(/^[a-z0-9][a-z0-9._-]*$/)
      expect(own.isListGiven).toBe(false)
      expect(own.path).toBe(opening.path)
      await readAll(own)
      const told = await opening.open({ list: 'Linux MM' })
      expect(told).toMatchObject({ list: 'linux-mm', isListGiven: true })
      await readAll(told)
    })

    if (spoil !== undefined)
      it('sets bytes that are no mail apart with the reason, and loses no mail', async () => {
        const spoiled = await spoil(folder(), some)
        const { items } = await readAll(await spoiled.open())
        const junk = items.filter(item => item.kind === 'quarantine')
        expect(junk.map(item => latin1(item.bytes))).toEqual([latin1(spoiled.junk)])
        expect(junk[0]?.reason).toMatch(/^[a-z0-9-]+$/)
        expect(items.filter(item => item.kind === 'mail').map(item => latin1(item.bytes))).toEqual(
          some.map(mail => latin1(become(mail))),
        )
      })

    it('that cannot be read says so in one line', async () => {
      const opening = await kind.unreadable(folder())
      const error: unknown = await opening
        .open()
        .then(async source => {
          await readAll(source)
          return source.failure()
        })
        .catch((thrown: unknown) => thrown)
      expect((error as Error | null)?.name).toBe('SourceError')
      const { message } = error as Error
      expect(message.startsWith(`${opening.path}: `)).toBe(true)
      expect(message).not.toContain('\n')
      expect(message.length).toBeLessThan(400)
    })
  })
}
