/*
 * The language of the scenarios that the first process of a real run played: one command a line.
 */

/** Kinds of processes with the number of arguments that each needs at least. */
export const processKinds = {
  anon: 1,
  anonkb: 1,
  grow: 2,
  readgrow: 2,
  thr: 2,
  sharevm: 2,
  shm: 1,
  shmfork: 2,
  mlock: 1,
  mlockgrow: 1,
  pt: 1,
  parent: 3,
  bomb: 2,
  tmpfs: 1,
  tmpfsgrow: 1,
  pipes: 1,
  pipegrow: 1,
  mmaploop: 2,
  clear: 1,
  mbind: 2,
  thp: 1,
  bigmmap: 2,
  idle: 0,
} as const
export type ProcessKind = keyof typeof processKinds

/** Tunables that decide who dies; others are named in the remarks. */
export type Tunable = 'panic_on_oom' | 'oom_kill_allocating_task' | 'overcommit_memory' | 'overcommit_ratio'

export type ProcessCommand = {
  readonly do: 'process'
  readonly name: string
  readonly kind: ProcessKind
  readonly args: readonly string[]
  readonly adj: number
  /** `/A/B`, or empty for the root. */
  readonly cgroup: string
  /** `proc`: init waits until it is ready. */
  readonly waits: boolean
}

export type Command =
  | ProcessCommand
  | { readonly do: 'cgroup'; readonly path: string; readonly keys: Readonly<Record<string, string>> }
  | { readonly do: 'tunable'; readonly name: Tunable; readonly value: number }
  | { readonly do: 'cgroupWrite'; readonly path: string; readonly key: string; readonly value: string }
  | { readonly do: 'adjWrite'; readonly pid: number; readonly value: number }
  | { readonly do: 'swapon' }
  | { readonly do: 'mkswap'; readonly kb: number }
  | { readonly do: 'ptrace' | 'ptcont' | 'go'; readonly name: string }
  | { readonly do: 'signal'; readonly name: string; readonly signal: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'sysrqOom' }
  | { readonly do: 'dump'; readonly label: string }
  | { readonly do: 'snap' }

/** A scenario as read. `unread`: lines that are not in the language. `remarks`: what is passed over. */
export type Script = {
  readonly commands: readonly Command[]
  readonly unread: readonly string[]
  readonly remarks: readonly string[]
}

/** Commands that do nothing to memory, or whose effect the snapshot shows. */
const neutral = ['trace', 'mark', 'insmod', 'blk', 'mkdir', 'mount', 'loglevel', 'echo', 'log']
const tunables: readonly string[] = [
  'panic_on_oom',
  'oom_kill_allocating_task',
  'overcommit_memory',
  'overcommit_ratio',
]
const withoutEffect = ['oom_dump_tasks', 'panic', 'printk', 'swappiness']
/** memory.* keys that the model plays. */
export const cgroupKeys: readonly string[] = ['memory.max', 'memory.oom.group']

const linesMax = 2_000

const cgroupPath = (path: string): string => `/${path.replace(/^\/+|\/+$/g, '')}`

type Read = { commands: Command[]; unread: string[]; remarks: string[] }

const readTunable = (out: Read, path: string, value: string, line: string): void => {
  const name = path.replace(/^\/proc\/sys\//, '').replace(/^vm[./]/, '')
  if (tunables.includes(name)) out.commands.push({ do: 'tunable', name: name as Tunable, value: Number(value) || 0 })
  else if (!withoutEffect.includes(name))
    out.remarks.push(`'${line}' is taken from the measured watermarks or passed over`)
}

const readWrite = (out: Read, words: readonly string[], line: string): void => {
  const [, file = '', value = ''] = words
  const cgroup = /^\/(?:sys\/fs\/cgroup|cg)\/(.+)\/([a-z.]+)$/.exec(file)
  const adj = /^\/proc\/(\d{1,9})\/oom_score_adj$/.exec(file)
  if (file === '/proc/sysrq-trigger') {
    if (value === 'f') out.commands.push({ do: 'sysrqOom' })
    else out.unread.push(line)
  } else if (cgroup !== null) {
    if (cgroupKeys.includes(cgroup[2]!))
      out.commands.push({ do: 'cgroupWrite', path: cgroupPath(cgroup[1]!), key: cgroup[2]!, value })
    else out.unread.push(line)
  } else if (adj !== null) out.commands.push({ do: 'adjWrite', pid: Number(adj[1]), value: Number(value) || 0 })
  else if (file.startsWith('/proc/sys/')) readTunable(out, file, value, line)
  else if (file.startsWith('/sys/kernel/mm/transparent_hugepage/'))
    out.remarks.push('huge pages are played as small ones')
  else if (!file.startsWith('/sys/block/')) out.remarks.push(`'${line}' is passed over`)
}

const readProcess = (out: Read, words: readonly string[], line: string): void => {
  const [how, name = '', kind = '', ...rest] = words
  const needs = (processKinds as Readonly<Record<string, number>>)[kind]
  const args = rest.filter(w => !w.includes('='))
  const option = (key: string): string => rest.find(w => w.startsWith(`${key}=`))?.slice(key.length + 1) ?? ''
  if (needs === undefined || name === '' || args.length < needs) {
    out.unread.push(line)
    return
  }
  const cgroup = option('cg')
  out.commands.push({
    do: 'process',
    name,
    kind: kind as ProcessKind,
    args,
    adj: Number(option('adj')) || 0,
    cgroup: cgroup === '' ? '' : cgroupPath(cgroup),
    waits: how === 'proc',
  })
}

/** Reads a scenario. Never throws: what it cannot read is in `unread`. */
export const readScript = (lines: readonly string[]): Script => {
  const out: Read = { commands: [], unread: [], remarks: [] }
  for (const raw of lines.slice(0, linesMax)) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const words = line.split(/\s+/)
    const [command = '', first = '', second = ''] = words
    switch (command) {
      case 'proc':
      case 'bg':
        readProcess(out, words, line)
        break
      case 'cg': {
        const keys = Object.fromEntries(words.slice(2).map(w => [w.split('=')[0]!, w.split('=').slice(1).join('=')]))
        for (const key of Object.keys(keys))
          if (!cgroupKeys.includes(key)) out.remarks.push(`${key} of a memory cgroup is passed over`)
        out.commands.push({ do: 'cgroup', path: cgroupPath(first), keys })
        break
      }
      case 'sysctl':
        readTunable(out, first, second, line)
        break
      case 'write':
        readWrite(out, words, line)
        break
      case 'swapon':
        out.commands.push({ do: 'swapon' })
        break
      case 'mkswap':
        out.commands.push({ do: 'mkswap', kb: Number(second) || 0 })
        break
      case 'ptrace':
      case 'ptcont':
      case 'go':
        out.commands.push({ do: command, name: first })
        break
      case 'sig':
        out.commands.push({ do: 'signal', name: first, signal: Number(second) || 0 })
        break
      case 'wait':
        out.commands.push({ do: 'wait', ms: Math.min(Math.max(0, Math.round((Number(first) || 0) * 1000)), 600_000) })
        break
      case 'dump':
        out.commands.push({ do: 'dump', label: first })
        break
      case 'snap':
        out.commands.push({ do: 'snap' })
        break
      default:
        if (!neutral.includes(command)) out.unread.push(line)
    }
  }
  if (lines.length > linesMax) out.unread.push(`line ${linesMax + 1} and after`)
  return { ...out, remarks: [...new Set(out.remarks)] }
}
