import { formatGfp } from '../../facts/index.ts'
import { compareTags, printOomReport } from '../../text/kernel-log/index.ts'
import type { OutOfMemoryFrame } from '../frames.ts'
import { div } from '../ints.ts'
import { dmesgMax, printk } from '../ledger.ts'
import type { Mm, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { pagesOf, shmemRssOf } from './badness.ts'
import { reportOf } from './report-parts.ts'
import type { Kill } from './report-parts.ts'

const kb = (pages: number): string => `${pages * 4}kB`

/** A mask as this version's %pGg and %#x print it, or as a bare number before 4.6 (kernel-mm.md 1.6, 8.1). */
export const printMask = (w: World, gfp: number): string => {
  const hex = `0x${gfp.toString(16)}`
  const names = compareTags(w.k.logForm, 'v4.6') < 0 ? null : formatGfp(gfp, w.table)
  return names === null ? hex : `${hex}(${names})`
}

/** A request that has been in the slow path for so long (4.9 to 4.14; kernel-mm.md 8.15). */
export const printStall = (w: World, t: Task, gfp: number, order: number, stalledUs: number): void => {
  const nodemask = compareTags(w.k.logForm, 'v4.11') < 0 ? '' : ', nodemask=(null)'
  const ms = div(stalledUs, 1000)
  printk(
    w.out,
    w.m,
    `${t.comm}: page allocation stalls for ${ms}ms, order:${order}, mode:${printMask(w, gfp)}${nodemask}`,
  )
}

/** DEFAULT_RATELIMIT_BURST lines in DEFAULT_RATELIMIT_INTERVAL. */
const burstMax = 10
const burstUs = 5_000_000

/** What pagefault_out_of_memory says from 5.16 on, rate-limited (kernel-mm.md 4.7). */
export const printLeakedFault = (w: World): void => {
  const limit = w.out.faultLimit
  if (limit.fromUs < 0 || w.m.nowUs - limit.fromUs >= burstUs) {
    limit.fromUs = w.m.nowUs
    limit.lines = 0
  }
  if (limit.lines++ < burstMax) printk(w.out, w.m, 'Huh VM_FAULT_OOM leaked out to the #PF handler. Retrying PF')
}

/** Prints the OOM report of this moment, from the first line to the kill or the panic. */
export const printReport = (
  w: World,
  current: Task,
  f: OutOfMemoryFrame,
  kill: Kill | null,
  panic: string | null,
): void => {
  if (w.out.isQuiet || w.out.dmesg.length > dmesgMax) return
  for (const line of printOomReport(reportOf(w, current, f, kill, panic))) printk(w.out, w.m, line)
}

const rssLine = (mm: Mm): string =>
  `anon-rss:${kb(pagesOf(mm, 'anon') + pagesOf(mm, 'mlocked'))}, file-rss:0kB, shmem-rss:${kb(shmemRssOf(mm))}`

/** The line of a further task that memory.oom.group kills (4.19 on; kernel-mm.md 8.12). */
export const printKill = (w: World, t: Task, constraint: string): void => {
  const mm = w.m.mms[t.mm]!
  const p = w.m.processes[t.process]!
  const what = constraint === 'CONSTRAINT_MEMCG' ? 'Memory cgroup out of memory: ' : 'Out of memory: '
  const more = `, UID:${p.uid} pgtables:${kb(pagesOf(mm, 'pageTables'))} oom_score_adj:${p.oomScoreAdj}`
  const since = (tag: string): boolean => compareTags(w.k.logForm, tag) >= 0
  printk(
    w.out,
    w.m,
    `${since('v5.1') ? what : ''}Killed process ${t.pid} (${t.comm}) total-vm:${kb(mm.totalVmPages)}, ${rssLine(mm)}${since('v5.4') ? more : ''}`,
  )
}

/** The reaper's lines (kernel-mm.md 8.13; as posted in patch 4/5). */
export const printReaped = (w: World, t: Task, mm: Mm): void => {
  if (w.k.reaperLog === 'as-merged')
    printk(w.out, w.m, `oom_reaper: reaped process ${t.pid} (${t.comm}), now ${rssLine(mm)}`)
  else if (w.k.reaperLog === 'as-posted')
    // The posted format string ends in lulB.
    printk(w.out, w.m, `oom_reaper: reaped process :${t.pid} (${t.comm}) ${rssLine(mm).replace(/kB$/, 'lB')}`)
}

export const printGaveUp = (w: World, t: Task): void => {
  if (w.k.reaperLog !== 'none') printk(w.out, w.m, `oom_reaper: unable to reap pid:${t.pid} (${t.comm})`)
}
