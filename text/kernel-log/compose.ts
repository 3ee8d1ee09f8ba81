import { formatGfp, gfpNameOrder, gfpTableFor } from '../../facts/index.ts'
import type { LogZone, OomKill, OomReport, TaskRow } from '../../model/index.ts'
import { compareTags, formatOf } from './format.ts'

/** A task as the killer sees it; pages. */
export type ReportTask = {
  readonly pid: number
  readonly uid: number
  readonly comm: string
  readonly totalVmPages: number
  readonly rssAnonPages: number
  readonly rssFilePages: number
  readonly rssShmemPages: number
  readonly nrPtes: number
  readonly nrPmds: number
  readonly swapPages: number
  readonly oomScoreAdj: number
}

/** A zone of the machine; pages, free blocks by order. */
export type ReportZone = {
  readonly node: number
  readonly name: 'DMA' | 'DMA32' | 'Normal' | 'HighMem' | 'Movable'
  readonly freePages: number
  readonly minPages: number
  readonly lowPages: number
  readonly highPages: number
  readonly managedPages: number
  readonly presentPages: number
  readonly reservePages: readonly number[]
  readonly blocks: readonly number[]
}

/** What a run has to say for a report. */
export type ReportParts = {
  /** Mainline release: `v4.6`. */
  readonly kernel: string
  readonly release: string
  readonly caller: { readonly pid: number; readonly cpu: number; readonly comm: string; readonly oomScoreAdj: number }
  readonly mask: number
  readonly order: number
  readonly constraint: 'CONSTRAINT_NONE' | 'CONSTRAINT_CPUSET' | 'CONSTRAINT_MEMORY_POLICY' | 'CONSTRAINT_MEMCG'
  readonly zones: readonly ReportZone[]
  readonly swapTotalPages: number
  readonly swapFreePages: number
  /** With CONSTRAINT_MEMCG: whose limit. */
  readonly memcg: {
    readonly path: string
    readonly usagePages: number
    readonly limitPages: number
    readonly failcnt: number
  } | null
  readonly tasks: readonly ReportTask[]
  readonly victim: { readonly pid: number; readonly score: number } | null
}

const unlimitedKb = 9_007_199_254_740_988

/** Keys of a zone line after high, by version (kernel-mm.md 8.6; 5.7 to 6.1 as logs of those show). */
const zoneKeys = (since: (v: string) => boolean): readonly string[] => {
  const lru = ['active_anon', 'inactive_anon', 'active_file', 'inactive_file', 'unevictable']
  if (!since('v4.8'))
    return [
      ...lru,
      'isolated(anon)',
      'isolated(file)',
      'present',
      'managed',
      'mlocked',
      'dirty',
      'writeback',
      'mapped',
      'shmem',
      'slab_reclaimable',
      'slab_unreclaimable',
      'kernel_stack',
      'pagetables',
      'unstable',
      'bounce',
      'free_cma',
      'writeback_tmp',
      'pages_scanned',
    ]
  return [
    ...(since('v5.7') ? ['reserved_highatomic'] : []),
    ...lru,
    'writepending',
    'present',
    'managed',
    'mlocked',
    ...(since('v5.4') ? [] : ['slab_reclaimable', 'slab_unreclaimable']),
    ...(since('v5.10') ? [] : ['kernel_stack']),
    ...(since('v5.14') ? [] : ['pagetables']),
    'bounce',
    'free_pcp',
    'local_pcp',
    'free_cma',
  ]
}

/** Machine-wide keys in order (kernel-mm.md 8.4). */
const totalKeys = (since: (v: string) => boolean): readonly string[] => [
  'active_anon',
  'inactive_anon',
  'isolated_anon',
  'active_file',
  'inactive_file',
  'isolated_file',
  'unevictable',
  'dirty',
  'writeback',
  ...(since('v5.8') ? [] : ['unstable']),
  ...(since('v4.8') ? [] : ['free']),
  'slab_reclaimable',
  'slab_unreclaimable',
  'mapped',
  'shmem',
  'pagetables',
  ...(since('v6.1') ? ['sec_pagetables'] : []),
  'bounce',
  ...(since('v6.1') ? ['kernel_misc_reclaimable'] : []),
  ...(since('v4.8') ? ['free', 'free_pcp'] : []),
  'free_cma',
]

