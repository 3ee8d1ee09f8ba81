import type {
  AllocationReport,
  LogMemcg,
  LogNode,
  LogZone,
  MemInfo,
  OomReport,
  TaskRow,
  UnreadLine,
} from '../../model/index.ts'
import { formatOf } from './format.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** Mem-Info while it is read. */
export type MemInfoDraft = Omit<Writable<MemInfo>, 'totals' | 'nodes' | 'zones'> & {
  totals: (readonly [string, number])[]
  nodes: LogNode[]
  zones: Writable<LogZone>[]
}

/** A report while it is read; `head` says what opened it. */
export type Draft = {
  head:
    | OomReport['invoked']
    | Pick<AllocationReport, 'kind' | 'comm' | 'order' | 'mask' | 'stalledMs' | 'nodemask'>
    | null
  kind: 'oom' | 'failure' | 'stall'
  stream: string
  firstLine: number
  lastLine: number
  atUs: number | null
  stamped: boolean
  caller: OomReport['caller']
  stack: string[]
  cpuset: OomReport['cpuset']
  memInfo: MemInfoDraft | null
  release: string | null
  unread: UnreadLine[]
  memcg:
    | (Omit<Writable<LogMemcg>, 'usage' | 'stats'> & {
        usage: LogMemcg['usage'][number][]
        stats: { path: string; values: (readonly [string, number])[] }[]
      })
    | null
  table: { line: number; columns: readonly string[]; hasHeader: boolean; rows: TaskRow[] } | null
  context: OomReport['context']
  choice: OomReport['choice']
  kills: OomReport['kills'][number][]
  group: OomReport['group']
  noKillableLine: number | null
  panic: OomReport['panic']
  reaped: OomReport['reaped'][number][]
  /** Records since the last one that belonged to it. */
  idle: number
}

export const emptyMemInfo = (line: number): MemInfoDraft => ({
  line,
  totals: [],
  nodes: [],
  zones: [],
  pageKb: null,
  pagecachePages: null,
  swapCachePages: null,
  swapFreeKb: null,
  swapTotalKb: null,
  pagesRam: null,
  pagesHighMem: null,
  pagesReserved: null,
})

export const emptyDraft = (
  kind: Draft['kind'],
  head: Draft['head'],
  at: { line: number; atUs: number | null; stamped: boolean; stream: string; release: string | null },
): Draft => ({
  head,
  kind,
  stream: at.stream,
  firstLine: at.line,
  lastLine: at.line,
  atUs: at.atUs,
  stamped: at.stamped,
  caller: null,
  stack: [],
  cpuset: null,
  memInfo: null,
  release: at.release,
  unread: [],
  memcg: null,
  table: null,
  context: null,
  choice: null,
  kills: [],
  group: null,
  noKillableLine: null,
  panic: null,
  reaped: [],
  idle: 0,
})

/** A draft that only holds Mem-Info is no report: sysrq-m and the allocator print that too. */
export const isReport = (d: Draft): boolean =>
  d.head !== null || d.table !== null || d.context !== null || (d.memInfo !== null && d.kills.length > 0)

const base = (d: Draft) => ({
  firstLine: d.firstLine,
  lastLine: d.lastLine,
  atUs: d.atUs,
  caller: d.caller,
  stack: d.stack,
  cpuset: d.cpuset,
  memInfo: d.memInfo,
  release: d.caller?.release ?? d.release,
  unread: d.unread,
})

const isMemcg = (d: Draft): boolean =>
  d.memcg !== null || (d.context?.oomMemcg ?? null) !== null || d.context?.constraint === 'CONSTRAINT_MEMCG'

export const finishOom = (d: Draft): OomReport => {
  const report = {
    kind: 'oom' as const,
    ...base(d),
    invoked: d.head === null || 'kind' in d.head ? null : d.head,
    memcg: d.memcg,
    table: d.table,
    context: d.context,
    choice: d.choice,
    kills: d.kills,
    group: d.group,
    noKillableLine: d.noKillableLine,
    panic: d.panic,
    reaped: d.reaped,
  }
  const missing: OomReport['missing'][number][] = []
  if (report.invoked === null) missing.push('invoked')
  if (report.table === null || report.table.rows.length === 0) missing.push('table')
  if (d.kills.length === 0 && d.noKillableLine === null && d.panic === null) missing.push('kill')
  if (isMemcg(d) ? d.memcg === null : d.memInfo === null) missing.push(isMemcg(d) ? 'memcg' : 'mem-info')
  return { ...report, format: formatOf(report), missing }
}

export const finishAllocation = (d: Draft): AllocationReport | null =>
  d.head !== null && 'kind' in d.head ? { ...base(d), ...d.head } : null
