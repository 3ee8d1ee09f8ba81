import type { GfpFlag, KernelVersion } from '../../model/index.ts'
import type { GfpOrigin, GfpVersion } from './types.ts'

/** A row of a table as stored: name, value, and for composites the header's expansion, space-separated. */
export type GfpRow = readonly [name: string, value: number, expands?: string]

/** The imported part of a version (`facts/gfp/tables/*.ts`): numbers only, no opinions. */
export type GfpRows = {
  readonly kernel: KernelVersion
  readonly verified: boolean
  readonly nameTable: string | null
  /** Names whose `verified` differs from the table's. */
  readonly except: readonly string[]
  readonly rows: readonly GfpRow[]
}

/** Leaf bits of a name after full expansion; `~X` takes the bits of X away again. */
const leaves = (name: string, rows: ReadonlyMap<string, GfpRow>, depth = 0): ReadonlySet<string> => {
  const row = rows.get(name)
  if (row === undefined || depth > 8) throw new Error(`facts/gfp: ${name} is not defined in its own table`)
  const expands = row[2]
  // A flag that the configuration leaves out adds nothing to a mask.
  if (expands === undefined) return new Set(row[1] === 0 ? [] : [name])
  const found = new Set<string>()
  for (const part of expands.split(' ').filter(p => p !== '')) {
    if (part.startsWith('~')) for (const bit of leaves(part.slice(1), rows, depth + 1)) found.delete(bit)
    else for (const bit of leaves(part, rows, depth + 1)) found.add(bit)
  }
  return found
}

/** Builds the table of one version from its rows and its origin. Bits stand in the order of the rows. */
export const gfpVersion = (data: GfpRows, origin: GfpOrigin): GfpVersion => {
  const byName = new Map(data.rows.map(row => [row[0], row] as const))
  const flags: Record<string, GfpFlag> = {}
  for (const [name, value, expands] of data.rows) {
    const bits = expands === undefined ? [] : [...leaves(name, byName)]
    const note = origin.flagNotes[name]
    flags[name] = {
      name,
      value,
      kind: expands === undefined ? (value === 0 ? 'config' : 'bit') : 'composite',
      expands: expands === undefined ? [] : expands.split(' ').filter(p => p !== ''),
      bits: data.rows.map(row => row[0]).filter(bit => bits.includes(bit)),
      verified: data.except.includes(name) ? !data.verified : data.verified,
      ...(note === undefined ? {} : { note }),
    }
  }
  return {
    kernel: data.kernel,
    verified: data.verified,
    source: origin.source,
    nameTable: data.nameTable === null ? null : data.nameTable.split(' '),
    flags,
    layout: origin.layout,
    note: origin.note,
    config: origin.config,
    nameTableRead: data.nameTable !== null && origin.nameTableRead,
    cites: origin.cites,
  }
}
