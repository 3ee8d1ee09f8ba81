import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { writeCorpus } from '../generate/corpus.ts'
import { measure, median } from './measure.ts'
import type { Cost } from './measure.ts'
import { runPeers } from './peers.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const phaseScript = join(import.meta.dirname, 'phase.ts')
const seed = 1
/** Corpora from this size on are measured once. */
const onceFrom = 100_000

type Row = { readonly what: string; readonly mails: number; readonly cost: Cost }
const rate = ({ mails, cost }: Row) => Math.round(mails / cost.cpuSeconds)
const number = (n: number) => n.toLocaleString('en')

/** Every phase on one mailbox, `runs` times each, the median of each. */
const phasesOf = async (file: string, dir: string, runs: number): Promise<Row[]> => {
  const rows: Row[] = []
  let mails = 0
  const times = async (what: string, run: (n: number) => Promise<Cost>) => {
    const costs: Cost[] = []
    for (let n = 0; n < runs; n++) costs.push(await run(n))
    const cost = median(costs)
    const counted = /^\d+$/.exec(cost.out.trim())?.[0] ?? (JSON.parse(cost.out) as { messages: number }).messages
    mails = Number(counted)
    rows.push({ what, mails, cost })
  }
  const phase = (name: string) => () => measure(process.execPath, [phaseScript, name, file])
  const fresh = (n: number, name: string) => {
    const data = join(dir, `${name}-${n}`)
    rmSync(data, { recursive: true, force: true })
    return data
  }
  const acknak = (data: string) =>
    measure(process.execPath, [join(root, 'bin', 'acknak.js'), 'ingest', file, '--data', data, '--json'])
  await times('split', phase('split'))
  await times('parse alone', phase('parse'))
  await times('parse, threads, series, store, no full text', async n => {
    const data = fresh(n, 'bare')
    const cost = await measure(process.execPath, [phaseScript, 'store', file, data])
    rmSync(data, { recursive: true, force: true })
    return cost
  })
  await times('the same with full text (`acknak ingest`)', n => {
    if (n > 0) rmSync(join(dir, `whole-${n - 1}`), { recursive: true, force: true })
    return acknak(fresh(n, 'whole'))
  })
  await times('again, nothing new (`acknak ingest`)', () => acknak(join(dir, `whole-${runs - 1}`)))
  rmSync(join(dir, `whole-${runs - 1}`), { recursive: true, force: true })
  return rows
}

const tableOf = (title: string, rows: readonly Row[]): string =>
  [
    `### ${title}`,
    '',
    '| phase | mails | CPU s | mails per CPU s | wall s | peak MiB |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      row =>
        `| ${row.what} | ${number(row.mails)} | ${row.cost.cpuSeconds.toFixed(2)} | ${number(rate(row))} | ${row.cost.wallSeconds.toFixed(2)} | ${row.cost.peakMiB ?? '?'} |`,
    ),
    '',
  ].join('\n')

const peersTable = (results: Awaited<ReturnType<typeof runPeers>>, ours: Row, bare: Row, mails: number): string =>
  [
    `### Peers, ${number(mails)} mails, same run, same mail`,
    '',
    `acknak with full text: ${ours.cost.cpuSeconds.toFixed(2)} CPU s; without: ${bare.cost.cpuSeconds.toFixed(2)} CPU s.`,
    '',
    '| peer | command | CPU s | peak MiB | its CPU over ours with full text | over ours without |',
    '|---|---|---|---|---|---|',
    ...results.map(({ name, says, cost, why }) =>
      cost === null
        ? `| ${name} | \`${says}\` | ${why} | | | |`
        : `| ${name} | \`${says}\` | ${cost.cpuSeconds.toFixed(2)} | ${cost.peakMiB ?? '?'} | ${(cost.cpuSeconds / ours.cost.cpuSeconds).toFixed(1)} | ${(cost.cpuSeconds / bare.cost.cpuSeconds).toFixed(1)} |`,
    ),
    '',
  ].join('\n')

const usage =
  'usage: npm run bench -- ingest [--mails N] [--runs N] [--peers] [--peer-mails N] [--write] [FILE...]\n' +
  'Without FILE: a generated corpus of N mails (20000). --write puts the table into docs/speed.md.\n'

/** `npm run bench -- ingest`: each phase and each peer in a process of its own, measured in CPU seconds. */
export const benchIngest = async (argv: readonly string[]): Promise<number> => {
  if (!existsSync('/proc/self/stat')) {
    process.stderr.write('this bench reads /proc for the CPU time of its children: it runs on Linux only\n')
    return 2
  }
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      mails: { type: 'string', multiple: true },
      runs: { type: 'string', default: '3' },
      peers: { type: 'boolean', default: false },
      'peer-mails': { type: 'string', default: '5000' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const sizes = (values.mails ?? (positionals.length > 0 ? [] : ['20000'])).map(Number)
  const [runs, peerMails] = [Number(values.runs), Number(values['peer-mails'])]
  if (values.help || [...sizes, runs, peerMails].some(n => !Number.isInteger(n) || n < 1)) {
    process.stderr.write(usage)
    return 2
  }
  const dir = mkdtempSync(join(tmpdir(), 'acknak-bench-'))
  const command = `npm run bench -- ingest ${argv.join(' ')}`.trim()
  const parts = [
    `Measured with \`${command}\`: Node ${process.version}, ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${cpus().length} CPUs; ` +
      `CPU seconds are user + system of a process of its own, start included, the median of ${runs} ${runs === 1 ? 'run' : 'runs'} (one from ${number(onceFrom)} mails on).\n`,
  ]
  const say = (part: string) => {
    parts.push(part)
    process.stdout.write(`${part}\n`)
  }
  try {
    for (const file of positionals) say(tableOf(basename(file), await phasesOf(resolve(file), dir, runs)))
    for (const mails of sizes) {
      const mbox = join(dir, `generated-${mails}.mbox`)
      await writeCorpus(mbox, mails, seed)
      const times = mails >= onceFrom ? 1 : runs
      say(tableOf(`${number(mails)} generated mails (seed ${seed})`, await phasesOf(mbox, dir, times)))
      rmSync(mbox)
    }
    if (values.peers) {
      const mbox = join(dir, 'peers.mbox')
      await writeCorpus(mbox, peerMails, seed)
      const ours = await phasesOf(mbox, dir, runs)
      say(tableOf(`${number(peerMails)} generated mails (seed ${seed})`, ours))
      const [bare, whole] = [ours[2], ours[3]]
      if (bare === undefined || whole === undefined) throw new Error('two phases are missing')
      say(peersTable(await runPeers(mbox, peerMails, seed, dir), whole, bare, peerMails))
    }
    if (values.write) {
      writeFileSync(join(root, 'docs', 'speed.md'), `# Speed of ingest\n\n${parts.join('\n')}`)
      process.stdout.write('written to docs/speed.md\n')
    }
    return 0
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
