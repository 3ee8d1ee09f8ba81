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
  | ExitFrame
  | MmputFrame
  | ReaperFrame
  | ReapFrame

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
  pc: 'plain' | 'retry' | 'highPriority' | 'reclaim' | 'mayOomDone'
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
  order: number
}

/** An anonymous page fault and what follows VM_FAULT_OOM (kernel-mm.md 4.7). */
export type FaultFrame = {
  fn: 'handle_mm_fault'
  pc: 'down' | 'alloc' | 'alloced' | 'oom' | 'oomDone'
  gfp: number
}

/** do_exit and exit_mm (kernel-mm.md 5.1). */
export type ExitFrame = {
  fn: 'do_exit'
  pc: 'signals' | 'exitMm' | 'detach' | 'mmputDone'
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
  pc: 'lockOom' | 'attempt' | 'unmap' | 'finish' | 'slept'
  /** The task that was handed over, or -1 where the mm itself was (first patch). */
  victim: Index
  mm: Index
  attempts: number
  /** Pages freed so far by this attempt. */
  freed: number
}
