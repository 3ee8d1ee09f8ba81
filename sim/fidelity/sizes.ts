import { div } from '../ints.ts'
import type { ProcessCommand } from './language.ts'
import type { DumpedTask, KernelRun } from './run-json.ts'

/** Pages of a process: of its own, of the program file that all share, of memory that it shares, of page tables. */
export type Size = {
  readonly pid: number
  readonly comm: string
  readonly anon: number
  /** Private file mappings: the program itself, on the initial root file system. */
  readonly program: number
  readonly shared: number
  readonly tables: number
  readonly swap: number
  readonly locked: number
}

/**
 * What a process of the runs' init has before it touches memory, where nothing was measured: init's program is one
 * static file; these are the figures of idle processes in the dumps of 6.1.
 */
export const bare = { anon: 14, program: 171, tables: 8 } as const

/** What a process forked by a process of the scenario has of the program. */
export const mbPages = 256

/** Kinds whose size at the first OOM is not that at the dump. */
const growing: readonly string[] = ['grow', 'readgrow', 'mlockgrow', 'bomb']

const sizeOf = (t: DumpedTask, hasShared: boolean): Size => {
  const shmem = div(t.shmemKb, 4)
  const program = hasShared ? Math.min(shmem, bare.program) : shmem
  return {
    pid: t.pid,
    comm: t.comm,
    anon: div(t.anonKb, 4),
    program: program + div(t.fileKb, 4),
    shared: shmem - program,
    tables: div(t.tablesKb, 4),
    swap: div(t.swapKb, 4),
    locked: div(t.lockedKb, 4),
  }
}

/** Measured sizes of a command's processes: the process itself first, then its children in the order of their pids. */
export const measuredSizes = (run: KernelRun, dumpLabel: string | null, command: ProcessCommand): readonly Size[] => {
  const hasShared = command.kind === 'shm' || command.kind === 'shmfork'
  const dump = run.dumps.find(d => d.label === dumpLabel)
  const own =
    dump?.tasks.find(t => t.pid === run.spawned[command.name]) ?? dump?.tasks.find(t => t.comm === command.name)
  const tasks =
    own === undefined ? [] : [own, ...dump!.tasks.filter(t => t.ppid === own.pid).sort((a, b) => a.pid - b.pid)]
  const sizes = tasks.map(t => sizeOf(t, hasShared))
  const pid = run.spawned[command.name]
  if (growing.includes(command.kind)) return sizes
  // The table of the first OOM is what the choice was made from.
  if (sizes.length === 0) {
    const row = run.table.find(r => (pid === undefined ? r.name === command.name : r.pid === pid))
    if (row === undefined) return []
    const program = Math.min(bare.program, row.rssPages)
    const anon = Math.min(bare.anon, row.rssPages - program)
    const shared = row.rssPages - program - anon
    return [
      {
        pid: row.pid,
        comm: row.name,
        anon,
        program: program + shared,
        shared: 0,
        tables: row.tablePages,
        swap: 0,
        locked: 0,
      },
    ]
  }
  return sizes.map(s => {
    const row = run.table.find(r => r.pid === s.pid)
    if (row === undefined || s.swap > 0) return s
    const anon = row.rssPages - s.program - s.shared
    return anon < 0 ? s : { ...s, anon, tables: row.tablePages }
  })
}
