import type { LogZone, OomReport } from '../../model/index.ts'
import type { ReportParts, ReportTask, ReportZone } from '../../text/kernel-log/index.ts'
import { composeReport } from '../../text/kernel-log/index.ts'
import type { OutOfMemoryFrame } from '../frames.ts'
import { div } from '../ints.ts'
import type { Index, Machine, MemoryKind, Task, Zone } from '../machine.ts'
import type { World } from '../world.ts'
import { findTaskWithMm, pagesOf, pmdsOf, shmemRssOf } from './badness.ts'
import { scopeOf } from './constraint.ts'
import type { OomScope } from './constraint.ts'
import { isInMemcg } from './memcg.ts'
import { scannedTimesMax } from './reclaim.ts'

/**
 * Who is killed: the thread that select_bad_process chose with its points (pages), and the first thread with an mm of
 * the process that dies, which is a child's where the version sacrifices children.
 */
export type Kill = { readonly chosen: Task; readonly points: number; readonly killed: Task }

/** What `panic` says when nobody can be killed (kernel-mm.md 8.14). */
export const noKillable = 'Out of memory and no killable processes...'

/** What it says from 4.19 on, after that line. */
export const deadlockedOnMemory = 'System is deadlocked on memory'

/** Processes with an mm, init apart, each by its first thread that has one (kernel-mm.md 8.10). */
const listed = (m: Machine): readonly Task[] =>
  m.processes.flatMap((p, i) => {
    const at = p.globalInit ? -1 : findTaskWithMm(m, i)
    return at < 0 ? [] : [m.tasks[at]!]
  })

const reportTask = (m: Machine, t: Task): ReportTask => {
  const mm = m.mms[t.mm]!
  const process = m.processes[t.process]!
  const tables = pagesOf(mm, 'pageTables')
  const pmds = pmdsOf(tables)
  return {
    pid: t.pid,
    uid: process.uid,
    comm: t.comm,
    totalVmPages: mm.totalVmPages,
    rssAnonPages: pagesOf(mm, 'anon') + pagesOf(mm, 'mlocked'),
    rssFilePages: 0,
    rssShmemPages: shmemRssOf(mm),
    nrPtes: tables - pmds,
    nrPmds: pmds,
    swapPages: mm.swapPages,
    oomScoreAdj: process.oomScoreAdj,
  }
}

/** All memory of a zone is managed, and free pages have no order in this model. */
const reportZone = (z: Zone): ReportZone => ({
  node: z.node,
  name: z.name as ReportZone['name'],
  freePages: z.freePages,
  minPages: z.minPages,
  lowPages: z.lowPages,
  highPages: z.highPages,
  managedPages: z.managedPages,
  presentPages: z.managedPages,
  reservePages: z.reservePages,
  blocks: [],
})

const mappedPages = (m: Machine, kind: MemoryKind, zone: Index): number =>
  m.mms.reduce((sum, mm) => sum + (mm.pages[kind][zone] ?? 0), 0)

/** Pages of the counters that the model keeps for a zone, by their key in Mem-Info (kernel-mm.md 8.4, 8.6). */
const countersOf = (m: Machine, index: Index): Readonly<Record<string, number>> => {
  const z = m.zones[index]!
  const mlocked = mappedPages(m, 'mlocked', index)
  return {
    free: z.freePages,
    min: z.minPages,
    low: z.lowPages,
    high: z.highPages,
    present: z.managedPages,
    managed: z.managedPages,
    unevictable: mlocked,
    mlocked,
    shmem: mappedPages(m, 'shmem', index) + z.shmemUnmapped,
    pagetables: mappedPages(m, 'pageTables', index),
    pages_scanned: z.pagesScanned,
  }
}

/** A counter that the model does not keep is left out: 0 would be a figure that nobody counted. */
const zoneCounters = (m: Machine, z: LogZone, index: Index): LogZone => {
  const zone = m.zones[index]!
  const counters = countersOf(m, index)
  return {
    ...z,
    values: z.values.flatMap(([key]) => {
      const pages = counters[key]
      return pages === undefined ? [] : [[key, key === 'pages_scanned' ? pages : pages * 4] as const]
    }),
    allUnreclaimable:
      z.allUnreclaimable === null ? null : zone.pagesScanned >= scannedTimesMax * (zone.fileClean + zone.fileBusy),
    blocks: null,
  }
}

