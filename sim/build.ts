import type { Notifier } from './callbacks.ts'
import { bug, div, divUp } from './ints.ts'
import type { Behaviours } from './kernels/behaviours.ts'
import { memoryKinds } from './machine.ts'
import type { Index, Machine, MemoryKind, Op, Task } from './machine.ts'
import { setWatermarks } from './mechanisms/watermarks.ts'
import { noRequest } from './mechanisms/requests.ts'
import { noSavedScopes } from './mechanisms/scopes.ts'
import { addPending } from './engine/queue.ts'
import { diceOf } from './prng.ts'

/** Helpers by which a scenario sets its machine up. Zones first, then processes in the order of their pids. */

/** HZ of every machine here. */
export const hz = 250

export type ZoneSetup = { readonly name: string; readonly type: number; readonly managedPages: number }

/** An empty machine: all pages free, no tasks but the reaper's, which `finishMachine` adds last. */
export const newMachine = (zones: readonly ZoneSetup[], cpus: number, seed: number, k: Behaviours): Machine => {
  const m: Machine = {
    nowUs: 0,
    nextSeq: 0,
    hz,
    totalPages: zones.reduce((sum, z) => sum + z.managedPages, 0),
    dice: diceOf(seed),
    zones: zones.map(z => ({
      name: z.name,
      type: z.type,
      node: 0,
      managedPages: z.managedPages,
      freePages: z.managedPages,
      minPages: 0,
      lowPages: 0,
      highPages: 0,
      reservePages: [],
      fileClean: 0,
      fileBusy: 0,
      shmemUnmapped: 0,
      kernelPages: 0,
      pagesScanned: 0,
    })),
    mms: [],
    processes: [],
    tasks: [],
    locks: [{ name: 'oom_lock', kind: 'mutex', writer: -1, readers: [], waiters: [] }],
    oomLock: 0,
    cpus: Array.from({ length: cpus }, () => ({ task: -1, busyUntilUs: 0, sliceUs: 0 })),
    pending: [],
    floorVruntimeUs: 0,
    reaper: { task: -1, slot: -1, list: [], delayed: [] },
    victims: 0,
    notifiers: [],
    completions: [],
    memcgs: [],
    files: [],
    swapTotalPages: 0,
    swapFreePages: 0,
    panicOnOom: 0,
    oomKillAllocatingTask: false,
    commitLimitPages: -1,
    committedPages: 0,
    panic: null,
  }
  setWatermarks(m.zones, k)
  return m
}

/** Adds a lock and returns its index. */
export const addLock = (m: Machine, name: string, kind: 'mutex' | 'rwsem', lockClass = name): Index =>
  m.locks.push({ name, kind, class: lockClass, writer: -1, readers: [], waiters: [] }) - 1

/** Adds a completion and returns its index. */
export const addCompletion = (m: Machine, name: string): Index => m.completions.push({ name, done: 0, waiters: [] }) - 1

/** VM areas of an address space with notifiers, at most. */
export const vmasMax = 30

/** Registers an mmu notifier. Set `Mm.vmas` before. */
export const addNotifier = (m: Machine, notifier: Notifier): void => {
  const { vmas } = m.mms[notifier.mm] ?? bug(`${notifier.name} has no address space`)
  if (vmas > vmasMax) bug(`an address space has more than ${vmasMax} areas`)
  if (notifier.firstVma < 0 || notifier.vmas < 1 || notifier.firstVma + notifier.vmas > vmas)
    bug(`${notifier.name} covers areas that are not there`)
  m.notifiers = [...m.notifiers, notifier]
}

/** Page tables of so many mapped pages: one pte page for 512, one pmd page for 512 of those, at least one each. */
export const pageTablesOf = (pages: number): number => {
  const ptes = Math.max(1, divUp(pages, 512))
  return ptes + Math.max(1, divUp(ptes, 512))
}

export type ProcessSetup = {
  readonly pid: number
  readonly comm: string
  readonly pages: Partial<Record<MemoryKind, number>>
  readonly oomScoreAdj?: number
  readonly globalInit?: boolean
  readonly uid?: number
}

