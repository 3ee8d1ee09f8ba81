import type { Frame } from './frames.ts'
import { div } from './ints.ts'
import type { Dice } from './prng.ts'

/** Index into `Machine.tasks`, `.mms`, `.locks`, `.zones`, `.processes`; -1 stands for none. */
export type Index = number

/**
 * What a page that belongs to an address space is. `anon`: private anonymous. `mlocked`: private anonymous in a
 * VM_LOCKED area. `shmem`: mapped shared (VM_SHARED). `hugetlb`: not in rss. `pageTables`: not in rss, counted in
 * ptes and pmds by oom_badness.
 */
export const memoryKinds = ['anon', 'mlocked', 'shmem', 'hugetlb', 'pageTables'] as const
export type MemoryKind = (typeof memoryKinds)[number]

/** One zone. All counts are 4 kB pages. */
export type Zone = {
  name: string
  /** Position among zone types of its node: 0 DMA, 1 DMA32, 2 Normal. GFP zone modifiers speak of it. */
  type: number
  node: Index
  managedPages: number
  freePages: number
  minPages: number
  lowPages: number
  highPages: number
  /** lowmem_reserve[j] for requests whose class zone has type j. */
  reservePages: number[]
  /** Clean file cache that reclaim may take. */
  fileClean: number
  /** File cache on the LRU that reclaim scans and cannot free now. */
  fileBusy: number
  /** Shared memory whose last mapping is gone: tmpfs contents. */
  shmemUnmapped: number
  /** Kernel memory that nobody gives back while the machine runs. */
  kernelPages: number
  /** NR_PAGES_SCANNED: pages scanned since a page was last freed here. */
  pagesScanned: number
}

/** An address space. */
export type Mm = {
  name: string
  /** mm_users: threads, and whoever borrowed it. 0: torn down or being torn down. */
  users: number
  /** Index of its mmap_sem in `locks`. */
  mmapSem: Index
  /** Pages by kind, then by zone. */
  pages: Record<MemoryKind, number[]>
  totalVmPages: number
  /** MMF_OOM_KILLED (4.6): its owner was killed once, do not queue it for the reaper again. */
  oomKilled: boolean
  /** MMF_OOM_SKIP (4.8 on): reaped, given up or torn down; neither a victim in flight nor eligible. */
  oomSkip: boolean
}

/** A thread group: what signal_struct holds. */
export type Process = {
  tgid: number
  uid: number
  oomScoreAdj: number
  /** CAP_SYS_ADMIN: the 3 % bonus up to 4.16. */
  admin: boolean
  globalInit: boolean
  /** SIGNAL_GROUP_EXIT. */
  groupExit: boolean
  /** signal->oom_mm (4.8 on): index of the mm whose owner was chosen as OOM victim, or -1. */
  oomMm: Index
  /** Index of the parent process, or -1. */
  parent: Index
}

/** `interruptible` and `killable` sleeps end at SIGKILL; `uninterruptible` (D) ones do not. */
export type TaskState = 'runnable' | 'interruptible' | 'killable' | 'uninterruptible' | 'dead'

/** A step of a task's program. What stands between `enter` and `leave` runs in the kernel, where SIGKILL waits. */
export type Op =
  | { readonly op: 'enter'; readonly name: string }
  | { readonly op: 'leave' }
  | { readonly op: 'lock'; readonly lock: Index }
  | { readonly op: 'unlock'; readonly lock: Index }
  | { readonly op: 'downRead'; readonly lock: Index }
  | { readonly op: 'upRead'; readonly lock: Index }
  | { readonly op: 'downWrite'; readonly lock: Index }
  | { readonly op: 'upWrite'; readonly lock: Index }
  /** A timer of so many jiffies; `event` names what is waited for. */
  | {
      readonly op: 'sleep'
      readonly jiffies: number
      readonly state: 'interruptible' | 'uninterruptible'
      readonly event: string
    }
  /** Waits for something that this machine never brings. */
  | { readonly op: 'pause'; readonly state: 'interruptible' | 'uninterruptible'; readonly event: string }
  /** Allocates `count` times one block of 2^order pages and keeps them as kernel memory of this task. */
  | { readonly op: 'alloc'; readonly gfp: number; readonly order: number; readonly count: number }
  /** Anonymous page faults, one page each. */
  | { readonly op: 'fault'; readonly gfp: number; readonly count: number }
  /** Gives back all kernel memory that `alloc` took. */
  | { readonly op: 'free' }
  /** Goes back `by` steps for ever. */
  | { readonly op: 'loop'; readonly by: number }

/** A thread. */
export type Task = {
  pid: number
  comm: string
  /** How the trace calls it. */
  lane: string
  process: Index
  mm: Index
  state: TaskState
  /** TIF_MEMDIE. */
  memdie: boolean
  /** SIGKILL is pending. */
  sigkill: boolean
  /** PF_EXITING. */
  exiting: boolean
  /** PF_MEMALLOC. */
  memalloc: boolean
  /** PF_DUMPCORE. */
  dumpcore: boolean
  /** Has a real-time scheduling class. */
  realtime: boolean
  kthread: boolean
  /** A run does not wait for its end. */
  background: boolean
  program: readonly Op[]
  opIndex: number
  /** How often the current `alloc` or `fault` step has succeeded. */
  opDone: number
  /** Inside a system call: SIGKILL waits for its end. */
  inKernel: boolean
  /** A request of the current system call failed: the rest of its requests are skipped. */
  failed: boolean
  frames: Frame[]
  /** What the last finished frame returned: 1 for yes or a page, 0 for no or NULL, -1 when nothing was asked. */
  ret: number
  /** Zone of a page that it was given and has not put anywhere yet, or -1. */
  page: Index
  /** Index of the CPU it runs on, or -1. */
  cpu: Index
  vruntimeUs: number
  /** When its timer fires, microseconds, or -1. */
  wakeAtUs: number
  waitLock: Index
  waitMode: 'read' | 'write'
  /** Kernel memory it holds, by zone. */
  kernelPages: number[]
}

