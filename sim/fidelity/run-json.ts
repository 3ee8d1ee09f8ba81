import { div } from '../ints.ts'

/*
 * One run of a real kernel as its JSON file tells it. Only what is looked at; everything else in the file is left alone.
 */

/** A process as /proc showed it just before memory ran out. */
export type DumpedTask = {
  readonly pid: number
  readonly ppid: number
  readonly comm: string
  readonly anonKb: number
  readonly fileKb: number
  readonly shmemKb: number
  readonly tablesKb: number
  readonly swapKb: number
  readonly lockedKb: number
}
export type Dump = {
  readonly label: string
  readonly atSeconds: number
  readonly freeKb: number
  readonly tasks: readonly DumpedTask[]
}

/** A row of the first OOM task table. */
export type TableRow = {
  readonly pid: number
  readonly name: string
  readonly rssPages: number
  readonly tablePages: number
}

export type RunZone = {
  readonly node: number
  readonly name: string
  readonly freePages: number
  readonly managedPages: number
  readonly minPages: number
  readonly lowPages: number
  readonly highPages: number
  readonly protection: readonly number[]
}

export type RunEvent = {
  readonly atSeconds: number
  readonly kind: string
  readonly pid: number
  readonly comm: string
  readonly text: string
  readonly constraint: string
}

export type KernelRun = {
  readonly name: string
  /** Release that the model may know: `6.1.192`. */
  readonly kernel: string
  readonly scenario: readonly string[]
  readonly completed: boolean
  readonly cpus: number
  readonly zones: readonly RunZone[]
  /** Of /proc/meminfo, kB. */
  readonly meminfo: Readonly<Record<string, number>>
  readonly dumps: readonly Dump[]
  readonly table: readonly TableRow[]
  readonly events: readonly RunEvent[]
  /** When init had played the last command, or -1. */
  readonly endSeconds: number
  /** Pid of each process that init spawned, by name. */
  readonly spawned: Readonly<Record<string, number>>
}

type Json = Readonly<Record<string, unknown>>
const isJson = (x: unknown): x is Json => typeof x === 'object' && x !== null && !Array.isArray(x)
const list = (x: unknown): readonly Json[] => (Array.isArray(x) ? x.filter(isJson) : [])
const int = (x: unknown): number => {
  const n = typeof x === 'string' ? Number(x) : x
  return typeof n === 'number' && Number.isFinite(n) ? Math.trunc(n) : 0
}
const seconds = (x: unknown): number => (typeof x === 'number' && Number.isFinite(x) ? x : 0)
const text = (x: unknown): string => (typeof x === 'string' ? x : '')

const dumpOf = (d: Json): Dump => ({
  label: text(d.label),
  atSeconds: seconds(d.t),
  freeKb: int(d.free_kb),
  tasks: list(d.tasks).map(t => ({
    pid: int(t.pid),
    ppid: int(t.ppid),
    comm: text(t.comm),
    anonKb: int(t.rssanon_kb),
    fileKb: int(t.rssfile_kb),
    shmemKb: int(t.rssshmem_kb),
    tablesKb: int(t.vmpte_kb),
    swapKb: int(t.vmswap_kb),
    lockedKb: int(t.vmlck_kb),
  })),
})

const zoneOf = (z: Json): RunZone => ({
  node: int(z.node),
  name: text(z.name),
  freePages: int(z.free),
  managedPages: int(z.managed),
  minPages: int(z.min),
  lowPages: int(z.low),
  highPages: int(z.high),
  protection: Array.isArray(z.protection) ? z.protection.map(int) : [],
})

/** Highest CPU that an OOM report names, plus one. */
const cpusOf = (dmesg: string): number => {
  let most = 0
  for (const m of dmesg.matchAll(/\] CPU: (\d{1,4}) /g)) most = Math.max(most, Number(m[1]))
  return Math.min(most + 1, 64)
}

/** How far the clock of the kernel's log is ahead of init's: the middle of what init's marks in that log say. */
const clockGap = (events: readonly Json[]): number => {
  const gaps = events.flatMap(e =>
    typeof e.t === 'number' && typeof e.t_printk === 'number' ? [e.t_printk - e.t] : [],
  )
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0
}

/** Reads a run, or says why it is none. */
export const readRun = (json: unknown): KernelRun | string => {
  if (!isJson(json)) return 'a run is a JSON object'
  const version = / Debian (\d+\.\d+\.\d+)-[^(]*\(\d{4}-/.exec(text(json.kernel_version))?.[1] ?? ''
  if (version === '') return `no kernel version in '${text(json.kernel_version).slice(0, 60)}'`
  const scenario = text(json.scenario).split('\n')
  const snap = isJson(json.snap) ? json.snap : {}
  const zones = list(snap.zones).length > 0 ? list(snap.zones) : list(json.zones)
  const meminfo = isJson(snap.meminfo) ? snap.meminfo : {}
  let endSeconds = -1
  const spawned: Record<string, number> = {}
  for (const line of Array.isArray(json.lab_log) ? json.lab_log.map(text) : []) {
    const m = /spawned (\S{1,40}) pid=(\d{1,9})/.exec(line)
    const end = /^LAB finishing t=(\d{1,9}\.?\d{0,9})/.exec(line)
    if (end !== null) endSeconds = Number(end[1])
    if (m !== null) spawned[m[1]!] = Number(m[2])
  }
  return {
    name: text(json.name),
    kernel: version,
    scenario,
    completed: json.completed === true,
    cpus: cpusOf(text(json.raw_dmesg)),
    zones: zones.map(zoneOf).filter(z => z.managedPages > 0),
    meminfo: Object.fromEntries(Object.entries(meminfo).map(([key, kb]) => [key, int(kb)])),
    dumps: list(json.dumps).map(dumpOf),
    table: list(json.tasks).map(t => ({
      pid: int(t.pid),
      name: text(t.name),
      rssPages: int(t.rss),
      tablePages: div(int(t.pgtables_bytes), 4096),
    })),
    events: list(json.events).map(e => ({
      atSeconds: seconds(e.t),
      kind: text(e.kind),
      pid: int(e.pid),
      comm: text(e.comm),
      text: text(e.text),
      constraint: text(e.constraint),
    })),
    endSeconds: endSeconds < 0 ? -1 : endSeconds + clockGap(list(json.events)),
    spawned,
  }
}
