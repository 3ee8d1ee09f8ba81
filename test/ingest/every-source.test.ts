import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll } from 'vitest'
import { openSource } from '../../ingest/index.ts'
import type { MboxVariant, SourceOptions } from '../../ingest/index.ts'
import { mboxrdOf } from '../../text/index.ts'
import { cloneMirror, writeBundle, writeInbox } from './inbox.ts'
import { sourceSuite } from './source.case.ts'
import type { Opening } from './source.case.ts'

const opening = (path: string, options: SourceOptions = {}): Opening => ({
  path,
  open: more => openSource(path, { ...options, ...more }),
})
const put = (folder: string, name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, bytes)
  return path
}

const separator = 'From mboxrd@z Mon Mar  4 10:00:00 2024\n'
const quoted = (mail: Buffer) => Buffer.from(mail.toString('latin1').replace(/^From /gm, '>From '), 'latin1')
const withLength = (mail: Buffer) => {
  const [head = '', ...body] = mail.toString('latin1').split('\n\n')
  return Buffer.from(`${head}\nContent-Length: ${body.join('\n\n').length}\n\n${body.join('\n\n')}`, 'latin1')
}

/** What each variant's writer makes of a mail, and what a reader can get back from that. */
const writes: Record<MboxVariant, (mail: Buffer) => Buffer> = {
  rd: mail => mail,
  o: quoted,
  cl: mail => withLength(quoted(mail)),
  cl2: withLength,
}
const mboxOf = (variant: MboxVariant, mails: readonly Buffer[]): Buffer =>
  variant === 'rd'
    ? Buffer.from(mboxrdOf(mails.map(bytes => ({ bytes, atSeconds: 1_709_546_400 }))))
    : Buffer.concat(
        mails.map(mail => Buffer.concat([Buffer.from(separator), writes[variant](mail), Buffer.from('\n')])),
      )

for (const variant of ['rd', 'o', 'cl', 'cl2'] as const)
  for (const isGzip of [false, true]) {
    const name = `pools.mbox${isGzip ? '.gz' : ''}`
    const pack = (bytes: Buffer) => (isGzip ? gzipSync(bytes) : bytes)
    sourceSuite({
      name: `mbox${variant}${isGzip ? ' in gzip' : ''}`,
      becomes: writes[variant],
      make: (folder, mails) => opening(put(folder, name, pack(mboxOf(variant, mails))), { mbox: variant }),
      spoil: async (folder, mails) => {
        const junk = Buffer.from('words that belong to no mail\n\n')
        const bytes = Buffer.concat([junk, mboxOf(variant, mails)])
        return { ...opening(put(folder, name, pack(bytes)), { mbox: variant }), junk }
      },
      unreadable: folder =>
        opening(put(folder, name, pack(Buffer.from('<!DOCTYPE html>\n<p>busy'))), { mbox: variant }),
    })
  }

for (const isGzip of [false, true])
  sourceSuite({
    name: `standard input${isGzip ? ' in gzip' : ''}`,
    make: (_, mails) => {
      const bytes = mboxOf('rd', mails)
      const sent = isGzip ? gzipSync(bytes) : bytes
      const pieces = () =>
        Array.from({ length: Math.ceil(sent.length / 40_000) }, (_, i) => sent.subarray(i * 40_000, (i + 1) * 40_000))
      return { path: '-', open: more => openSource('-', { ...more, input: Readable.from(pieces()) }) }
    },
    unreadable: () => ({ path: '-', open: () => openSource('-', { input: Readable.from([]) }) }),
  })

sourceSuite({
  name: 'a single mail',
  isSingle: true,
  make: (folder, mails) => opening(put(folder, 'one.eml', mails[0] ?? '')),
  unreadable: folder => opening(put(folder, 'one.eml', '')),
})

sourceSuite({
  name: 'a folder of mails',
  make: (folder, mails) => {
    mails.forEach((mail, i) =>
      put(folder, `${String(i).padStart(6, '0')}.eml${i % 3 === 1 ? '.gz' : ''}`, i % 3 === 1 ? gzipSync(mail) : mail),
    )
    put(folder, 'notes.md', 'not a mail and not named like one')
    return opening(folder)
  },
  spoil: async (folder, mails) => {
    const junk = gzipSync('a mail that was cut').subarray(0, 20)
    mails.forEach((mail, i) => put(folder, `${String(i).padStart(6, '0')}.eml`, mail))
    put(folder, '000003a.eml.gz', junk)
    return { ...opening(folder), junk }
  },
  unreadable: folder => {
    symlinkSync(join(folder, 'gone'), join(folder, 'link.eml'))
    return opening(folder)
  },
})

