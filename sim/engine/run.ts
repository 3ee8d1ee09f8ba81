import { div } from '../ints.ts'
import { newLedger, remark } from '../ledger.ts'
import type { Measures } from '../ledger.ts'
import { copyMachine } from '../machine.ts'
import type { Machine } from '../machine.ts'
import { copyLockdep } from '../mechanisms/lockdep.ts'
import type { Lockdep } from '../mechanisms/lockdep.ts'
import type { World } from '../world.ts'
import { canonical, compare, fingerprint } from './canonical.ts'
import type { Canonical } from './canonical.ts'
import { advance } from './cpu.ts'

/** A run stops here at the latest, and then says `ranOut`. */
export const stepsMax = 4_000_000
/** A run stops here at the latest: one hour of model time. */
export const timeMaxUs = 3_600_000_000

/** How a run ended. */
export type End = {
  readonly end: 'finished' | 'looped' | 'ranOut'
  readonly says: string
  /** For `looped`: the first of the two equal machines. */
  readonly loop: { readonly fromUs: number; readonly fromSeq: number; readonly periodUs: number } | null
  /** What one lap of the loop adds to each measure. */
  readonly perLap: Measures | null
}

/** A new event starts the search for recurrence anew, this often at most: then steps alone count. */
export const freshSearchesMax = 500
/** Steps from there to the first saved machine. */
const freshGap = 64

/** Minor events of one lap that are told in full. */
export const lapEventsMax = 16

/** A machine to compare later ones with, and to tell a lap from. */
type Saved = {
  readonly machine: Machine
  readonly form: Canonical
  readonly print: number
  readonly seq: number
  readonly measures: Measures
  readonly lockdep: Lockdep | null
}

const save = (w: World): Saved => ({
  machine: copyMachine(w.m),
  form: canonical(w.m),
  print: fingerprint(w.m),
  seq: w.out.events.length,
  measures: { ...w.out.measures },
  lockdep: w.out.lockdep && copyLockdep(w.out.lockdep),
})

/** Every task that counts has ended and kernel threads have nothing left to do, or the kernel panicked. */
const isOver = (m: Machine): boolean => {
  if (m.panic !== null) return true
  for (const t of m.tasks)
    if (t.kthread ? t.state === 'runnable' || t.wakeAtUs >= 0 : !t.background && t.state !== 'dead') return false
  return true
}

const minus = (a: Measures, b: Measures): Measures =>
  Object.fromEntries(Object.entries(a).map(([key, n]) => [key, n - b[key as keyof Measures]])) as Measures

/**
 * Runs a world to its end. Recurrence is found as Brent does: the machine is compared with one saved earlier, and a
 * new one is saved after 1, 2, 4, 8 ... further steps. While only far timers stand between it and a recurrence, whole laps are
 * skipped up to the first of them.
 */
export const runWorld = (w: World, check?: (w: World) => void): End => {
  const { m, out } = w
  let saved = save(w)
  let gap = 1
  let nextSave = 1
  let eventsSeen = 0
  let freshSearches = 0
  for (let step = 1; ; step++) {
    if (isOver(m)) {
      const says = m.panic === null ? 'every task has ended' : `kernel panic: ${m.panic}`
      return { end: 'finished', says, loop: null, perLap: null }
    }
    if (step > stepsMax || m.nowUs > timeMaxUs)
      return {
        end: 'ranOut',
        says: `stopped after ${step - 1} steps, ${div(m.nowUs, 1000)} ms of model time`,
        loop: null,
        perLap: null,
      }
    if (!advance(w)) {
      const loop = { fromUs: m.nowUs, fromSeq: out.events.length, periodUs: 0 }
      return {
        end: 'looped',
        says: 'nothing can run any more: every task that is left waits for another',
        loop,
        perLap: minus(out.measures, out.measures),
      }
    }
    check?.(w)
    if (fingerprint(m) === saved.print) {
      const now = canonical(m)
      const relation = compare(saved.form, now)
      if (relation.kind === 'same') return looped(w, saved)
      if (relation.kind === 'waiting' && skipLaps(w, saved, now, relation.untilUs)) {
        saved = save(w)
        gap = freshGap
        nextSave = step + gap
        continue
      }
    }
    if (step >= nextSave) {
      saved = save(w)
      gap *= 2
      nextSave = step + gap
    }
    const happened = out.events.length - (out.lockdep?.reports.length ?? 0)
    if (happened !== eventsSeen && freshSearches < freshSearchesMax) {
      eventsSeen = happened
      freshSearches++
      gap = freshGap
      nextSave = step + gap
    }
  }
}

/** Tells the lap in full from the saved machine: what it records takes the place of what the run kept of it. */
const tellLap = (w: World, saved: Saved): void => {
  const { events } = w.out
  const m = copyMachine(saved.machine)
  const out = newLedger(m)
  out.events = events.slice(0, saved.seq)
  out.tellAll = lapEventsMax
  out.lockdep = saved.lockdep
  out.stallFromUs = [...w.out.stallFromUs]
  out.stallWarnedUs = [...w.out.stallWarnedUs]
  const replay: World = { ...w, m, out }
  while (m.nowUs < w.m.nowUs && advance(replay));
  w.out.events = out.events
}

const looped = (w: World, saved: Saved): End => {
  const periodUs = w.m.nowUs - saved.form.nowUs
  tellLap(w, saved)
  remark(w.out, w.m, 'recurrence', `the machine is what it was ${periodUs} us ago`, { periodUs })
  return {
    end: 'looped',
    says: `the machine equals itself ${periodUs} us earlier: it goes on like this as long as nothing else in this machine changes`,
    loop: { fromUs: saved.form.nowUs, fromSeq: saved.seq, periodUs },
    perLap: minus(w.out.measures, saved.measures),
  }
}

/** Jumps over as many whole laps as fit before the first far timer. True when there was at least one. */
const skipLaps = (w: World, saved: Saved, now: Canonical, untilUs: number): boolean => {
  const { m, out } = w
  const periodUs = now.nowUs - saved.form.nowUs
  if (periodUs === 0) return false
  const laps = div(untilUs - 1, periodUs)
  if (laps < 1) return false
  const far = new Set(
    now.timers.filter((timer, i) => timer.inUs !== saved.form.timers[i]!.inUs).map(timer => timer.task),
  )
  const shift = laps * periodUs
  m.nowUs += shift
  for (const e of m.pending) if (e.kind === 'cpu' || !far.has(e.index)) e.atUs += shift
  for (const t of m.tasks.keys()) if (m.tasks[t]!.wakeAtUs >= 0 && !far.has(t)) m.tasks[t]!.wakeAtUs += shift
  for (const c of m.cpus) if (c.busyUntilUs > now.nowUs) c.busyUntilUs += shift
  m.pending.sort((a, b) => b.atUs - a.atUs || b.seq - a.seq)
  const perLap = minus(out.measures, saved.measures)
  for (const key of Object.keys(perLap) as (keyof Measures)[]) out.measures[key] += laps * perLap[key]
  remark(out, m, 'laps', `${laps} laps of ${periodUs} us went by, each like the one before`, {
    laps,
    periodUs,
  })
  return true
}
