import { addThread, jiffiesOf } from '../build.ts'
import { div, divUp } from '../ints.ts'
import type { GrowOp, Index, Machine, Op } from '../machine.ts'
import type { GfpTable } from '../../model/index.ts'
import { maskOf } from '../world.ts'
import type { ProcessCommand } from './language.ts'
import { addEmpty, addFile, fillMm, mapFile, takePages } from './place.ts'
import { bare, mbPages } from './sizes.ts'
import type { Size } from './sizes.ts'

/** Masks of the requests that the runs' processes make. */
export type Masks = { readonly anon: number; readonly file: number; readonly kernel: number }

export const masksOf = (table: GfpTable): Masks => {
  const has = (name: string): boolean => table.flags[name] !== undefined
  const anon = has('__GFP_ZERO') ? 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO' : 'GFP_HIGHUSER_MOVABLE'
  return { anon: maskOf(table, anon), file: maskOf(table, 'GFP_HIGHUSER_MOVABLE'), kernel: maskOf(table, 'GFP_KERNEL') }
}

/** Kernel memory of a task: its stack of four pages, and about as much in slabs; it goes with the task. */
const forkPages = 8

/** A process of a scenario in the machine. `threads` are the tasks that begin with it. */
export type Member = {
  readonly name: string
  readonly task: Index
  readonly process: Index
  readonly mm: Index
  readonly starts: readonly { readonly task: Index; readonly mm: Index }[]
}

export type Stage = {
  readonly m: Machine
  readonly masks: Masks
  readonly memcgs: ReadonlyMap<string, Index>
  readonly members: Map<string, Member>
  /** File that stands for the program that all run. */
  readonly program: Index
  nextPid: number
}

/** `adds`: the process is there from the beginning, with its memory; otherwise init spawns it and it fills itself. */
export type Entry = { readonly command: ProcessCommand; readonly sizes: readonly Size[]; readonly isThere: boolean }

const pause: Op = { op: 'pause', state: 'interruptible', event: 'signals' }

const numberAt = (c: ProcessCommand, i: number): number => Math.max(0, Number(c.args[i] ?? 0) || 0)
const mb = (c: ProcessCommand, i: number): number => Math.round(numberAt(c, i) * mbPages)

/** Nodes of `mbind`. */
const nodesOf = (c: ProcessCommand): number => (c.kind === 'mbind' ? 1 << Math.min(numberAt(c, 0), 20) : 0)

/** Kinds that begin small and stay so: what was measured of them at any time is what they begin with. */
export const staysSmall = (c: ProcessCommand): boolean => ownPages(c) === 0 && childrenOf(c).count === 0

/** Private pages that the process itself touches when it begins, beyond those of its program. */
const ownPages = (c: ProcessCommand): number => {
  switch (c.kind) {
    case 'anon':
    case 'thr':
    case 'sharevm':
    case 'parent':
    case 'mmaploop':
    case 'thp':
      return mb(c, 0)
    case 'anonkb':
      return divUp(numberAt(c, 0), 4)
    case 'mlock':
      return mb(c, 0) + mb(c, 1)
    case 'mbind':
    case 'bigmmap':
      return mb(c, 1)
    case 'pt':
      return 160
    default:
      return 0
  }
}

/** Further processes: how many, how large, and how they hang together. */
const childrenOf = (c: ProcessCommand): { count: number; pages: number } => {
  if (c.kind === 'sharevm' || c.kind === 'shmfork') return { count: numberAt(c, 1), pages: 0 }
  if (c.kind === 'parent') return { count: numberAt(c, 1), pages: mb(c, 2) }
  if (c.kind === 'bomb') return { count: numberAt(c, 1), pages: mb(c, 0) }
  return { count: 0, pages: 0 }
}

const growOp = (s: Stage, pages: number, more: Partial<GrowOp>): GrowOp => ({
  op: 'grow',
  gfp: s.masks.anon,
  tableGfp: s.masks.kernel,
  tablesBase: bare.tables,
  pages,
  stepPages: 64,
  stopFreePages: -1,
  kind: 'anon',
  read: false,
  nodes: 0,
  ...more,
})

/** `grow STEP_KB MAX_MB DELAY_MS STOP_FREE_KB` and its like. */
const growing = (s: Stage, c: ProcessCommand, tablesBase: number, isThere: boolean): readonly Op[] => {
  const locked = c.kind === 'mlockgrow'
  const stepPages = locked ? 64 : Math.max(1, divUp(numberAt(c, 0), 4))
  const pages = mb(c, locked ? 0 : 1)
  const delayMs = locked ? 0 : numberAt(c, 2)
  const stopFreePages = locked ? 0 : divUp(numberAt(c, 3), 4)
  const more: Partial<GrowOp> = {
    stepPages,
    tablesBase,
    kind: locked ? 'mlocked' : 'anon',
    // Locked pages are faulted in by mlock(2) itself.
    read: locked || c.kind === 'readgrow',
  }
  const whole: readonly Op[] =
    delayMs === 0
      ? [growOp(s, pages, more)]
      : Array.from({ length: Math.min(divUp(pages, stepPages), 100_000) }).flatMap((): readonly Op[] => [
          growOp(s, stepPages, more),
          { op: 'sleep', jiffies: jiffiesOf(delayMs), state: 'interruptible', event: 'the next step' },
        ])
  if (stopFreePages === 0) return [...whole, pause]
  return isThere ? [pause, ...whole, pause] : [growOp(s, pages, { ...more, stopFreePages }), pause, ...whole, pause]
}

