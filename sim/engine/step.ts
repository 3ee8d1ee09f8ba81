import type { Index, Task } from '../machine.ts'
import { stepCharge, stepMemcgMax } from '../mechanisms/charge.ts'
import { stepExit, stepExitMmap } from '../mechanisms/exit.ts'
import { stepFault } from '../mechanisms/fault.ts'
import { stepOutOfMemory } from '../mechanisms/oom.ts'
import { stepInvalidate } from '../mechanisms/notifiers.ts'
import { stepProgram } from '../mechanisms/program.ts'
import { stepAreas, stepReap, stepReaper } from '../mechanisms/reaper.ts'
import { stepMayOom } from '../mechanisms/may-oom.ts'
import { stepAlloc, stepSlowpath } from '../mechanisms/slowpath.ts'
import type { World } from '../world.ts'

/** Lets a task do its next step, to its next decision or scheduling point. Returns the CPU time it took, us. */
export const stepTask = (w: World, t: Task, index: Index): number => {
  const f = t.frames[t.frames.length - 1]
  if (f === undefined) return stepProgram(w, t, index)
  switch (f.fn) {
    case '__alloc_pages_nodemask':
      return stepAlloc(w, t, f, index)
    case '__alloc_pages_slowpath':
      return stepSlowpath(w, t, f, index)
    case '__alloc_pages_may_oom':
      return stepMayOom(w, t, f, index)
    case 'out_of_memory':
      return stepOutOfMemory(w, t, f, index)
    case 'handle_mm_fault':
      return stepFault(w, t, f, index)
    case 'try_charge':
      return stepCharge(w, t, f, index)
    case 'memory_max_write':
      return stepMemcgMax(w, t, f, index)
    case 'do_exit':
      return stepExit(w, t, f, index)
    case 'exit_mmap':
      return stepExitMmap(w, t, f, index)
    case 'oom_reaper':
      return stepReaper(w, t, f, index)
    case 'oom_reap_task':
      return stepReap(w, t, f, index)
    case '__oom_reap_task_mm':
      return stepAreas(w, t, f, index)
    case '__mmu_notifier_invalidate_range_start':
      return stepInvalidate(w, t, f, index)
  }
}

/** A request that is this long in the slow path counts as looping on the timeline. */
export const stallShownUs = 1_000

/** What a task is doing, in the words of the timeline. */
export const laneState = (w: World, t: Task, index: Index): string => {
  if (t.state === 'dead') return 'exited'
  if (t.waitLock >= 0) return `waits for ${w.m.locks[t.waitLock]!.name}`
  if (t.state === 'uninterruptible')
    for (const c of w.m.completions) if (c.waiters.includes(index)) return `waits for ${c.name}`
  const top = t.frames[0]
  if (top === undefined)
    return t.state === 'runnable' ? 'runs' : `sleeps (${t.state === 'uninterruptible' ? 'D' : 'S'})`
  if (top.fn === 'oom_reaper') return t.frames.length > 1 ? 'reaps' : 'idle'
  if (top.fn === 'do_exit') return 'exits'
  const stallFromUs = w.out.stallFromUs[index]!
  return stallFromUs >= 0 && w.m.nowUs - stallFromUs >= stallShownUs ? 'loops in the allocator' : 'runs'
}
