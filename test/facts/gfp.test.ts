import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  flagHistory,
  formatGfp,
  gfpCanonical,
  gfpChanges,
  gfpExplained,
  gfpNames,
  gfpProposed,
  gfpProse,
  gfpScopes,
  decodeGfp,
  gfpTableFor,
  releaseProblem,
  gfpTables,
  gfpValue,
  gfpVersions,
  isProposedGfp,
} from '../../facts/index.ts'
import { renderGfp } from '../../facts/gfp/import.ts'

const table = (kernel: string) => {
  const found = gfpTables[kernel]
  if (found === undefined) throw new Error(kernel)
  return found
}
const value = (kernel: string, flag: string) => table(kernel).flags[flag]?.value

describe('GFP flags by version', () => {
  it('stand in order of release', () => {
    expect(gfpVersions).toEqual([
      'v3.19',
      'v4.0',
      'v4.4',
      'v4.9',
      'v4.10',
      'v4.12',
      'v4.13',
      'v4.19',
      'v5.4',
      'v6.1',
      'v6.12',
    ])
  })

  it.each([
    ['v4.0', 'A', 0xd0, 0x50, 0x10, 0x20, 0x0, 0x200da],
    ['v4.4', 'B', 0x24000c0, 0x2400040, 0x2400000, 0x2080020, 0x2000000, 0x24200ca],
    ['v4.9', 'B', 0x24000c0, 0x2400040, 0x2400000, 0x2080020, 0x2000000, 0x24200ca],
    ['v4.10', 'C', 0x14000c0, 0x1400040, 0x1400000, 0x1080020, 0x1000000, 0x14200ca],
    ['v4.13', 'C', 0x14000c0, 0x1400040, 0x1400000, 0x1080020, 0x1000000, 0x14200ca],
    ['v4.19', 'D', 0x6000c0, 0x600040, 0x600000, 0x480020, 0x400000, 0x6200ca],
    ['v5.4', 'E', 0xcc0, 0xc40, 0xc00, 0xa20, 0x800, 0x100cca],
    ['v6.12', 'E', 0xcc0, 0xc40, 0xc00, 0x820, 0x2800, 0x100cca],
  ])('%s has layout %s and its composites', (kernel, layout, ...values) => {
    const names = ['GFP_KERNEL', 'GFP_NOFS', 'GFP_NOIO', 'GFP_ATOMIC', 'GFP_NOWAIT', 'GFP_HIGHUSER_MOVABLE']
    expect(table(kernel).layout).toBe(layout)
    expect(names.map(name => value(kernel, name))).toEqual(values)
  })

  it('make every composite the OR of its expansion, with ~ taking bits away', () => {
    for (const kernel of gfpVersions)
      for (const flag of Object.values(table(kernel).flags))
        if (flag.kind === 'composite') {
          expect([kernel, flag.name, gfpValue(flag.expands, table(kernel))]).toEqual([kernel, flag.name, flag.value])
          expect([kernel, flag.name, gfpValue(flag.bits, table(kernel))]).toEqual([kernel, flag.name, flag.value])
        }
  })

  it('give each bit of one version to one flag', () => {
    for (const kernel of gfpVersions) {
      const bits = Object.values(table(kernel).flags).filter(flag => flag.kind === 'bit')
      expect(bits.every(flag => flag.value > 0 && (flag.value & (flag.value - 1)) === 0)).toBe(true)
      expect(new Set(bits.map(flag => flag.value)).size).toBe(bits.length)
    }
  })

  it('say where every version was read, and say why a value is 0', () => {
    for (const kernel of gfpVersions) {
      expect(table(kernel).cites.length).toBeGreaterThan(0)
      expect(table(kernel).source).not.toBe('')
      for (const flag of Object.values(table(kernel).flags))
        if (flag.kind === 'config')
          expect([kernel, flag.name, flag.note === undefined]).toEqual([kernel, flag.name, false])
    }
  })

  it('have no table of names before 4.6, when masks were printed as numbers', () => {
    expect(gfpVersions.filter(kernel => table(kernel).nameTable === null)).toEqual(['v3.19', 'v4.0', 'v4.4'])
    expect(gfpVersions.filter(kernel => table(kernel).nameTableRead)).toEqual(['v4.10', 'v6.12'])
    for (const kernel of gfpVersions)
      for (const name of table(kernel).nameTable ?? [])
        expect([kernel, name, value(kernel, name) !== undefined]).toEqual([kernel, name, true])
  })

  it.each([
    ['v4.9', 0x24280ca, 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO'],
    ['v4.10', 0x14001c2, 'GFP_KERNEL|__GFP_HIGHMEM|__GFP_COLD'],
    [
      'v4.13',
      0x4740ca,
      '__GFP_HIGHMEM|__GFP_IO|__GFP_FS|__GFP_COMP|__GFP_NOMEMALLOC|__GFP_HARDWALL|__GFP_THISNODE|__GFP_MOVABLE|__GFP_DIRECT_RECLAIM',
    ],
    ['v4.19', 0x6280ca, 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO'],
    ['v5.4', 0x101cc0, 'GFP_USER|__GFP_WRITE'],
    ['v5.4', 0x2dc2, 'GFP_KERNEL|__GFP_HIGHMEM|__GFP_NOWARN|__GFP_ZERO'],
    ['v6.1', 0x140cca, 'GFP_HIGHUSER_MOVABLE|__GFP_COMP'],
    ['v6.12', 0x140dca, 'GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO'],
    ['v6.12', 0, ''],
    ['v4.4', 0x24000c0, null],
  ])('%s prints %i as %s', (kernel, mask, text) => {
    expect(formatGfp(mask, table(kernel))).toBe(text)
  })

  it('print any mask so that the names read back give the mask', () => {
    const printing = gfpVersions.filter(kernel => table(kernel).nameTable !== null)
    fc.assert(
      fc.property(fc.constantFrom(...printing), fc.integer({ min: 0, max: 0x7fffffff }), (kernel, mask) => {
        const names = (formatGfp(mask, table(kernel)) ?? '').split('|').filter(name => name !== '')
        const left = names.filter(name => name.startsWith('0x')).reduce((sum, name) => sum + Number(name), 0)
        expect(
          (gfpValue(
            names.filter(name => !name.startsWith('0x')),
            table(kernel),
          ) ?? 0) + left,
        ).toBe(mask)
      }),
    )
  })
})

describe('names of flags', () => {
  it('are explained, each with cites, and none besides', () => {
    expect(Object.keys(gfpExplained).sort()).toEqual(gfpNames)
    for (const [name, flag] of Object.entries(gfpExplained)) {
      expect([name, flag.says.endsWith('.') && flag.cites.length > 0]).toEqual([name, true])
    }
    expect(gfpNames).toEqual([...gfpNames].sort())
  })

  it.each([
    ['__GFP_NOFAIL', '__GFP_NOFAIL'],
    ['GFP_NOFAIL', '__GFP_NOFAIL'],
    ['___GFP_NOFAIL', '__GFP_NOFAIL'],
    ['NOFAIL', '__GFP_NOFAIL'],
    ['nofail', '__GFP_NOFAIL'],
    ['GFP_KERNEL', 'GFP_KERNEL'],
    ['NOFS', 'GFP_NOFS'],
    ['GFP_DMA', 'GFP_DMA'],
    ['__GFP_DMA', '__GFP_DMA'],
    ['DMA', '__GFP_DMA'],
    ['GFP_THISNODE', 'GFP_THISNODE'],
    ['__GFP_THISNODE', '__GFP_THISNODE'],
    ['GFP_ATOMIC', 'GFP_ATOMIC'],
    ['__GFP_ATOMIC', '__GFP_ATOMIC'],
    ['ATOMIC', 'GFP_ATOMIC'],
    ['__GFP_KILLABLE', '__GFP_KILLABLE'],
    ['__GFP_KERNEL', null],
    ['GFP_ZONEMASK', null],
    ['__GFP_BITS_SHIFT', null],
    ['_NOFAIL', null],
    ['', null],
    ['memory', null],
  ])('%s means %s', (name, canonical) => {
    expect(gfpCanonical(name)).toBe(canonical)
  })

  it('are their own canonical form', () => {
    for (const name of gfpNames) expect(gfpCanonical(name)).toBe(name)
  })

  it('have a canonical form that is canonical, from any text', () => {
    const near = fc.tuple(
      fc.constantFrom('', '_', '__', '___'),
      fc.constantFrom('', 'GFP_', 'gfp_'),
      fc.constantFrom('NOFAIL', 'dma', 'ATOMIC', 'KERNEL', 'X', ''),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          near.map(parts => parts.join('')),
        ),
        text => {
          const canonical = gfpCanonical(text)
          if (canonical !== null) expect(gfpCanonical(canonical)).toBe(canonical)
        },
      ),
    )
  })

  it('know what was only ever proposed', () => {
    expect(isProposedGfp('__GFP_KILLABLE')).toBe(true)
    expect(isProposedGfp('__GFP_NOFAIL')).toBe(false)
    expect(gfpProposed.filter(p => p.cites.length === 0)).toEqual([])
    expect(gfpProposed.filter(p => gfpNames.includes(p.name))).toEqual([])
  })

  it('appear in prose under phrases that lead to one flag each', () => {
    expect(gfpProse.map(p => p.words)).toEqual([...new Set(gfpProse.map(p => p.words))].sort())
    expect(gfpProse.filter(p => !gfpNames.includes(p.flag))).toEqual([])
    expect(gfpProse.find(p => p.words === 'nofail allocations')?.flag).toBe('__GFP_NOFAIL')
    expect(gfpProse.some(p => p.words === 'atomic' || p.words === 'nofs')).toBe(false)
  })

  it('are implied by scope functions and task flags', () => {
    expect(gfpScopes.map(s => s.name)).toEqual([...new Set(gfpScopes.map(s => s.name))].sort())
    expect(gfpScopes.filter(s => s.cites.length === 0)).toEqual([])
    expect(gfpScopes.find(s => s.name === 'memalloc_nofs_save')?.implies).toBe('GFP_NOFS')
    expect(gfpScopes.filter(s => s.implies !== null && !gfpNames.includes(s.implies))).toEqual([])
  })
})