/** mmap_sem of the process that `clear` names, by its name or pid; -1: there is none. */
const lockOfClear = (s: Stage, c: ProcessCommand): Index => {
  const target =
    s.members.get(c.args[0]!) ?? [...s.members.values()].find(x => s.m.tasks[x.task]!.pid === numberAt(c, 0))
  return target === undefined ? -1 : s.m.mms[target.mm]!.mmapSem
}

const programOf = (s: Stage, e: Entry, tablesBase: number, file: Index): readonly Op[] => {
  const c = e.command
  switch (c.kind) {
    case 'grow':
    case 'readgrow':
    case 'mlockgrow':
      return growing(s, c, tablesBase, e.isThere)
    case 'tmpfs':
    case 'pipes':
    case 'tmpfsgrow':
    case 'pipegrow': {
      const pages = c.kind.startsWith('pipe') ? numberAt(c, 0) * 16 : mb(c, 0)
      const isDone = e.isThere && (c.kind === 'tmpfs' || c.kind === 'pipes')
      return isDone ? [pause] : [{ op: 'fileWrite', file, gfp: s.masks.file, pages }, pause]
    }
    case 'shm':
    case 'shmfork':
      return e.isThere ? [pause] : [{ op: 'fileWrite', file, gfp: s.masks.file, pages: mb(c, 0) }, pause]
    case 'clear': {
      const lock = lockOfClear(s, c)
      // clear_refs over and over: mmap_sem for write, let go and taken again at once.
      return [
        { op: 'enter', name: 'clear_refs' },
        { op: 'downWrite', lock },
        { op: 'sleep', jiffies: 1, state: 'uninterruptible', event: 'the page tables' },
        { op: 'upWrite', lock },
        { op: 'loop', by: 3 },
      ]
    }
    default:
      if (e.isThere) return [pause]
      // Sparse read faults: the zero page everywhere, and a page table for each.
      if (c.kind === 'pt') return [growOp(s, mb(c, 0), { gfp: s.masks.kernel, kind: 'pageTables' }), pause]
      return [
        growOp(s, ownPages(c), { tablesBase, kind: c.kind === 'mlock' ? 'mlocked' : 'anon', nodes: nodesOf(c) }),
        pause,
      ]
  }
}

const sizeFor = (e: Entry, i: number, pid: number, comm: string, pages: number): Size =>
  e.sizes[i] ?? {
    pid,
    comm,
    anon: bare.anon + (e.isThere ? pages : 0),
    program: bare.program,
    shared: 0,
    tables:
      bare.tables + (e.isThere ? divUp(pages, 512) : 0) + (e.command.kind === 'pt' && e.isThere ? mb(e.command, 0) : 0),
    swap: 0,
    locked: 0,
  }

/** Fills an address space as measured. False: the zones hold less. */
const fill = (s: Stage, mm: Index, size: Size, e: Entry): boolean => {
  const nodes = nodesOf(e.command)
  const locked = e.command.kind === 'mlock' ? Math.min(size.anon, size.locked || mb(e.command, 0)) : 0
  s.m.mms[mm]!.swapPages = size.swap
  s.m.swapFreePages -= size.swap
  mapFile(s.m, mm, s.program, size.program, false)
  return (
    fillMm(s.m, mm, 'mlocked', e.isThere ? locked : 0, nodes) &&
    fillMm(s.m, mm, 'anon', size.anon - (e.isThere ? locked : 0), nodes) &&
    fillMm(s.m, mm, 'pageTables', size.tables)
  )
}

/** The loop of one thread of `mmaploop`: map, touch, unmap. */
const mapLoop = (s: Stage): readonly Op[] => [
  { op: 'enter', name: 'mmap' },
  { op: 'alloc', gfp: s.masks.kernel, order: 0, count: 4 },
  { op: 'free' },
  { op: 'leave' },
  { op: 'sleep', jiffies: 1, state: 'interruptible', event: 'the next round' },
  { op: 'loop', by: 5 },
]

/**
 * Brings the processes of one command into the machine: the ones that are there already with their memory, the others
 * as tasks that wait to be spawned. Says what is wrong, or null.
 */
