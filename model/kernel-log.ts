/** A GFP mask as a log prints it: the number, and from 4.6 on the names in parentheses (empty text for `0x0()`). */
export type LogMask = { readonly value: number; readonly names: string | null }

/** Where a line stands and when it was printed: microseconds of the printk clock, null without a stamp. */
export type LogPlace = { readonly line: number; readonly atUs: number | null }

/** One row of the task table (`dump_tasks`). Pages, apart from `pageTableBytes`. Null: that version has no such column. */
export type TaskRow = {
  readonly line: number
  readonly pid: number
  readonly uid: number
  readonly tgid: number
  readonly totalVmPages: number
  readonly rssPages: number
  readonly rssAnonPages: number | null
  readonly rssFilePages: number | null
  readonly rssShmemPages: number | null
  /** nr_ptes, nr_pmds, nr_puds added up (up to 4.14). */
  readonly pageTablePages: number | null
  /** The part of `pageTablePages` that is nr_pmds (4.0 to 4.14). */
  readonly nrPmds: number | null
  /** pgtables_bytes (4.15 on). */
  readonly pageTableBytes: number | null
  readonly swapPages: number
  readonly oomScoreAdj: number
  readonly comm: string
}

/** The task table with its columns as the header names them, between `pid` and `name`. */
export type TaskTable = {
  readonly line: number
  readonly columns: readonly string[]
  /** False: the header was not in the log and the columns were told by their number. */
  readonly hasHeader: boolean
  readonly rows: readonly TaskRow[]
}

/** One zone line of Mem-Info, kB; `values` holds every key of the line, `min` to `managed` included. */
export type LogZone = {
  readonly line: number
  /** Null without CONFIG_NUMA. */
  readonly node: number | null
  readonly name: string
  readonly freeKb: number
  readonly minKb: number
  readonly lowKb: number
  readonly highKb: number
  /** Included in min, low and high (5.14 on); null where the version does not print it. */
  readonly boostKb: number | null
  readonly managedKb: number | null
  readonly presentKb: number | null
  /** Every key in the order printed; kB, or as printed where there is no unit. */
  readonly values: readonly (readonly [key: string, value: number])[]
  readonly allUnreclaimable: boolean | null
  /** lowmem_reserve[], pages, one per zone type; null when that line is missing. */
  readonly reservePages: readonly number[] | null
  /** Free blocks by order with the letters of their migrate types; null when that line is missing. */
  readonly blocks: readonly { readonly order: number; readonly count: number; readonly types: string }[] | null
}

/** A `Node N active_anon:` line, kB. */
export type LogNode = {
  readonly line: number
  readonly node: number
  readonly values: readonly (readonly [key: string, value: number])[]
  readonly allUnreclaimable: boolean | null
}

/** Mem-Info: machine-wide pages by key, then nodes, zones, swap. */
export type MemInfo = {
  readonly line: number
  readonly totals: readonly (readonly [key: string, pages: number])[]
  readonly nodes: readonly LogNode[]
  readonly zones: readonly LogZone[]
  /** Size of a page, told by the smallest block of the free lists; null without those lines. */
  readonly pageKb: number | null
  readonly pagecachePages: number | null
  readonly swapCachePages: number | null
  readonly swapFreeKb: number | null
  readonly swapTotalKb: number | null
  readonly pagesRam: number | null
  readonly pagesHighMem: number | null
  readonly pagesReserved: number | null
}

/** `CPU: n PID: n Comm: c Not tainted RELEASE #1 ...`. */
export type LogCaller = {
  readonly line: number
  readonly cpu: number | null
  readonly pid: number
  readonly comm: string
  /** `uname -r`, or null when the line is cut. */
  readonly release: string | null
  /** What follows the release, as printed: build number and distribution version. */
  readonly build: string | null
  readonly taint: string | null
}

/** Counters of a limited memcg: `memory: usage 20480kB, limit 20480kB, failcnt 18`. */
export type MemcgUsage = {
  readonly line: number
  readonly what: 'memory' | 'memory+swap' | 'kmem' | 'swap'
  readonly usageKb: number
  readonly limitKb: number
  readonly failcnt: number
}

/** The memcg part of a report: who hit the limit of whom, its counters and statistics. */
export type LogMemcg = {
  readonly line: number
  /** `Task in X killed as a result of limit of Y` (up to 4.20); null later. */
  readonly taskPath: string | null
  readonly limitPath: string | null
  readonly usage: readonly MemcgUsage[]
  readonly stats: readonly { readonly path: string; readonly values: readonly (readonly [string, number])[] }[]
}

