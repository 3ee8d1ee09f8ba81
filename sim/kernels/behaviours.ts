import type { Cite, KernelVersion } from '../../model/index.ts'
import type { Said } from './history.ts'

/**
 * Every point on which kernels differ, as far as this model goes. Mechanisms read these and never a version number.
 * Values are plain data, so a patch is a handful of changed values (see `Delta`).
 */
export type Behaviours = {
  /** Table of facts/gfp whose numbers this kernel uses. */
  readonly gfpTable: KernelVersion
  /** __GFP_DIRECT_RECLAIM and __GFP_KSWAPD_RECLAIM (4.4 on), or __GFP_WAIT. */
  readonly blockingBit: '__GFP_DIRECT_RECLAIM' | '__GFP_WAIT'
  /** Task flags that take bits off a request: memalloc_noio_flags, later current_gfp_context. */
  readonly scopes: 'noio' | 'noio-nofs'
  /** Where they are taken off: after the fast path failed, or at entry. */
  readonly scopesApplied: 'slow-path' | 'entry'
  /** Upper bound of the computed min_free_kbytes. */
  readonly minFreeKbytesMax: number
  /** Distance between the watermarks. */
  readonly watermarkStep: 'quarter-of-min' | 'quarter-of-min-or-scale-factor'
  /** How ALLOC_HIGH, ALLOC_HARDER and ALLOC_OOM lower a mark. */
  readonly watermarkRule: 'high-then-harder' | 'high-then-oom-or-harder' | 'min-reserve'
  /** Test for a block of order > 0 beyond the count of free pages. */
  readonly orderTest: 'halve-mark-per-order' | 'a-block-is-free'
  /** After pageblock stealing a zone's marks are raised for a while. */
  readonly watermarkBoost: boolean
  /** Blocks set apart for requests that may dig deep: which of them are given back before OOM. */
  readonly highAtomicReserve: 'none' | 'kept' | 'given-back-before-oom'
  /** Which requests that cannot sleep get ALLOC_HARDER: all, those with __GFP_ATOMIC, or (as ALLOC_NON_BLOCK) all again. */
  readonly harderFor: 'no-wait' | 'atomic-flag' | 'no-direct-reclaim'
  /** What ALLOC_HARDER's work for real-time tasks became. */
  readonly realtimeMark: 'harder' | 'min-reserve'
  /** When direct reclaim that freed nothing still says that it made progress. */
  readonly reclaimProgress: 'zone-reclaimable' | 'freed-only'
  /** What a zone without reclaimable pages counts as reclaimable in should_reclaim_retry. */
  readonly nothingReclaimable: 'zero' | 'free-pages-again'
  /** should_reclaim_retry, or what decided in its place. */
  readonly reclaimRetry: 'progress-only' | 'sixteen-with-back-off' | 'sixteen'
  /** kswapd gives up on a node after so many failures and stops throttling; 0: never. */
  readonly kswapdFailuresMax: number
  /** __alloc_pages_may_oom when oom_lock is taken. */
  readonly oomLockLost: 'progress-after-a-jiffy'
  /** How __alloc_pages_may_oom excludes others. */
  readonly oomLock: 'zone-bits' | 'mutex'
  /** __alloc_pages_may_oom for a request without __GFP_FS. */
  readonly noFsRequest: 'fails' | 'progress-without-oom' | 'calls-oom'
  /** out_of_memory for a request without __GFP_FS. */
  readonly oomWithoutFs: 'kills' | 'true-unless-nofail' | 'true'
  /** A memcg OOM without __GFP_FS. */
  readonly memcgOomWithoutFs: 'as-global' | 'kills'
  /** Whether __GFP_NOFAIL passes over the reasons not to kill. */
  readonly noFailPassesSkips: boolean
  /** What a __GFP_NOFAIL request tries after out_of_memory. */
  readonly noFailAfterOom: 'nothing' | 'no-watermarks'
  /** What a __GFP_NOFAIL request tries where others fail (`nopage`). */
  readonly noFailAtEnd: 'nothing' | 'harder' | 'min-reserve'
  /** A request that may dig into reserves: after a try without them, or (from 4.8 on) in its place. */
  readonly reserveTry: 'after-plain-try' | 'in-its-place'
  /** A request that may ignore watermarks and finds no page, with __GFP_NOFAIL. */
  readonly highPriorityNoFail: 'loops-there' | 'goes-on'
  /** The flag between NORETRY and NOFAIL: for costly orders only, or for every order and never killing. */
  readonly repeatFlag: 'costly-orders' | 'may-fail'
  /** Which threads of a victim may dig into reserves, and how deep. */
  readonly victimReserves: 'none' | 'marked-thread' | 'whole-process-half'
  /** When a victim leaves the slow path with NULL. */
  readonly victimLeaves: 'never' | 'before-reclaim' | 'after-may-oom'
  /** Seconds between "page allocation stalls" lines; 0: none. */
  readonly stallWarningSeconds: number
  /** A current task that is dying is marked a victim instead of looking for one. */
  readonly dyingCurrentIsVictim: boolean
  /** What counts as dying there. */
  readonly willFreeMem: 'exiting' | 'whole-group-and-sharers'
  /** Those shortcuts hand the dying task to the reaper too. */
  readonly shortcutWakesReaper: boolean
  /** Whose badness is looked at, and who wins a tie. */
  readonly scan: 'threads-leader-keeps-tie' | 'processes-leader-keeps-tie' | 'processes-last-wins'
  /** A victim in flight ends the scan: nobody new is killed. */
  readonly abortOnVictim: boolean
  /** What makes a victim in flight: a marked thread, or a process whose oom_mm is not yet given up. */
  readonly victimInFlight: 'marked-thread' | 'oom-mm-unless-skipped'
  /** A thread with an mm that is exiting ends the scan as well. */
  readonly abortOnExiting: boolean
  /** What of page tables counts in badness. */
  readonly badnessTables: 'ptes' | 'ptes-and-pmds' | 'all-tables'
  /** Least points of an eligible task. */
  readonly badnessLeast: 'one' | 'signed'
  /** Percent of its points that CAP_SYS_ADMIN takes off. */
  readonly adminBonusPercent: number
  /** The worst child with another mm dies instead of its parent. */
  readonly childSacrifice: boolean
  readonly killOrder: 'signal-then-mark' | 'mark-then-signal'
  /** A sharer that may not be killed: it alone makes the mm unreapable, or only global init does. */
  readonly unkillableSharer: 'adj-min-kthread-or-init' | 'init-only'
  /** Jiffies the killer sleeps (killable) with oom_lock held. */
  readonly sleepAfterKillJiffies: number
  /** memory.oom.group is known. */
  readonly oomGroup: boolean
  /** out_of_memory of a memcg or by sysrq that finds nobody. */
  readonly nobodyInMemcg: 'panics' | 'warns'
  /** sysrq f with vm.panic_on_oom. */
  readonly panicOnOomSysrq: 'panics' | 'spared'
  /** A charge whose memory cgroup holds nobody to kill. */
  readonly memcgNobody: 'forced' | 'fails'
  /** pagefault_out_of_memory. */
  readonly faultOom: 'zonelist-oom' | 'global-oom' | 'only-retries'
  /** When a memcg at its limit kills. */
  readonly memcgOom: 'user-fault-after-unwinding' | 'in-charge'
  /** Reclaim rounds of a charge before the OOM path. */
  readonly memcgReclaimRetries: number
  /** A charge of a dying task over the limit. */
  readonly memcgDying: 'bypass-to-root' | 'forced' | 'fails-after-oom'
  /** Who takes the victim's memory when the victim cannot. */
  readonly reaper: 'none' | 'kthread'
  readonly reaperQueue: 'single-slot' | 'list'
  /** What is handed over: the mm itself, a task whose threads are searched for one, or a task by its signal->oom_mm. */
  readonly reaperTarget: 'mm' | 'task' | 'oom-mm'
  /** An mm is handed over once only. */
  readonly reaperOncePerMm: boolean
  /** An mm shared with a process that may not be killed is left alone. */
  readonly reaperSparesShared: boolean
  /** Milliseconds between the kill and the reaper's first try. */
  readonly reaperDelayMs: number
  readonly reaperAttempts: number
  /** Sleep after a failed attempt, as a fraction of HZ. */
  readonly reaperSleepHzDivisor: number
  /** An attempt holds a user reference of the mm, so that the reaper may be the one who tears it down. */
  readonly reaperPinsMm: boolean
  /** The reaper holds oom_lock during an attempt. */
  readonly reaperHoldsOomLock: boolean
  readonly reaperSkipsMlocked: boolean
  readonly reaperSkipsHugetlb: boolean
  readonly reaperSkipsShmem: boolean
  /** An mm with mmu notifiers. */
  readonly reaperNotifiers: 'ignored' | 'sleeps-and-skips-mm' | 'non-blocking'
  /** After an attempt that got mmap_sem. */
  readonly reaperOnSuccess: 'nothing' | 'unmark-and-hide-victim' | 'skip-mm'
  /** After the last failed attempt. */
  readonly reaperOnGivingUp: 'nothing' | 'unmark-and-hide-victim' | 'skip-mm'
  /** When an exiting victim's mm stops counting as a victim in flight. */
  readonly exitSkipsMm: 'never' | 'end-of-mmput' | 'before-page-tables'
  /** A victim's exit_mmap takes mmap_sem for write, behind a reaper at work. */
  readonly exitWaitsForReaper: boolean
  /** process_mrelease exists. */
  readonly processMrelease: boolean
  /** invalidate_range_start of a non-blocking caller. */
  readonly notifierNonblock: 'unknown' | 'eagain'
  /** non_block_start around non-blocking callbacks. */
  readonly nonBlockCount: boolean
  /** Lock map around invalidate_range_start, shown to lockdep within reclaim when a notifier is registered. */
  readonly notifierMap: boolean
  /** Which requests lockdep's reclaim tracking sees. */
  readonly reclaimTracking: 'held-locks-fs' | 'fs-map' | 'fs-map-and-notifier-map'
  /** Reclaim tracking looks at a mask after the task's scopes were taken off. */
  readonly trackingSeesScopes: boolean
  readonly reaperLog: 'none' | 'as-posted' | 'as-merged'
  /** Kernel log: the release in whose form an OOM report is printed. */
  readonly logForm: KernelVersion
}

export type BehaviourName = keyof Behaviours

/** A kernel: every behaviour with its reason, none left open. */
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
