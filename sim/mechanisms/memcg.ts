import type { Index, Machine } from '../machine.ts'

/** A memory cgroup and those above it, without the root. */
export const upFrom = (m: Machine, memcg: Index): readonly Index[] => {
  const all: Index[] = []
  for (let at = memcg; at >= 0; at = m.memcgs[at]!.parent) all.push(at)
  return all
}

/** Whether a process belongs to a memory cgroup or one below it. */
export const isInMemcg = (m: Machine, process: Index, memcg: Index): boolean =>
  upFrom(m, m.processes[process]!.memcg).includes(memcg)

/** The first memory cgroup on the way up that one page more would bring over its memory.max, or -1. */
export const overLimit = (m: Machine, memcg: Index): Index =>
  upFrom(m, memcg).find(i => m.memcgs[i]!.maxPages >= 0 && m.memcgs[i]!.usedPages + 1 > m.memcgs[i]!.maxPages) ?? -1

/** Charges a page all the way up, whatever the limits. */
export const chargeOne = (m: Machine, memcg: Index): void => {
  for (const i of upFrom(m, memcg)) m.memcgs[i]!.usedPages++
}

/** Takes a charge back. */
export const uncharge = (m: Machine, memcg: Index, pages: number): void => {
  for (let at = memcg; at >= 0 && pages > 0; at = m.memcgs[at]!.parent) m.memcgs[at]!.usedPages -= pages
}

/**
 * mem_cgroup_get_oom_group: the outermost memory cgroup with memory.oom.group between that of the victim and the one
 * whose OOM it is (-1: all of the machine). -1: none.
 */
export const oomGroupOf = (m: Machine, process: Index, domain: Index): Index => {
  let group = -1
  for (const i of upFrom(m, m.processes[process]!.memcg)) {
    if (m.memcgs[i]!.oomGroup) group = i
    if (i === domain) break
  }
  return group
}
