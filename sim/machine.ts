import type { Completion, Notifier } from './callbacks.ts'
import type { Frame } from './frames.ts'
import { div } from './ints.ts'
import type { Dice } from './prng.ts'
import type { Op } from './ops.ts'

export type { FileWriteOp, GrowOp, Op, ScriptOp } from './ops.ts'

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

/** A stretch of memory that belongs to a file or shared mapping and that an address space has mapped: rss, not owned. */
export type Mapping = {
  /** Index into `Machine.files`. */
  file: Index
  pages: number
  /** VM_SHARED: the reaper leaves it, and it counts as shmem when the process is reaped. */
  shared: boolean
}

/**
 * A file in memory: tmpfs, a shared anonymous mapping, the buffers of pipes, the initial root file system. It owns its
 * pages and lives as long as `users` hold it (mappings, open files, the tree of a mounted file system).
 */
export type MemoryFile = {
  name: string
  users: number
  /** Pages by zone. */
  pages: number[]
  /** Whose charge they are, or -1. */
  memcg: Index
}

/** A memory cgroup (version 2). The root is none: -1. */
export type Memcg = {
  /** `/A/B`. */
  path: string
  /** Index of the parent, or -1. */
  parent: Index
  /** memory.max, pages, or -1 for max. */
  maxPages: number
  /** memory.current, pages; those of its children are in it. */
  usedPages: number
  /** memory.oom.group. */
  oomGroup: boolean
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
  /** Files and shared memory that it maps. */
  maps: Mapping[]
  /** swapents: its anonymous pages that are in swap. */
  swapPages: number
  /** Whose charge its pages are, or -1. */
  memcg: Index
  /** VM areas over which what the reaper may take is spread evenly; looked at only where notifiers cover some of them. */
  vmas: number
  /** Those that the reaper emptied, as bits. */
  reapedVmas: number
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
  /** Index of its memory cgroup, or -1. */
  memcg: Index
}

/** `interruptible` and `killable` sleeps end at SIGKILL; `uninterruptible` (D) ones do not. */
export type TaskState = 'runnable' | 'interruptible' | 'killable' | 'uninterruptible' | 'dead'

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
  /** PF_MEMALLOC_NOIO (1) and PF_MEMALLOC_NOFS (2). */
  scopes: number
  /** What the open saves returned, innermost lowest, one bit each, below a 1. */
  savedScopes: number
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
  /** Its kernel memory is its stack and the like: it comes back when the task is gone. */
  freesKernel: boolean
  /** Nodes that its running request is bound to by the policy of a VMA, as bits; 0: all. */
  requestNodes: number
  /** Its own memory policy: nodes as bits; 0: the default. */
  policyNodes: number
  /** Its tracer stops it in PTRACE_EVENT_EXIT. */
  traced: boolean
  /** Memcg whose limit its user-mode fault hit, to be dealt with at the end of the fault (up to 4.18); -1: none. */
  memcgInOom: Index
}

/** A mutex (only `writer`) or an rwsem. `waiters` is the queue, first come first served. */
export type Lock = {
  name: string
  /** Its lock class; without one it is a class of its own. */
  class?: string
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
  /** Never changes. */
  notifiers: readonly Notifier[]
  completions: Completion[]
  memcgs: Memcg[]
  files: MemoryFile[]
  /** Swap slots. Where there are none nothing is ever swapped. */
  swapTotalPages: number
  swapFreePages: number
  /** vm.panic_on_oom. */
  panicOnOom: 0 | 1 | 2
  /** vm.oom_kill_allocating_task. */
  oomKillAllocatingTask: boolean
  /** vm.overcommit_memory=2: CommitLimit, pages; -1: none. */
  commitLimitPages: number
  /** Committed_AS, pages; kept where there is a limit. */
  committedPages: number
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
  memcgs: m.memcgs.map(c => ({ ...c })),
  files: m.files.map(f => ({ ...f, pages: [...f.pages] })),
  mms: m.mms.map(mm => ({
    ...mm,
    maps: mm.maps.map(x => ({ ...x })),
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
  completions: m.completions.map(c => ({ ...c, waiters: [...c.waiters] })),
  cpus: m.cpus.map(c => ({ ...c })),
  pending: m.pending.map(e => ({ ...e })),
  reaper: { ...m.reaper, list: [...m.reaper.list], delayed: m.reaper.delayed.map(d => ({ ...d })) },
})
