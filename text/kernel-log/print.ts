import type { LogZone, OomReport, TaskRow } from '../../model/index.ts'

/** Numbers only matter to the eye here: the reader takes any run of blanks. Widths are the kernel's (kernel-mm.md 8.10). */
const left = (n: number, width: number): string => String(n).padStart(width)

const maskText = (mask: { readonly value: number; readonly names: string | null }): string =>
  `0x${mask.value.toString(16)}${mask.names === null ? '' : `(${mask.names})`}`

const invokedLines = (r: OomReport): string[] => {
  const i = r.invoked
  if (i === null) return []
  const mask = i.mask === null ? '' : ` gfp_mask=${maskText(i.mask)},`
  const nodemask = i.nodemask === null ? '' : ` nodemask=${i.nodemask},`
  return [`${i.comm} invoked oom-killer:${mask}${nodemask} order=${i.order ?? 0}, oom_score_adj=${i.oomScoreAdj ?? 0}`]
}

const callerLines = (r: OomReport): string[] => {
  const c = r.caller
  if (c === null) return []
  const taint = c.taint === null ? 'Not tainted' : `Tainted: ${c.taint}`
  return [
    `CPU: ${c.cpu ?? 0} PID: ${c.pid} Comm: ${c.comm} ${taint} ${c.release ?? ''} ${c.build ?? '#1'}`.trimEnd(),
    'Call Trace:',
    ...r.stack.map(name => ` ${name}+0x10/0x20`),
  ]
}

/** Keys whose value carries no unit, and the one that carries a large K. */
const unitless = new Set(['pages_scanned'])
const valueText = ([key, value]: readonly [string, number]): string =>
  unitless.has(key) ? `${key}:${value}` : `${key}:${value}${key === 'reserved_highatomic' ? 'KB' : 'kB'}`

const reclaimable = (all: boolean | null): string => (all === null ? '' : ` all_unreclaimable? ${all ? 'yes' : 'no'}`)

const blockText = (b: { order: number; count: number; types: string }, pageKb: number): string =>
  `${b.count}*${2 ** b.order * pageKb}kB${b.types === '' ? '' : ` (${b.types})`}`

const zoneName = (z: LogZone): string => (z.node === null ? z.name : `Node ${z.node} ${z.name}`)

/** Totals in lines as the kernel breaks them: by the keys that begin one (kernel-mm.md 8.4). */
const lineStarts = new Set([
  'active_anon',
  'active_file',
  'unevictable',
  'slab_reclaimable',
  'mapped',
  'sec_pagetables',
  'kernel_misc_reclaimable',
  'free',
])
const totalsLines = (totals: readonly (readonly [string, number])[]): string[] => {
  const lines: string[] = []
  totals.forEach(([key, pages], i) => {
    const text = `${key}:${pages}`
    // Up to 4.8 free comes before the slab counters, on one line.
    const starts = lineStarts.has(key) && !(key === 'slab_reclaimable' && totals[i - 1]?.[0] === 'free')
    if (lines.length === 0 || starts) lines.push(`${lines.length === 0 ? '' : ' '}${text}`)
    else lines[lines.length - 1] += ` ${text}`
  })
  return lines
}

const memInfoLines = (r: OomReport): string[] => {
  const m = r.memInfo
  if (m === null) return []
  const pageKb = m.pageKb ?? 4
  const count = (n: number | null, text: string) => (n === null ? [] : [`${n} ${text}`])
  return [
    'Mem-Info:',
    ...totalsLines(m.totals),
    ...m.nodes.map(n => `Node ${n.node} ${n.values.map(valueText).join(' ')}${reclaimable(n.allUnreclaimable)}`),
    ...m.zones.flatMap(z => [
      `${zoneName(z)} ${z.values.map(valueText).join(' ')}${reclaimable(z.allUnreclaimable)}`,
      ...(z.reservePages === null ? [] : [`lowmem_reserve[]: ${z.reservePages.join(' ')}`]),
    ]),
    ...m.zones.flatMap(z =>
      z.blocks === null
        ? []
        : [
            `${zoneName(z)}: ${z.blocks.map(b => blockText(b, pageKb)).join(' ')} = ${z.blocks.reduce((sum, b) => sum + b.count * 2 ** b.order * pageKb, 0)}kB`,
          ],
    ),
    ...count(m.pagecachePages, 'total pagecache pages'),
    ...count(m.swapCachePages, 'pages in swap cache'),
    ...(m.swapFreeKb === null ? [] : [`Free swap  = ${m.swapFreeKb}kB`]),
    ...(m.swapTotalKb === null ? [] : [`Total swap = ${m.swapTotalKb}kB`]),
    ...count(m.pagesRam, 'pages RAM'),
    ...count(m.pagesHighMem, 'pages HighMem/MovableOnly'),
    ...count(m.pagesReserved, 'pages reserved'),
  ]
}

const memcgLines = (r: OomReport): string[] => {
  const m = r.memcg
  if (m === null) return []
  const isOld = m.limitPath !== null
  return [
    ...(m.limitPath === null
      ? []
      : [
          m.taskPath === null
            ? `Memory limit reached of cgroup ${m.limitPath}`
            : `Task in ${m.taskPath} killed as a result of limit of ${m.limitPath}`,
        ]),
    ...m.usage.map(u => `${u.what}: usage ${u.usageKb}kB, limit ${u.limitKb}kB, failcnt ${u.failcnt}`),
    ...m.stats.flatMap(s =>
      isOld
        ? [`Memory cgroup stats for ${s.path}: ${s.values.map(([k, v]) => `${k}:${v}KB`).join(' ')}`]
        : [`Memory cgroup stats for ${s.path}:`, ...s.values.map(([k, v]) => `${k} ${v}`)],
    ),
  ]
}