describe('the history of a flag', () => {
  it('shows __GFP_WAIT until 4.0 and its split in 4.4', () => {
    const history = flagHistory('GFP_WAIT')
    expect(history?.name).toBe('__GFP_WAIT')
    expect([history?.first, history?.last]).toEqual(['v3.19', 'v4.0'])
    expect(history?.changes.map(c => [c.kernel, c.change, c.other])).toEqual([
      ['v4.4', 'renamed', '__GFP_DIRECT_RECLAIM'],
    ])
  })

  it('shows values as they moved, and which were read', () => {
    const history = flagHistory('__GFP_NOFAIL')
    expect(history?.versions.map(v => v.value)).toEqual([
      0x800, 0x800, 0x800, 0x800, 0x800, 0x800, 0x800, 0x800, 0x8000, 0x8000, 0x8000,
    ])
    expect(history?.versions.filter(v => !v.verified).map(v => v.kernel)).toEqual(['v3.19', 'v4.9'])
  })

  it('has no changes that the tables contradict', () => {
    for (const change of gfpChanges) {
      expect(gfpNames).toContain(change.flag)
      expect(change.cites.length).toBeGreaterThan(0)
      const history = flagHistory(change.flag)
      const at = (kernel: string) => Number(kernel.slice(1).split('.')[0]) * 1000 + Number(kernel.split('.')[1])
      for (const version of history?.versions ?? []) {
        const before = at(version.kernel) < at(change.kernel)
        const wrong = change.change === 'added' ? before && version.value !== null : !before && version.value !== null
        expect([change.flag, change.kernel, version.kernel, wrong]).toEqual([
          change.flag,
          change.kernel,
          version.kernel,
          false,
        ])
      }
    }
  })

  it('is null for what is no flag', () => expect(flagHistory('GFP_ZONEMASK')).toBeNull())
})