export const enter = (s: Stage, e: Entry): string | null => {
  const { m } = s
  const c = e.command
  const memcg = c.cgroup === '' ? -1 : (s.memcgs.get(c.cgroup) ?? -1)
  if (c.cgroup !== '' && memcg < 0) return `no cgroup ${c.cgroup} for ${c.name}`
  if (c.kind === 'clear' && lockOfClear(s, c) < 0) return `clear ${c.args[0]}: no such process`
  const own = sizeFor(e, 0, s.nextPid, c.name, ownPages(c))
  const sharedPages = c.kind === 'shm' || c.kind === 'shmfork' ? mb(c, 0) : 0
  const filePages = c.kind === 'tmpfs' ? mb(c, 0) : c.kind === 'pipes' ? numberAt(c, 0) * 16 : sharedPages
  const needsFile = ['shm', 'shmfork', 'tmpfs', 'tmpfsgrow', 'pipes', 'pipegrow'].includes(c.kind)
  const file = needsFile ? addFile(m, `memory of ${c.name}`, e.isThere ? filePages : 0, memcg) : -1
  if (file === null) return `no room for the file of ${c.name}`
  const isMounted = c.kind === 'tmpfs' || c.kind === 'tmpfsgrow'
  if (isMounted) m.files[file]!.users++

  const added = addEmpty(m, { pid: own.pid, comm: c.name, adj: c.adj, memcg, parent: 0 })
  if (!fill(s, added.mm, own, e)) return `no room for ${c.name}`
  if (file >= 0 && !isMounted)
    mapFile(m, added.mm, file, sharedPages > 0 ? (e.isThere ? own.shared || sharedPages : sharedPages) : 0, true)
  s.nextPid = own.pid + 1
  const tablesBase = Math.max(0, own.tables - div(own.anon, 512) - 1)
  const starts: { task: Index; mm: Index }[] = []
  const thread = (
    pid: number,
    process: Index,
    mm: Index,
    comm: string,
    program: readonly Op[],
    later = !e.isThere,
  ): Index => {
    const task = addThread(m, {
      pid,
      comm,
      lane: `${comm} (${pid})`,
      process,
      mm: later ? -1 : mm,
      program,
      background: true,
    })
    if (later) m.tasks[task]!.state = 'dead'
    else {
      const t = m.tasks[task]!
      t.freesKernel = true
      t.kernelPages = takePages(m, forkPages) ?? t.kernelPages
    }
    starts.push({ task, mm })
    return task
  }
  const task = thread(own.pid, added.process, added.mm, c.name, programOf(s, e, tablesBase, file))
  const extra = c.kind === 'thr' || c.kind === 'mmaploop' ? numberAt(c, 1) : 0
  for (let i = 0; i < extra; i++)
    thread(s.nextPid++, added.process, added.mm, c.name, c.kind === 'mmaploop' ? mapLoop(s) : [pause])

  const children = childrenOf(c)
  const forks: { task: Index; mm: Index }[] = []
  for (let i = 0; i < Math.min(children.count, 1000); i++) {
    const isBomb = c.kind === 'bomb'
    const child: Entry = isBomb ? { ...e, isThere: false, sizes: [] } : e
    const size = sizeFor(child, isBomb ? -1 : i + 1, s.nextPid, `${c.name}${i}`, children.pages)
    const who = addEmpty(m, { pid: size.pid, comm: size.comm, adj: c.adj, memcg, parent: added.process })
    s.nextPid = Math.max(s.nextPid, size.pid) + 1
    const shares = c.kind === 'sharevm'
    if (!shares && !isBomb && !fill(s, who.mm, size, child)) return `no room for ${size.comm}`
    if (isBomb) mapFile(m, who.mm, s.program, bare.program, false)
    if (file >= 0 && c.kind === 'shmfork')
      mapFile(m, who.mm, file, e.isThere ? size.shared || sharedPages : sharedPages, true)
    const program: readonly Op[] =
      child.isThere || shares || c.kind === 'shmfork' ? [pause] : [growOp(s, children.pages + bare.anon, {}), pause]
    const mm = shares ? added.mm : who.mm
    const at = thread(size.pid, who.process, mm, size.comm, program, !child.isThere)
    if (isBomb) forks.push({ task: at, mm })
  }
  if (c.kind === 'bomb') {
    m.tasks[task]!.program = [...forks.flatMap(f => forkOps(s, f)), pause]
    starts.splice(1)
  }
  s.members.set(c.name, { name: c.name, task, process: added.process, mm: added.mm, starts })
  return null
}

/** fork(2) of a task that waits to be born. */
export const forkOps = (s: Stage, who: { readonly task: Index; readonly mm: Index }): readonly Op[] => [
  { op: 'enter', name: 'fork' },
  { op: 'alloc', gfp: s.masks.kernel, order: 0, count: forkPages },
  { op: 'leave' },
  { op: 'spawn', task: who.task, mm: who.mm },
]
