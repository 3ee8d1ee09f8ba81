import type { Index } from '../machine.ts'
import type { World } from '../world.ts'
import { findTaskWithMm, taskBadness } from './badness.ts'
import { wholeMachine } from './constraint.ts'
import type { OomScope } from './constraint.ts'
import { isInMemcg } from './memcg.ts'

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
export const selectBadProcess = (w: World, scope: OomScope = wholeMachine(w.m)): Selection =>
  w.k.scan === 'threads-leader-keeps-tie' ? scanThreads(w, scope) : scanProcesses(w, scope)

/** Of its memory cgroup, and not bound by its own policy to other nodes. The policies of its areas do not count. */
const isInScope = (w: World, task: Index, scope: OomScope): boolean => {
  const t = w.m.tasks[task]!
  if (scope.memcg >= 0 && !isInMemcg(w.m, t.process, scope.memcg)) return false
  return scope.nodes === 0 || t.policyNodes === 0 || (t.policyNodes & scope.nodes) !== 0
}

const scanThreads = (w: World, scope: OomScope): Selection => {
  const { m, k } = w
  const aborts = k.abortOnVictim && !scope.isSysrq
  let chosen = -1
  let most = 0
  for (let i = 0; i < m.tasks.length; i++) {
    const t = m.tasks[i]!
    if (t.state === 'dead' || t.kthread || m.processes[t.process]!.globalInit || !isInScope(w, i, scope)) continue
    if (t.memdie && aborts) return { kind: 'abort', at: i, why: 'memdie' }
    if (t.mm < 0) continue
    if (k.abortOnExiting && !scope.isSysrq && taskWillFreeMem(w, i)) return { kind: 'abort', at: i, why: 'exiting' }
    const points = taskBadness(m, k, t.process, scope.totalPages)
    if (points === null || points < most) continue
    if (points === most && isLeader(w, chosen)) continue
    chosen = i
    most = points
  }
  return chosen < 0 ? { kind: 'none' } : { kind: 'chosen', task: chosen, points: most }
}

const scanProcesses = (w: World, scope: OomScope): Selection => {
  const { m, k } = w
  const aborts = k.abortOnVictim && !scope.isSysrq
  let chosen = -1
  let most = 0
  for (let p = 0; p < m.processes.length; p++) {
    const first = m.tasks.findIndex(t => t.process === p && t.state !== 'dead')
    if (first < 0 || m.tasks[first]!.kthread || m.processes[p]!.globalInit || !isInScope(w, first, scope)) continue
    if (m.processes[p]!.oomMm >= 0) {
      if (aborts && mmInFlight(w, p) >= 0) return { kind: 'abort', at: first, why: 'oom-mm' }
      // Given up, or looked for by sysrq f: points decide, and an mm that was given up has none.
      if (k.abortOnVictim && mmInFlight(w, p) < 0) continue
    }
    const points = taskBadness(m, k, p, scope.totalPages)
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
