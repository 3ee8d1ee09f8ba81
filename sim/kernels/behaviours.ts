import type { Cite, KernelVersion } from '../../model/index.ts'

/**
 * Every point on which kernels differ, as far as this model goes. Mechanisms read these and never a version number.
 * Values are plain data, so a patch is a handful of changed values (see `Delta`).
 */
export type Behaviours = {
  /** Table of facts/gfp whose numbers this kernel uses. */
  readonly gfpTable: KernelVersion
  /** __GFP_DIRECT_RECLAIM and __GFP_KSWAPD_RECLAIM (4.4 on), or __GFP_WAIT. */
  readonly blockingBit: '__GFP_DIRECT_RECLAIM' | '__GFP_WAIT'
  /** Bounds of the computed min_free_kbytes. */
  readonly minFreeKbytesMax: number
  /** Distance between the watermarks. */
  readonly watermarkStep: 'quarter-of-min' | 'quarter-of-min-or-scale-factor'
  /** How ALLOC_HIGH, ALLOC_HARDER and ALLOC_OOM lower a mark. */
  readonly watermarkRule: 'high-then-harder' | 'high-then-oom-or-harder' | 'min-reserve'
  /** When direct reclaim that freed nothing still says that it made progress. */
  readonly reclaimProgress: 'zone-reclaimable' | 'freed-only'
  /** __alloc_pages_may_oom when oom_lock is taken. */
  readonly oomLockLost: 'progress-after-a-jiffy'
  /** __alloc_pages_may_oom for a request without __GFP_FS. */
  readonly noFsRequest: 'progress-without-oom' | 'calls-oom'
  /** Whether __GFP_NOFAIL passes over the reasons not to kill. */
  readonly noFailPassesSkips: boolean
  /** What a __GFP_NOFAIL request tries after out_of_memory. */
  readonly noFailAfterOom: 'nothing' | 'no-watermarks'
  /** A request that may ignore watermarks and finds no page, with __GFP_NOFAIL. */
  readonly highPriorityNoFail: 'loops-there' | 'goes-on'
  /** Which threads of a victim may ignore watermarks. */
  readonly victimReserves: 'marked-thread' | 'none'
  /** When a victim leaves the slow path with NULL. */
  readonly victimLeaves: 'before-reclaim' | 'never'
  /** A current task that is dying is marked a victim instead of looking for one. */
  readonly dyingCurrentIsVictim: boolean
  /** Whose badness is looked at, and who wins a tie. */
  readonly scan: 'threads-leader-keeps-tie'
  /** A marked thread anywhere ends the scan: nobody new is killed. */
  readonly abortOnVictim: boolean
  /** So does a thread with an mm that is exiting. */
  readonly abortOnExiting: boolean
  /** Percent of its points that CAP_SYS_ADMIN takes off. */
  readonly adminBonusPercent: number
  /** The worst child with another mm dies instead of its parent. */
  readonly childSacrifice: boolean
  readonly killOrder: 'signal-then-mark' | 'mark-then-signal'
  /** Jiffies the killer sleeps (killable) with oom_lock held. */
  readonly sleepAfterKillJiffies: number
  /** Who takes the victim's memory when the victim cannot. */
  readonly reaper: 'none' | 'kthread'
  readonly reaperQueue: 'single-slot' | 'list'
  /** What is handed over: the mm itself, or a task whose threads are searched for one. */
  readonly reaperTarget: 'mm' | 'task'
  /** MMF_OOM_KILLED: an mm is handed over once only. */
  readonly reaperOncePerMm: boolean
  /** An mm shared with a process that may not be killed is left alone. */
  readonly reaperSparesShared: boolean
  readonly reaperAttempts: number
  /** Sleep after a failed attempt, as a fraction of HZ. */
  readonly reaperSleepHzDivisor: number
  readonly reaperSkipsMlocked: boolean
  readonly reaperSkipsHugetlb: boolean
  readonly reaperSkipsShmem: boolean
  /** After an attempt that got mmap_sem. */
  readonly reaperOnSuccess: 'nothing' | 'unmark-and-hide-victim'
  /** After the last failed attempt. */
  readonly reaperOnGivingUp: 'nothing' | 'unmark-and-hide-victim'
  readonly reaperLog: 'none' | 'as-posted' | 'as-merged'
  /** Kernel log: the release in whose form an OOM report is printed. */
  readonly logForm: KernelVersion
}

export type BehaviourName = keyof Behaviours

/** A value with its reason. `read`: seen in that very source; `bracketed`: in older and newer source; `memory`. */
export type Said<T> = {
  readonly value: T
  readonly says: string
  readonly known: 'read' | 'bracketed' | 'memory'
  readonly cites: readonly Cite[]
}

/** A kernel: every behaviour, none left open. */
export type Kernel = {
  readonly version: KernelVersion
  readonly says: string
  readonly behaviours: { readonly [K in BehaviourName]: Said<Behaviours[K]> }
}

/** A patch, as the behaviours that it changes. A clean-up changes none. */
export type Delta = {
  readonly title: string
  readonly cites: readonly Cite[]
  readonly changes: { readonly [K in BehaviourName]?: Said<Behaviours[K]> }
}

/** A kernel with patches applied in order. */
export const patched = (base: Kernel, deltas: readonly Delta[]): Kernel => ({
  ...base,
  behaviours: Object.assign({}, base.behaviours, ...deltas.map(d => d.changes)) as Kernel['behaviours'],
})

/** The bare values, as mechanisms read them. */
export const policyOf = (kernel: Kernel): Behaviours =>
  Object.fromEntries(Object.entries(kernel.behaviours).map(([name, said]) => [name, said.value])) as Behaviours
