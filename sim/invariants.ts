import type { Index, Machine } from './machine.ts'
import { memoryKinds } from './machine.ts'

/*
 * What must be true after every step, whatever runs. Kept apart from the mechanisms and written without them: nothing
 * here calls what it checks. A violation is a bug of the model, never an outcome.
 */

/** What the previous step left, to judge a step by. */
export type Before = {
  readonly freePages: readonly number[]
  readonly memdie: readonly boolean[]
  /** Some victim's mm was neither torn down nor given up (4.8 on). */
  readonly mmInFlight: boolean
  readonly kills: number
}

export const beforeOf = (m: Machine, kills: number): Before => ({
  freePages: m.zones.map(z => z.freePages),
  memdie: m.tasks.map(t => t.memdie),
  mmInFlight: m.processes.some(
    (p, i) => p.oomMm >= 0 && !m.mms[p.oomMm]!.oomSkip && m.tasks.some(t => t.process === i && t.state !== 'dead'),
  ),
  kills,
})

/** Every page of a zone has exactly one owner: free, an address space, a task, the cache, the kernel. */
const pagesConserved = (m: Machine, zone: Index): string | null => {
  const z = m.zones[zone]!
  let owned = z.freePages + z.fileClean + z.fileBusy + z.shmemUnmapped + z.kernelPages
  for (const mm of m.mms) for (const kind of memoryKinds) owned += mm.pages[kind][zone]!
  for (const t of m.tasks) owned += t.kernelPages[zone]!
  for (const f of m.files) owned += f.pages[zone]!
  // A page that a request has got and not yet handed to its program.
  for (const t of m.tasks) if (t.page === zone) owned++
  return owned === z.managedPages ? null : `zone ${z.name}: ${owned} pages have an owner, ${z.managedPages} are managed`
}

const countsSane = (m: Machine): string | null => {
  for (const z of m.zones) {
    for (const n of [z.freePages, z.fileClean, z.fileBusy, z.shmemUnmapped, z.kernelPages])
      if (n < 0 || !Number.isInteger(n)) return `zone ${z.name} counts ${n} pages`
    if (!(z.minPages <= z.lowPages && z.lowPages <= z.highPages)) return `zone ${z.name}: watermarks out of order`
  }
  for (const mm of m.mms) {
    if (mm.users < 0) return `${mm.name} has ${mm.users} users`
    const live = m.tasks.filter(t => t.mm >= 0 && m.mms[t.mm] === mm).length
    if (live > mm.users) return `${mm.name} has ${live} threads and ${mm.users} users`
    for (const kind of memoryKinds)
      for (const n of mm.pages[kind]) if (n < 0) return `${mm.name} has ${n} ${kind} pages`
  }
  return null
}

/** A lock has one writer or readers, nobody both holds and awaits it, and it is never free while somebody waits. */
const locksSane = (m: Machine): string | null => {
  for (const [i, l] of m.locks.entries()) {
    if (l.writer >= 0 && l.readers.length > 0) return `${l.name} is written and read at once`
    if (l.kind === 'mutex' && l.readers.length > 0) return `${l.name} is a mutex with readers`
    const holds = l.writer >= 0 ? [l.writer] : l.readers
    if (new Set(holds).size !== holds.length) return `${l.name} is held twice by one task`
    if (holds.length === 0 && l.waiters.length > 0)
      return `${l.name} is free while ${m.tasks[l.waiters[0]!]!.lane} waits`
    for (const task of l.waiters) {
      const t = m.tasks[task]!
      if (holds.includes(task)) return `${t.lane} waits for ${l.name}, which it holds`
      if (t.waitLock !== i || t.state !== 'uninterruptible')
        return `${t.lane} is queued for ${l.name} and does not sleep on it`
    }
    for (const task of holds) if (m.tasks[task]!.state === 'dead') return `${l.name} is held by the dead`
  }
  for (const t of m.tasks)
    if (t.waitLock >= 0 && !m.locks[t.waitLock]!.waiters.includes(m.tasks.indexOf(t)))
      return `${t.lane} sleeps on a lock that does not know it`
  return null
}

/**
 * What a memory cgroup counts is what its address spaces and files own, and those of its children; the charge of a page
 * that a request has got and not yet handed over stands beside them.
 */
