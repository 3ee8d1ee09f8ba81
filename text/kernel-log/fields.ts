import type {
  LogCaller,
  LogMask,
  LogNode,
  LogZone,
  MemcgUsage,
  OomChoice,
  OomContext,
  OomKill,
  OomReaped,
  TaskRow,
} from '../../model/index.ts'
import type { LogRecord } from './records.ts'

const int = (text: string | undefined): number | null => (text === undefined ? null : Number(text))
const place = (r: LogRecord) => ({ line: r.first.line, atUs: r.first.atUs })

/** `0xcc0(GFP_KERNEL)`, `0x50`, `0x0()`; broken apart by a mail client, the names may hold a blank. */
export const readMask = (text: string, key: string): LogMask | null => {
  const at = text.indexOf(key)
  const match = at < 0 ? null : /^(0x[0-9a-f]{1,12})(?:\(([^)]{0,2000})\))?/.exec(text.slice(at + key.length))
  return match === null ? null : { value: parseInt(match[1] ?? '', 16), names: match[2]?.replaceAll(' ', '') ?? null }
}

export const readInvoked = (r: LogRecord) => {
  const comm = r.text.slice(0, r.text.indexOf(' invoked'))
  const order = /[ ,]order=(-?\d{1,3})(?:,|$)/.exec(r.text)
  const adj = /oom_score_adj=(-?\d{1,5})$/.exec(r.text)
  const nodemask = /nodemask=(\(null\)|[\d,-]*\d)/.exec(r.text)
  return {
    line: r.first.line,
    comm,
    mask: readMask(r.text, 'gfp_mask='),
    order: int(order?.[1]),
    oomScoreAdj: int(adj?.[1]),
    nodemask: nodemask?.[1] ?? null,
  }
}

export const readCpuset = (r: LogRecord) => {
  const match = /^.{1,42} cpuset=(\S+) mems_allowed=(\S+)$/.exec(r.text)
  return match === null
    ? null
    : { line: r.first.line, cpuset: match[1] ?? '', memsAllowed: (match[2] ?? '').replace(/,$/, '') }
}

