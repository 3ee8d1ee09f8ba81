import { div } from '../ints.ts'
import { runWorld } from '../engine/run.ts'
import type { TraceEvent } from '../../model/index.ts'
import type { World } from '../world.ts'
import type { KernelRun } from './run-json.ts'

/** How it ended. `cut`: the run stops before its end and does not say how. */
export type Terminal = 'finished' | 'panic' | 'loops without killable' | 'cut'

export type Kill = {
  readonly pid: number
  readonly comm: string
  readonly constraint: string
  readonly atSeconds: number
  /** After the last command of the scenario, when init collects what it reports: no part of the scenario. */
  readonly afterEnd: boolean
}
export type Reap = {
  readonly pid: number
  readonly done: boolean
  /** Seconds since that process was killed. */
  readonly afterSeconds: number
}

/** What a run, real or played, came to. */
export type Outcome = {
  readonly kills: readonly Kill[]
  /** `Tasks in /A are going to be killed ...`. */
  readonly groups: readonly string[]
  readonly nobodyKillable: number
  readonly reaps: readonly Reap[]
  readonly terminal: Terminal
  readonly panic: string
  /** Pages free at the end, where that is known; -1: not. */
  readonly freePages: number
}

/** So many OOMs that find nobody count as a loop. */
export const loopLeast = 10

const reapsOf = (
  kills: readonly Kill[],
  lines: readonly { readonly pid: number; readonly done: boolean; readonly atSeconds: number }[],
): readonly Reap[] =>
  lines.map(l => ({
    pid: l.pid,
    done: l.done,
    afterSeconds:
      l.atSeconds - (kills.findLast(k => k.pid === l.pid && k.atSeconds <= l.atSeconds)?.atSeconds ?? l.atSeconds),
  }))

const pidOf = (text: string): number => Number(/pid:?\s?(\d{1,9})/.exec(text)?.[1] ?? 0)

/** What a real run came to, by its events. */
export const outcomeOfRun = (run: KernelRun): Outcome => {
  const kills: Kill[] = []
  let constraint = ''
  for (const e of run.events) {
    if (e.kind === 'oom-kill-line') constraint = e.constraint
    if (e.kind !== 'killed') continue
    // Beyond ten reports in five seconds the line with the constraint is left out.
    kills.push({
      pid: e.pid,
      comm: e.comm,
      constraint,
      atSeconds: e.atSeconds,
      afterEnd: run.endSeconds >= 0 && e.atSeconds > run.endSeconds,
    })
  }
  const panic = run.events.find(e => e.kind === 'panic')?.text.replace(/^Kernel panic - not syncing: /, '') ?? ''
  const nobodyKillable = run.events.filter(e => e.kind === 'no_killable').length
  return {
    kills,
    groups: run.events.filter(e => e.kind === 'oom_group').map(e => e.text),
    nobodyKillable,
    reaps: reapsOf(
      kills,
      run.events
        .filter(e => e.kind === 'reaped' || e.kind === 'unable_to_reap')
        .map(e => ({ pid: e.pid || pidOf(e.text), done: e.kind === 'reaped', atSeconds: e.atSeconds })),
    ),
    terminal:
      panic !== ''
        ? 'panic'
        : nobodyKillable >= loopLeast
          ? 'loops without killable'
          : run.completed
            ? 'finished'
            : 'cut',
    panic,
    freePages: lastFree(run),
  }
}

const lastFree = (run: KernelRun): number => {
  const last = run.dumps.find(d => d.label === 'final')
  return last === undefined ? -1 : div(last.freeKb, 4)
}

const numberIn = (e: TraceEvent, key: string): number => Number(e.data[key] ?? -1)
const textIn = (e: TraceEvent, key: string): string => String(e.data[key] ?? '')

/** Plays a world to its end and says what it came to. */
export const playOut = (w: World): Outcome => {
  const end = runWorld(w)
  const overAt = w.out.events.find(e => e.kind === 'scenario-over')?.atUs ?? Infinity
  const at = (e: TraceEvent): number => e.atUs * 0.000_001
  const kills = w.out.events
    .filter(e => e.kind === 'kill')
    .map(e => ({
      pid: numberIn(e, 'pid'),
      comm: textIn(e, 'comm') || (w.m.tasks.find(t => t.pid === numberIn(e, 'pid'))?.comm ?? ''),
      afterEnd: e.atUs >= overAt,
      constraint: textIn(e, 'constraint') || 'CONSTRAINT_NONE',
      atSeconds: at(e),
    }))
  const pidOfName = (name: string): number =>
    w.m.processes[w.m.tasks.find(t => t.comm === name)?.process ?? -1]?.tgid ?? 0
  const reaps = w.out.events
    .filter(e => e.kind === 'reaped' || e.kind === 'reap-gave-up')
    .map(e => ({ pid: pidOfName(textIn(e, 'victim')), done: e.kind === 'reaped', atSeconds: at(e) }))
  const nobodyKillable = w.out.measures.nobodyKillable
  return {
    kills,
    groups: w.out.events.filter(e => e.kind === 'oom-group').map(e => e.says),
    nobodyKillable:
      nobodyKillable + (w.m.panic !== null && w.k.nobodyInMemcg === 'warns' && !w.m.panic.startsWith('Out') ? 1 : 0),
    reaps: reapsOf(kills, reaps),
    terminal:
      w.m.panic !== null
        ? 'panic'
        : nobodyKillable >= loopLeast
          ? 'loops without killable'
          : end.end === 'finished'
            ? 'finished'
            : 'cut',
    panic: w.m.panic ?? '',
    freePages: w.m.zones.reduce((sum, z) => sum + z.freePages, 0),
  }
}
