import type { KernelVersion } from '../../model/index.ts'
import { gfpChanges } from './changes.ts'
import { gfpCanonical } from './names.ts'
import { gfpTables, gfpVersions } from './tables.ts'
import type { GfpChange } from './types.ts'

/** A flag through the versions. */
export type FlagHistory = {
  readonly name: string
  /** One entry a version with a table, oldest first; `value` null where the flag does not exist. */
  readonly versions: readonly {
    readonly kernel: KernelVersion
    readonly value: number | null
    readonly verified: boolean
  }[]
  /** First and last version with a table that has it; null when none has. */
  readonly first: KernelVersion | null
  readonly last: KernelVersion | null
  /** What is known of the releases between tables, in order. */
  readonly changes: readonly GfpChange[]
}

/** A flag's values, version by version, and the changes known for it. Null for a name that is no flag. */
export const flagHistory = (name: string): FlagHistory | null => {
  const canonical = gfpCanonical(name)
  if (canonical === null) return null
  const versions = gfpVersions.map(kernel => {
    const table = gfpTables[kernel]
    const flag = table?.flags[canonical]
    return { kernel, value: flag?.value ?? null, verified: flag?.verified ?? table?.verified ?? false }
  })
  const present = versions.filter(v => v.value !== null)
  return {
    name: canonical,
    versions,
    first: present[0]?.kernel ?? null,
    last: present.at(-1)?.kernel ?? null,
    changes: gfpChanges.filter(c => c.flag === canonical || c.other === canonical),
  }
}
