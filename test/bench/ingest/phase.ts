/**
 * One phase of ingest in a process of its own: `node phase.ts split|parse|bare|store FILE [DATA]`; prints the number of
 * mails. `store`: everything but full text; `bare`: without annotations too.
 */
import { enableCompileCache } from 'node:module'
import { resolve } from 'node:path'
import { boundNursery } from '../../../bin/memory.ts'

const [phase, file, dataDir] = process.argv.slice(2)
if (phase === undefined || file === undefined) throw new Error('usage: phase.ts split|parse|bare|store FILE [DATA]')
// As the command itself does: code compiled once is kept.
enableCompileCache(resolve(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'acknak'))
const { openSource, parseMessage } = await import('../../../ingest/index.ts')
const source = await openSource(file)
let mails = 0
if (phase === 'store' || phase === 'bare') {
  if (dataDir === undefined) throw new Error(`${phase} needs a folder`)
  const { openStore } = await import('../../../prisma/store/index.ts')
  const { ingestSource, settle } = await import('../../../bin/pipeline.ts')
  const store = await openStore({ dataDir, fullText: false })
  const phases = { read: 0, parse: 0, thread: 0, annotate: 0, store: 0 }
  const target = { writer: store.writer, list: null, isSample: false, phases, annotates: phase === 'store' }
  const outcome = await ingestSource(source, target, boundNursery)
  await settle(target)
  mails = outcome.messages
  await store.close()
} else
  for await (const chunk of source.read())
    for (const item of chunk) {
      mails++
      if (mails % 1000 === 0) boundNursery()
      if (phase === 'parse' && item.kind === 'mail') {
        const read = parseMessage(item)
        if (read instanceof Promise) await read
      }
    }
process.stdout.write(`${mails}\n`)