const kb = (pages: number): number => pages * 4

/** Columns of the task table by version (kernel-mm.md 8.10). */
export const tableColumns = (kernel: string): readonly string[] => {
  const since = (v: string) => compareTags(kernel, v) >= 0
  const tables = since('v4.15') ? ['pgtables_bytes'] : since('v4.0') ? ['nr_ptes', 'nr_pmds'] : ['nr_ptes']
  return [
    'uid',
    'tgid',
    'total_vm',
    'rss',
    ...(since('v6.8') ? ['rss_anon', 'rss_file', 'rss_shmem'] : []),
    ...tables,
    'swapents',
    'oom_score_adj',
  ]
}

const rowOf = (t: ReportTask, since: (v: string) => boolean): TaskRow => {
  const tables = t.nrPtes + (since('v4.0') ? t.nrPmds : 0)
  const wide = since('v6.8')
  return {
    line: 0,
    pid: t.pid,
    uid: t.uid,
    tgid: t.pid,
    totalVmPages: t.totalVmPages,
    rssPages: t.rssAnonPages + t.rssFilePages + t.rssShmemPages,
    rssAnonPages: wide ? t.rssAnonPages : null,
    rssFilePages: wide ? t.rssFilePages : null,
    rssShmemPages: wide ? t.rssShmemPages : null,
    pageTablePages: since('v4.15') ? null : tables,
    nrPmds: since('v4.15') || !since('v4.0') ? null : t.nrPmds,
    pageTableBytes: since('v4.15') ? tables * 4096 : null,
    swapPages: t.swapPages,
    oomScoreAdj: t.oomScoreAdj,
    comm: t.comm,
  }
}

const zoneOf = (z: ReportZone, since: (v: string) => boolean): LogZone => {
  const known: Record<string, number> = { present: kb(z.presentPages), managed: kb(z.managedPages) }
  const boost: [string, number][] = since('v5.14') ? [['boost', 0]] : []
  const marks: [string, number][] = [
    ['min', kb(z.minPages)],
    ['low', kb(z.lowPages)],
    ['high', kb(z.highPages)],
  ]
  return {
    line: 0,
    node: z.node,
    name: z.name,
    freeKb: kb(z.freePages),
    minKb: kb(z.minPages),
    lowKb: kb(z.lowPages),
    highKb: kb(z.highPages),
    boostKb: since('v5.14') ? 0 : null,
    managedKb: kb(z.managedPages),
    presentKb: kb(z.presentPages),
    values: [['free', kb(z.freePages)], ...boost, ...marks, ...zoneKeys(since).map(k => [k, known[k] ?? 0] as const)],
    allUnreclaimable: since('v4.8') ? null : false,
    reservePages: z.reservePages,
    blocks: z.blocks.map((count, order) => ({ order, count, types: count > 0 ? 'U' : '' })),
  }
}

const killOf = (t: ReportTask, prefix: string, since: (v: string) => boolean): OomKill => ({
  line: 0,
  atUs: null,
  prefix: since('v5.1') ? prefix : null,
  pid: t.pid,
  comm: t.comm,
  totalVmKb: kb(t.totalVmPages),
  anonRssKb: kb(t.rssAnonPages),
  fileRssKb: kb(t.rssFilePages),
  shmemRssKb: since('v4.5') ? kb(t.rssShmemPages) : null,
  uid: since('v5.4') ? t.uid : null,
  pageTablesKb: since('v5.4') ? kb(t.nrPtes + t.nrPmds) : null,
  oomScoreAdj: since('v5.4') ? t.oomScoreAdj : null,
})