/** Width of each column (kernel-mm.md 8.10); the column before the name stands nine blanks off. */
const widths: Readonly<Record<string, number>> = {
  uid: 5,
  tgid: 5,
  total_vm: 8,
  rss: 8,
  rss_anon: 8,
  rss_file: 8,
  rss_shmem: 9,
  nr_ptes: 7,
  nr_pmds: 7,
  pgtables_bytes: 8,
  swapents: 8,
}
const valueOf = (row: TaskRow, column: string): number =>
  ({
    uid: row.uid,
    tgid: row.tgid,
    total_vm: row.totalVmPages,
    rss: row.rssPages,
    rss_anon: row.rssAnonPages,
    rss_file: row.rssFilePages,
    rss_shmem: row.rssShmemPages,
    nr_ptes: (row.pageTablePages ?? 0) - (row.nrPmds ?? 0),
    nr_pmds: row.nrPmds,
    pgtables_bytes: row.pageTableBytes,
    swapents: row.swapPages,
    oom_score_adj: row.oomScoreAdj,
  })[column] ?? 0

const tableLines = (r: OomReport): string[] => {
  const t = r.table
  if (t === null) return []
  // The wide form came a little after pgtables_bytes; reports with a cpuset line of their own are older.
  const wide = t.columns.includes('pgtables_bytes') && r.cpuset === null
  const head = wide ? '[  pid  ]' : '[ pid ]'
  const state = wide ? ['Tasks state (memory values in pages):'] : []
  return [
    ...state,
    `${head}   ${t.columns.map((c, i) => (i === 0 ? c : c.padStart(c === 'tgid' ? 5 : c === 'rss' ? 8 : 0))).join(' ')} name`,
    ...t.rows.map(row => {
      const values = t.columns.map(c =>
        c === 'oom_score_adj' ? `        ${left(row.oomScoreAdj, 5)}` : left(valueOf(row, c), widths[c] ?? 8),
      )
      return `[${left(row.pid, wide ? 7 : 5)}] ${values.join(' ')} ${row.comm}`
    }),
  ]
}

const contextLines = (r: OomReport): string[] => {
  const c = r.context
  if (c === null) return []
  const part = (key: string, value: string | number | null) => (value === null ? '' : `,${key}=${value}`)
  return [
    `oom-kill:constraint=${c.constraint}${part('nodemask', c.nodemask)}${part('cpuset', c.cpuset)}${part('mems_allowed', c.memsAllowed)}` +
      `${c.oomMemcg === null ? ',global_oom' : `,oom_memcg=${c.oomMemcg}`}${part('task_memcg', c.taskMemcg)}${part('task', c.task)}${part('pid', c.pid)}${part('uid', c.uid)}`,
  ]
}

const killText = (k: OomReport['kills'][number]): string =>
  `${k.prefix === null ? '' : `${k.prefix}: `}Killed process ${k.pid} (${k.comm}) total-vm:${k.totalVmKb ?? 0}kB, anon-rss:${k.anonRssKb ?? 0}kB, file-rss:${k.fileRssKb ?? 0}kB` +
  `${k.shmemRssKb === null ? '' : `, shmem-rss:${k.shmemRssKb}kB`}` +
  `${k.pageTablesKb === null ? '' : `, UID:${k.uid ?? 0} pgtables:${k.pageTablesKb}kB oom_score_adj:${k.oomScoreAdj ?? 0}`}`

const endLines = (r: OomReport): string[] => [
  ...(r.choice === null
    ? []
    : [
        `${r.choice.prefix}: Kill process ${r.choice.pid} (${r.choice.comm}) score ${r.choice.score} or sacrifice child`,
      ]),
  ...r.kills.slice(0, 1).map(killText),
  ...(r.group === null ? [] : [`Tasks in ${r.group.path} are going to be killed due to memory.oom.group set`]),
  ...r.kills.slice(1).map(killText),
  ...(r.noKillableLine === null ? [] : ['Out of memory and no killable processes...']),
  ...(r.panic === null ? [] : [`Kernel panic - not syncing: ${r.panic.says}`]),
  ...r.reaped.map(p =>
    p.result === 'unable'
      ? `oom_reaper: unable to reap pid:${p.pid} (${p.comm})`
      : `oom_reaper: reaped process ${p.pid} (${p.comm}), now anon-rss:${p.anonRssKb ?? 0}kB, file-rss:${p.fileRssKb ?? 0}kB, shmem-rss:${p.shmemRssKb ?? 0}kB`,
  ),
]

/**
 * The lines of a report in the form of the version that its columns, keys and fields are of: the reader reads them back
 * equal, line numbers and times apart.
 */
export const printOomReport = (r: OomReport): readonly string[] => [
  ...invokedLines(r),
  ...(r.cpuset === null || r.invoked === null
    ? []
    : [`${r.invoked.comm} cpuset=${r.cpuset.cpuset} mems_allowed=${r.cpuset.memsAllowed}`]),
  ...callerLines(r),
  ...memcgLines(r),
  ...memInfoLines(r),
  ...tableLines(r),
  ...contextLines(r),
  ...endLines(r),
]

/** Stamps lines as printk does, one microsecond value for all, with the caller's id where given. */
export const stampLines = (lines: readonly string[], atUs: number, caller = ''): readonly string[] => {
  const seconds = String((atUs - (atUs % 1_000_000)) / 1_000_000).padStart(5)
  const micro = String(atUs % 1_000_000).padStart(6, '0')
  return lines.map(line => `[${seconds}.${micro}]${caller === '' ? '' : `[${caller.padStart(6)}]`} ${line}`)
}