const memInfo = (
  m: Machine,
  info: NonNullable<OomReport['memInfo']>,
  zones: readonly Index[],
): OomReport['memInfo'] => {
  const all = m.zones.map((_, i) => countersOf(m, i))
  const total = (key: string): number => all.reduce((sum, c) => sum + (c[key] ?? 0), 0)
  return {
    ...info,
    totals: info.totals.flatMap(([key]) => (all[0]?.[key] === undefined ? [] : [[key, total(key)] as const])),
    zones: info.zones.map((z, i) => zoneCounters(m, z, zones[i]!)),
    pageKb: null,
    pagecachePages: m.zones.reduce((sum, z) => sum + z.fileClean + z.fileBusy, 0) + total('shmem'),
  }
}

/** Zones that a report of this scope tells of. */
const zonesOf = (m: Machine, scope: OomScope): readonly Index[] =>
  m.zones.flatMap((z, i) => (scope.nodes === 0 || (scope.nodes & (1 << z.node)) !== 0 ? [i] : []))

const memcgPart = (m: Machine, scope: OomScope): ReportParts['memcg'] => {
  const c = m.memcgs[scope.memcg]
  if (c === undefined) return null
  return { path: c.path, usagePages: c.usedPages, limitPages: Math.max(0, c.maxPages), failcnt: 0 }
}

/** %*pbl of a set of nodes, without ranges. */
const nodeList = (nodes: number): string =>
  Array.from({ length: 31 }, (_, i) => i)
    .filter(i => (nodes & (1 << i)) !== 0)
    .join(',')

/** oom_kill_allocating_task names itself, the victim its own memory cgroup. */
const withNames = (w: World, scope: OomScope, kill: Kill | null, report: OomReport): OomReport => {
  if (kill === null) return report
  const nodemask = scope.nodes === 0 ? null : nodeList(scope.nodes)
  const own = w.m.memcgs[w.m.processes[kill.killed.process]!.memcg]?.path ?? '/'
  const isCurrent = w.m.oomKillAllocatingTask && scope.constraint !== 'CONSTRAINT_MEMCG' && kill.points === 0
  const prefix = 'Out of memory (oom_kill_allocating_task)'
  return {
    ...report,
    context:
      report.context === null
        ? null
        : { ...report.context, taskMemcg: own, ...(nodemask === null ? {} : { nodemask }) },
    choice: report.choice === null || !isCurrent ? report.choice : { ...report.choice, prefix },
    kills: isCurrent ? report.kills.map(k => (k.prefix === null ? k : { ...k, prefix })) : report.kills,
  }
}

/** What the machine has to say for a report of its version. */
const partsOf = (
  w: World,
  scope: OomScope,
  current: Task,
  f: OutOfMemoryFrame,
  kill: Kill | null,
  tasks: readonly Task[],
): ReportParts => {
  const { m, k } = w
  return {
    kernel: k.logForm,
    release: `${k.logForm.slice(1)}.0`,
    caller: {
      pid: current.pid,
      cpu: Math.max(0, current.cpu),
      comm: current.comm,
      oomScoreAdj: m.processes[current.process]!.oomScoreAdj,
    },
    mask: f.gfp,
    order: f.order,
    constraint: scope.constraint,
    zones: zonesOf(m, scope).map(i => reportZone(m.zones[i]!)),
    swapTotalPages: m.swapTotalPages,
    swapFreePages: m.swapFreePages,
    memcg: memcgPart(m, scope),
    tasks: tasks.map(t => reportTask(m, t)),
    victim: kill === null ? null : { pid: kill.killed.pid, score: div(kill.points * 1000, scope.totalPages) },
  }
}

/** The OOM report of this moment, as the kernel at hand would have it; without a kill it ends in the panic. */
export const reportOf = (
  w: World,
  current: Task,
  f: OutOfMemoryFrame,
  kill: Kill | null,
  panic: string | null,
): OomReport => {
  const scope = scopeOf(w, current, f)
  const tasks = listed(w.m).filter(t => scope.memcg < 0 || isInMemcg(w.m, t.process, scope.memcg))
  const report = withNames(w, scope, kill, composeReport(partsOf(w, scope, current, f, kill, tasks)))
  const zones = zonesOf(w.m, scope)
  const { memInfo: info, table, choice } = report
  return {
    ...report,
    memInfo: info === null ? null : memInfo(w.m, info, zones),
    table:
      table === null
        ? null
        : { ...table, rows: table.rows.map((row, i) => ({ ...row, tgid: w.m.processes[tasks[i]!.process]!.tgid })) },
    choice: choice === null || kill === null ? choice : { ...choice, pid: kill.chosen.pid, comm: kill.chosen.comm },
    noKillableLine: kill === null && (panic === null || panic === deadlockedOnMemory) ? 0 : null,
    panic: panic === null ? null : { line: 0, says: panic },
  }
}
