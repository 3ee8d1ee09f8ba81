import { addThread, jiffiesOf, newMachine, startMachine } from '../build.ts'
import { div, divUp } from '../ints.ts'
import { kernelOf } from '../kernels/all.ts'
import { policyOf } from '../kernels/behaviours.ts'
import { newLedger } from '../ledger.ts'
import type { Index, Machine, Op } from '../machine.ts'
import { bitsOf, tableOf } from '../world.ts'
import type { World } from '../world.ts'
import { enter, forkOps, masksOf, staysSmall } from './cast.ts'
import type { Stage } from './cast.ts'
import { readScript } from './language.ts'
import type { Command, Script } from './language.ts'
import { addEmpty, fillMm, measureZones, orderedZones, settleFree, zoneSetups } from './place.ts'
import type { KernelRun } from './run-json.ts'
import { measuredSizes } from './sizes.ts'

/** A run that can be played, with what is passed over; or why it cannot. */
export type Built =
  | { readonly ok: true; readonly world: World; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly why: string }

/** Pages of kernel memory that a look at /proc takes: a few. */
const lookPages = 12

/** Pages of the buffers in which init collects the kernel's log and the traces when the scenario is over. */
const collectPages = 512

/** The command from which the machine plays: the first dump that was taken before memory ran out, else the first process. */
const beginOf = (run: KernelRun, script: Script): { at: number; label: string | null } => {
  const firstOom = run.events.find(e => e.kind === 'invoked')?.atSeconds ?? Infinity
  const at = script.commands.findIndex(c => c.do === 'dump')
  const command = script.commands[at]
  // Until the first process there is nothing to play.
  const first = script.commands.findIndex(c => c.do === 'process' || c.do === 'sysrqOom')
  const start = { at: Math.max(0, first), label: null }
  if (command?.do !== 'dump') return start
  const dump = run.dumps.find(d => d.label === command.label)
  return dump === undefined || dump.atSeconds > firstOom ? start : { at, label: command.label }
}

const pagesOfLimit = (value: string): number | null => {
  if (value === 'max') return -1
  const m = /^(\d{1,15})([KkMmGg]?)$/.exec(value)
  if (m === null) return null
  const unit = { '': 1, k: 1024, m: 1024 * 1024, g: 1024 * 1024 * 1024 }[m[2]!.toLowerCase()]!
  return div(Number(m[1]) * unit, 4096)
}

const addMemcg = (m: Machine, memcgs: Map<string, Index>, path: string): Index => {
  const known = memcgs.get(path)
  if (known !== undefined) return known
  const above = path.slice(0, path.lastIndexOf('/'))
  const parent = above === '' ? -1 : addMemcg(m, memcgs, above)
  const index = m.memcgs.push({ path, parent, maxPages: -1, usedPages: 0, oomGroup: false }) - 1
  memcgs.set(path, index)
  return index
}

/** Writes tunables and limits that hold before the machine starts. Says what is wrong, or null. */
const prepare = (
  run: KernelRun,
  m: Machine,
  memcgs: Map<string, Index>,
  commands: readonly Command[],
  later: boolean,
): string | null => {
  let ratio = 50
  let never = false
  for (const c of commands) {
    if (c.do === 'cgroup') {
      const memcg = m.memcgs[addMemcg(m, memcgs, c.path)]!
      const max = pagesOfLimit(c.keys['memory.max'] ?? 'max')
      if (max === null) return `memory.max=${c.keys['memory.max']}`
      if (!later) memcg.maxPages = max
      if (!later) memcg.oomGroup = c.keys['memory.oom.group'] === '1'
    } else if (later) continue
    else if (c.do === 'cgroupWrite') {
      const memcg = m.memcgs[addMemcg(m, memcgs, c.path)]!
      const max = pagesOfLimit(c.value)
      if (c.key === 'memory.oom.group') memcg.oomGroup = c.value === '1'
      else if (max === null) return `memory.max ${c.value}`
      else memcg.maxPages = max
    } else if (c.do === 'tunable') {
      if (c.name === 'panic_on_oom') m.panicOnOom = c.value === 2 ? 2 : c.value === 1 ? 1 : 0
      if (c.name === 'oom_kill_allocating_task') m.oomKillAllocatingTask = c.value !== 0
      if (c.name === 'overcommit_ratio') ratio = c.value
      if (c.name === 'overcommit_memory') never = c.value === 2
    }
  }
  if (never) {
    m.commitLimitPages = div(div((run.meminfo.MemTotal ?? 0) * ratio, 100), 4) + m.swapTotalPages
    m.committedPages = div(run.meminfo.Committed_AS ?? 0, 4)
  }
  return null
}

