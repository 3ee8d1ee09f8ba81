import {
  decodeGfp,
  gfpMaskMax,
  gfpCanonical,
  gfpNames,
  gfpTableFor,
  gfpTables,
  gfpVersions,
  flagHistory,
  releaseProblem,
} from '../../facts/index.ts'
import { nearest } from '../../text/nearest.ts'
import type { Args, Command } from '../args.ts'
import { intFlag } from '../args.ts'
import { UserError } from '../errors.ts'
import { bold, warn, writeJson, writeLines } from '../output.ts'

export const gfp: Command = {
  name: 'gfp',
  says: 'takes a GFP mask apart as a kernel prints it, or explains a flag: values, expansion, history',
  takes: 'decode HEX --kernel V | explain NAME',
  flags: {
    kernel: { value: 'V', says: 'the kernel of the mask, or only the table of this kernel, such as v4.6' },
    order: { value: 'N', says: 'decode: what a request of this order may do (default 0)' },
  },
  examples: [
    'gfp decode 0x140dca --kernel 6.12',
    'gfp explain __GFP_NOFAIL',
    'gfp explain GFP_NOFS --kernel v4.4',
    'gfp explain nofail --json',
  ],
  run: async args => {
    const [verb, name] = args.words
    if (verb === 'decode' && name) return decode(name, args)
    if (verb !== 'explain' || !name)
      throw new UserError(
        'acknak gfp: say `gfp explain NAME` or `gfp decode HEX --kernel V`, for instance `acknak gfp decode 0xcc0 --kernel v6.12`',
      )
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
  if (wanted !== undefined) checkRelease(wanted)
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

/** Refuses a release that never was; says so of one too new to be known. */
function checkRelease(kernel: string): void {
  const problem = releaseProblem(kernel)
  if (problem === null) return
  if (!problem.mayExist) throw new UserError(`acknak gfp: ${problem.says}`)
  warn(problem.says)
}

function decode(text: string, args: Args): number {
  const mask = /^(?:0x)?[0-9a-f]{1,8}$/i.test(text) ? parseInt(text.replace(/^0x/i, ''), 16) : NaN
  if (!(mask >= 0 && mask <= gfpMaskMax))
    throw new UserError(`'${text}' is no mask: give it in hex as logs print it, for instance 0x24280ca`)
  const kernel = args.flags.kernel
  if (kernel === undefined)
    throw new UserError(
      'acknak gfp decode: of which kernel? the bits moved between versions: add --kernel V, such as --kernel v4.9',
    )
  const order = intFlag(args, 'order', { min: 0, max: 64, fallback: 0 })
  checkRelease(kernel)
  const decoded = decodeGfp(mask, kernel, order)
  if (decoded === null) throw new UserError(`no GFP table for kernel '${kernel}'; tables: ${gfpVersions.join(', ')}`)
  if (args.json) {
    writeJson({ ...decoded, hex: `0x${mask.toString(16)}` })
    return 0
  }
  const hex = (n: number) => `0x${n.toString(16)}`
  const yes = (b: boolean) => (b ? 'yes' : 'no')
  const printed =
    decoded.printed === null ? `${hex(mask)} (before 4.6 the number only)` : `${hex(mask)}(${decoded.printed})`
  writeLines([
    bold(printed),
    ...(decoded.unproven ? [`  order of names not proven: ${decoded.orderReason}`] : []),
    `  table of ${decoded.table} (${decoded.sure}: ${decoded.reason})`,
    '',
    ...decoded.bits.map(b => `  ${hex(b.value).padEnd(12)}${b.name}`),
    ...(decoded.unknown === 0 ? [] : [`  ${hex(decoded.unknown).padEnd(12)}no name known`]),
    '',
    `  reclaims itself  ${yes(decoded.mayReclaim)}`,
    `  starts I/O       ${yes(decoded.mayIo)}`,
    `  enters fs        ${yes(decoded.mayFs)}`,
    `  may OOM-kill     ${yes(decoded.mayOomKill)}`,
    `  may fail         ${yes(decoded.mayFail)}`,
    `  watermark        ${decoded.watermark} of min`,
    ...decoded.rules.map(r => `    ${r.says} [${r.cites.map(c => c.ref).join(', ')}]`),
  ])
  return 0
}