/** `oom-kill:constraint=...` (5.0 on). */
export type OomContext = LogPlace & {
  readonly constraint: string
  readonly nodemask: string | null
  readonly cpuset: string | null
  readonly memsAllowed: string | null
  /** Null for a global OOM. */
  readonly oomMemcg: string | null
  readonly taskMemcg: string | null
  readonly task: string | null
  readonly pid: number | null
  readonly uid: number | null
}

/** `Kill process N (c) score N or sacrifice child` (up to 5.0). */
export type OomChoice = LogPlace & {
  readonly prefix: string
  readonly pid: number
  readonly comm: string
  readonly score: number
}

/** `Killed process`. kB; null where the version does not print it. */
export type OomKill = LogPlace & {
  /** `Out of memory`, `Memory cgroup out of memory`, ...; null on the second line of the pair up to 5.0. */
  readonly prefix: string | null
  readonly pid: number
  readonly comm: string
  readonly totalVmKb: number | null
  readonly anonRssKb: number | null
  readonly fileRssKb: number | null
  readonly shmemRssKb: number | null
  readonly uid: number | null
  readonly pageTablesKb: number | null
  readonly oomScoreAdj: number | null
}

/** What the OOM reaper says of a victim. */
export type OomReaped = LogPlace & {
  readonly pid: number
  readonly comm: string
  readonly result: 'reaped' | 'unable'
  readonly anonRssKb: number | null
  readonly fileRssKb: number | null
  readonly shmemRssKb: number | null
}

/** A line that belongs to a report or looks as if it did, and was not understood. */
export type UnreadLine = { readonly line: number; readonly text: string; readonly why: string }

/** Versions that print such a report, told by its form; null: open on that side. */
export type FormatRange = {
  readonly from: string | null
  readonly before: string | null
  /** The signs that say so. */
  readonly because: readonly string[]
}

/** What every report has: place, stack, Mem-Info. */
export type LogReportBase = {
  readonly firstLine: number
  readonly lastLine: number
  readonly atUs: number | null
  readonly caller: LogCaller | null
  /** Functions of the call trace without offsets, innermost first; uncertain frames (`?`) left out. */
  readonly stack: readonly string[]
  readonly cpuset: { readonly line: number; readonly cpuset: string; readonly memsAllowed: string } | null
  readonly memInfo: MemInfo | null
  /** `uname -r` from the caller's line or the last `Linux version` line before; null when the log does not say. */
  readonly release: string | null
  readonly unread: readonly UnreadLine[]
}

/** One OOM report, complete or not. */
export type OomReport = LogReportBase & {
  readonly kind: 'oom'
  /** `X invoked oom-killer`; null when the log begins later. */
  readonly invoked: {
    readonly line: number
    readonly comm: string
    /** Null when the line carries no mask. */
    readonly mask: LogMask | null
    /** -1 for sysrq. */
    readonly order: number | null
    readonly oomScoreAdj: number | null
    readonly nodemask: string | null
  } | null
  readonly format: FormatRange
  readonly memcg: LogMemcg | null
  readonly table: TaskTable | null
  readonly context: OomContext | null
  readonly choice: OomChoice | null
  /** In order; more than one with memory.oom.group. */
  readonly kills: readonly OomKill[]
  /** Path of the memcg that is killed as a group. */
  readonly group: { readonly line: number; readonly path: string } | null
  readonly noKillableLine: number | null
  readonly panic: { readonly line: number; readonly says: string } | null
  readonly reaped: readonly OomReaped[]
  /** Parts that a report of this kind has and this one lacks. */
  readonly missing: readonly ('invoked' | 'table' | 'kill' | 'mem-info' | 'memcg')[]
}

/** `page allocation failure` or `page allocation stalls`. */
export type AllocationReport = LogReportBase & {
  readonly kind: 'failure' | 'stall'
  readonly comm: string
  readonly order: number
  readonly mask: LogMask
  readonly stalledMs: number | null
  readonly nodemask: string | null
}

/** A line of the OOM killer or the allocator that stands outside every report. */
export type LogEvent = LogPlace &
  (
    | { readonly kind: 'kill'; readonly kill: OomKill }
    | { readonly kind: 'choice'; readonly choice: OomChoice }
    | { readonly kind: 'reaper'; readonly reaped: OomReaped }
    | { readonly kind: 'panic'; readonly says: string }
    | { readonly kind: 'other'; readonly what: string; readonly text: string }
  )

/** Everything found in a text. */
export type KernelLog = {
  /** In the order of their first lines. */
  readonly reports: readonly OomReport[]
  readonly allocations: readonly AllocationReport[]
  readonly events: readonly LogEvent[]
  /** Unread lines outside reports. */
  readonly unread: readonly UnreadLine[]
  readonly lines: number
  /** True: the text was longer than the reader takes, and the rest was left. */
  readonly cut: boolean
}
