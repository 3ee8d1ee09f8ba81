import type { KernelLog, LogEvent, UnreadLine } from '../../model/index.ts'
import type { Draft } from './build.ts'
import { emptyDraft, emptyMemInfo, finishAllocation, finishOom, isReport } from './build.ts'
import * as field from './fields.ts'
import type { LogRecord } from './records.ts'
import { logRecords } from './records.ts'

/** Lines said to be unread, per report and outside reports. */
const unreadMax = 100
/** Records without anything of a report after which it is over. */
const idleMax = 60
/** Reports that can be printed at once by several CPUs. */
const openMax = 16
const textMax = 300

type State = {
  open: Draft[]
  readonly done: Draft[]
  readonly events: LogEvent[]
  readonly unread: UnreadLine[]
  release: string | null
  /** The report of each victim, for what the reaper says of it later. */
  readonly victims: Map<number, Draft>
}

const isOom = (d: Draft): boolean => d.kind === 'oom'
const touch = (d: Draft, r: LogRecord): void => {
  d.lastLine = Math.max(d.lastLine, r.lastLine)
  d.idle = 0
}
const note = (list: UnreadLine[], r: LogRecord, why: string): void => {
  if (list.length < unreadMax) list.push({ line: r.first.line, text: r.text.slice(0, textMax), why })
}

const close = (s: State, d: Draft): void => {
  s.open = s.open.filter(o => o !== d)
  if (isReport(d)) s.done.push(d)
}

const open = (s: State, kind: Draft['kind'], head: Draft['head'], r: LogRecord): Draft => {
  const { line, atUs, stamped, caller: stream } = r.first
  const draft = emptyDraft(kind, head, { line, atUs, stamped, stream, release: s.release })
  // out_of_memory prints under one lock: the next report of its kind ends the one before, unless ids keep them apart.
  for (const o of [...s.open]) if (o.kind === kind && (o.stream === stream || o.stream === '')) close(s, o)
  s.open.push(draft)
  if (s.open.length > openMax) close(s, s.open[0]!)
  touch(draft, r)
  return draft
}

/** Open reports that this record can belong to, the newest first. */
const candidates = (s: State, r: LogRecord): Draft[] => {
  const own = s.open.filter(d => d.stream === r.first.caller).reverse()
  return own.length > 0 || r.first.caller !== '' ? own : [...s.open].reverse()
}

/** The newest candidate that still lacks this part; a part seen twice starts a report whose beginning is lost. */
const owner = (s: State, r: LogRecord, lacks: (d: Draft) => boolean): Draft => {
  const found = candidates(s, r).find(d => isOom(d) && lacks(d))
  return found ?? open(s, 'oom', null, r)
}

const memory = (s: State, r: LogRecord, lacks: (d: Draft) => boolean): Draft | null => {
  const found = candidates(s, r).find(d => d.memInfo !== null && lacks(d))
  if (found !== undefined) return found
  const fresh = candidates(s, r).find(d => d.memInfo === null && d.memcg === null && d.table === null)
  const draft = fresh ?? open(s, 'oom', null, r)
  draft.memInfo ??= emptyMemInfo(r.first.line)
  return lacks(draft) ? draft : null
}

const counts: readonly (readonly [
  RegExp,
  'pagecachePages' | 'swapCachePages' | 'swapFreeKb' | 'swapTotalKb' | 'pagesRam' | 'pagesHighMem' | 'pagesReserved',
])[] = [
  [/^(\d+) total pagecache pages/, 'pagecachePages'],
  [/^(\d+) pages in swap/, 'swapCachePages'],
  [/^Free swap += (-?\d+)kB/, 'swapFreeKb'],
  [/^Total swap += (\d+)kB/, 'swapTotalKb'],
  [/^(\d+) pages RAM/, 'pagesRam'],
  [/^(\d+) pages HighMem/, 'pagesHighMem'],
  [/^(\d+) (?:pages reserved|reserved pages)/, 'pagesReserved'],
]

type Reader = (s: State, r: LogRecord) => Draft | null | 'unread'

const memcgOf = (d: Draft, r: LogRecord) =>
  (d.memcg ??= { line: r.first.line, taskPath: null, limitPath: null, usage: [], stats: [] })

