import { aside } from '../ledger.ts'
import type { Index, Lock, Machine, Task } from '../machine.ts'
import { jiffyUs } from '../machine.ts'
import type { World } from '../world.ts'
import { currentGfpContext } from './scopes.ts'

/*
 * Lockdep and DEBUG_ATOMIC_SLEEP as watchers: they see what was executed and decide nothing. An edge A -> B says that B
 * was taken while A was held; a report comes when a new edge closes a cycle, whether or not anybody waits
 * (kernel-mm.md 6.4 to 6.7). As in the kernel, a trylock ends no edge but may begin one, and after the first report on
 * locks nothing more is learnt.
 */

/** Lock map of 5.4 on around invalidate_range_start. */
export const notifierMap = 'mmu_notifier_invalidate_range_start'

/** The map of direct reclaim, or (up to 4.13) the usage state of held locks, which finds the same cycles. */
export const reclaimMap = (w: World): string => (w.k.reclaimTracking === 'held-locks-fs' ? 'RECLAIM_FS' : 'fs_reclaim')

/** `might-sleep`: within non_block_start and non_block_end. */
export type LockdepRule = 'circular' | 'recursive' | 'might-sleep'

export type LockdepReport = {
  readonly rule: LockdepRule
  readonly atUs: number
  readonly lane: string
  /** Classes, each taken while the one before it was held; the first closes the cycle. Of `might-sleep`: what slept. */
  readonly chain: readonly string[]
  readonly says: string
}

/** Who executed an edge first. */
type Edge = { readonly lane: string; readonly atUs: number }
type Held = { readonly name: string; readonly isTry: boolean }

/** What was seen so far. */
export type Lockdep = {
  readonly edges: Map<string, Map<string, Edge>>
  /** What each task holds, in order. */
  readonly held: Held[][]
  readonly reports: LockdepReport[]
  /** debug_locks is off: a report was printed. */
  isOff: boolean
  /** When might_sleep complained last, or -1: at most once a second. */
  sleepWarnedUs: number
}

const emptyLockdep = (m: Machine): Lockdep => ({
  edges: new Map(),
  held: m.tasks.map(() => []),
  reports: [],
  isOff: false,
  sleepWarnedUs: -1,
})

/** A copy that goes its own way. */
export const copyLockdep = (d: Lockdep): Lockdep => ({
  ...d,
  edges: new Map([...d.edges].map(([from, to]) => [from, new Map(to)])),
  held: d.held.map(h => [...h]),
  reports: [...d.reports],
})

/**
 * Switches both watchers on, before the first step. Where the notifier map exists, registering a notifier shows lockdep
 * that it may be taken within reclaim.
 */
export const watchLocks = (w: World): Lockdep => {
  const d = emptyLockdep(w.m)
  w.out.lockdep = d
  if (w.k.notifierMap && w.m.notifiers.length > 0)
    d.edges.set(reclaimMap(w), new Map([[notifierMap, { lane: 'mmu_notifier_register', atUs: w.m.nowUs }]]))
  return d
}

const className = (l: Lock): string => l.class ?? l.name

/** The shortest way along edges, both ends included, or null. */
const pathOf = (d: Lockdep, from: string, to: string): readonly string[] | null => {
  const cameFrom = new Map<string, string | null>([[from, null]])
  for (const at of cameFrom.keys()) {
    if (at === to) {
      const path: string[] = []
      for (let step: string | null = at; step !== null; step = cameFrom.get(step) ?? null) path.push(step)
      return path.reverse()
    }
    for (const next of d.edges.get(at)?.keys() ?? []) if (!cameFrom.has(next)) cameFrom.set(next, at)
  }
  return null
}

const report = (w: World, d: Lockdep, t: Task, rule: LockdepRule, chain: readonly string[], says: string): void => {
  d.reports.push({ rule, atUs: w.m.nowUs, lane: t.lane, chain, says })
  if (rule !== 'might-sleep') d.isOff = true
  aside(w.out, w.m, t.lane, 'lockdep', rule === 'might-sleep' ? '__might_sleep' : '__lock_acquire', says, {
    rule,
    chain: chain.join(' -> '),
  })
}

/** check_prev_add: a new edge, and the cycle that it closes. */
const addEdge = (w: World, d: Lockdep, t: Task, from: string, to: string): void => {
  const known = d.edges.get(from) ?? new Map<string, Edge>()
  if (known.has(to)) return
  const back = pathOf(d, to, from)
  d.edges.set(from, known.set(to, { lane: t.lane, atUs: w.m.nowUs }))
  if (back === null) return
  const others = back.slice(1).map((name, i) => `${name} under ${back[i]!} (${d.edges.get(back[i]!)!.get(name)!.lane})`)
  report(
    w,
    d,
    t,
    'circular',
    [from, ...back],
    `lockdep: a circle closes: ${t.lane} takes ${to} under ${from}, and before it was seen: ${others.join(', ')}`,
  )
}

