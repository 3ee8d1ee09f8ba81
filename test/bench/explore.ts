import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exploreAll } from '../../sim/index.ts'
import type { Exploration } from '../../sim/index.ts'

/*
 * Every interleaving of the reaper's small machine, beside SPIN on a model of the same written by hand
 * (spin/reaper.pml):  node test/bench/explore.ts [--no-spin] [--holder NAME] [--most N]
 * Prints a table for docs/explore.md. Exits with 1 when a verdict differs. Nothing asserts speeds.
 */

const holders = ['nobody', 'sleeper', 'waits-for-lock', 'allocates', 'queued-writer'] as const
/** `HOLDER` of the Promela model. */
const holderNumber = { nobody: 0, sleeper: 1, 'waits-for-lock': 2, allocates: 3, 'queued-writer': 4 } as const

/** A kernel, as the scenario and as the Promela model are told of it. */
const kernels: readonly { readonly name: string; readonly variant: string; readonly defines: readonly string[] }[] = [
  { name: 'v4.5', variant: 'before', defines: ['REAPER=0'] },
  { name: 'v4.6', variant: 'after', defines: [] },
  { name: 'v4.10', variant: 'after', defines: ['GIVEUP_SKIPS=1', 'REAPER_LOCKS=1', 'BY_MM=1'] },
  { name: 'v6.12', variant: 'after', defines: ['GIVEUP_SKIPS=1', 'DELAY=1', 'BY_MM=1', 'KILLER_NAPS=0'] },
]

const flag = (name: string): string | undefined => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

type Verdict = { readonly through: boolean | null; readonly safe: boolean | null }
type Figures = Verdict & {
  readonly states: number
  readonly seconds: number
  readonly megabytes: number
  readonly note: string
}

const has = (program: string, arg: string): boolean => spawnSync(program, [arg]).error === undefined

const ours = (name: string, variant: string, holder: string, most: number): Figures & { readonly e: Exploration } => {
  const from = process.cpuUsage()
  const e = exploreAll({ scenario: 'oom-reaper', variant, kernel: name, params: { holder }, seed: 1 }, {}, most)
  const { user, system } = process.cpuUsage(from)
  const isUnsafe = e.refuted?.startsWith('not always') ?? false
  return {
    e,
    through: e.complete ? true : e.refuted === null || isUnsafe ? null : false,
    safe: isUnsafe ? false : e.complete || e.closed ? true : null,
    states: e.states,
    seconds: (user + system) / 1e6,
    megabytes: e.bytes / 1e6,
    note: e.length === null ? '' : `${e.length} moves`,
  }
}

const model = join(import.meta.dirname, 'spin', 'reaper.pml')

/** Largest depth-first stack that pan may use, and its time. */
const depthMax = 3_000_000
const panSecondsMax = 300

const figureOf = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN)

/** One search of pan. `isDone`: it saw everything or found an error. */
const pan = (dir: string, args: readonly string[]) => {
  const from = process.hrtime.bigint()
  const { stdout } = spawnSync(join(dir, 'pan'), args, {
    cwd: dir,
    encoding: 'utf8',
    timeout: panSecondsMax * 1000,
    maxBuffer: 1 << 26,
  })
  return {
    seconds: Number(process.hrtime.bigint() - from) / 1e9,
    errors: figureOf(stdout, /errors: (\d+)/),
    states: figureOf(stdout, /(\d+)(?:\.0*)?(?:e\+\d+)? states, stored/),
    megabytes: figureOf(stdout, /([\d.]+)\s+total actual memory/),
    isDone:
      /errors: [1-9]/.test(stdout) || (/errors: 0/.test(stdout) && !/too small|reached max|interrupted/i.test(stdout)),
  }
}

const spinOf = (holder: keyof typeof holderNumber, defines: readonly string[]): Figures => {
  const dir = mkdtempSync(join(tmpdir(), 'acknak-spin-'))
  try {
    const must = (program: string, args: readonly string[]): void => {
      const { status, stdout, stderr } = spawnSync(program, args, { cwd: dir, encoding: 'utf8' })
      if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`)
    }
    must('spin', ['-a', ...[...defines, `HOLDER=${holderNumber[holder]}`].map(d => `-D${d}`), model])
    // -DNFAIR: weak fairness among more than six processes; -DMEMLIM in MB.
    must('cc', ['-O2', '-w', '-DNFAIR=3', '-DMEMLIM=6000', '-o', 'pan', 'pan.c'])
    const safety = pan(dir, ['-noclaim', '-E', `-m${depthMax}`])
    const live = pan(dir, ['-a', '-f', '-A', `-m${depthMax}`])
    return {
      through: live.isDone ? live.errors === 0 : null,
      safe: safety.isDone ? safety.errors === 0 : null,
      states: safety.states,
      seconds: safety.seconds + live.seconds,
      megabytes: Math.max(safety.megabytes, live.megabytes),
      note: '',
    }
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const say = (v: Verdict): string =>
  `${v.through === null ? 'open' : v.through ? 'always' : 'not always'}, ${v.safe === null ? 'open' : v.safe ? 'safe' : 'UNSAFE'}`
const number = (n: number): string => (Number.isNaN(n) ? '?' : Math.round(n).toLocaleString('en'))

const missing = [
  ...(has('spin', '-V') ? [] : ['spin (Debian: apt-get install spin)']),
  ...(has('cc', '--version') ? [] : ['cc (Debian: apt-get install gcc)']),
]
const withSpin = !process.argv.includes('--no-spin') && missing.length === 0
if (missing.length > 0) console.log(`Without SPIN, for want of ${missing.join(' and ')}.\n`)
const only = flag('--holder')
const most = Number(flag('--most') ?? 5_000_000)
// The first exploration warms the compiler up.
ours('v4.6', 'after', 'nobody', most)
console.log(
  `| mmap_sem | kernel | W lets go, no claim broken | states | s | states/s | MB | trap after |${withSpin ? ' SPIN says | states | s | MB |' : ''}\n` +
    `|---|---|---|--:|--:|--:|--:|--:|${withSpin ? '---|--:|--:|--:|' : ''}`,
)
let differs = 0
for (const holder of holders)
  for (const { name, variant, defines } of kernels) {
    if (only !== undefined && only !== holder) continue
    const a = ours(name, variant, holder, most)
    const cells = [
      holder,
      name,
      say(a),
      number(a.states),
      a.seconds.toFixed(2),
      number(a.states / a.seconds),
      number(a.megabytes),
      a.note,
    ]
    if (withSpin) {
      const b = spinOf(holder, defines)
      if (say(a) !== say(b)) differs++
      cells.push(say(a) === say(b) ? 'the same' : say(b), number(b.states), b.seconds.toFixed(2), number(b.megabytes))
    }
    console.log(`| ${cells.join(' | ')} |`)
  }
if (withSpin) console.log(differs === 0 ? '\nBoth say the same everywhere.' : `\n${differs} verdicts differ.`)
process.exitCode = differs === 0 ? 0 : 1
