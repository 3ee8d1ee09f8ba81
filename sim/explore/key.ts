import { div } from '../ints.ts'
import { memoryKinds } from '../machine.ts'
import type { Machine } from '../machine.ts'

/** Numbers of strings that occur in frames and states: the same string, the same number, for one exploration. */
export type Names = Map<string, number>

const numberOf = (names: Names, text: string): number => {
  const known = names.get(text)
  if (known !== undefined) return known
  names.set(text, names.size)
  return names.size - 1
}

const units: number[] = []
/** One value as UTF-16 units: small ones as one, others as an escape and three. */
const put = (value: number): void => {
  const up = value + 1
  if (up >= 0 && up < 0xfff0) units.push(up)
  else units.push(0xffff, div(up, 0x1_0000_0000) & 0xffff, (up >>> 16) & 0xffff, up & 0xffff)
}
const putFlag = (...flags: readonly boolean[]): void => put(flags.reduce((bits, flag) => bits * 2 + (flag ? 1 : 0), 0))

/**
 * What decides what may happen next when any task may take the next step and any timer may fire: everything of the
 * machine but times, run times and CPUs. Equal keys have equal futures.
 */
export const keyOf = (m: Machine, names: Names): string => {
  units.length = 0
  put(m.victims)
  put(m.panic === null ? 0 : 1)
  for (const z of m.zones)
    for (const n of [z.freePages, z.fileClean, z.fileBusy, z.shmemUnmapped, z.pagesScanned]) put(n)
  for (const mm of m.mms) {
    put(mm.users)
    putFlag(mm.oomKilled, mm.oomSkip)
    for (const kind of memoryKinds) for (const n of mm.pages[kind]) put(n)
  }
  for (const p of m.processes) {
    put(p.oomScoreAdj + 1000)
    put(p.oomMm)
    putFlag(p.groupExit)
  }
  for (const t of m.tasks) {
    put(numberOf(names, t.state))
    putFlag(t.memdie, t.sigkill, t.exiting, t.memalloc, t.dumpcore, t.realtime, t.inKernel, t.failed, t.wakeAtUs >= 0)
    for (const n of [t.mm, t.opIndex, t.opDone, t.ret, t.page, t.waitLock, ...t.kernelPages]) put(n)
    put(numberOf(names, t.waitMode))
    put(t.frames.length)
    for (const f of t.frames)
      for (const value of Object.values(f)) put(typeof value === 'number' ? value : numberOf(names, String(value)))
  }
  for (const l of m.locks) {
    put(l.writer)
    put(l.readers.length)
    for (const reader of l.readers) put(reader)
    put(l.waiters.length)
    for (const waiter of l.waiters) put(waiter)
  }
  const r = m.reaper
  put(r.slot)
  put(r.list.length)
  for (const victim of r.list) put(victim)
  put(r.delayed.length)
  for (const d of r.delayed) {
    put(d.victim)
    putFlag(d.atUs <= m.nowUs)
  }
  return String.fromCharCode(...units)
}