const maildir = (folder: string, mails: readonly Buffer[]) => {
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(folder, name))
  mails.forEach((mail, i) => {
    const unique = `17095464${String(i).padStart(6, '0')}.M${i}.host`
    put(folder, i % 2 === 0 ? `cur/${unique}:2,${i % 4 === 0 ? 'RS' : ''}` : `new/${unique}`, mail)
  })
  put(folder, 'tmp/1709546499.half', 'From: Ada\nSubject: not whole')
}
sourceSuite({
  name: 'a Maildir',
  make: (folder, mails) => {
    maildir(folder, mails)
    return opening(folder)
  },
  spoil: async (folder, mails) => {
    maildir(folder, mails)
    put(folder, 'new/1709546499.empty.host', '')
    return { ...opening(folder), junk: Buffer.alloc(0) }
  },
  unreadable: folder => {
    maildir(folder, [])
    symlinkSync(join(folder, 'gone'), join(folder, 'cur', '1709546400.M1.host:2,S'))
    return opening(folder)
  },
})

const adds = (mails: readonly Buffer[]) => mails.map(add => ({ add }))
for (const layout of ['v1', 'v2'] as const)
  sourceSuite({
    name: `public-inbox ${layout}, a bare repository`,
    make: (folder, mails) => opening(writeInbox(join(folder, 'pools.git'), adds(mails), layout)),
    spoil: async (folder, mails) => {
      const junk = Buffer.alloc(0)
      return { ...opening(writeInbox(join(folder, 'pools.git'), adds([junk, ...mails]), layout)), junk }
    },
    unreadable: folder => {
      const dir = writeInbox(join(folder, 'pools.git'), adds([Buffer.from('From: Ada\n\nx\n')]), layout)
      rmSync(join(dir, 'objects'), { recursive: true })
      mkdirSync(join(dir, 'objects'))
      return opening(dir)
    },
  })

const epochs = (folder: string, mails: readonly Buffer[]) => {
  const half = Math.ceil(mails.length / 2)
  writeInbox(join(folder, 'git', '0.git'), adds(mails.slice(0, half)))
  if (mails.length > half) writeInbox(join(folder, 'git', '10.git'), adds(mails.slice(half)), 'v2', half)
}
for (const [name, step] of [
  ['an inbox of epochs', ''],
  ['its git folder', 'git'],
  ['its all.git', 'all.git'],
] as const)
  sourceSuite({
    name: `public-inbox v2, ${name}`,
    make: (folder, mails) => {
      epochs(folder, mails)
      writeInbox(join(folder, 'all.git'), [])
      return opening(join(folder, step))
    },
    unreadable: folder => {
      writeInbox(join(folder, 'git', '0.git'), [])
      writeInbox(join(folder, 'all.git'), [])
      return opening(join(folder, step))
    },
  })

sourceSuite({
  name: 'public-inbox v2, a mirror clone',
  make: (folder, mails) =>
    opening(cloneMirror(writeInbox(join(folder, 'far.git'), adds(mails)), join(folder, 'near.git'))),
  unreadable: folder => opening(writeInbox(join(folder, 'near.git'), [])),
})

sourceSuite({
  name: 'public-inbox v2, a bundle',
  make: (folder, mails) =>
    opening(writeBundle(writeInbox(join(folder, 'pools.git'), adds(mails)), join(folder, 'pools.bundle'))),
  unreadable: folder => opening(put(folder, 'cut.bundle', '# v2 git bundle\n0123')),
})

let server: Server
let origin = ''
const threads = new Map<string, Buffer>()
beforeAll(async () => {
  server = createServer((request, response) => {
    const thread = threads.get(request.url ?? '')
    if (thread === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': 'application/gzip' }).end(thread)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())
sourceSuite({
  name: 'a thread of a public-inbox server',
  make: (folder, mails) => {
    const id = `${folder.slice(-6)}@example.org`
    threads.set(`/pools/${id}/t.mbox.gz`, gzipSync(mboxOf('rd', mails)))
    return opening(`${origin}/pools/${id}/#t`)
  },
  unreadable: () => opening(`${origin}/pools/gone@example.org/`),
})
