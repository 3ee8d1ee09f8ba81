import type { ContextOp } from './callbacks.ts'
import type { Index } from './machine.ts'

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
  | GrowOp
  | FileWriteOp
  | ScriptOp
  | ContextOp
  /** Goes back `by` steps for ever. */
  | { readonly op: 'loop'; readonly by: number }

/** Grows by page faults, `stepPages` at a time, until `pages` are there. */
export type GrowOp = {
  readonly op: 'grow'
  readonly gfp: number
  /** Mask of page tables, one for each 512 pages beyond `tablesBase`. */
  readonly tableGfp: number
  readonly tablesBase: number
  readonly pages: number
  readonly stepPages: number
  /** Stops at the end of a step with no more than so many pages free; -1: never. */
  readonly stopFreePages: number
  readonly kind: 'anon' | 'mlocked' | 'pageTables'
  /** Its pages are touched inside read(2): a fault that fails there ends the read. */
  readonly read: boolean
  /** mbind: nodes as bits, 0 for all. */
  readonly nodes: number
}

/** Writes so many pages to a file in memory: tmpfs, a pipe. */
export type FileWriteOp = {
  readonly op: 'fileWrite'
  readonly file: Index
  readonly gfp: number
  readonly pages: number
}

/** What the first process of a real kernel run does to others. */
export type ScriptOp =
  /** A task of the machine that was not there yet begins, with its address space. */
  | { readonly op: 'spawn'; readonly task: Index; readonly mm: Index }
  /** Waits until a task sleeps or is dead. */
  | { readonly op: 'await'; readonly task: Index }
  /** Ends the `pause` of a task. */
  | { readonly op: 'go'; readonly task: Index }
  /** PTRACE_SEIZE with PTRACE_O_TRACEEXIT: the task will stop in its exit. */
  | { readonly op: 'ptrace'; readonly task: Index }
  /** PTRACE_CONT: a task that was stopped in its exit goes on. */
  | { readonly op: 'ptraceCont'; readonly task: Index }
  /** SIGKILL to a process. */
  | { readonly op: 'kill'; readonly process: Index }
  /** sysrq f. */
  | { readonly op: 'sysrqOom' }
  /** A remark in the trace: the last command was played. */
  | { readonly op: 'scenarioOver' }
  /** A write to memory.max; -1: max. */
  | { readonly op: 'memcgMax'; readonly memcg: Index; readonly pages: number }
  | { readonly op: 'memcgGroup'; readonly memcg: Index; readonly value: boolean }
  /** The last command was played. */
  | { readonly op: 'scenarioOver' }
  | { readonly op: 'adj'; readonly process: Index; readonly value: number }
  | { readonly op: 'panicOnOom'; readonly value: 0 | 1 | 2 }
  | { readonly op: 'allocatingTask'; readonly value: boolean }
