import { div } from '../ints.ts'
import type { Behaviours } from '../kernels/behaviours.ts'
import type { Index, Machine, MemoryKind, Mm } from '../machine.ts'

/** Pages of one kind over all zones. */
export const pagesOf = (mm: Mm, kind: MemoryKind): number => {
  let sum = 0
  for (const n of mm.pages[kind]) sum += n
  return sum
}

/** MM_SHMEMPAGES: shared memory of its own and what it maps of files in memory. */
export const shmemRssOf = (mm: Mm): number => {
  let sum = pagesOf(mm, 'shmem')
  for (const map of mm.maps) sum += map.pages
  return sum
}

/** get_mm_rss: file, anonymous and shared memory pages; hugetlb and page tables are not in it. */
export const rssOf = (mm: Mm): number => pagesOf(mm, 'anon') + pagesOf(mm, 'mlocked') + shmemRssOf(mm)

/** What oom_badness looks at. */
export type BadnessInput = {
  readonly rssPages: number
  readonly swapPages: number
  /** Page tables that count in this version. */
  readonly pageTablePages: number
  readonly oomScoreAdj: number
  readonly admin: boolean
  readonly totalPages: number
}

/** OOM_SCORE_ADJ_MIN. */
export const oomScoreAdjMin = -1000

/** oom_badness of an eligible task, pages; null: never (kernel-mm.md 4.1). */
export const badness = (
  input: BadnessInput,
  k: Pick<Behaviours, 'adminBonusPercent' | 'badnessLeast'>,
): number | null => {
  if (input.oomScoreAdj === oomScoreAdjMin) return null
  let points = input.rssPages + input.swapPages + input.pageTablePages
  if (input.admin) points -= div(points * k.adminBonusPercent, 100)
  points += input.oomScoreAdj * div(input.totalPages, 1000)
  return k.badnessLeast === 'signed' ? points : Math.max(points, 1)
}

/** First thread of a process that has an mm (find_lock_task_mm), or -1. */
export const findTaskWithMm = (m: Machine, process: Index): Index =>
  m.tasks.findIndex(t => t.process === process && t.mm >= 0)

/** nr_pmds of so many page table pages: one for each 512 of the others, at least one. */
export const pmdsOf = (tablePages: number): number => Math.min(tablePages, 1 + div(tablePages, 512))

/** oom_badness of a process; null when it may not be chosen. */
export const taskBadness = (m: Machine, k: Behaviours, process: Index, totalPages = m.totalPages): number | null => {
  const p = m.processes[process]!
  const withMm = findTaskWithMm(m, process)
  if (p.globalInit || withMm < 0) return null
  const mm = m.mms[m.tasks[withMm]!.mm]!
  if (mm.oomSkip) return null
  const tables = pagesOf(mm, 'pageTables')
  return badness(
    {
      rssPages: rssOf(mm),
      swapPages: mm.swapPages,
      pageTablePages: k.badnessTables === 'ptes' ? tables - pmdsOf(tables) : tables,
      oomScoreAdj: p.oomScoreAdj,
      admin: p.admin,
      totalPages,
    },
    k,
  )
}
