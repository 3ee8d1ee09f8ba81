import type { LaneSpan, TraceEvent } from '../model/index.ts'
import { bug, div } from './ints.ts'
import type { Machine, Task } from './machine.ts'
import type { Lockdep } from './mechanisms/lockdep.ts'

/** Bounds of what a run records. Reaching one drops the least telling part and says so in the trace. */
export const eventsMax = 4_000
export const lanesMax = 4_000
export const pointsMax = 1_000
export const dmesgMax = 2_000

type Data = Readonly<Record<string, number | string>>

/** What a run measured. Everything counts up, so a lap of a loop adds the same again. */
export type Measures = {
  steps: number
  kills: number
  oomCalls: number
  oomAborts: number
  oomLockLost: number
  reclaimRounds: number
  pagesReaped: number
  pagesFreedByExit: number
  reapAttempts: number
  reapFailures: number
  reserveAllocs: number
  failedAllocs: number
  /** OOMs of a memory cgroup or by sysrq that found nobody to kill. */
  nobodyKillable: number
}

export const noMeasures = (): Measures => ({
  steps: 0,
  kills: 0,
  oomCalls: 0,
  oomAborts: 0,
  oomLockLost: 0,
  reclaimRounds: 0,
  pagesReaped: 0,
  pagesFreedByExit: 0,
  reapAttempts: 0,
  reapFailures: 0,
  reserveAllocs: 0,
  failedAllocs: 0,
  nobodyKillable: 0,
})

/** Everything that is watched and decides nothing. */
export type Ledger = {
  /** Neither events nor log lines are kept. */
  isQuiet: boolean
  events: TraceEvent[]
  dropped: number
  /** Minor events seen since the last major one, so a loop is told once. */
  seen: Set<string>
  /** How many more minor events are recorded whether seen or not: a lap of a loop is told in full. */
  tellAll: number
  lanes: LaneSpan[]
  open: { state: string; fromUs: number }[]
  points: { atUs: number; pagesFree: number }[]
  /** Points are kept this far apart; doubled whenever they become too many. */
  pointGapUs: number
  dmesg: string[]
  measures: Measures
  /** Lowest free count of the watched zone. */
  freeLowest: number
  /** When each task's running request began, or -1. */
  stallFromUs: number[]
  /** When each task last printed that it stalls. */
  stallWarnedUs: number[]
  longestStallUs: number
  /** Rate limit of the line that a leaked VM_FAULT_OOM prints. */
  faultLimit: { fromUs: number; lines: number }
  /** Lock classes and edges seen so far; null: not watched. */
  lockdep: Lockdep | null
}

/** Makes the ledger of a machine that is about to start. */
export const newLedger = (m: Machine): Ledger => ({
  isQuiet: false,
  events: [],
  dropped: 0,
  seen: new Set(),
  tellAll: 0,
  lanes: [],
  open: m.tasks.map(() => ({ state: '', fromUs: 0 })),
  points: [],
  pointGapUs: 1,
  dmesg: [],
  measures: noMeasures(),
  freeLowest: Math.min(...m.zones.map(z => z.freePages)),
  stallFromUs: m.tasks.map(() => -1),
  stallWarnedUs: m.tasks.map(() => -1),
  longestStallUs: 0,
  faultLimit: { fromUs: -1, lines: 0 },
  lockdep: null,
})

/** A ledger that keeps no events and no log: for machines that are stepped millions of times. */
export const quietLedger = (m: Machine): Ledger => ({ ...newLedger(m), isQuiet: true })

/** Records an event that changes the situation. `fn` is the kernel function it stands for. */
export const note = (
  out: Ledger,
  m: Machine,
  lane: string,
  kind: string,
  fn: string,
  says: string,
  data: Data = {},
): void => {
  if (out.isQuiet) return
  out.seen.clear()
  push(out, m, lane, kind, fn, says, data)
}

/** Like `note` for what a watcher says: it is no part of what happened, and what repeats is not told again after it. */
export const aside = (
  out: Ledger,
  m: Machine,
  lane: string,
  kind: string,
  fn: string,
  says: string,
  data: Data = {},
): void => {
  if (!out.isQuiet) push(out, m, lane, kind, fn, says, data)
}

/** Like `note` for a remark on the run itself: what was told already is not told again after it. */
export const remark = (out: Ledger, m: Machine, kind: string, says: string, data: Data = {}): void =>
  push(out, m, 'cpu', kind, 'engine', says, data)

/** Like `note` for what repeats in a loop: recorded once until something else happens. */
export const noteOnce = (
  out: Ledger,
  m: Machine,
  lane: string,
  kind: string,
  fn: string,
  says: () => string,
  data: Data = {},
): void => {
  if (out.isQuiet) return
  const key = `${lane} ${kind}`
  if (out.tellAll > 0) out.tellAll--
  else if (out.seen.has(key)) return
  out.seen.add(key)
  push(out, m, lane, kind, fn, says(), data)
}

const push = (out: Ledger, m: Machine, lane: string, kind: string, fn: string, says: string, data: Data): void => {
  if (out.events.length >= eventsMax) {
    out.dropped++
    return
  }
  out.events.push({ seq: out.events.length, atUs: m.nowUs, lane, kind, says, data: { fn, ...data } })
}

/** One line of the kernel log with its time. */
export const printk = (out: Ledger, m: Machine, line: string): void => {
  if (out.isQuiet || out.dmesg.length > dmesgMax) return
  if (out.dmesg.length === dmesgMax) {
    out.dmesg.push(`(${dmesgMax} lines are kept: the rest of this log is left out)`)
    return
  }
  const seconds = div(m.nowUs, 1_000_000)
  const micros = String(m.nowUs - seconds * 1_000_000).padStart(6, '0')
  out.dmesg.push(`[${String(seconds).padStart(5)}.${micros}] ${line}`)
}

/** Keeps the free count of the first zone, thinned to `pointsMax`. */
export const watchFree = (out: Ledger, m: Machine): void => {
  const free = (m.zones[0] ?? bug('a machine without zones')).freePages
  if (free < out.freeLowest) out.freeLowest = free
  const last = out.points[out.points.length - 1]
  if (last !== undefined) {
    if (last.pagesFree === free) return
    if (last.atUs === m.nowUs || m.nowUs - last.atUs < out.pointGapUs) {
      last.pagesFree = free
      return
    }
  }
  out.points.push({ atUs: m.nowUs, pagesFree: free })
  if (out.points.length <= pointsMax) return
  out.points = out.points.filter((_, i) => i % 2 === 0 || i === out.points.length - 1)
  out.pointGapUs *= 2
}

/** Closes the lane's span when its state has another name now. */
export const watchLane = (out: Ledger, m: Machine, index: number, task: Task, state: string): void => {
  const open = out.open[index] ?? bug('a task without a lane')
  if (open.state === state) return
  if (open.state !== '' && open.fromUs < m.nowUs && out.lanes.length < lanesMax)
    out.lanes.push({ lane: task.lane, state: open.state, fromUs: open.fromUs, toUs: m.nowUs })
  open.state = state
  open.fromUs = m.nowUs
}
