import type { Cite } from '../../model/index.ts'

/** A way to restrict or widen allocations other than by a flag: a scope function or a task flag. */
export type GfpScope = {
  /** Identifier as mails spell it. */
  readonly name: string
  readonly kind: 'function' | 'task-flag'
  /** The flag whose meaning the scope imposes on every allocation in it; null when none says it. */
  readonly implies: string | null
  readonly says: string
  readonly since: string | null
  readonly cites: readonly Cite[]
}

const nofs: Cite = { kind: 'source', ref: 'include/linux/gfp.h@7dea19f9ee63' }
const now: Cite = { kind: 'source', ref: 'include/linux/sched/mm.h@v6.12' }
const old: Cite = { kind: 'source', ref: 'include/linux/sched.h@v4.0.5' }

const pair = (what: string, rest: Omit<GfpScope, 'name' | 'kind'>): readonly GfpScope[] =>
  ['save', 'restore'].map(end => ({ name: `memalloc_${what}_${end}`, kind: 'function', ...rest }))

/** Scope functions and task flags, sorted by name. */
export const gfpScopes: readonly GfpScope[] = [
  {
    name: 'PF_MEMALLOC',
    kind: 'task-flag' as const,
    implies: '__GFP_MEMALLOC',
    says: 'The task frees memory itself: it may use all reserves and never enters direct reclaim.',
    since: null,
    cites: [old, now],
  },
  {
    name: 'PF_MEMALLOC_NOFS',
    kind: 'task-flag' as const,
    implies: 'GFP_NOFS',
    says: 'Every allocation of the task is treated as if it lacked __GFP_FS.',
    since: 'v4.12',
    cites: [nofs, now],
  },
  {
    name: 'PF_MEMALLOC_NOIO',
    kind: 'task-flag' as const,
    implies: 'GFP_NOIO',
    says: 'Every allocation of the task is treated as if it lacked __GFP_IO and __GFP_FS.',
    since: null,
    cites: [old, now],
  },
  {
    name: 'PF_MEMALLOC_PIN',
    kind: 'task-flag' as const,
    implies: null,
    says: 'Every allocation of the task is treated as if it lacked __GFP_MOVABLE, so that pages can be pinned.',
    since: null,
    cites: [now],
  },
  ...pair('nofs', {
    implies: 'GFP_NOFS',
    says: 'Bracket a stretch of code in which reclaim must not enter a filesystem, whatever mask is passed.',
    since: 'v4.12',
    cites: [nofs],
  }),
  ...pair('noio', {
    implies: 'GFP_NOIO',
    says: 'Bracket a stretch of code in which reclaim must start no I/O, whatever mask is passed.',
    since: null,
    cites: [old, now],
  }),
  ...pair('noreclaim', {
    implies: '__GFP_MEMALLOC',
    says: 'Bracket a stretch of code that runs under PF_MEMALLOC: all reserves, no direct reclaim.',
    since: 'v4.12',
    cites: [{ kind: 'source', ref: 'mm/page_alloc.c@c288983dddf7' }],
  }),
].sort((a, b) => (a.name < b.name ? -1 : 1))