describe('the table that stands for a kernel', () => {
  it.each([
    ['v4.9', 'v4.9', 'likely'],
    ['v6.12', 'v6.12', 'certain'],
    ['6.12.117', 'v6.12', 'likely'],
    ['v4.6', 'v4.9', 'likely'],
    ['v4.5', 'v4.4', 'likely'],
    ['v4.7-rc3', 'v4.9', 'likely'],
    ['4.9.291', 'v4.9', 'likely'],
    ['4.18.0-80.el8', 'v4.19', 'likely'],
    ['v5.15', 'v6.1', 'guess'],
    ['7.2.13', 'v6.12', 'guess'],
    ['v3.10', 'v3.19', 'guess'],
  ])('of %s is that of %s, %s', (kernel, stands, sure) => {
    const found = gfpTableFor(kernel)
    expect([found?.table.kernel, found?.sure]).toEqual([stands, sure])
  })

  it.each([
    ['v5.44', 'v5.19'],
    ['5.20.1', 'v5.19'],
    ['4.21-rc1', 'v4.20'],
    ['v3.20', 'v3.19'],
    ['v6.20', 'v6.19'],
    ['2.8', 'v2.6'],
    ['7.20', 'v7.2'],
    ['8.0', 'v7.2'],
  ])('is null for %s, which was never released, and the nearest is %s', (kernel, near) => {
    expect(gfpTableFor(kernel)).toBeNull()
    expect(decodeGfp(0xcc0, kernel)).toBeNull()
    expect(releaseProblem(kernel)).toEqual({ mayExist: false, says: expect.stringMatching(`${near}$`) as string })
  })

  it.each([
    '2.6.32',
    'v3.0',
    '3.19',
    'v4.0',
    '4.20.17',
    '5.0',
    '5.10.223',
    '5.19',
    '6.12-rc3',
    '6.19',
    'v7.0',
    '7.2.13',
  ])('is there for %s, which was released', kernel => {
    expect(gfpTableFor(kernel)).not.toBeNull()
    expect(releaseProblem(kernel)).toBeNull()
  })

  it('is a guess for a release newer than those known here', () => {
    expect(gfpTableFor('v7.3')?.sure).toBe('guess')
    expect(releaseProblem('7.3-rc1')).toEqual({ mayExist: true, says: expect.stringContaining('v7.2') as string })
  })

  it.each(['', 'linux', 'v4', '4', '-1.2', '1234.5'])('is null for %j', kernel =>
    expect(gfpTableFor(kernel)).toBeNull(),
  )
})

