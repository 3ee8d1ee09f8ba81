import { buildRun } from './build.ts'
import { readScript } from './language.ts'
import { outcomeOfRun, playOut } from './outcome.ts'
import type { Kill, Outcome } from './outcome.ts'
import { readRun } from './run-json.ts'
import type { KernelRun } from './run-json.ts'

/** One thing that is compared. `null`: there is nothing to compare. */
export type Point = boolean | null

/** A run beside its play. */
export type Comparison = {
  readonly name: string
  readonly kernel: string
  readonly verdict: 'agrees' | 'differs' | 'not played' | 'no OOM'
  readonly real: Outcome | null
  readonly played: Outcome | null
  /** Who was killed, in order, until the end of the scenario. */
  readonly victims: Point
  readonly terminal: Point
  readonly constraint: Point
  /** Lines of the reaper: whose, whether reaped, and when within `reapSeconds`. */
  readonly reaper: Point
  readonly group: Point
  /** Why it differs or cannot be played; what was passed over. */
  readonly why: readonly string[]
}

/** Two reaper lines agree when they come that near: printing, ticks and the emulator take part of it. */
export const reapSeconds = 0.35

const inScenario = (o: Outcome): readonly Kill[] => o.kills.filter(k => !k.afterEnd)

const sameList = <T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean = (x, y) => x === y): boolean =>
  a.length === b.length && a.every((x, i) => same(x, b[i]!))

const pidsOf = (o: Outcome): readonly number[] => inScenario(o).map(k => k.pid)

/** A run that was cut off fits a panic: that is what cuts runs off. */
const sameTerminal = (real: Outcome, played: Outcome): boolean =>
  real.terminal === 'cut'
    ? played.terminal === 'panic'
    : real.terminal === played.terminal && real.panic === played.panic

const reaperPoint = (real: Outcome, played: Outcome): Point => {
  if (real.reaps.length === 0 && played.reaps.length === 0) return null
  return sameList(
    real.reaps,
    played.reaps,
    (a, b) => a.pid === b.pid && a.done === b.done && Math.abs(a.afterSeconds - b.afterSeconds) <= reapSeconds,
  )
}

const constraintPoint = (real: Outcome, played: Outcome): Point => {
  const said = inScenario(real).filter(k => k.constraint !== '')
  if (said.length === 0) return null
  const constraints = new Map(played.kills.map(k => [k.pid, k.constraint]))
  const both = said.filter(k => constraints.has(k.pid))
  return both.length > 0 && both.every(k => constraints.get(k.pid) === k.constraint)
}

const killText = (k: Kill | undefined): string => (k === undefined ? 'nobody' : `${k.pid} (${k.comm})`)

/** Why victims differ, by what the scenario holds. */
const victimReasons = (run: KernelRun, real: Outcome, played: Outcome): readonly string[] => {
  const [a, b] = [inScenario(real), inScenario(played)]
  const at = a.findIndex((k, i) => k.pid !== b[i]?.pid)
  const first = at < 0 ? a.length : at
  const where = `victim ${first + 1} is ${killText(a[first])} in the run and ${killText(b[first])} in the model (${a.length} and ${b.length} in all)`
  const isBomb = readScript(run.scenario).commands.some(c => c.do === 'process' && c.kind === 'bomb')
  return isBomb
    ? [
        where,
        'children of one size grow at the same time: which of them is a page ahead when memory runs out is the scheduler’s doing, and the real runs of this scenario differ among themselves too',
      ]
    : [where]
}

const terminalReasons = (real: Outcome, played: Outcome): readonly string[] => {
  const name = (o: Outcome): string => (o.panic === '' ? o.terminal : `panic: ${o.panic}`)
  const what = `the run ends as '${name(real)}', the model as '${name(played)}'`
  if (real.freePages < 0 || played.terminal !== 'panic') return [what]
  return [
    what,
    `the run had ${real.freePages} pages free when init looked for the last time, the model had fewer than its buffers take: watermark boost, which keeps pages back and lets them go later, is not in the model`,
  ]
}

const unplayed = (name: string, kernel: string, why: string): Comparison => ({
  name,
  kernel,
  verdict: 'not played',
  real: null,
  played: null,
  victims: null,
  terminal: null,
  constraint: null,
  reaper: null,
  group: null,
  why: [why],
})

const hadOom = (run: KernelRun): boolean =>
  run.events.some(e => ['invoked', 'killed', 'no_killable', 'panic'].includes(e.kind))

/** Plays a run of the JSON form of kernel-runs on the model and compares. `name` stands in where the run has none. */
export const compareRun = (json: unknown, name: string): Comparison => {
  const run = readRun(json)
  if (typeof run === 'string') return unplayed(name, '', run)
  const called = run.name || name
  const built = buildRun(run)
  if (!built.ok) return unplayed(called, run.kernel, built.why)
  const real = outcomeOfRun(run)
  const played = playOut(built.world)
  const victims = sameList(pidsOf(real), pidsOf(played))
  const terminal = sameTerminal(real, played)
  const oom = hadOom(run) || played.kills.length > 0
  const agrees = victims && terminal
  const later = (o: Outcome, who: string): readonly string[] => {
    const after = o.kills.filter(k => k.afterEnd)
    return after.length === 0
      ? []
      : [
          `after the scenario, when init collects its logs, ${who} kills ${after.map(killText).join(', ')}: not compared`,
        ]
  }
  return {
    name: called,
    kernel: run.kernel,
    verdict: agrees ? (oom ? 'agrees' : 'no OOM') : 'differs',
    real,
    played,
    victims,
    terminal,
    constraint: constraintPoint(real, played),
    reaper: reaperPoint(real, played),
    group: real.groups.length === 0 && played.groups.length === 0 ? null : sameList(real.groups, played.groups),
    why: [
      ...(victims ? [] : victimReasons(run, real, played)),
      ...(terminal ? [] : terminalReasons(real, played)),
      ...later(real, 'the run'),
      ...later(played, 'the model'),
      ...built.remarks,
    ],
  }
}