const readers: { readonly [K in NonNullable<LogRecord['kind']>]?: Reader } = {
  invoked: (s, r) => {
    const head = field.readInvoked(r)
    // Somebody's sentence about the killer, or a report cut to its first words.
    if (head.mask === null && !(r.first.stamped && r.text.includes('oom-killer'))) return null
    return open(s, 'oom', head, r)
  },
  failure: (s, r) => {
    const match = /^(.{1,64}?): page allocation failure[:.] order:(\d{1,3})/.exec(r.text)
    const mask = field.readMask(r.text, 'mode:')
    if (match === null || mask === null) return r.first.stamped ? 'unread' : null
    const nodemask = /nodemask=(\(null\)|[\d,-]*\d)/.exec(r.text)?.[1] ?? null
    const draft = open(
      s,
      'failure',
      { kind: 'failure', comm: match[1] ?? '', order: Number(match[2]), mask, stalledMs: null, nodemask },
      r,
    )
    const cpuset = /,cpuset=(.{1,255}),mems_allowed=(\S+)$/.exec(r.text)
    if (cpuset !== null) draft.cpuset = { line: r.first.line, cpuset: cpuset[1] ?? '', memsAllowed: cpuset[2] ?? '' }
    return draft
  },
  stall: (s, r) => {
    const match = /^(.{1,64}?): page allocation stalls for (\d{1,12})ms, order:(\d{1,3})/.exec(r.text)
    const mask = field.readMask(r.text, 'mode:')
    if (match === null || mask === null) return 'unread'
    const nodemask = /nodemask=(\(null\)|[\d,-]*\d)/.exec(r.text)?.[1] ?? null
    const head = {
      kind: 'stall' as const,
      comm: match[1] ?? '',
      order: Number(match[3]),
      mask,
      stalledMs: Number(match[2]),
      nodemask,
    }
    return open(s, 'stall', head, r)
  },
  version: (s, r) => {
    s.release = /^Linux version (\S+)/.exec(r.text)?.[1] ?? null
    // A new boot: nothing of the old one goes on.
    for (const d of [...s.open]) close(s, d)
    return null
  },
  cpuset: (s, r) => {
    const d = candidates(s, r).find(c => c.cpuset === null)
    if (d === undefined) return null
    d.cpuset = field.readCpuset(r)
    return d
  },
  cpu: (s, r) => {
    const caller = field.readCaller(r)
    if (caller === null) return null
    const free = candidates(s, r).filter(c => c.caller === null)
    const d = free.find(c => c.head !== null && c.head.comm === caller.comm) ?? free.find(c => c.head !== null)
    if (d === undefined) return null
    d.caller = caller
    return d
  },
  frame: (s, r) => {
    const d = candidates(s, r).find(c => c.head !== null && c.memInfo === null && c.memcg === null && c.table === null)
    if (d === undefined) return null
    const name = /^(?:\[<[0-9a-f]+>\] )?(\? )?\(?([\w.]+)/.exec(r.text)
    if (name?.[1] === undefined && d.stack.length < 128) d.stack.push(name?.[2] ?? '')
    return d
  },
  'mem-info': (s, r) => {
    const d =
      candidates(s, r).find(c => c.memInfo === null && c.head !== null && c.memcg === null && c.table === null) ??
      open(s, 'oom', null, r)
    d.memInfo = emptyMemInfo(r.first.line)
    return d
  },
  totals: (s, r) => {
    const values = field.readPairs(r.text)
    const d = candidates(s, r).find(
      c => c.memInfo !== null && c.memInfo.nodes.length + c.memInfo.zones.length === 0 && c.memInfo.totals.length < 64,
    )
    if (d === undefined) return null
    d.memInfo!.totals.push(...values)
    return d
  },
  node: (s, r) => {
    const node = field.readNode(r)
    const d = memory(s, r, c => c.memInfo!.nodes.length < 1024 && !c.memInfo!.nodes.some(n => n.node === node.node))
    d?.memInfo!.nodes.push(node)
    return d
  },
  zone: (s, r) => {
    const zone = field.readZone(r)
    if (zone === null) return 'unread'
    const same = (z: { node: number | null; name: string }) => z.node === zone.node && z.name === zone.name
    const d = memory(s, r, c => c.memInfo!.zones.length < 4096 && !c.memInfo!.zones.some(same))
    d?.memInfo!.zones.push({ ...zone })
    return d ?? 'unread'
  },
  reserve: (s, r) => {
    const d = candidates(s, r).find(c => c.memInfo?.zones.at(-1)?.reservePages === null)
    if (d === undefined) return null
    d.memInfo!.zones.at(-1)!.reservePages = field.readReserve(r.text)
    return d
  },
  blocks: (s, r) => {
    const found = field.readBlocks(r.text)
    if (found === null) return 'unread'
    for (const d of candidates(s, r)) {
      const zone = d.memInfo?.zones.find(z => z.name === found.name && z.node === found.node && z.blocks === null)
      if (zone === undefined) continue
      zone.blocks = found.blocks
      d.memInfo!.pageKb ??= found.pageKb
      return d
    }
    return null
  },
  count: (s, r) => {
    for (const [pattern, key] of counts) {
      const match = pattern.exec(r.text)
      if (match === null) continue
      const d = candidates(s, r).find(c => c.memInfo !== null && c.memInfo[key] === null)
      if (d !== undefined) d.memInfo![key] = Number(match[1])
      return d ?? null
    }
    return candidates(s, r).find(c => c.memInfo !== null) ?? null
  },
  'memcg-task': (s, r) => {
    const d = candidates(s, r).find(c => isOom(c) && c.memcg === null) ?? null
    if (d === null) return null
    const memcg = memcgOf(d, r)
    const match = /^Task in (.{1,4096}) killed as a result of limit of (.{1,4096})$/.exec(r.text)
    memcg.taskPath = match?.[1] ?? null
    memcg.limitPath = match?.[2] ?? /^Memory limit reached of cgroup (.*)$/.exec(r.text)?.[1] ?? null
    return d
  },
  'memcg-usage': (s, r) => {
    const usage = field.readUsage(r)
    if (usage === null) return 'unread'
    const d = owner(s, r, c => c.table === null && !c.memcg?.usage.some(u => u.what === usage.what))
    memcgOf(d, r).usage.push(usage)
    return d
  },
  'memcg-stats': (s, r) => {
    const d = candidates(s, r).find(c => isOom(c) && c.table === null)
    const match = /^Memory cgroup stats for (.{0,4096}?):(?: (.*))?$/.exec(r.text)
    if (d === undefined || match === null) return null
    if (memcgOf(d, r).stats.length < 1024)
      d.memcg!.stats.push({ path: match[1] ?? '', values: field.readPairs(match[2] ?? '') })
    return d
  },
  'memcg-stat': (s, r) => {
    const d = candidates(s, r).find(c => isOom(c) && c.table === null && (c.memcg?.stats.length ?? 0) > 0)
    const values = d?.memcg?.stats.at(-1)?.values
    if (d === undefined || values === undefined || values.length > 512) return null
    const [key = '', value = '0'] = r.text.split(' ')
    values.push([key, Number(value)])
    return d
  },
  'table-header': (s, r) => {
    const d = owner(s, r, c => c.table === null && c.context === null && c.kills.length === 0)
    d.table = { line: r.first.line, columns: field.readHeader(r.text), hasHeader: true, rows: [] }
    return d
  },
  'task-row': (s, r) => {
    const numbers = r.text.slice(r.text.indexOf(']') + 1).match(/ -?\d+(?= |$)/g)?.length ?? 0
    const after = (c: Draft) => c.context !== null || c.kills.length > 0
    const d = candidates(s, r).find(
      c => isOom(c) && !after(c) && (c.table !== null || c.head !== null || c.memInfo !== null),
    )
    const columns = d?.table?.columns ?? field.columnsByCount(numbers, r.text)
    if (columns === null) return d === undefined ? null : 'unread'
    const row = field.readRow(r, columns)
    if (row === null) return d === undefined ? null : 'unread'
    // Without its header and without any report around it, six numbers in a row may be anything.
    const draft = d ?? (r.first.stamped ? open(s, 'oom', null, r) : null)
    if (draft === null) return null
    draft.table ??= { line: r.first.line, columns, hasHeader: false, rows: [] }
    if (draft.table.rows.length < 200_000) draft.table.rows.push(row)
    return draft
  },
  context: (s, r) => {
    const context = field.readContext(r)
    const d = owner(s, r, c => c.context === null && c.kills.length === 0)
    d.context = context
    return d
  },
  choice: (s, r) => {
    const choice = field.readChoice(r)
    if (choice === null) return 'unread'
    const d = candidates(s, r).find(c => isOom(c) && c.choice === null && c.kills.length === 0)
    if (d === undefined) s.events.push({ kind: 'choice', choice, line: choice.line, atUs: choice.atUs })
    else d.choice = choice
    return d ?? null
  },
  kill: (s, r) => {
    const kill = field.readKill(r)
    if (kill === null) return r.first.stamped ? 'unread' : null
    const fits = (c: Draft) =>
      c.kills.length === 0
        ? kill.prefix === null || (c.context?.pid ?? kill.pid) === kill.pid
        : c.group !== null && c.kills.length < 100_000
    const d = candidates(s, r).find(c => isOom(c) && c.noKillableLine === null && fits(c))
    if (d === undefined) s.events.push({ kind: 'kill', kill, line: kill.line, atUs: kill.atUs })
    else {
      d.kills.push(kill)
      s.victims.set(kill.pid, d)
    }
    return d ?? null
  },
  group: (s, r) => {
    const path = /^Tasks in (.{1,4096}) are going to be killed due to memory\.oom\.group set$/.exec(r.text)?.[1]
    const d = candidates(s, r).find(c => isOom(c) && c.kills.length === 1 && c.group === null)
    if (path === undefined || d === undefined) return 'unread'
    d.group = { line: r.first.line, path }
    return d
  },
  'no-killable': (s, r) => {
    const d = candidates(s, r).find(c => isOom(c) && c.kills.length === 0 && c.noKillableLine === null)
    if (d !== undefined) d.noKillableLine = r.first.line
    else other(s, r, 'no-killable')
    return d ?? null
  },
  panic: (s, r) => {
    const says = r.text.slice('Kernel panic - not syncing: '.length)
    const isOurs = /^(?:Out of memory|System is deadlocked on memory)/.test(says)
    const d = candidates(s, r).find(c => isOom(c) && c.kills.length === 0 && c.panic === null)
    if (d !== undefined && isOurs) d.panic = { line: r.first.line, says }
    else s.events.push({ kind: 'panic', says: says.slice(0, textMax), line: r.first.line, atUs: r.first.atUs })
    return isOurs ? (d ?? null) : null
  },
  reaper: (s, r) => {
    const reaped = field.readReaped(r)
    if (reaped === null) return r.first.stamped ? 'unread' : null
    const d = s.victims.get(reaped.pid)
    if (d === undefined) s.events.push({ kind: 'reaper', reaped, line: reaped.line, atUs: reaped.atUs })
    else d.reaped.push(reaped)
    return d ?? null
  },
  other: (s, r) => {
    other(s, r, 'line')
    return null
  },
}

const other = (s: State, r: LogRecord, what: string): void =>
  void s.events.push({ kind: 'other', what, text: r.text.slice(0, textMax), line: r.first.line, atUs: r.first.atUs })

const silent: ReadonlySet<string> = new Set([
  'hardware',
  'registers',
  'trace',
  'per-cpu',
  'hugepages',
  'slab',
  'tasks-state',
  'memcg-protection',
])

/** Ages open reports by one record and closes those that nothing has come for. */
const age = (s: State, r: LogRecord, took: Draft | null): void => {
  for (const d of s.open) if (d !== took && (d.stream === '' || d.stream === r.first.caller)) d.idle++
  if (s.open.some(d => d.idle > idleMax)) for (const d of s.open.filter(o => o.idle > idleMax)) close(s, d)
}

/** Whether an unknown line stands inside a report, so that a reader should hear of it. */
const inside = (d: Draft | undefined, r: LogRecord): d is Draft =>
  d !== undefined && d.kills.length === 0 && d.panic === null && (d.stamped ? r.first.stamped : d.idle < 3)

/**
 * Reads every OOM report, allocation failure and stall of a text: a kernel log, a mail that quotes one, or both mixed.
 * Never throws; what looks like a report's line and cannot be read is listed. Linear in the length of the text.
 */
export const readKernelLog = (source: string): KernelLog => {
  const { records, lines, cut } = logRecords(source)
  const s: State = { open: [], done: [], events: [], unread: [], release: null, victims: new Map() }
  for (const r of records) {
    const reader = r.kind === null ? undefined : readers[r.kind]
    const newest = candidates(s, r)[0]
    let took: Draft | null = null
    if (reader !== undefined) {
      const result = reader(s, r)
      if (result === 'unread') note(newest?.unread ?? s.unread, r, `not a whole ${r.kind} line`)
      else if (result !== null) {
        took = result
        if (!r.whole) note(took.unread, r, `the ${r.kind} line is cut`)
        if (r.lastLine - took.lastLine < 100_000 || isOom(took)) touch(took, r)
      }
    } else if (r.kind !== null && silent.has(r.kind)) {
      took = newest ?? null
      if (took !== null && took.kills.length === 0) touch(took, r)
    } else if (inside(newest, r)) note(newest.unread, r, 'not a line of a report that this reader knows')
    age(s, r, took)
  }
  for (const d of [...s.open]) close(s, d)
  s.done.sort((a, b) => a.firstLine - b.firstLine)
  return {
    reports: s.done.filter(isOom).map(finishOom),
    allocations: s.done.filter(d => !isOom(d)).flatMap(d => finishAllocation(d) ?? []),
    events: s.events,
    unread: s.unread,
    lines,
    cut,
  }
}
