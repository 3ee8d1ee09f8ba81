import { stepTask } from '../engine/step.ts'
import { bug } from '../ints.ts'
import type { Machine, Op, Task, Zone } from '../machine.ts'
import { ALLOC_NO_WATERMARKS, ALLOC_OOM } from '../mechanisms/watermarks.ts'
import type { World } from '../world.ts'

/*
 * A step is local when it reads and writes nothing but its own task's stack, counters and sleep, and when no step of
 * anybody else can change what it does or stop it, nor see that it was done. So it may be taken at once: every order
 * of steps has the same ends, and comes by the same decisive steps, as the order in which local ones go first. Local
 * steps in a row end: each either leaves a frame, moves on in the program, or goes to sleep. test/sim/explore holds
 * each kind to that on random machines: taken before or after any step of another task it leads to the same state.
 *
 * What others can do to a task that may run: make SIGKILL pending, mark it a victim or unmark it, put somebody's lock or
 * pages elsewhere. What others see of it: whether it is dead or exiting, its mm, its marks, and of the reaper where
 * it waits for work.
 */

/** Whether the next step of a runnable task is local. */
export const isLocal = (w: World, t: Task): boolean => {
  const top = t.frames[t.frames.length - 1]
  if (top === undefined) {
    // SIGKILL is acted on outside system calls, as the end of the program is: the task begins to exit, still unseen.
    const op = t.program[t.opIndex]
    if (op === undefined || (t.sigkill && !t.inKernel)) return true
    return isLocalOp(t, op)
  }
  switch (top.fn) {
    case '__alloc_pages_nodemask':
      return top.pc === 'slow'
    case '__alloc_pages_slowpath':
      if (top.pc === 'reclaim') return w.k.reclaimRetry === 'progress-only' && failsAlone(w, top.gfp) && noCache(w.m)
      if (top.pc !== 'mayOomDone') return false
      if (t.page >= 0) return true
      if (top.progress === 0) return failsAlone(w, top.gfp)
      // A request whose flags were taken before it was marked goes round once more, marked meanwhile or not.
      return (
        w.k.victimLeaves !== 'after-may-oom' ||
        ((top.gfp & w.gfp.noMemalloc) === 0 && (top.allocFlags & (ALLOC_NO_WATERMARKS | ALLOC_OOM)) === 0)
      )
    case '__alloc_pages_may_oom':
      // Nobody else ever asks for oom_lock: taking it and letting it go is nobody else's affair.
      return (
        ownsOomLock(w, t) &&
        (top.pc === 'trylock' ||
          (top.pc === 'killed' && ((top.gfp & w.gfp.noFail) === 0 || w.k.noFailAfterOom === 'nothing')))
      )
    case 'handle_mm_fault':
      return top.pc === 'alloc'
    case 'do_exit':
      // That it exits is looked at only where its process was not killed.
      return (
        top.pc === 'signals' && w.k.willFreeMem === 'whole-group-and-sharers' && w.m.processes[t.process]!.groupExit
      )
    case 'out_of_memory':
      return top.pc === 'slept'
    case 'oom_reaper':
      return isLocalWait(w, top.pc)
    case 'oom_reap_task':
      return top.pc === 'slept' || (top.pc === 'lockOom' && top.attempts >= w.k.reaperAttempts)
    default:
      return false
  }
}

/** Steps of programs. Whatever stands in a system call goes on with SIGKILL as without. */
const isLocalOp = (t: Task, op: Op): boolean => {
  switch (op.op) {
    case 'alloc':
      return t.inKernel
    case 'sleep':
      // A signal ends an interruptible sleep and does not keep from it; outside system calls it would.
      return t.inKernel && (t.failed || op.state === 'uninterruptible')
    case 'pause':
      // Outside system calls a signal ends this sleep, or keeps from it, with the same state after it.
      return t.inKernel === (op.state === 'uninterruptible')
    case 'leave':
      return true
    default:
      return false
  }
}

/** Steps of programs that never allocate. */
const quietOps: ReadonlySet<string> = new Set<Op['op']>([
  'enter',
  'leave',
  'lock',
  'unlock',
  'downRead',
  'upRead',
  'downWrite',
  'upWrite',
  'sleep',
  'pause',
  'free',
  'loop',
])
const allocates = (t: Task): boolean => t.program.some(op => !quietOps.has(op.op))

/** Whether this task is the only one that can ever ask for oom_lock. Programs never change, so it is found once. */
const ownsOomLock = (w: World, t: Task): boolean => {
  let only = allocators.get(w.m.tasks)
  if (only === undefined) {
    const all = w.m.tasks.filter(allocates)
    only = all.length === 1 && !w.k.reaperHoldsOomLock ? all[0]! : null
    allocators.set(w.m.tasks, only)
  }
  return only === t
}
const allocators = new WeakMap<readonly Task[], Task | null>()

/** A request that gives up asks the free list once more only where it may not fail. */
const failsAlone = (w: World, gfp: number): boolean => w.k.noFailAtEnd === 'nothing' || (gfp & w.gfp.noFail) === 0

const isEmpty = (z: Zone): boolean => z.fileClean === 0 && z.fileBusy === 0
/** Nothing to reclaim anywhere, now or later: nothing here adds file cache or swap. */
const noCache = (m: Machine): boolean => m.swapTotalPages === 0 && m.zones.every(isEmpty)

/** What only the reaper itself takes away again is there for it at any time. */
const isLocalWait = (w: World, pc: 'wait' | 'take' | 'taken'): boolean => {
  const r = w.m.reaper
  if (w.k.reaperQueue === 'single-slot') return pc !== 'taken' && r.slot >= 0
  // The newest goes first, so which one it takes is not its own affair; nor is what a delay hands it.
  return pc === 'taken' || (pc === 'wait' && w.k.reaperDelayMs === 0 && r.list.length > 0)
}

/** Local steps in a row, at most: more is a loop. */
const localMax = 10_000

/** Takes local steps until no runnable task has one. */
export const settle = (w: World): void => {
  const { tasks } = w.m
  for (let i = 0; i < tasks.length; i++) {
    const t = tasks[i]!
    for (let taken = 0; t.state === 'runnable' && isLocal(w, t); taken++) {
      if (taken === localMax) bug(`${t.lane} takes local steps for ever`)
      stepTask(w, t, i)
    }
  }
}
