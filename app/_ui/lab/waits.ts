import type { RunResult } from '../../../model/index.ts'

/** A box of the wait-for graph: one task, or several that wait for the same lock of the same holder. */
export type WaitNode = {
  readonly id: string
  readonly label: string
  readonly tasks: readonly string[]
  readonly x: number
  readonly y: number
}

/** Waiter -> holder, named after the lock. */
export type WaitEdge = { readonly from: string; readonly to: string; readonly lock: string; readonly inCycle: boolean }

export type WaitGraph = {
  readonly nodes: readonly WaitNode[]
  readonly edges: readonly WaitEdge[]
  /** Tasks of a cycle in order, first one not repeated; empty when there is none. */
  readonly cycle: readonly string[]
  readonly height: number
}

export const waitWidth = 320
export const boxHeight = 28
const rowHeight = 84
const nodesMax = 24
const perRow = 3

/** The first cycle of waiter -> holder, found by following each waiter; every task waits for one lock at a time. */
export function cycleOf(waits: RunResult['waits']): readonly string[] {
  const next = new Map(waits.map(w => [w.task, w.holder]))
  const seen = new Set<string>()
  for (const start of next.keys()) {
    const path: string[] = []
    let at: string | null | undefined = start
    while (at != null && !seen.has(at)) {
      seen.add(at)
      path.push(at)
      at = next.get(at)
    }
    if (at != null && path.includes(at)) return path.slice(path.indexOf(at))
  }
  return []
}

/** Layers from those nobody waits for (top) to the holders everybody waits for (bottom); 320 wide, bounded. */
export function layoutWaits(waits: RunResult['waits']): WaitGraph {
  const cycle = cycleOf(waits)
  const holders = new Set(waits.flatMap(w => (w.holder === null ? [] : [w.holder])))
  const groups = new Map<string, { tasks: string[]; lock: string; to: string }>()
  for (const wait of waits) {
    const to = wait.holder ?? `${wait.lock} `
    const key = holders.has(wait.task) ? wait.task : `${wait.lock}\n${to}`
    const group = groups.get(key)
    if (group) group.tasks.push(wait.task)
    else groups.set(key, { tasks: [wait.task], lock: wait.lock, to })
  }
  const labels = new Map<string, { label: string; tasks: readonly string[] }>()
  for (const [key, group] of groups) {
    const [first = ''] = group.tasks
    labels.set(key, {
      label: group.tasks.length === 1 ? first : `${first} +${group.tasks.length - 1}`,
      tasks: group.tasks,
    })
  }
  for (const group of groups.values())
    if (!labels.has(group.to))
      labels.set(group.to, { label: group.to.endsWith(' ') ? 'nobody' : group.to, tasks: [group.to.trim()] })

  const depth = new Map<string, number>()
  for (const key of labels.keys()) {
    let steps = 0
    const path = new Set<string>()
    for (let at: string | undefined = key; at !== undefined && !path.has(at); at = groups.get(at)?.to) {
      path.add(at)
      steps++
    }
    depth.set(key, steps)
  }
  const deepest = Math.max(0, ...depth.values())
  const rows = new Map<number, string[]>()
  for (const key of [...labels.keys()].slice(0, nodesMax)) {
    const inCycle = cycle.indexOf(key)
    let row = inCycle >= 0 ? deepest - 1 + inCycle : deepest - (depth.get(key) ?? 0)
    while ((rows.get(row)?.length ?? 0) >= perRow) row++
    rows.set(row, [...(rows.get(row) ?? []), key])
  }
  const nodes: WaitNode[] = []
  const order = [...rows.keys()].sort((a, b) => a - b)
  order.forEach((row, index) => {
    const keys = rows.get(row) ?? []
    keys.forEach((key, column) => {
      const named = labels.get(key)
      const x = (waitWidth / (keys.length + 1)) * (column + 1)
      nodes.push({ id: key, label: named?.label ?? key, tasks: named?.tasks ?? [], x, y: 20 + index * rowHeight })
    })
  })
  const placed = new Set(nodes.map(n => n.id))
  const edges = [...groups].flatMap(([from, group]) =>
    placed.has(from) && placed.has(group.to)
      ? [{ from, to: group.to, lock: group.lock, inCycle: cycle.includes(from) && cycle.includes(group.to) }]
      : [],
  )
  return { nodes, edges, cycle, height: order.length * rowHeight - rowHeight + boxHeight + 40 }
}