/** Adds a process with its address space (in the last zone) and takes its pages from the free ones. */
export const addProcess = (m: Machine, setup: ProcessSetup): { process: Index; mm: Index; mmapSem: Index } => {
  const mmapSem = addLock(m, `mmap_sem of ${setup.comm}`, 'rwsem', 'mmap_sem')
  const zone = m.zones.length - 1
  const pages = Object.fromEntries(memoryKinds.map(kind => [kind, m.zones.map(() => 0)])) as Record<
    MemoryKind,
    number[]
  >
  let mapped = 0
  for (const kind of memoryKinds) {
    const count = setup.pages[kind] ?? 0
    pages[kind][zone] = count
    mapped += count
  }
  pages.pageTables[zone]! += pageTablesOf(mapped)
  m.zones[zone]!.freePages -= mapped + pages.pageTables[zone]!
  const mm =
    m.mms.push({
      name: setup.comm,
      users: 0,
      mmapSem,
      pages,
      totalVmPages: mapped + 512,
      maps: [],
      swapPages: 0,
      memcg: -1,
      vmas: 1,
      reapedVmas: 0,
      oomKilled: false,
      oomSkip: false,
    }) - 1
  const process =
    m.processes.push({
      tgid: setup.pid,
      uid: setup.uid ?? 1000,
      oomScoreAdj: setup.oomScoreAdj ?? 0,
      admin: false,
      globalInit: setup.globalInit ?? false,
      groupExit: false,
      oomMm: -1,
      parent: -1,
      memcg: -1,
    }) - 1
  return { process, mm, mmapSem }
}

export type ThreadSetup = {
  readonly pid: number
  readonly comm: string
  readonly lane: string
  readonly process: Index
  readonly mm: Index
  readonly program: readonly Op[]
  readonly background?: boolean
  readonly kthread?: boolean
}

/** Adds a thread and returns its index. */
export const addThread = (m: Machine, setup: ThreadSetup): Index => {
  const t: Task = {
    pid: setup.pid,
    comm: setup.comm,
    lane: setup.lane,
    process: setup.process,
    mm: setup.mm,
    state: 'runnable',
    memdie: false,
    sigkill: false,
    exiting: false,
    memalloc: false,
    scopes: 0,
    savedScopes: noSavedScopes,
    dumpcore: false,
    realtime: false,
    kthread: setup.kthread ?? false,
    background: setup.background ?? false,
    program: setup.program,
    opIndex: 0,
    opDone: 0,
    inKernel: false,
    failed: false,
    frames: [],
    ret: noRequest,
    page: -1,
    cpu: -1,
    vruntimeUs: 0,
    wakeAtUs: -1,
    waitLock: -1,
    waitMode: 'read',
    kernelPages: m.zones.map(() => 0),
    freesKernel: false,
    requestNodes: 0,
    policyNodes: 0,
    traced: false,
    memcgInOom: -1,
  }
  if (setup.mm >= 0) m.mms[setup.mm]!.users++
  return m.tasks.push(t) - 1
}

/** Jiffies that last at least so many milliseconds. */
export const jiffiesOf = (ms: number): number => divUp(ms * hz, 1000)

/**
 * Gives what is left to the kernel until `freePages` remain, adds the reaper's thread when the kernel has one, and
 * starts the CPUs.
 */
export const finishMachine = (m: Machine, k: Behaviours, freePages: number, fileClean: number): Machine => {
  const zone = m.zones[m.zones.length - 1]!
  zone.fileClean = fileClean
  zone.kernelPages = zone.freePages - fileClean - freePages
  zone.freePages = freePages
  return startMachine(m, k)
}

/** Adds the reaper's thread when the kernel has one, and starts the CPUs. */
export const startMachine = (m: Machine, k: Behaviours): Machine => {
  if (k.reaper === 'kthread') {
    const process =
      m.processes.push({
        tgid: 30,
        uid: 0,
        oomScoreAdj: 0,
        admin: true,
        globalInit: false,
        groupExit: false,
        oomMm: -1,
        parent: -1,
        memcg: -1,
      }) - 1
    m.reaper.task = addThread(m, {
      pid: 30,
      comm: 'oom_reaper',
      lane: 'oom_reaper',
      process,
      mm: -1,
      program: [],
      kthread: true,
      background: true,
    })
    m.tasks[m.reaper.task]!.frames.push({ fn: 'oom_reaper', pc: 'wait' })
  }
  m.cpus.forEach((_, i) => addPending(m, 0, 'cpu', i))
  return m
}

/** Whole percent of a count, rounded down. */
export const percentOf = (count: number, percent: number): number => div(count * percent, 100)
