import { formatGfp } from '../../facts/index.ts'
import { printk } from '../ledger.ts'
import { div } from '../ints.ts'
import type { Mm, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { findTaskWithMm, pagesOf, rssOf } from './badness.ts'

const kb = (pages: number): string => `${pages * 4}kB`
const left = (n: number, width: number): string => String(n).padStart(width)

/** A mask as this version's %pGg and %#x print it, or as a bare number before 4.6 (kernel-mm.md 1.6, 8.1). */
export const printMask = (w: World, gfp: number): string => {
  const hex = `0x${gfp.toString(16)}`
  const names = w.k.logMaskNames ? formatGfp(gfp, w.table) : null
  return names === null ? hex : `${hex}(${names})`
}

/**
 * dump_header: the first line, the cpuset line and the task table (kernel-mm.md 8.1, 8.2, 8.10). The stack and the
 * Mem-Info block between them are left out: this model has no stack, and their text is not known for these versions.
 */
export const dumpHeader = (w: World, current: Task, gfp: number, order: number): void => {
  const { m, out } = w
  const adj = m.processes[current.process]!.oomScoreAdj
  printk(
    out,
    m,
    `${current.comm} invoked oom-killer: gfp_mask=${printMask(w, gfp)}, order=${order}, oom_score_adj=${adj}`,
  )
  printk(out, m, `${current.comm} cpuset=/ mems_allowed=0`)
  printk(out, m, '[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name')
  m.processes.forEach((p, i) => {
    const at = findTaskWithMm(m, i)
    if (p.globalInit || at < 0) return
    const t = m.tasks[at]!
    const mm = m.mms[t.mm]!
    const tables = pagesOf(mm, 'pageTables')
    const pmds = Math.min(tables, 1 + div(tables, 512))
    printk(
      out,
      m,
      `[${left(t.pid, 5)}] ${left(p.uid, 5)} ${left(p.tgid, 5)} ${left(mm.totalVmPages, 8)} ${left(rssOf(mm), 8)} ` +
        `${left(tables - pmds, 7)} ${left(pmds, 7)} ${left(0, 8)}         ${left(p.oomScoreAdj, 5)} ${t.comm}`,
    )
  })
}

/** `Out of memory: Kill process ...` (kernel-mm.md 8.12, up to 5.0). */
export const printKill = (w: World, t: Task, points: number): void =>
  printk(
    w.out,
    w.m,
    `Out of memory: Kill process ${t.pid} (${t.comm}) score ${div(points * 1000, w.m.totalPages)} or sacrifice child`,
  )

const rssLine = (mm: Mm, shmem: boolean): string =>
  `anon-rss:${kb(pagesOf(mm, 'anon') + pagesOf(mm, 'mlocked'))}, file-rss:0kB` +
  (shmem ? `, shmem-rss:${kb(pagesOf(mm, 'shmem'))}` : '')

/** `Killed process ...` (kernel-mm.md 8.12). */
export const printKilled = (w: World, t: Task, mm: Mm): void =>
  printk(
    w.out,
    w.m,
    `Killed process ${t.pid} (${t.comm}) total-vm:${kb(mm.totalVmPages)}, ${rssLine(mm, w.k.logShmemRss)}`,
  )

/** The reaper's lines (kernel-mm.md 8.13; as posted in patch 4/5). */
export const printReaped = (w: World, t: Task, mm: Mm): void => {
  if (w.k.reaperLog === 'as-merged')
    printk(w.out, w.m, `oom_reaper: reaped process ${t.pid} (${t.comm}), now ${rssLine(mm, true)}`)
  else if (w.k.reaperLog === 'as-posted')
    // The posted format string ends in lulB.
    printk(w.out, w.m, `oom_reaper: reaped process :${t.pid} (${t.comm}) ${rssLine(mm, true).replace(/kB$/, 'lB')}`)
}

export const printGaveUp = (w: World, t: Task): void => {
  if (w.k.reaperLog !== 'none') printk(w.out, w.m, `oom_reaper: unable to reap pid:${t.pid} (${t.comm})`)
}
