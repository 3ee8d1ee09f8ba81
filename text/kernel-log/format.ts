import { gfpKernelsPrinting } from '../../facts/index.ts'
import type { FormatRange, OomReport } from '../../model/index.ts'

type Sign = { readonly from?: string; readonly before?: string; readonly says: string }

/** `v4.10` before `v4.9`? Compares mainline tags by their numbers. */
export const compareTags = (a: string, b: string): number => {
  const parts = (v: string) => (/(\d+)\.(\d+)/.exec(v) ?? []).slice(1).map(Number)
  const [x, y] = [parts(a), parts(b)]
  return (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0)
}

/** Which versions print a report like this (kernel-mm.md 8.1 to 8.12). Vendor kernels carry backports: a hint, no proof. */
export const formatOf = (r: Omit<OomReport, 'format' | 'missing'>): FormatRange => {
  const signs: Sign[] = []
  const mask = r.invoked?.mask
  if (mask != null)
    signs.push(
      mask.names === null
        ? { before: 'v4.6', says: 'gfp_mask without names' }
        : { from: 'v4.6', says: 'gfp_mask with names' },
    )
  // A mask of other bits, or names in another order, narrows it down; 0x0() says nothing.
  const ranges = mask?.names != null && mask.value !== 0 ? gfpKernelsPrinting(mask.value, mask.names) : []
  if (ranges.length > 0) {
    const before = ranges.at(-1)?.before ?? null
    signs.push({
      from: ranges[0]?.from ?? 'v4.6',
      ...(before === null ? {} : { before }),
      says: 'names of that gfp_mask',
    })
  }
  if (r.invoked?.nodemask != null) signs.push({ from: 'v4.9', before: 'v5.0', says: 'nodemask on the first line' })
  if (r.cpuset !== null) signs.push({ before: 'v5.0', says: 'cpuset on a line of its own' })
  if (r.context !== null) signs.push({ from: 'v5.0', says: 'a line oom-kill:' })
  if (r.choice !== null) signs.push({ before: 'v5.1', says: 'a line Kill process ... or sacrifice child' })
  const kill = r.kills[0]
  if (kill !== undefined && kill.prefix !== null) signs.push({ from: 'v5.1', says: 'one line for the kill' })
  if (kill?.pageTablesKb != null) signs.push({ from: 'v5.4', says: 'UID and pgtables on the line Killed process' })
  if (kill !== undefined && kill.prefix !== null && kill.totalVmKb !== null && kill.pageTablesKb === null)
    signs.push({ before: 'v5.4', says: 'no UID and pgtables on the line Killed process' })
  if (kill?.shmemRssKb != null) signs.push({ from: 'v4.5', says: 'shmem-rss on the line Killed process' })
  const columns = r.table?.hasHeader === true ? r.table.columns : []
  if (columns.includes('nr_pmds')) signs.push({ from: 'v4.0', before: 'v4.15', says: 'a column nr_pmds' })
  else if (columns.includes('nr_ptes')) signs.push({ before: 'v4.0', says: 'a column nr_ptes and no nr_pmds' })
  if (columns.includes('pgtables_bytes')) signs.push({ from: 'v4.15', says: 'a column pgtables_bytes' })
  if (columns.includes('rss_anon')) signs.push({ from: 'v6.8', says: 'columns rss_anon, rss_file and rss_shmem' })
  else if (columns.includes('pgtables_bytes')) signs.push({ before: 'v6.8', says: 'no column rss_anon' })
  if (r.memInfo?.zones.some(z => z.boostKb !== null) === true)
    signs.push({ from: 'v5.14', says: 'boost on the zone lines' })
  if (r.memcg?.taskPath != null) signs.push({ before: 'v5.0', says: 'a line Task in ... killed as a result of limit' })
  let from: string | null = null
  let before: string | null = null
  for (const sign of signs) {
    if (sign.from !== undefined && (from === null || compareTags(sign.from, from) > 0)) from = sign.from
    if (sign.before !== undefined && (before === null || compareTags(sign.before, before) < 0)) before = sign.before
  }
  return { from, before, because: signs.map(s => s.says) }
}