/** The report that a kernel would print of this state. Counters that the parts do not hold are 0. */
export const composeReport = (p: ReportParts): OomReport => {
  const since = (v: string) => compareTags(p.kernel, v) >= 0
  const found = gfpTableFor(p.kernel)
  const names =
    found === null || !since('v4.6')
      ? null
      : formatGfp(p.mask, { ...found.table, nameTable: gfpNameOrder(p.kernel, found.table).names })
  const isMemcg = p.constraint === 'CONSTRAINT_MEMCG'
  const prefix = isMemcg ? 'Memory cgroup out of memory' : 'Out of memory'
  const victim = p.tasks.find(t => t.pid === p.victim?.pid) ?? null
  const free = p.zones.reduce((sum, z) => sum + z.freePages, 0)
  const nodemask = p.constraint === 'CONSTRAINT_MEMORY_POLICY' ? '0' : '(null)'
  const zones = p.zones.map(z => zoneOf(z, since))
  const limit = p.memcg === null ? unlimitedKb : kb(p.memcg.limitPages)
  const report: Omit<OomReport, 'format' | 'missing'> = {
    kind: 'oom',
    firstLine: 0,
    lastLine: 0,
    atUs: null,
    caller: {
      line: 0,
      cpu: p.caller.cpu,
      pid: p.caller.pid,
      comm: p.caller.comm,
      release: p.release,
      build: '#1',
      taint: null,
    },
    stack: [],
    cpuset: since('v5.0') ? null : { line: 0, cpuset: '/', memsAllowed: '0' },
    memInfo: isMemcg
      ? null
      : {
          line: 0,
          totals: totalKeys(since).map(k => [k, k === 'free' ? free : 0] as const),
          nodes: [],
          zones,
          pageKb: p.zones.some(z => z.blocks.length > 0) ? 4 : null,
          pagecachePages: 0,
          swapCachePages: 0,
          swapFreeKb: kb(p.swapFreePages),
          swapTotalKb: kb(p.swapTotalPages),
          pagesRam: p.zones.reduce((sum, z) => sum + z.presentPages, 0),
          pagesHighMem: 0,
          pagesReserved: p.zones.reduce((sum, z) => sum + z.presentPages - z.managedPages, 0),
        },
    release: p.release,
    unread: [],
    invoked: {
      line: 0,
      comm: p.caller.comm,
      mask: { value: p.mask, names },
      order: p.order,
      oomScoreAdj: p.caller.oomScoreAdj,
      nodemask: since('v5.0') || !since('v4.10') ? null : since('v4.11') ? nodemask : '0',
    },
    memcg:
      !isMemcg || p.memcg === null
        ? null
        : {
            line: 0,
            taskPath: since('v5.0') ? null : p.memcg.path,
            limitPath: since('v5.0') ? null : p.memcg.path,
            usage: [
              { line: 0, what: 'memory', usageKb: kb(p.memcg.usagePages), limitKb: limit, failcnt: p.memcg.failcnt },
              {
                line: 0,
                what: since('v5.0') ? 'swap' : 'memory+swap',
                usageKb: since('v5.0') ? 0 : kb(p.memcg.usagePages),
                limitKb: since('v5.0') ? 0 : limit,
                failcnt: 0,
              },
            ],
            stats: [
              {
                path: p.memcg.path,
                values: since('v5.0')
                  ? [['anon', kb(p.memcg.usagePages) * 1024]]
                  : [
                      ['cache', 0],
                      ['rss', kb(p.memcg.usagePages)],
                    ],
              },
            ],
          },
    table: { line: 0, columns: tableColumns(p.kernel), hasHeader: true, rows: p.tasks.map(t => rowOf(t, since)) },
    context:
      !since('v5.0') || victim === null
        ? null
        : {
            line: 0,
            atUs: null,
            constraint: since('v5.3') ? p.constraint : 'CONSTRAINT_NONE',
            nodemask,
            cpuset: '/',
            memsAllowed: '0',
            oomMemcg: isMemcg ? (p.memcg?.path ?? '/') : null,
            taskMemcg: isMemcg ? (p.memcg?.path ?? '/') : '/',
            task: victim.comm,
            pid: victim.pid,
            uid: victim.uid,
          },
    choice:
      since('v5.1') || victim === null
        ? null
        : { line: 0, atUs: null, prefix, pid: victim.pid, comm: victim.comm, score: p.victim?.score ?? 0 },
    kills: victim === null ? [] : [killOf(victim, prefix, since)],
    group: null,
    noKillableLine: victim === null ? 0 : null,
    panic: null,
    reaped: [],
  }
  return { ...report, format: formatOf(report), missing: isMemcg && p.memcg === null ? ['memcg'] : [] }
}