const chargesSane = (m: Machine): string | null => {
  if (m.swapFreePages < 0 || m.swapFreePages > m.swapTotalPages) return `${m.swapFreePages} swap slots are free`
  if (m.memcgs.length === 0) return null
  const own = m.memcgs.map(() => 0)
  for (const mm of m.mms)
    if (mm.memcg >= 0)
      for (const kind of ['anon', 'mlocked', 'shmem', 'pageTables'] as const)
        for (const n of mm.pages[kind]) own[mm.memcg]! += n
  for (const f of m.files) if (f.memcg >= 0) for (const n of f.pages) own[f.memcg]! += n
  const inHand = m.tasks.filter(t => t.page >= 0).length
  for (const [i, c] of m.memcgs.entries()) {
    let sum = 0
    for (const [j, pages] of own.entries())
      for (let at = j; at >= 0; at = m.memcgs[at]!.parent) if (at === i) sum += pages
    if (c.usedPages < sum || c.usedPages > sum + inHand) return `${c.path} counts ${c.usedPages} pages and owns ${sum}`
  }
  return null
}

/** oom_victims counts the marked threads; a thread is marked once. */
const victimsSane = (m: Machine): string | null => {
  const marked = m.tasks.filter(t => t.memdie).length
  return marked === m.victims ? null : `${marked} threads carry TIF_MEMDIE, oom_victims is ${m.victims}`
}

/**
 * One victim in flight: nobody is killed while a marked thread exists (up to 4.7), or while the mm of a victim that is
 * still there was not given up (4.8 on).
 */
const oneVictim = (m: Machine, before: Before, kills: number): string | null => {
  if (kills <= before.kills) return null
  const byMm = m.processes.some(p => p.oomMm >= 0)
  return (byMm ? before.mmInFlight : before.memdie.some(x => x))
    ? 'a second victim was killed while one was in flight'
    : null
}

/**
 * A step that took a page below the min watermark was that of a task which may: marked, PF_MEMALLOC, or one that holds
 * a mask which lowers the mark (`mayGoBelow` says which masks do).
 */
const floorsKept = (m: Machine, before: Before, mayGoBelow: (task: Index) => boolean): string | null => {
  for (const [i, z] of m.zones.entries()) {
    if (z.freePages >= before.freePages[i]! || z.freePages >= z.minPages) continue
    const taker = m.cpus.find(c => c.task >= 0 && c.busyUntilUs > m.nowUs && mayGoBelow(c.task))
    if (taker === undefined)
      return `zone ${z.name} fell to ${z.freePages} pages, below its min of ${z.minPages}, without anybody entitled`
  }
  return null
}

/** CPUs run one task each, sleeping tasks have at most one timer, time does not go back. */
const schedulingSane = (m: Machine): string | null => {
  for (const [i, c] of m.cpus.entries())
    if (c.task >= 0 && m.tasks[c.task]!.cpu !== i) return `CPU ${i} and task ${c.task} disagree`
  for (const [i, t] of m.tasks.entries()) {
    const timers = m.pending.filter(e => e.kind === 'timer' && e.index === i)
    if (timers.length > 1 || (timers.length === 1) !== t.wakeAtUs >= 0) return `${t.lane} has ${timers.length} timers`
    if (timers.length === 1 && (t.state === 'runnable' || t.state === 'dead')) return `${t.lane} is awake with a timer`
  }
  for (let i = 0; i < m.pending.length; i++) {
    const [a, b] = [m.pending[i]!, m.pending[i + 1]]
    if (a.atUs < m.nowUs) return 'an event of the past is pending'
    if (b !== undefined && (b.atUs > a.atUs || (b.atUs === a.atUs && b.seq > a.seq))) return 'the queue is out of order'
  }
  return null
}

/** The first broken rule in words, or null. */
export const brokenInvariant = (
  m: Machine,
  before: Before,
  kills: number,
  mayGoBelow: (task: Index) => boolean,
): string | null => {
  for (let zone = 0; zone < m.zones.length; zone++) {
    const lost = pagesConserved(m, zone)
    if (lost !== null) return lost
  }
  return (
    countsSane(m) ??
    locksSane(m) ??
    victimsSane(m) ??
    chargesSane(m) ??
    oneVictim(m, before, kills) ??
    floorsKept(m, before, mayGoBelow) ??
    schedulingSane(m)
  )
}