/** A mutex (only `writer`) or an rwsem. `waiters` is the queue, first come first served. */
export type Lock = {
  name: string
  kind: 'mutex' | 'rwsem'
  writer: Index
  readers: Index[]
  waiters: Index[]
}

/** One processor. */
export type Cpu = { task: Index; busyUntilUs: number; sliceUs: number }

/** Something that happens at a time: a CPU finishes a step, or a task's timer fires. */
export type Pending = { atUs: number; seq: number; kind: 'cpu' | 'timer'; index: Index }

/** The OOM reaper's kernel thread and what it was given. */
export type Reaper = {
  /** Index of its task, -1 when the kernel has none. */
  task: Index
  /** mm_to_reap or task_to_reap of the single-slot forms, -1 when empty. */
  slot: Index
  /** oom_reaper_list, the next one to be taken first. */
  list: Index[]
  /** Victims whose delay still runs (5.18 on), the earliest first. */
  delayed: { victim: Index; atUs: number }[]
}

/**
 * Everything that decides what happens next, as one plain value: copy it, compare it, hash it, send it to a worker.
 * Time is in whole microseconds. Log and measures are not in it: they decide nothing.
 */
export type Machine = {
  nowUs: number
  /** Number of the next pending event: orders events of the same time. */
  nextSeq: number
  hz: number
  /** totalram plus swap, pages. */
  totalPages: number
  dice: Dice
  zones: Zone[]
  mms: Mm[]
  processes: Process[]
  tasks: Task[]
  locks: Lock[]
  /** Index of oom_lock in `locks`. */
  oomLock: Index
  cpus: Cpu[]
  /** Pending events, the next one last. */
  pending: Pending[]
  /** Floor of vruntime for tasks that wake. */
  floorVruntimeUs: number
  reaper: Reaper
  /** oom_victims: tasks that carry TIF_MEMDIE. */
  victims: number
  /** What `panic` said, or null. */
  panic: string | null
}

/** Microseconds of one jiffy. */
export const jiffyUs = (m: Machine): number => div(1_000_000, m.hz)

/** A second machine with nothing shared but programs, which never change. */
export const copyMachine = (m: Machine): Machine => ({
  ...m,
  dice: { ...m.dice },
  zones: m.zones.map(z => ({ ...z, reservePages: [...z.reservePages] })),
  mms: m.mms.map(mm => ({
    ...mm,
    pages: {
      anon: [...mm.pages.anon],
      mlocked: [...mm.pages.mlocked],
      shmem: [...mm.pages.shmem],
      hugetlb: [...mm.pages.hugetlb],
      pageTables: [...mm.pages.pageTables],
    },
  })),
  processes: m.processes.map(p => ({ ...p })),
  tasks: m.tasks.map(t => ({ ...t, frames: t.frames.map(f => ({ ...f })), kernelPages: [...t.kernelPages] })),
  locks: m.locks.map(l => ({ ...l, readers: [...l.readers], waiters: [...l.waiters] })),
  cpus: m.cpus.map(c => ({ ...c })),
  pending: m.pending.map(e => ({ ...e })),
  reaper: { ...m.reaper, list: [...m.reaper.list], delayed: m.reaper.delayed.map(d => ({ ...d })) },
})

const fill = (to: number[], from: readonly number[]): void => {
  to.length = from.length
  for (let i = 0; i < from.length; i++) to[i] = from[i]!
}

/**
 * Makes `to`, a copy of some earlier state of the same machine, equal to `from` without making new objects where it can:
 * for those who step millions of machines and throw most of them away.
 */
export const copyInto = (to: Machine, from: Machine): void => {
  to.nowUs = from.nowUs
  to.nextSeq = from.nextSeq
  to.dice = { ...from.dice }
  to.floorVruntimeUs = from.floorVruntimeUs
  to.victims = from.victims
  to.panic = from.panic
  to.pending = from.pending.map(e => ({ ...e }))
  to.cpus = from.cpus.map(c => ({ ...c }))
  for (const [i, z] of from.zones.entries()) {
    const { reservePages } = to.zones[i]!
    Object.assign(to.zones[i]!, z, { reservePages })
  }
  for (const [i, mm] of from.mms.entries()) {
    const target = to.mms[i]!
    const { pages } = target
    Object.assign(target, mm, { pages })
    for (const kind of memoryKinds) fill(pages[kind], mm.pages[kind])
  }
  for (const [i, p] of from.processes.entries()) Object.assign(to.processes[i]!, p)
  for (const [i, t] of from.tasks.entries()) {
    const target = to.tasks[i]!
    const { kernelPages } = target
    Object.assign(target, t, { kernelPages, frames: t.frames.map(f => ({ ...f })) })
    fill(kernelPages, t.kernelPages)
  }
  for (const [i, l] of from.locks.entries()) {
    const target = to.locks[i]!
    target.writer = l.writer
    fill(target.readers, l.readers)
    fill(target.waiters, l.waiters)
  }
  to.reaper.slot = from.reaper.slot
  fill(to.reaper.list, from.reaper.list)
  to.reaper.delayed = from.reaper.delayed.map(d => ({ ...d }))
}
