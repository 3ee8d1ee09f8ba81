import type { Index } from '../machine.ts'
import type { World } from '../world.ts'
import { taskBadness } from './badness.ts'

/** task_will_free_mem up to 4.6: PF_EXITING and no coredump of the group. Nobody dumps core here. */
export const taskWillFreeMem = (w: World, task: Index): boolean => w.m.tasks[task]!.exiting

/** A scan that stopped at a thread, and why. */
export type Selection =
  | { readonly kind: 'abort'; readonly at: Index; readonly why: 'memdie' | 'exiting' }
  | { readonly kind: 'none' }
  | { readonly kind: 'chosen'; readonly task: Index; readonly points: number }

/** select_bad_process with oom_scan_process_thread, up to 4.6 (kernel-mm.md 4.1, 4.2). */
export const selectBadProcess = (w: World): Selection => {
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
    if (points === 0 || points < most) continue
    if (points === most && isLeader(w, chosen)) continue
    chosen = i
    most = points
  }
  return chosen < 0 ? { kind: 'none' } : { kind: 'chosen', task: chosen, points: most }
}

/** thread_group_leader. */
const isLeader = (w: World, task: Index): boolean => {
  const t = w.m.tasks[task]!
  return t.pid === w.m.processes[t.process]!.tgid
}
