import type { GoldThread } from './gold.ts'

/** Threads of one discussion spread over several: they are never parted (gold README). */
const together: readonly (readonly string[])[] = [
  ['DB', 'DL'],
  ['TC', 'TD', 'DH'],
]

/** Threads by cluster: those named together, and those that share a message; every other is its own. In order of names. */
export const clustersOf = (threads: readonly GoldThread[]): string[][] => {
  const parent = new Map(threads.map(t => [t.name, t.name]))
  const find = (name: string): string => {
    let at = name
    while (parent.get(at) !== at) at = parent.get(at) as string
    return at
  }
  const join = (a: string, b: string) => {
    if (parent.has(a) && parent.has(b)) {
      const [x, y] = [find(a), find(b)].sort()
      parent.set(y as string, x as string)
    }
  }
  for (const [first, ...rest] of together) for (const other of rest) join(first as string, other)
  for (const group of together) for (const a of group) for (const b of group) join(a, b)
  const byMessage = new Map<string, string>()
  for (const t of threads)
    for (const m of t.messages) {
      const known = byMessage.get(m.messageId)
      if (known === undefined) byMessage.set(m.messageId, t.name)
      else join(known, t.name)
    }
  const groups = new Map<string, string[]>()
  for (const t of threads) groups.set(find(t.name), [...(groups.get(find(t.name)) ?? []), t.name])
  return [...groups.values()].map(g => g.sort()).sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1))
}
