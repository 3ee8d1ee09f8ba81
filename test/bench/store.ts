// How many messages the store takes a CPU second, with threads, mentions, trailers and full text; then some reads.
// node test/bench/store.ts [messages] [batch]
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Skeleton } from '../../model/index.ts'
import { openStore } from '../../prisma/store/index.ts'
import { openSearch } from '../../search/index.ts'
import { mail, skeletonOf, threadsOf } from '../prisma/mails.ts'
import type { MailSpec } from '../prisma/mails.ts'

const total = Number(process.argv[2] ?? 10_000)
const perBatch = Number(process.argv[3] ?? 500)

/** A plain generator of numbers: the same mails every time. */
let state = 12_345
const below = (n: number) => {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((state / 2_147_483_648) * n)
}
const vocabulary = Array.from({ length: 6_000 }, (_, i) => `w${(i * 7919).toString(36)}`)
const identifiers = ['__GFP_NOFAIL', 'mmap_sem', 'oom_reaper', 'alloc_pages_nodemask', 'exit_mmap', 'GFP_KERNEL']
const lineOf = () => Array.from({ length: 11 }, () => vocabulary[below(below(6_000) + 1)]).join(' ')

/** About 3.5 KB a mail, a quarter of it quoted; threads of 12. */
function spec(i: number): MailSpec {
  const inThread = i % 12
  const start = i - inThread
  const own = Array.from({ length: 38 }, (_, n) => (n % 9 === 4 ? `${lineOf()} ${identifiers[below(6)]}` : lineOf()))
  const quoted = Array.from({ length: inThread === 0 ? 0 : 12 }, () => `> ${lineOf()}`)
  return {
    id: `m${i}@bench.example.org`,
    subject: inThread === 0 ? `[PATCH v2 1/3] mm: ${lineOf()}` : `Re: [PATCH v2 1/3] mm: thread ${start}`,
    from: `Person ${below(400)} Example`,
    atSeconds: 1_400_000_000 + i * 60,
    text: `${[...quoted, ...own].join('\n')}\nAcked-by: Bo Example <bo@example.org>\n`,
    gfp: identifiers.filter(n => n.includes('GFP')),
    mechanisms: [],
    ...(inThread === 0 ? {} : { parent: `m${start + below(inThread)}@bench.example.org` }),
  }
}

const cpuSeconds = (from: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1e6
}
const dir = mkdtempSync(join(tmpdir(), 'acknak-bench-'))
try {
  const store = await openStore({ dataDir: dir })
  await store.writer.ensureList({ slug: 'linux-mm', title: 'linux-mm', isSample: false })
  let saving = 0
  let wall = 0
  for (let at = 0; at < total; at += perBatch) {
    const deliveries = Array.from({ length: Math.min(perBatch, total - at) }, (_, n) => mail(spec(at + n)))
    const fresh = deliveries.map(skeletonOf)
    const cpu = process.cpuUsage()
    const started = performance.now()
    const past = await store.writer.neighbours(fresh.flatMap(s => [s.messageId, ...s.references]))
    const threads = threadsOf([...past.skeletons, ...fresh] satisfies Skeleton[])
    await store.writer.save({ deliveries, quarantined: [], threads, series: [], pipelineVersion: 'bench' })
    saving += cpuSeconds(cpu)
    wall += performance.now() - started
  }
  const size = statSync(join(dir, 'acknak.db')).size / 2 ** 20
  console.log(
    `${total} messages, batches of ${perBatch}: ${Math.round(total / saving)} a CPU second, ${Math.round((total / wall) * 1000)} a second, ${size.toFixed(0)} MiB`,
  )

  const search = await openSearch({ store })
  const timed = async (says: string, work: () => Promise<unknown>) => {
    await work()
    const cpu = process.cpuUsage()
    const started = performance.now()
    for (let i = 0; i < 20; i++) await work()
    console.log(
      `${says}: ${((performance.now() - started) / 20).toFixed(2)} ms, ${(cpuSeconds(cpu) * 50).toFixed(2)} ms CPU`,
    )
  }
  await timed('page of 50 threads of a list', () => store.reader.threads({ list: 'linux-mm', before: null, limit: 50 }))
  await timed('lists of the home page', () => store.reader.lists())
  await timed('outline of a thread of 12', () => store.reader.thread('m5@bench.example.org'))
  await timed('message with everything on it', () => store.reader.message('m5@bench.example.org'))
  await timed('200 messages with bodies', () =>
    store.reader.messages(Array.from({ length: 200 }, (_, i) => `m${i}@bench.example.org`)),
  )
  await timed('search gfp:NOFAIL', () => search.answer('gfp:NOFAIL', { limit: 25, offset: 0 }))
  await timed('search oom reaper', () => search.answer('oom reaper', { limit: 25, offset: 0 }))
  await timed('digest', () => store.digest())
  await store.close()
} finally {
  rmSync(dir, { recursive: true, force: true })
}