const swapOf = (run: KernelRun, script: Script): number => {
  if (!script.commands.some(c => c.do === 'swapon')) return 0
  if ((run.meminfo.SwapTotal ?? 0) > 0) return div(run.meminfo.SwapTotal!, 4)
  return script.commands.reduce((pages, c) => (c.do === 'mkswap' ? pages + Math.max(0, div(c.kb, 4) - 1) : pages), 0)
}

/** What init does for one command while the machine runs. A string: what cannot be played. */
const opsOf = (s: Stage, memcgs: ReadonlyMap<string, Index>, c: Command): readonly Op[] | string => {
  const look = (): readonly Op[] => [
    { op: 'enter', name: 'read' },
    { op: 'alloc', gfp: s.masks.kernel, order: 0, count: lookPages },
    { op: 'free' },
    { op: 'leave' },
  ]
  switch (c.do) {
    case 'process': {
      const who = s.members.get(c.name)!
      const all = who.starts.flatMap(start => forkOps(s, start))
      const isReady = s.m.tasks[who.task]!.program.some(op => op.op === 'pause')
      return c.waits && isReady ? [...all, { op: 'await', task: who.task }] : all
    }
    case 'go':
    case 'ptrace':
    case 'ptcont': {
      const who = s.members.get(c.name)
      if (who === undefined) return `${c.do} ${c.name}: no such process`
      const op = { go: 'go', ptrace: 'ptrace', ptcont: 'ptraceCont' } as const
      return [{ op: op[c.do], task: who.task }]
    }
    case 'signal': {
      const who = s.members.get(c.name)
      if (who === undefined) return `sig ${c.name}: no such process`
      // Stop and continue: a stopped process dies as any other (the run 27_sigstopped_victim).
      if ([17, 18, 19, 20, 21, 22, 23, 28].includes(c.signal)) return []
      return [{ op: 'kill', process: who.process }]
    }
    case 'wait':
      return [{ op: 'sleep', jiffies: jiffiesOf(c.ms), state: 'interruptible', event: 'the end of the wait' }]
    case 'sysrqOom':
      return [{ op: 'sysrqOom' }]
    case 'tunable':
      if (c.name === 'panic_on_oom') return [{ op: 'panicOnOom', value: c.value === 2 ? 2 : c.value === 1 ? 1 : 0 }]
      if (c.name === 'oom_kill_allocating_task') return [{ op: 'allocatingTask', value: c.value !== 0 }]
      return `${c.name} after the start`
    case 'cgroup':
      return Object.entries(c.keys).flatMap(([key, value]) => cgroupOps(memcgs.get(c.path)!, key, value))
    case 'cgroupWrite': {
      const memcg = memcgs.get(c.path)
      return memcg === undefined ? `write to ${c.path}: no such cgroup` : cgroupOps(memcg, c.key, c.value)
    }
    case 'adjWrite': {
      const process = s.m.processes.findIndex(p => p.tgid === c.pid)
      return process < 0 ? `oom_score_adj of pid ${c.pid}: no such process` : [{ op: 'adj', process, value: c.value }]
    }
    case 'dump':
    case 'snap':
      return look()
    case 'swapon':
    case 'mkswap':
      return 'swapon after the start'
  }
}

const collectOps = (s: Stage): readonly Op[] => [
  ...s.m.processes.flatMap((p, process): readonly Op[] => (p.globalInit ? [] : [{ op: 'kill', process }])),
  { op: 'sleep', jiffies: jiffiesOf(1000), state: 'interruptible', event: 'the end of its children' },
  { op: 'enter', name: 'read' },
  { op: 'alloc', gfp: s.masks.kernel, order: 0, count: collectPages },
  { op: 'free' },
  { op: 'leave' },
]

