import type { Index } from './machine.ts'

/** What takes bits off every request of a task, or keeps it out of reclaim: PF_MEMALLOC_NOIO, _NOFS, PF_MEMALLOC. */
export type Scope = 'noio' | 'nofs' | 'noreclaim'

/** A step of a notifier's invalidate_range_start. */
export type CallbackOp =
  /** mutex_lock, whatever it was told. */
  | { readonly op: 'mutexLock'; readonly lock: Index }
  /** mutex_lock where it may block, else mutex_trylock and -EAGAIN when that fails. */
  | { readonly op: 'mutexLockOrAgain'; readonly lock: Index }
  | { readonly op: 'unlock'; readonly lock: Index }
  /** -EAGAIN where it may not block. */
  | { readonly op: 'again' }
  /** Sleeps in D state, whatever it was told. */
  | { readonly op: 'sleep'; readonly jiffies: number }
  /** wait_for_completion, whatever it was told. */
  | { readonly op: 'wait'; readonly completion: Index }
  /** Allocates one block and gives it back at once. */
  | { readonly op: 'alloc'; readonly gfp: number; readonly order: number }

/** An mmu notifier that is registered for an address space. */
export type Notifier = {
  /** As the kernel prints the callback. */
  readonly name: string
  readonly mm: Index
  /** VM areas that it covers: the first, and how many. */
  readonly firstVma: number
  readonly vmas: number
  readonly callback: readonly CallbackOp[]
}

/** struct completion. `done`: how often it was completed with nobody waiting. */
export type Completion = { name: string; done: number; waiters: Index[] }

/** Steps of a program that change its allocation context, call notifiers, or wait for other tasks. */
export type ContextOp =
  /** memalloc_noio_save, memalloc_nofs_save, memalloc_noreclaim_save. */
  | { readonly op: 'scopeEnter'; readonly scope: Scope }
  /** The restore that belongs to the innermost save that is still open. */
  | { readonly op: 'scopeLeave'; readonly scope: Scope }
  /** mmu_notifier_invalidate_range_start of a caller that may block, over the whole of an address space. */
  | { readonly op: 'invalidate'; readonly mm: Index }
  /** Direct reclaim on behalf of a request: it unmaps a page of that address space, whose notifiers are called. */
  | { readonly op: 'reclaimFrom'; readonly gfp: number; readonly mm: Index }
  /** wait_for_completion. */
  | { readonly op: 'wait'; readonly completion: Index }
  /** complete. */
  | { readonly op: 'complete'; readonly completion: Index }
