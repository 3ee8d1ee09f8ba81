import type { OutOfMemoryFrame } from '../frames.ts'
import type { Index, Machine, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { nodesOf } from './freelist.ts'

/** What an OOM is about: who is looked at, and against how much memory oom_score_adj counts. */
export type OomScope = {
  readonly constraint: 'CONSTRAINT_NONE' | 'CONSTRAINT_MEMORY_POLICY' | 'CONSTRAINT_MEMCG'
  /** Only tasks of this memory cgroup, or -1. */
  readonly memcg: Index
  /** Only tasks whose own policy allows one of these nodes; 0: all. */
  readonly nodes: number
  readonly totalPages: number
  /** sysrq f: victims in flight do not stop it. */
  readonly isSysrq: boolean
}

/** The scope of an OOM of the whole machine. */
export const wholeMachine = (m: Machine): OomScope => ({
  constraint: 'CONSTRAINT_NONE',
  memcg: -1,
  nodes: 0,
  totalPages: m.totalPages,
  isSysrq: false,
})

/** constrained_alloc (kernel-mm.md 4.1: totalpages). Pages of a node: those it manages. */
export const scopeOf = (w: World, current: Task, f: OutOfMemoryFrame): OomScope => {
  const { m } = w
  const all = wholeMachine(m)
  if (f.order < 0) return { ...all, isSysrq: true }
  if (f.memcg >= 0) {
    const { maxPages } = m.memcgs[f.memcg]!
    const most = maxPages < 0 ? m.totalPages : maxPages + m.swapTotalPages
    return { ...all, constraint: 'CONSTRAINT_MEMCG', memcg: f.memcg, totalPages: Math.max(1, most) }
  }
  // A page fault that leaked out calls with mask 0 and without a zonelist.
  const nodes = f.gfp === 0 ? 0 : nodesOf(current)
  const isBound = nodes !== 0 && m.zones.some(z => (nodes & (1 << z.node)) === 0)
  if (!isBound) return all
  const onNodes = m.zones.reduce((sum, z) => sum + ((nodes & (1 << z.node)) === 0 ? 0 : z.managedPages), 0)
  return { ...all, constraint: 'CONSTRAINT_MEMORY_POLICY', nodes, totalPages: onNodes + m.swapTotalPages }
}