/** Both forms: `CPU: 0 UID: 0 PID: 1 Comm: c Not tainted 6.12.0 #1` and `Pid: 1, comm: c Not tainted 3.2.0 #1`. */
export const readCaller = (r: LogRecord): LogCaller | null => {
  const head = /^(?:CPU: (\d+) )?(?:UID: \d+ )?P(?:ID|id): (\d+),? [Cc]omm: /.exec(r.text)
  if (head === null) return null
  const rest = r.text.slice(head[0].length)
  const ends = [' Kdump: ', ' Not tainted', ' Tainted: '].map(word => rest.indexOf(word)).filter(at => at >= 0)
  const comm = ends.length === 0 ? rest : rest.slice(0, Math.min(...ends))
  const release = /(?: |^)(\d{1,2}\.\d{1,3}[\w.+~-]*) (#\d.*)$/.exec(rest)
  const taint = /Tainted: ((?:[A-Z]|\[[A-Z]\]=\w+,?| )+)/.exec(rest)
  return {
    line: r.first.line,
    cpu: int(head[1]),
    pid: Number(head[2]),
    comm,
    release: release?.[1] ?? null,
    build: release?.[2]?.trim().replace(/ +/g, ' ') ?? null,
    taint: taint?.[1]?.trim() ?? null,
  }
}

/** `key:12kB key:3 key: 4kB` pairs in order. */
const pairs = (text: string): (readonly [string, number])[] => {
  const found: (readonly [string, number])[] = []
  const pair = /(?<![A-Za-z_])([A-Za-z_]{1,64}(?:\((?:anon|file)\))?): ?(-?\d{1,19})(?:[kK]B)?(?= |$)/g
  for (let match = pair.exec(text); match !== null; match = pair.exec(text))
    found.push([match[1] ?? '', Number(match[2])])
  return found
}
export const readPairs = pairs

const unreclaimable = (text: string): boolean | null => {
  const match = /all_unreclaimable\? (yes|no)/.exec(text)
  return match === null ? null : match[1] === 'yes'
}

export const readNode = (r: LogRecord): LogNode => {
  const match = /^Node (\d+) /.exec(r.text)
  return {
    line: r.first.line,
    node: Number(match?.[1] ?? 0),
    values: pairs(r.text),
    allUnreclaimable: unreclaimable(r.text),
  }
}

export const readZone = (r: LogRecord): LogZone | null => {
  const head = /^(?:Node (\d+),? )?([A-Za-z0-9]+) free:/.exec(r.text)
  const values = pairs(r.text)
  const value = (key: string) => values.find(([k]) => k === key)?.[1] ?? null
  const [free, min, low, high] = [value('free'), value('min'), value('low'), value('high')]
  if (head === null || free === null || min === null || low === null || high === null) return null
  return {
    line: r.first.line,
    node: int(head[1]),
    name: head[2] ?? '',
    freeKb: free,
    minKb: min,
    lowKb: low,
    highKb: high,
    boostKb: value('boost'),
    managedKb: value('managed'),
    presentKb: value('present'),
    values,
    allUnreclaimable: unreclaimable(r.text),
    reservePages: null,
    blocks: null,
  }
}

export const readReserve = (text: string): number[] =>
  (text.slice(text.indexOf(':') + 1).match(/\d+/g) ?? []).map(Number)

/** `Node 0 DMA: 1*4kB (U) 0*8kB ... = 500kB`; blocks smaller than a page are of order 0 with larger pages. */
export const readBlocks = (text: string) => {
  const head = /^(?:Node (\d+),? )?([A-Za-z0-9]+):/.exec(text)
  const blocks: { order: number; count: number; types: string }[] = []
  const block = /(\d{1,12})\*\d+kB(?: \(([A-Z]+)\))?/g
  for (let match = block.exec(text); match !== null; match = block.exec(text))
    blocks.push({ order: blocks.length, count: Number(match[1]), types: match[2] ?? '' })
  const pageKb = int(/\d{1,12}\*(\d{1,4})kB/.exec(text)?.[1])
  return head === null ? null : { node: int(head[1]), name: head[2] ?? '', blocks, pageKb }
}

export const readUsage = (r: LogRecord): MemcgUsage | null => {
  const match = /^(memory|memory\+swap|kmem|swap): usage (\d+)kB, limit (\d+)kB, failcnt (\d+)$/.exec(r.text)
  if (match === null) return null
  return {
    line: r.first.line,
    what: match[1] as MemcgUsage['what'],
    usageKb: Number(match[2]),
    limitKb: Number(match[3]),
    failcnt: Number(match[4]),
  }
}

/** Fields stand in a fixed order; names and lists may hold commas, so the next key ends a value. */
export const readContext = (r: LogRecord): OomContext => {
  const text = r.text.slice('oom-kill:'.length)
  const keys = ['constraint=', ',nodemask=', ',cpuset=', ',mems_allowed=', ',oom_memcg=', ',global_oom', ',task_memcg=']
  const starts: { key: string; at: number }[] = []
  let from = 0
  for (const key of keys) {
    const at = text.indexOf(key, from)
    if (at < 0) continue
    starts.push({ key, at })
    from = at + key.length
  }
  // From the end: a path may hold `,task=` itself.
  const last = text.lastIndexOf(',task=')
  const tail = last < from ? null : /^,task=(.{0,64}),pid=(\d{1,10})(?:,uid=?(\d{1,10}))?$/.exec(text.slice(last))
  const valueEnd = (i: number) => starts[i + 1]?.at ?? (tail === null ? text.length : last)
  const value = (key: string): string | null => {
    const i = starts.findIndex(s => s.key === key)
    return i < 0 ? null : text.slice(starts[i]!.at + key.length, valueEnd(i)) || null
  }
  return {
    ...place(r),
    constraint: value('constraint=') ?? '',
    nodemask: value(',nodemask='),
    cpuset: value(',cpuset='),
    memsAllowed: value(',mems_allowed='),
    oomMemcg: value(',oom_memcg='),
    taskMemcg: value(',task_memcg='),
    task: tail?.[1] ?? null,
    pid: int(tail?.[2]),
    uid: int(tail?.[3]),
  }
}

export const readChoice = (r: LogRecord): OomChoice | null => {
  const match = /^(.{1,60}): Kill process (\d+) \((.{0,64})\) score (\d+) or sacrifice child$/.exec(r.text)
  if (match === null) return null
  return { ...place(r), prefix: match[1] ?? '', pid: Number(match[2]), comm: match[3] ?? '', score: Number(match[4]) }
}

const kb = (text: string, key: string): number | null => {
  const match = new RegExp(`${key}:(\\d{1,15})kB`).exec(text)
  return match === null ? null : Number(match[1])
}

/** Every form since 3.19, with the vendor's `, UID 0,` of RHEL. A line without figures is still a kill. */
export const readKill = (r: LogRecord): OomKill | null => {
  const match = /^(?:(.{1,60}): ?)?Killed process (\d+),? (?:UID \d+, )?\(/.exec(r.text)
  if (match === null) return null
  // A comm may hold brackets: the figures end it.
  const rest = r.text.slice(match[0].length)
  const end = rest.lastIndexOf(')', rest.includes(' total-vm:') ? rest.indexOf(' total-vm:') : rest.length)
  if (end < 0) return null
  const figures = rest.slice(end + 1)
  const uid = /UID[: ](\d{1,10})/.exec(figures)
  const adj = /oom_score_adj:(-?\d{1,5})/.exec(figures)
  return {
    ...place(r),
    prefix: match[1] ?? null,
    pid: Number(match[2]),
    comm: rest.slice(0, end),
    totalVmKb: kb(figures, 'total-vm'),
    anonRssKb: kb(figures, 'anon-rss'),
    fileRssKb: kb(figures, 'file-rss'),
    shmemRssKb: kb(figures, 'shmem-rss'),
    uid: int(uid?.[1]),
    pageTablesKb: kb(figures, 'pgtables'),
    oomScoreAdj: int(adj?.[1]),
  }
}

export const readReaped = (r: LogRecord): OomReaped | null => {
  const match = /^oom_reaper: (?:reaped process (\d+) \((.{0,64})\), now|unable to reap pid:(\d+) \((.{0,64})\))/.exec(
    r.text,
  )
  if (match === null) return null
  return {
    ...place(r),
    pid: Number(match[1] ?? match[3]),
    comm: match[2] ?? match[4] ?? '',
    result: match[1] === undefined ? 'unable' : 'reaped',
    anonRssKb: kb(r.text, 'anon-rss'),
    fileRssKb: kb(r.text, 'file-rss'),
    shmemRssKb: kb(r.text, 'shmem-rss'),
  }
}

/** Column names of a table header between `pid` and `name`. */
export const readHeader = (text: string): readonly string[] =>
  text
    .replace(/^\[ *pid *\]/, '')
    .trim()
    .split(/ +/)
    .slice(0, -1)

/** Columns by their number, for a table whose header is lost. Seven: the wide pid brackets came with pgtables_bytes. */
export const columnsByCount = (count: number, text: string): readonly string[] | null => {
  const tail = ['swapents', 'oom_score_adj']
  const head = ['uid', 'tgid', 'total_vm', 'rss']
  if (count === 7) return [...head, /^\[.{7}\]/.test(text) ? 'pgtables_bytes' : 'nr_ptes', ...tail]
  if (count === 8) return [...head, 'nr_ptes', 'nr_pmds', ...tail]
  if (count === 10) return [...head, 'rss_anon', 'rss_file', 'rss_shmem', 'pgtables_bytes', ...tail]
  return null
}

/** One row by the header's columns; the rest of the line is the name. */
export const readRow = (r: LogRecord, columns: readonly string[]): TaskRow | null => {
  const head = /^\[ *(\d+)\]/.exec(r.text)
  if (head === null) return null
  const values: Record<string, number> = Object.create(null) as Record<string, number>
  let rest = r.text.slice(head[0].length)
  for (const column of columns) {
    const match = /^ *(-?\d{1,16})(?= |$)/.exec(rest)
    if (match === null) return null
    values[column] = Number(match[1])
    rest = rest.slice(match[0].length)
  }
  const need = (key: string) => values[key] ?? null
  const [uid, tgid, vm, rss, swap, adj] = ['uid', 'tgid', 'total_vm', 'rss', 'swapents', 'oom_score_adj'].map(need)
  if (uid == null || tgid == null || vm == null || rss == null || adj == null) return null
  const tables = ['nr_ptes', 'nr_pmds', 'nr_puds'].map(need).filter(n => n !== null)
  return {
    line: r.first.line,
    pid: Number(head[1]),
    uid,
    tgid,
    totalVmPages: vm,
    rssPages: rss,
    rssAnonPages: need('rss_anon'),
    rssFilePages: need('rss_file'),
    rssShmemPages: need('rss_shmem'),
    pageTablePages: tables.length === 0 ? null : tables.reduce((a, b) => a + b, 0),
    nrPmds: need('nr_pmds'),
    pageTableBytes: need('pgtables_bytes'),
    swapPages: swap ?? 0,
    oomScoreAdj: adj,
    comm: rest.trim(),
  }
}
