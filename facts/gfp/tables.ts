import type { KernelVersion } from '../../model/index.ts'
import { gfpOrigins } from './origins.ts'
import { gfpVersion } from './table.ts'
import { gfpRows } from './tables/all.ts'
import type { GfpVersion } from './types.ts'

const tables = gfpRows.map(rows => {
  const origin = gfpOrigins[rows.kernel]
  if (origin === undefined) throw new Error(`facts/gfp/origins.ts says nothing of ${rows.kernel}`)
  return gfpVersion(rows, origin)
})

/** The table of each kernel version whose flags are known, by tag (`v4.9`). */
export const gfpTables: Readonly<Record<KernelVersion, GfpVersion>> = Object.fromEntries(tables.map(t => [t.kernel, t]))

/** Versions with a table, oldest first. */
export const gfpVersions: readonly KernelVersion[] = tables.map(t => t.kernel)
