import type { Index } from './machine.ts'

/**
 * What a task is doing inside the kernel: one plain frame a function, with a program counter (`pc`) that names the
 * place in it. The last frame of `Task.frames` runs.
 */
export type Frame =
  | AllocFrame
  | SlowpathFrame
  | MayOomFrame
  | OutOfMemoryFrame
  | FaultFrame
  | ChargeFrame
  | MemcgMaxFrame
  | ExitFrame
  | MmputFrame
  | ReaperFrame
  | ReapFrame
  | ReapVmasFrame
  | InvalidateFrame

/** __alloc_pages_nodemask: the fast path, then the slow one. */
export type AllocFrame = {
  fn: '__alloc_pages_nodemask'
  pc: 'fast' | 'slow'
  gfp: number
  order: number
}

/** __alloc_pages_slowpath (kernel-mm.md 3.1 to 3.5). */
export type SlowpathFrame = {
  fn: '__alloc_pages_slowpath'
  pc: 'plain' | 'retry' | 'highPriority' | 'reclaim' | 'unmapped' | 'mayOomDone'
  gfp: number
  order: number
  allocFlags: number
  /** did_some_progress. */
  progress: number
  /** pages_reclaimed; kept only where a rule reads it (__GFP_REPEAT). */
  reclaimed: number
  /** no_progress_loops of should_reclaim_retry, from 4.7 on. */
  noProgressLoops: number
}

/** __alloc_pages_may_oom (kernel-mm.md 3.6). */
export type MayOomFrame = {
  fn: '__alloc_pages_may_oom'
  pc: 'trylock' | 'lastTry' | 'killed'
  gfp: number
  order: number
}

/** out_of_memory (kernel-mm.md 4.3). */
export type OutOfMemoryFrame = {
  fn: 'out_of_memory'
  pc: 'enter' | 'slept'
  gfp: number
  /** -1: sysrq f. */
  order: number
  /** Memory cgroup that is at its limit, or -1 for the whole machine. */
  memcg: Index
}

/** An anonymous page fault and what follows VM_FAULT_OOM (kernel-mm.md 4.7). */
export type FaultFrame = {
  fn: 'handle_mm_fault'
  pc: 'down' | 'alloc' | 'alloced' | 'charged' | 'oom' | 'memcgOom' | 'oomDone'
  gfp: number
  /** Mask of the page table that has to be there first, 0 for none. */
  table: number
  kind: 'anon' | 'mlocked' | 'pageTables'
  /** FAULT_FLAG_USER: in user mode. A fault in a system call fails instead of calling pagefault_out_of_memory. */
  user: boolean
}

/** try_charge of one page, with the OOM killer of the memory cgroup (kernel-mm.md 4.8). */
export type ChargeFrame = {
  fn: 'try_charge'
  pc: 'charge' | 'locked' | 'killed'
  gfp: number
  memcg: Index
  /** Who is over its limit. */
  over: Index
  user: boolean
  retries: number
  /** passed_oom. */
  passedOom: boolean
}

/** memory_max_write: the writer of a lower memory.max kills until it fits. */
export type MemcgMaxFrame = {
  fn: 'memory_max_write'
  pc: 'look' | 'locked' | 'killed'
  memcg: Index
  retries: number
}

/** do_exit and exit_mm (kernel-mm.md 5.1). */
export type ExitFrame = {
  fn: 'do_exit'
  pc: 'traced' | 'signals' | 'exitMm' | 'detach' | 'mmputDone'
}

/** mmput of a last user: __mmput and exit_mmap, in bites. */
export type MmputFrame = {
  fn: 'exit_mmap'
  pc: 'unmap' | 'lock' | 'tables'
  mm: Index
}

/** oom_reaper: waits for work. */
export type ReaperFrame = {
  fn: 'oom_reaper'
  pc: 'wait' | 'take' | 'taken'
}

/** oom_reap_task and __oom_reap_task. */
export type ReapFrame = {
  fn: 'oom_reap_task'
  pc: 'lockOom' | 'attempt' | 'unmap' | 'areas' | 'finish' | 'slept' | 'notified'
  /** The task that was handed over, or -1 where the mm itself was (first patch). */
  victim: Index
  mm: Index
  attempts: number
  /** Pages freed so far by this attempt. */
  freed: number
}

/** __oom_reap_task_mm of an mm with notifiers, area by area (kernel-mm.md 4.6). */
export type ReapVmasFrame = {
  fn: '__oom_reap_task_mm'
  pc: 'begin' | 'vma' | 'asked' | 'unmap'
  mm: Index
  vma: number
  /** Areas from `vma` on that were not reaped yet, and what may be reaped in them. */
  left: number
  pool: number
  /** Pages of this area that are not freed yet. */
  pages: number
  /** 1: an area said -EAGAIN. */
  blocked: number
}

/** __mmu_notifier_invalidate_range_start (kernel-mm.md 6.1, 6.2). */
export type InvalidateFrame = {
  fn: '__mmu_notifier_invalidate_range_start'
  pc: 'next' | 'op' | 'alloced'
  mm: Index
  /** The area that is about to change, or -1 for all of them. */
  vma: number
  blockable: boolean
  /** Index into `Machine.notifiers`, and the step of its callback. */
  notifier: number
  opIndex: number
  /** 1: a callback said -EAGAIN. */
  again: number
}
