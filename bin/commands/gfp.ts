import { gfpCanonical, gfpNames, gfpTableFor, gfpTables, gfpVersions, flagHistory } from '../../facts/index.ts'
import { nearest } from '../../text/nearest.ts'
import type { Args, Command } from '../args.ts'
import { UserError } from '../errors.ts'
import { bold, warn, writeJson, writeLines } from '../output.ts'

export const gfp: Command = {
  name: 'gfp',
  says: 'explains a GFP flag: value per kernel version, expansion, history',
  takes: 'explain NAME',
  flags: { kernel: { value: 'V', says: 'only the table of this kernel, such as v4.6' } },
  examples: ['gfp explain __GFP_NOFAIL', 'gfp explain GFP_NOFS --kernel v4.4', 'gfp explain nofail --json'],
  run: async args => {
    const [verb, name] = args.words
    if (verb !== 'explain' || !name)
      throw new UserError('acknak gfp: say `gfp explain NAME`, for instance `acknak gfp explain __GFP_NOFAIL`')
    return explain(name, args)
  },
}

function explain(name: string, args: Args): number {
  const canonical = gfpCanonical(name)
  if (!canonical) {
    const near = nearest(name, gfpNames)
    throw new UserError(`no GFP flag '${name}' in any version read${near ? `; did you mean ${near}?` : ''}`)
  }
  const wanted = args.flags.kernel
  const only = wanted === undefined ? null : gfpTableFor(wanted)
  if (wanted !== undefined && !only)
    throw new UserError(`no GFP table for kernel '${wanted}'; tables: ${gfpVersions.join(', ')}`)
  const tables = only ? [only.table] : gfpVersions.flatMap(v => gfpTables[v] ?? [])
  if (only && only.table.kernel !== wanted)
    warn(`${wanted} has no table of its own: ${only.table.kernel} stands for it (${only.sure}: ${only.reason})`)
  const rows = tables.map(table => {
    const flag = table.flags[canonical]
    return {
      kernel: table.kernel,
      value: flag?.value ?? null,
      expands: flag?.expands ?? [],
      verified: flag?.verified ?? false,
      note: flag?.note ?? null,
    }
  })
  if (args.json) {
    writeJson({ name: canonical, versions: rows, history: flagHistory(canonical) })
    return 0
  }
  const lines = [bold(canonical), '']
  for (const row of rows) {
    const value = row.value === null ? 'absent' : `0x${row.value.toString(16)}`
    const doubt = row.value !== null && !row.verified ? "  (not read in this release's source)" : ''
    const expands = row.expands.length > 0 ? `  ${row.expands.join(' | ')}` : ''
    lines.push(`  ${row.kernel.padEnd(8)}${value.padEnd(12)}${expands}${doubt}`)
  }
  writeLines(lines)
  return 0
}
