import type { Index } from '../machine.ts'
import type { World } from '../world.ts'
import { findTaskWithMm, taskBadness } from './badness.ts'

/** SIGNAL_GROUP_EXIT, or the only thread exiting. Nobody dumps core here. */
const groupIsDying = (w: World, process: Index): boolean =>
  w.m.processes[process]!.groupExit || w.m.tasks.every(t => t.process !== process || t.state === 'dead' || t.exiting)

/**
 * task_will_free_mem: up to 4.7 PF_EXITING; from 4.8 on the whole group is dying, with every process that shares the
 * mm, and the mm was not given up (kernel-mm.md 4.3).
 */
export const taskWillFreeMem = (w: World, task: Index): boolean => {
  const { m, k } = w
  const t = m.tasks[task]!
  if (k.willFreeMem === 'exiting') return t.exiting
  const mm = m.mms[t.mm]
  if (mm === undefined || mm.oomSkip || !groupIsDying(w, t.process)) return false
  return m.tasks.every(o => o.mm !== t.mm || o.process === t.process || groupIsDying(w, o.process))
}

/** The mm of a victim in flight of this process, or -1 (4.8 on: signal->oom_mm that is not given up). */
export const mmInFlight = (w: World, process: Index): Index => {
  const mm = w.m.processes[process]!.oomMm
  return mm >= 0 && !w.m.mms[mm]!.oomSkip ? mm : -1
}

/** A scan that stopped at a thread, and why. */
export type Selection =
  | { readonly kind: 'abort'; readonly at: Index; readonly why: 'memdie' | 'exiting' | 'oom-mm' }
  | { readonly kind: 'none' }
  | { readonly kind: 'chosen'; readonly task: Index; readonly points: number }

/** select_bad_process with oom_scan_process_thread, later oom_evaluate_task (kernel-mm.md 4.1, 4.2). */
export const selectBadProcess = (w: World): Selection =>
  w.k.scan === 'threads-leader-keeps-tie' ? scanThreads(w) : scanProcesses(w)

const scanThreads = (w: World): Selection => {
  const { m, k } = w
  let chosen = -1
  let most = 0
  for (let i = 0; i < m.tasks.length; i++) {
    const t = m.tasks[i]!
    if (t.state === 'dead' || t.kthread || m.processes[t.process]!.globalInit) continue
    if (t.memdie && k.abortOnVictim) return { kind: 'abort', at: i, why: 'memdie' }
    if (t.mm < 0) continue
    if (k.abortOnExiting && taskWillFreeMem(w, i)) return { kind: 'abort', at: i, why: 'exiting' }
    const points = taskBadness(m, k, t.process)
    if (points === null || points < most) continue
    if (points === most && isLeader(w, chosen)) continue
    chosen = i
    most = points
  }
  return chosen < 0 ? { kind: 'none' } : { kind: 'chosen', task: chosen, points: most }
}

const scanProcesses = (w: World): Selection => {
  const { m, k } = w
  let chosen = -1
  let most = 0
  for (let p = 0; p < m.processes.length; p++) {
    const first = m.tasks.findIndex(t => t.process === p && t.state !== 'dead')
    if (first < 0 || m.tasks[first]!.kthread || m.processes[p]!.globalInit) continue
    if (m.processes[p]!.oomMm >= 0) {
      if (k.abortOnVictim && mmInFlight(w, p) >= 0) return { kind: 'abort', at: first, why: 'oom-mm' }
      if (k.abortOnVictim) continue
    }
    const points = taskBadness(m, k, p)
    if (points === null || (chosen >= 0 && points < most)) continue
    if (chosen >= 0 && points === most && k.scan === 'processes-leader-keeps-tie' && isLeader(w, chosen)) continue
    chosen = findTaskWithMm(m, p)
    most = points
  }
  return chosen < 0 ? { kind: 'none' } : { kind: 'chosen', task: chosen, points: most }
}

/** thread_group_leader. */
const isLeader = (w: World, task: Index): boolean => {
  const t = w.m.tasks[task]
  return t !== undefined && t.pid === w.m.processes[t.process]!.tgid
}