const cgroupOps = (memcg: Index, key: string, value: string): readonly Op[] => {
  if (key === 'memory.oom.group') return [{ op: 'memcgGroup', memcg, value: value === '1' }]
  const pages = key === 'memory.max' ? pagesOfLimit(value) : null
  return pages === null ? [] : [{ op: 'memcgMax', memcg, pages }]
}

/** Builds the machine of a run on the run's own kernel. */
export const buildRun = (run: KernelRun): Built => {
  const no = (why: string): Built => ({ ok: false, why })
  const kernel = kernelOf(run.kernel)
  if (kernel === null) return no(`the model does not know kernel ${run.kernel}`)
  const script = readScript(run.scenario)
  if (script.unread.length > 0) return no(`not in the language: ${script.unread.slice(0, 3).join('; ')}`)
  if (run.zones.length === 0) return no('the run holds no zones')
  const zones = orderedZones(run.zones)
  if (typeof zones === 'string') return no(`the model has no ${zones}`)
  const k = policyOf(kernel)
  const table = tableOf(k)
  const m = newMachine(zoneSetups(zones), run.cpus, 1, k)
  measureZones(m, zones)
  m.swapTotalPages = swapOf(run, script)
  m.swapFreePages = m.swapTotalPages
  m.totalPages += m.swapTotalPages

  const begin = beginOf(run, script)
  const before = script.commands.slice(0, begin.at)
  const after = script.commands.slice(begin.label === null ? begin.at : begin.at + 1)
  const memcgs = new Map<string, Index>()
  const wrong = prepare(run, m, memcgs, before, false) ?? prepare(run, m, memcgs, after, true)
  if (wrong !== null) return no(wrong)

  const program = m.files.push({ name: 'program', users: 1, pages: m.zones.map(() => 0), memcg: -1 }) - 1
  const init = addEmpty(m, { pid: 1, comm: 'init', adj: 0, memcg: -1, parent: -1, globalInit: true })
  if (!fillMm(m, init.mm, 'anon', 144) || !fillMm(m, init.mm, 'pageTables', 8)) return no('no room for init')
  const initTask = addThread(m, { pid: 1, comm: 'init', lane: 'init', process: init.process, mm: init.mm, program: [] })
  const firstPid = Math.min(
    ...Object.values(run.spawned),
    ...run.dumps.flatMap(d => d.tasks.map(t => t.pid)).filter(p => p > 1),
  )
  const s: Stage = {
    m,
    masks: masksOf(table),
    memcgs,
    members: new Map(),
    program,
    nextPid: Number.isFinite(firstPid) ? firstPid : 78,
  }
  for (const [at, command] of [...before, ...after].entries()) {
    if (command.do !== 'process') continue
    const isThere = at < before.length
    const sizes = isThere || staysSmall(command) ? measuredSizes(run, begin.label, command) : []
    // The pid of one that nobody measured is known from init's own log.
    s.nextPid = sizes[0]?.pid ?? run.spawned[command.name] ?? s.nextPid
    const problem = enter(s, { command, sizes, isThere })
    if (problem !== null) return no(problem)
  }
  for (const c of before)
    if (c.do === 'ptrace') {
      const who = s.members.get(c.name)
      if (who === undefined) return no(`ptrace ${c.name}: no such process`)
      m.tasks[who.task]!.traced = true
    } else if (c.do === 'adjWrite') {
      const process = m.processes.find(p => p.tgid === c.pid)
      if (process === undefined) return no(`oom_score_adj of pid ${c.pid}: no such process`)
      process.oomScoreAdj = c.value
    }
  const dump = run.dumps.find(d => d.label === begin.label)
  if (dump !== undefined) settleFree(m, divUp(dump.freeKb, 4))
  const ops: Op[] = []
  for (const c of [...after, 'over', { do: 'dump', label: 'final' }] as const) {
    const more: readonly Op[] | string = c === 'over' ? [{ op: 'scenarioOver' }] : opsOf(s, memcgs, c)
    if (typeof more === 'string') return no(more)
    ops.push(...more)
  }
  // When the scenario is over init looks once more, kills everybody and collects the logs.
  ops.push(...collectOps(s))
  m.tasks[initTask]!.program = ops
  startMachine(m, k)
  return { ok: true, world: { m, k, table, gfp: bitsOf(k, table), out: newLedger(m) }, remarks: script.remarks }
}
