import type { OomReport } from '../../model/index.ts'
import { div } from '../ints.ts'

/** totalpages of oom_badness, as far as the report holds it. */
export type TotalPages = {
  /** The likeliest value; null when nothing tells. */
  readonly pages: number | null
  /** Bounds that are sure; `atMost` null: open. */
  readonly atLeast: number
  readonly atMost: number | null
  readonly says: string
}

/** Size of a page: of the smallest free block, else by the kill line's total-vm, which the table gives in pages; 4 kB. */
export const pageKbOf = (r: Pick<OomReport, 'memInfo' | 'kills' | 'table'>): number => {
  const told = r.memInfo?.pageKb ?? null
  if (told !== null && [4, 8, 16, 64].includes(told)) return told
  const kill = r.kills[0]
  const row = r.table?.rows.find(t => t.pid === kill?.pid)
  const found = [8, 16, 64].find(
    kb => row !== undefined && row.totalVmPages > 0 && row.totalVmPages * kb === kill?.totalVmKb,
  )
  return found ?? 4
}
/** What an unlimited counter prints, in kB, on 64 bits, less rounding. */
const unlimitedKb = 9_007_199_254_740_000

const none: TotalPages = { pages: null, atLeast: 0, atMost: null, says: 'the report does not tell' }

/** Whether the OOM is of a memcg. */
export const isMemcgOom = (r: OomReport): boolean =>
  r.context === null
    ? (r.memcg?.usage.length ?? 0) > 0
    : r.context.constraint === 'CONSTRAINT_MEMCG' || r.context.oomMemcg !== null

const memcgTotal = (r: OomReport): TotalPages => {
  const pageKb = pageKbOf(r)
  const pagesOfKb = (kb: number): number => div(kb, pageKb)
  const usage = (what: string) => r.memcg?.usage.find(u => u.what === what)
  const memory = usage('memory')
  if (memory === undefined || memory.limitKb >= unlimitedKb) return none
  const limit = pagesOfKb(memory.limitKb)
  const both = usage('memory+swap')
  const swap = usage('swap')
  // mem_cgroup_get_max(): the memory limit, plus what the swap limit and the machine's swap leave.
  const limitMost =
    both !== undefined && both.limitKb < unlimitedKb
      ? pagesOfKb(both.limitKb)
      : swap !== undefined && swap.limitKb < unlimitedKb
        ? limit + pagesOfKb(swap.limitKb)
        : null
  const used = pagesOfKb(swap?.usageKb ?? Math.max(0, (both?.usageKb ?? 0) - memory.usageKb))
  const says = `limit of the memcg, ${memory.limitKb} kB`
  if (limitMost === limit) return { pages: limit, atLeast: limit, atMost: limit, says }
  return {
    pages: limit + (used > 0 && limitMost !== null ? limitMost - limit : used),
    atLeast: limit + used,
    atMost: limitMost,
    says: `${says}${used > 0 ? `, and the swap in use` : ''}; how much swap the machine has is not in a report of a memcg`,
  }
}

/** totalpages by constraint (kernel-mm.md 4.1). */
export const totalPagesOf = (r: OomReport): TotalPages => {
  if (isMemcgOom(r)) return memcgTotal(r)
  const info = r.memInfo
  if (info === null) return none
  const pageKb = pageKbOf(r)
  const pagesOfKb = (kb: number): number => div(kb, pageKb)
  const swap = pagesOfKb(info.swapTotalKb ?? 0)
  const constraint = r.context?.constraint ?? 'CONSTRAINT_NONE'
  if (constraint === 'CONSTRAINT_NONE' && info.pagesRam !== null && info.pagesReserved !== null) {
    const pages = info.pagesRam - info.pagesReserved + swap
    return { pages, atLeast: pages, atMost: pages, says: 'managed memory and swap' }
  }
  const managed = info.zones.reduce((sum, z) => sum + pagesOfKb(z.managedKb ?? 0), 0)
  const present = info.zones.reduce((sum, z) => sum + pagesOfKb(z.presentKb ?? 0), 0)
  if (constraint === 'CONSTRAINT_NONE')
    return managed === 0
      ? none
      : {
          pages: managed + swap,
          atLeast: managed + swap,
          atMost: null,
          says: 'managed memory of the zones printed, and swap',
        }
  return present === 0
    ? none
    : {
        pages: present + swap,
        atLeast: managed,
        atMost: null,
        says: 'memory present on the nodes printed, and swap; older kernels count holes as well',
      }
}