const shared = resolve(import.meta.dirname, '../../../shared/facts/gfp.json')
describe.skipIf(!existsSync(shared))('needs ../shared: the measured headers', () => {
  type Flag = { value: number; kind: string; expands: string[]; bits?: string[]; verified: boolean }
  const json = existsSync(shared) ? JSON.parse(readFileSync(shared, 'utf8')) : {}

  it('hold the same numbers, expansions and doubts as the tables here', () => {
    const kernels = Object.keys(json).filter(key => !key.startsWith('_'))
    expect(kernels).toEqual(gfpVersions)
    for (const kernel of kernels) {
      const flags = Object.entries(json[kernel] as Record<string, Flag>).filter(([name]) => name !== '_meta')
      expect(Object.keys(table(kernel).flags)).toEqual(flags.map(([name]) => name))
      for (const [name, flag] of flags) {
        const ours = table(kernel).flags[name]
        expect([kernel, name, ours?.value, ours?.verified, ours?.expands]).toEqual([
          kernel,
          name,
          flag.value,
          flag.verified,
          flag.expands,
        ])
        expect([kernel, name, [...(ours?.bits ?? [])].sort()]).toEqual([kernel, name, [...(flag.bits ?? [])].sort()])
        expect(ours?.kind).toBe(flag.kind === 'bit' && flag.value === 0 ? 'config' : flag.kind)
      }
      const meta = json[kernel]._meta
      expect(table(kernel).verified).toBe(meta.verified)
      expect(table(kernel).nameTable).toEqual(meta.dmesg_prints_names ? meta.name_table : null)
    }
  })

  it('name the proposals that never were merged', () => {
    for (const key of Object.keys(json._never_merged)) expect(gfpProposed.some(p => key.startsWith(p.name))).toBe(true)
  })

  it('are what the importer writes the tables from', () => {
    const written = renderGfp(json)
    expect([...written.keys()].sort()).toEqual([...gfpVersions.map(v => `${v}.ts`), 'all.ts'].sort())
    expect(() =>
      renderGfp({
        'v9.9': {
          _meta: { verified: true, dmesg_prints_names: false },
          X: { value: 1, hex: '0x2', expands: [], kind: 'bit', verified: true },
        },
      }),
    ).toThrow('X: 0x2 is not 1')
  })
})