/** lock_acquire, before any waiting. */
const acquire = (w: World, d: Lockdep, index: Index, name: string, isTry: boolean): void => {
  const held = d.held[index]!
  const t = w.m.tasks[index]!
  if (!isTry && !d.isOff) {
    if (held.some(h => h.name === name))
      report(w, d, t, 'recursive', [name, name], `lockdep: ${t.lane} takes ${name} while it holds ${name}`)
    // Below the first that was waited for, edges are there already.
    for (let i = held.length - 1; i >= 0 && !d.isOff; i--) {
      addEdge(w, d, t, held[i]!.name, name)
      if (!held[i]!.isTry) break
    }
  }
  held.push({ name, isTry })
}

const release = (d: Lockdep, index: Index, name: string): void => {
  const held = d.held[index]!
  const at = held.findLastIndex(h => h.name === name)
  if (at >= 0) held.splice(at, 1)
}

/** A lock is asked for, before it is had. A trylock tells only when it succeeds. */
export const lockAcquire = (w: World, l: Lock, index: Index, isTry: boolean): void => {
  const d = w.out.lockdep
  if (d !== null) acquire(w, d, index, className(l), isTry)
}

export const lockRelease = (w: World, l: Lock, index: Index): void => {
  const d = w.out.lockdep
  if (d !== null) release(d, index, className(l))
}

/** The notifier map around invalidate_range_start, where the kernel has one. */
export const notifierMapAcquire = (w: World, index: Index): void => {
  const d = w.out.lockdep
  if (d !== null && w.k.notifierMap) acquire(w, d, index, notifierMap, false)
}

export const notifierMapRelease = (w: World, index: Index): void => {
  const d = w.out.lockdep
  if (d !== null && w.k.notifierMap) release(d, index, notifierMap)
}

/** What of a request reclaim tracking looks at: 0 when it does not (kernel-mm.md 6.6). */
const trackedMask = (w: World, t: Task, gfp: number): number => {
  const { k } = w
  const mask = k.trackingSeesScopes ? currentGfpContext(w, t, gfp) : gfp
  if (!(mask & w.gfp.directReclaim) || mask & w.gfp.noLockdep) return 0
  const all = k.reclaimTracking === 'fs-map-and-notifier-map'
  if (t.memalloc && (all || !(mask & w.gfp.noMemalloc))) return 0
  return all || mask & w.gfp.fs ? mask : 0
}

/** The allocator's entry: lockdep_trace_alloc, later fs_reclaim_acquire and release; might_sleep_if. */
export const traceAlloc = (w: World, t: Task, index: Index, gfp: number): void => {
  const d = w.out.lockdep
  if (d === null) return
  const mask = trackedMask(w, t, gfp)
  if (mask !== 0 && !d.isOff) {
    const map = reclaimMap(w)
    const fs = (mask & w.gfp.fs) !== 0
    if (w.k.reclaimTracking === 'held-locks-fs') for (const h of [...d.held[index]!]) markHeld(w, d, t, h.name, map)
    else if (fs) acquire(w, d, index, map, false)
    if (w.k.reclaimTracking === 'fs-map-and-notifier-map' && w.k.notifierMap) {
      acquire(w, d, index, notifierMap, false)
      release(d, index, notifierMap)
    }
    if (fs && w.k.reclaimTracking !== 'held-locks-fs') release(d, index, map)
  }
  if (gfp & w.gfp.directReclaim) mightSleep(w, t, 'a request that may reclaim')
}

/** mark_held_locks: every held lock is one that is held over a request which may reclaim. */
const markHeld = (w: World, d: Lockdep, t: Task, name: string, map: string): void => {
  if (!d.isOff) addEdge(w, d, t, name, map)
}

/** fs_reclaim is held around try_to_free_pages (its like up to 4.13: lockdep_set_current_reclaim_state). */
export const fsReclaimAcquire = (w: World, t: Task, index: Index, gfp: number): void => {
  const d = w.out.lockdep
  if (d !== null && trackedMask(w, t, gfp) & w.gfp.fs) acquire(w, d, index, reclaimMap(w), false)
}

export const fsReclaimRelease = (w: World, index: Index): void => {
  const d = w.out.lockdep
  if (d !== null) release(d, index, reclaimMap(w))
}

/** might_sleep: complains within non_block_start and non_block_end (5.4 on), at most once a second. */
export const mightSleep = (w: World, t: Task, what: string): void => {
  const d = w.out.lockdep
  if (d === null || !w.k.nonBlockCount) return
  const within = t.frames.findLast(f => f.fn === '__mmu_notifier_invalidate_range_start')
  if (within?.fn !== '__mmu_notifier_invalidate_range_start' || within.blockable) return
  if (d.sleepWarnedUs >= 0 && w.m.nowUs - d.sleepWarnedUs < w.m.hz * jiffyUs(w.m)) return
  d.sleepWarnedUs = w.m.nowUs
  const name = w.m.notifiers[within.notifier]?.name ?? 'a notifier'
  report(w, d, t, 'might-sleep', [what], `${name} was called where it must not block and comes to ${what}`)
}
