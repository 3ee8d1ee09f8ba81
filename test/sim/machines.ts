import { addLock, addProcess, addThread, finishMachine, newMachine } from '../../sim/build.ts'
import { advance } from '../../sim/engine/cpu.ts'
import { kernelOf } from '../../sim/kernels/all.ts'
import { policyOf } from '../../sim/kernels/behaviours.ts'
import type { Behaviours } from '../../sim/kernels/behaviours.ts'
import { newLedger } from '../../sim/ledger.ts'
import type { Machine, Op, Zone } from '../../sim/machine.ts'
import { bitsOf, maskOf, tableOf } from '../../sim/world.ts'
import type { World } from '../../sim/world.ts'

export { addLock, addProcess, addThread }

/** A world of one kernel: 512 MB, so many free pages, whatever `fill` adds. */
export const small = (
  version: string,
  fill: (m: Machine, mask: (text: string) => number, k: Behaviours) => void,
  options: { changes?: Partial<Behaviours>; freePages?: number; fileClean?: number; cpus?: number } = {},
): World => {
  const k: Behaviours = { ...policyOf(kernelOf(version)!), ...options.changes }
  const table = tableOf(k)
  const m = newMachine([{ name: 'Normal', type: 2, managedPages: 131_072 }], options.cpus ?? 1, 1, k)
  fill(m, text => maskOf(table, text), k)
  finishMachine(m, k, options.freePages ?? m.zones[0]!.minPages, options.fileClean ?? 0)
  return { m, k, table, gfp: bitsOf(k, table), out: newLedger(m) }
}

/** A process with one thread. */
export const solo = (
  m: Machine,
  lane: string,
  pid: number,
  anon: number,
  program: readonly Op[],
  more: { oomScoreAdj?: number; parent?: number } = {},
): number => {
  const p = addProcess(m, { pid, comm: lane.toLowerCase(), pages: { anon }, oomScoreAdj: more.oomScoreAdj ?? 0 })
  m.processes[p.process]!.parent = more.parent ?? -1
  return addThread(m, { pid, comm: lane.toLowerCase(), lane, process: p.process, mm: p.mm, program })
}

/** Lets so many pending events happen. */
export const steps = (w: World, count: number): World => {
  for (let i = 0; i < count && advance(w); i++);
  return w
}

export const kinds = (w: World): string[] => w.out.events.map(e => `${e.lane} ${e.kind}`)

export const pause: Op = { op: 'pause', state: 'interruptible', event: 'requests' }
/** Sleeps where SIGKILL does not reach it. */
export const stuck: readonly Op[] = [
  { op: 'enter', name: 'read' },
  { op: 'pause', state: 'uninterruptible', event: 'I/O' },
]

export const zone = (over: Partial<Zone>): Zone => ({
  name: 'Normal',
  type: 2,
  node: 0,
  managedPages: 100_000,
  freePages: 0,
  minPages: 0,
  lowPages: 0,
  highPages: 0,
  reservePages: [0, 0, 0],
  fileClean: 0,
  fileBusy: 0,
  shmemUnmapped: 0,
  kernelPages: 0,
  pagesScanned: 0,
  ...over,
})

/** Steps until something is so; a machine that never gets there fails the test instead of hanging it. */
export const until = (w: World, isSo: () => boolean, most = 500_000): World => {
  for (let i = 0; !isSo(); i++) if (i === most || !advance(w)) throw new Error(`not reached by ${w.m.nowUs} us`)
  return w
}
