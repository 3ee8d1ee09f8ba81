/** One flag as the JSON of measured headers holds it. */
type JsonFlag = { value: number; hex: string; expands: string[]; kind: 'bit' | 'composite'; verified: boolean }
type JsonMeta = { verified: boolean; dmesg_prints_names: boolean; name_table?: string[] }

/** The JSON: versions (`v4.10`) with their flags; keys that start with `_` are remarks. */
export type GfpJson = Record<string, Record<string, JsonFlag | JsonMeta | string> | string>

const hex = (value: number): string => `0x${value.toString(16)}`
const quoted = (text: string): string => `'${text}'`

/** Identifier of a version's rows: `v4.10` -> `v4_10`. */
export const constOf = (kernel: string): string => kernel.replace('.', '_')

const fileOf = (kernel: string, all: Record<string, JsonFlag | JsonMeta | string>): string => {
  const meta = all['_meta'] as JsonMeta
  const flags = Object.entries(all).filter(([name]) => name !== '_meta') as [string, JsonFlag][]
  for (const [name, flag] of flags)
    if (parseInt(flag.hex, 16) !== flag.value) throw new Error(`${kernel} ${name}: ${flag.hex} is not ${flag.value}`)
  const rows = flags.map(([name, flag]) =>
    flag.kind === 'bit'
      ? `[${quoted(name)}, ${hex(flag.value)}]`
      : `[${quoted(name)}, ${hex(flag.value)}, ${quoted(flag.expands.join(' '))}]`,
  )
  // Kernels before 4.6 print masks as numbers, whatever trace table their headers hold.
  const names = meta.dmesg_prints_names ? (meta.name_table ?? []) : []
  const except = flags.filter(([, flag]) => flag.verified !== meta.verified).map(([name]) => quoted(name))
  return [
    '// Written by `node facts/write.js gfp FILE`. Remarks belong into facts/gfp/origins.ts.',
    "import type { GfpRows } from '../table.ts'",
    '',
    `export const ${constOf(kernel)}: GfpRows = {`,
    `  kernel: ${quoted(kernel)},`,
    `  verified: ${meta.verified},`,
    `  nameTable: ${names.length === 0 ? 'null' : quoted(names.join(' '))},`,
    `  except: [${except.join(', ')}],`,
    '  rows: [',
    ...rows.map(row => `    ${row},`),
    '  ],',
    '}',
    '',
  ].join('\n')
}

/** Data files of all versions by file name, from the parsed JSON. Throws when a number contradicts its own hex. */
export const renderGfp = (json: GfpJson): ReadonlyMap<string, string> => {
  const files = new Map<string, string>()
  for (const [kernel, all] of Object.entries(json))
    if (!kernel.startsWith('_') && typeof all !== 'string') files.set(`${kernel}.ts`, fileOf(kernel, all))
  const kernels = [...files.keys()].map(name => name.slice(0, -3))
  files.set(
    'all.ts',
    [
      '// Written by `node facts/write.js gfp FILE`.',
      "import type { GfpRows } from '../table.ts'",
      ...kernels.map(kernel => `import { ${constOf(kernel)} } from './${kernel}.ts'`),
      '',
      '/** Rows of every version, oldest first. */',
      `export const gfpRows: readonly GfpRows[] = [${kernels.map(constOf).join(', ')}]`,
      '',
    ].join('\n'),
  )
  return files
}
