import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeCorpus } from '../generate/corpus.ts'
import { runPeers } from './peers.ts'
import { phasesOf } from './phases.ts'
import { searchServerCost } from './search-server.ts'
import { number, peersTable, phaseTable, searchServerTable, withTables } from './tables.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const seed = 1
/** Corpora from this size on are measured once. */
const onceFrom = 100_000
const searchServerMails = 5_000
const realMail = ['cgroups-2019.mbox.gz', 'cgroups-2020.mbox.gz'].map(name =>
  join(root, '..', 'shared', 'corpus', name),
)

const usage = `usage: npm run bench -- ingest [--all] [--mails N]... [--runs N] [--peers] [--slow-peers] [--peer-mails N]
                              [--search-server] [--write] [FILE...]
Without FILE: a generated corpus of N mails (20000). --all: 20,000 and 200,000 generated mails, the real mail beside
the repository where it is there, the peers on 20,000 mails (the slow ones with --slow-peers), the search server.
--write puts the tables into docs/speed.md.
`

type Plan = {
  readonly files: readonly string[]
  readonly sizes: readonly number[]
  readonly runs: number
  /** Mails for the peers; null: none run. */
  readonly peerMails: number | null
  readonly slowPeers: boolean
  readonly searchServer: boolean
  readonly write: boolean
}

/** What the arguments ask for; null where they make no sense. */
const planOf = (argv: readonly string[]): Plan | null => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      all: { type: 'boolean', default: false },
      mails: { type: 'string', multiple: true },
      runs: { type: 'string', default: '3' },
      peers: { type: 'boolean', default: false },
      'slow-peers': { type: 'boolean', default: false },
      'peer-mails': { type: 'string' },
      'search-server': { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { all } = values
  const sizes = (values.mails ?? (all ? ['20000', '200000'] : positionals.length > 0 ? [] : ['20000'])).map(Number)
  const peerMails = Number(values['peer-mails'] ?? (all ? 20_000 : 5_000))
  const runs = Number(values.runs)
  if (values.help || [...sizes, runs, peerMails].some(n => !Number.isInteger(n) || n < 1)) return null
  return {
    files: [...(all ? realMail.filter(existsSync) : []), ...positionals],
    sizes,
    runs,
    peerMails: all || values.peers || values['slow-peers'] ? peerMails : null,
    slowPeers: values['slow-peers'],
    searchServer: all || values['search-server'],
    write: values.write,
  }
}

/** `npm run bench -- ingest`: each phase and each peer in a process of its own, measured in CPU seconds. */
export const benchIngest = async (argv: readonly string[]): Promise<number> => {
  if (!existsSync('/proc/self/stat')) {
    process.stderr.write('this bench reads /proc for the CPU time of its children: it runs on Linux only\n')
    return 2
  }
  const plan = planOf(argv)
  if (plan === null) {
    process.stderr.write(usage)
    return 2
  }
  const { runs } = plan
  const dir = mkdtempSync(join(tmpdir(), 'acknak-bench-'))
  const command = `npm run bench -- ingest ${argv.join(' ')}`.trim()
  const parts: string[] = []
  const say = (part: string) => {
    parts.push(part)
    process.stdout.write(`${part}\n`)
  }
  const loadBefore = loadavg()[0] ?? 0
  say(
    `Measured with \`${command}\`: Node ${process.version}, ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} CPUs, ` +
      `load average ${loadBefore.toFixed(1)} at the start; CPU seconds are user + system of a process of its own, start included, ` +
      `the median of ${runs} ${runs === 1 ? 'run' : 'runs'} (one from ${number(onceFrom)} mails on).\n`,
  )
  const generated = async (mails: number): Promise<string> => {
    const mbox = join(dir, `generated-${mails}.mbox`)
    if (!existsSync(mbox)) await writeCorpus(mbox, mails, seed)
    return mbox
  }
  try {
    for (const file of plan.files) say(phaseTable(basename(file), await phasesOf(resolve(file), dir, runs)))
    const measured = new Map<number, Awaited<ReturnType<typeof phasesOf>>>()
    const phasesFor = async (mails: number) => {
      const known = measured.get(mails)
      if (known !== undefined) return known
      const rows = await phasesOf(await generated(mails), dir, mails >= onceFrom ? 1 : runs)
      say(phaseTable(`${number(mails)} generated mails (seed ${seed})`, rows))
      measured.set(mails, rows)
      return rows
    }
    for (const mails of plan.sizes) await phasesFor(mails)
    if (plan.peerMails !== null) {
      const ours = await phasesFor(plan.peerMails)
      const results = await runPeers(await generated(plan.peerMails), plan.peerMails, seed, dir, plan.slowPeers)
      say(peersTable(results, ours, plan.peerMails))
    }
    if (plan.searchServer) say(searchServerTable(await searchServerCost(await generated(searchServerMails), dir)))
    if (plan.write) {
      const page = join(root, 'docs', 'speed.md')
      writeFileSync(page, withTables(readFileSync(page, 'utf8'), parts.join('\n')))
      process.stdout.write('written to docs/speed.md\n')
    }
    return 0
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
