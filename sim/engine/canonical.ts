import { jiffyUs } from '../machine.ts'
import type { Machine, Pending, Task } from '../machine.ts'
import { scannedTimesMax } from '../mechanisms/reclaim.ts'

/*
 * The machine as a list of plain values that decide what happens next, times taken from now: two machines with equal
 * lists go the same way for ever. Counters are cut off where the rule that reads them no longer tells values apart.
 * Log, measures, event numbers, programs (constant), memory totals (constant) are left out.
 */

/** One comparable value. */
export type Part = number | string | boolean

/** A machine to compare with: everything but timers, and the timers by task. */
export type Canonical = {
  readonly parts: readonly Part[]
  /** Task and time left of each timer, in the order of the queue; `tie`: CPU events of the same time that go first. */
  readonly timers: readonly { readonly task: number; readonly inUs: number; readonly tie: number }[]
  readonly nowUs: number
}

/** Cheap sum over what changes most; equal machines have equal sums, so unequal sums save the long comparison. */
export const fingerprint = (m: Machine): number => {
  let h = m.nowUs % jiffyUs(m)
  for (const z of m.zones) h = (Math.imul(h, 31) + z.freePages) | 0
  for (const t of m.tasks) {
    h = (Math.imul(h, 31) + t.opIndex * 64 + t.frames.length * 8 + t.opDone) | 0
    if (t.memdie) h = (h + 77) | 0
    if (t.state === 'runnable') h = (h + 13) | 0
  }
  return h
}

const partsOfTask = (m: Machine, t: Task, out: Part[]): void => {
  const lag = t.vruntimeUs - m.floorVruntimeUs
  out.push(t.state, t.mm, t.memdie, t.sigkill, t.exiting, t.memalloc, t.dumpcore, t.realtime)
  out.push(t.opIndex, t.opDone, t.inKernel, t.failed, t.ret, t.page, t.cpu, t.waitLock, t.waitMode, t.wakeAtUs >= 0)
  // A sleeper behind the floor is lifted to it when it wakes.
  out.push(t.state === 'runnable' ? lag : Math.max(lag, 0))
  out.push(t.requestNodes, t.policyNodes, t.traced, t.memcgInOom)
  out.push(t.scopes, t.savedScopes)
  out.push(...t.kernelPages, t.frames.length)
  for (const f of t.frames) out.push(...(Object.values(f) as Part[]))
}

/** CPU events at the very time of a timer that were queued before it. */
const tiesBefore = (m: Machine, timer: Pending): number =>
  m.pending.filter(e => e.kind === 'cpu' && e.atUs === timer.atUs && e.seq < timer.seq).length

/** The comparable form of a machine. */
export const canonical = (m: Machine): Canonical => {
  const parts: Part[] = [m.nowUs % jiffyUs(m), m.dice.state, m.victims, m.panic ?? '']
  for (const z of m.zones) {
    const scannedMost = scannedTimesMax * (z.fileClean + z.fileBusy)
    parts.push(
      z.freePages,
      z.fileClean,
      z.fileBusy,
      z.shmemUnmapped,
      z.kernelPages,
      Math.min(z.pagesScanned, scannedMost),
    )
  }
  for (const mm of m.mms) {
    const p = mm.pages
    parts.push(mm.users, mm.oomKilled, mm.oomSkip, ...p.anon, ...p.mlocked, ...p.shmem, ...p.hugetlb, ...p.pageTables)
  }
  for (const mm of m.mms) {
    parts.push(mm.swapPages, mm.maps.length, mm.reapedVmas)
    for (const map of mm.maps) parts.push(map.file, map.pages)
  }
  for (const f of m.files) parts.push(f.users, ...f.pages)
  for (const c of m.memcgs) parts.push(c.maxPages, c.usedPages, c.oomGroup)
  parts.push(m.swapFreePages, m.panicOnOom, m.oomKillAllocatingTask, m.committedPages)
  for (const p of m.processes) parts.push(p.oomScoreAdj, p.groupExit, p.oomMm)
  for (const t of m.tasks) partsOfTask(m, t, parts)
  for (const l of m.locks) parts.push(l.writer, l.readers.length, ...l.readers, l.waiters.length, ...l.waiters)
  for (const c of m.completions) parts.push(c.done, c.waiters.length, ...c.waiters)
  for (const c of m.cpus) parts.push(c.task, Math.max(0, c.busyUntilUs - m.nowUs), c.sliceUs)
  parts.push(m.reaper.task, m.reaper.slot, m.reaper.list.length, ...m.reaper.list)
  // Times of delayed victims count from the reaper's own timer where that is the first of them, else from now.
  const { delayed } = m.reaper
  const first = delayed[0]
  const reaperTimerUs = m.reaper.task < 0 ? -1 : m.tasks[m.reaper.task]!.wakeAtUs
  const fromUs = first !== undefined && first.atUs === reaperTimerUs ? first.atUs : m.nowUs
  parts.push(delayed.length)
  for (const d of delayed) parts.push(d.victim, d.atUs - fromUs)
  const timers: { task: number; inUs: number; tie: number }[] = []
  for (const e of m.pending)
    if (e.kind === 'timer') timers.push({ task: e.index, inUs: e.atUs - m.nowUs, tie: tiesBefore(m, e) })
    else parts.push('cpu', e.index, e.atUs - m.nowUs)
  return { parts, timers, nowUs: m.nowUs }
}

/** Whether two forms agree in everything but the timers. */
const sameParts = (a: Canonical, b: Canonical): boolean => {
  if (a.parts.length !== b.parts.length || a.timers.length !== b.timers.length) return false
  for (let i = 0; i < a.parts.length; i++) if (a.parts[i] !== b.parts[i]) return false
  return true
}

/**
 * How a later machine stands to an earlier one. `same`: equal, so what happened in between happens again for ever.
 * `waiting`: equal but for timers that did not move (the same absolute time): what happened in between happens again
 * until the first of them fires, in `untilUs` from now.
 */
export const compare = (
  earlier: Canonical,
  later: Canonical,
):
  | { readonly kind: 'different' }
  | { readonly kind: 'same' }
  | { readonly kind: 'waiting'; readonly untilUs: number } => {
  if (!sameParts(earlier, later)) return { kind: 'different' }
  const passed = later.nowUs - earlier.nowUs
  let untilUs = -1
  for (let i = 0; i < later.timers.length; i++) {
    const [a, b] = [earlier.timers[i]!, later.timers[i]!]
    if (a.task !== b.task) return { kind: 'different' }
    if (a.inUs === b.inUs && a.tie === b.tie) continue
    if (a.inUs - passed !== b.inUs) return { kind: 'different' }
    if (untilUs < 0 || b.inUs < untilUs) untilUs = b.inUs
  }
  return untilUs < 0 ? { kind: 'same' } : { kind: 'waiting', untilUs }
}
