import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeGfp, gfpKernelsPrinting, gfpTables, gfpValue } from '../../facts/index.ts'

const printed = (mask: number, kernel: string) => decodeGfp(mask, kernel)?.printed

describe('a mask as %pGg prints it', () => {
  it('equals what logs of each version show (kernel-mm.md B0)', () => {
    expect(printed(0x24280ca, 'v4.9')).toBe('GFP_HIGHUSER_MOVABLE|__GFP_ZERO')
    expect(printed(0x14001c2, 'v4.10')).toBe('GFP_KERNEL|__GFP_HIGHMEM|__GFP_COLD')
    expect(printed(0x4740ca, 'v4.12')).toBe(
      '__GFP_HIGHMEM|__GFP_IO|__GFP_FS|__GFP_COMP|__GFP_NOMEMALLOC|__GFP_HARDWALL|__GFP_THISNODE|__GFP_MOVABLE|__GFP_DIRECT_RECLAIM',
    )
    expect(printed(0x6280ca, 'v4.19')).toBe('GFP_HIGHUSER_MOVABLE|__GFP_ZERO')
    expect(printed(0x101cc0, 'v5.4')).toBe('GFP_USER|__GFP_WRITE')
    expect(printed(0x2dc2, 'v5.4')).toBe('GFP_KERNEL|__GFP_HIGHMEM|__GFP_NOWARN|__GFP_ZERO')
    expect(printed(0x140dca, '6.12.117')).toBe('GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO')
  })

  it('of 7.2 names the lowest bit first', () => {
    expect(printed(0x140dca, '7.2.13')).toBe('GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP')
    expect(decodeGfp(0x140dca, '7.2.13')?.unproven).toBe(true)
  })

  it('is null before 4.6, empty for 0, and hex for what no name covers', () => {
    expect([
      printed(0x50, 'v4.0'),
      printed(0x24000c0, 'v4.5'),
      printed(0, 'v4.10'),
      printed(0x8000000, 'v4.10'),
    ]).toEqual([null, null, '', '0x8000000'])
    expect(decodeGfp(0x50, 'v4.0')).toMatchObject({ names: ['__GFP_WAIT', '__GFP_IO'], unproven: false })
  })

  it('is unproven where the order of names was not read in that release', () => {
    const proven = ['v4.10', 'v6.12', '6.12.117']
    for (const v of ['v4.6', 'v4.9', 'v4.10', 'v4.11', 'v4.12', 'v4.19', 'v5.4', 'v6.1', 'v6.12', '6.12.117', '7.2.13'])
      expect([v, decodeGfp(0xc0, v)?.unproven]).toEqual([v, !proven.includes(v)])
  })

  it('read back by its names gives the mask again', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 0xffffffff }),
        fc.constantFrom('v4.6', 'v4.9', 'v4.10', 'v4.12', 'v4.13', 'v4.19', 'v5.4', 'v6.1', 'v6.12', 'v7.2'),
        (mask, kernel) => {
          const d = decodeGfp(mask, kernel)!
          const known = d.names.filter(n => !n.startsWith('0x'))
          const rest = d.names.find(n => n.startsWith('0x'))
          expect((BigInt(gfpValue(known, gfpTables[d.table]!)!) | BigInt(rest ?? 0)).toString()).toBe(String(mask))
          expect(d.bits.reduce((sum, b) => sum | BigInt(b.value), BigInt(d.unknown))).toBe(BigInt(mask))
        },
      ),
    )
  })

  it('tells which kernels print it so', () => {
    expect(gfpKernelsPrinting(0x14200ca, 'GFP_HIGHUSER_MOVABLE')).toEqual([{ from: 'v4.10', before: 'v4.18' }])
    expect(gfpKernelsPrinting(0x140dca, 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP')).toEqual([
      { from: 'v6.15', before: null },
    ])
    expect(gfpKernelsPrinting(0xcc0, 'GFP_KERNEL')).toEqual([{ from: 'v5.1', before: null }])
    expect(gfpKernelsPrinting(0xcc0, 'GFP_NOFS')).toEqual([])
  })

  it('refuses what is no mask or no kernel', () => {
    expect([
      decodeGfp(-1, 'v6.12'),
      decodeGfp(1.5, 'v6.12'),
      decodeGfp(2 ** 32, 'v6.12'),
      decodeGfp(0, 'newest'),
    ]).toEqual([null, null, null, null])
  })
})

describe('what a mask permits', () => {
  const value = (names: string, kernel: string) => gfpValue(names.split('|'), gfpTables[kernel]!)!
  const of = (names: string, kernel: string, order = 0) => decodeGfp(value(names, kernel), kernel, order)!

  it('sets the part of min that must stay (kernel-mm.md 2.6)', () => {
    const rows = [
      ['GFP_KERNEL', '1', '1', '1', '1'],
      ['GFP_KERNEL|__GFP_HIGH', '1/2', '1/2', '1/2', '1/2'],
      ['GFP_NOWAIT', '3/4', '1', '1', '1'],
      ['GFP_ATOMIC', '3/8', '3/8', '3/8', '3/8'],
      ['GFP_KERNEL|__GFP_MEMALLOC', '0', '0', '0', '0'],
      ['GFP_ATOMIC|__GFP_NOMEMALLOC', '1/2', '1/2', '1/2', '1/2'],
    ] as const
    for (const [names, ...parts] of rows)
      expect([names, ...['v4.0', 'v4.10', 'v5.4', 'v6.12'].map(v => of(names, v).watermark)]).toEqual([names, ...parts])
  })

  it('kills only with direct reclaim, __GFP_FS, a small order and no wish to fail (kernel-mm.md 3.7)', () => {
    const may = (names: string, kernel: string, order = 0) => of(names, kernel, order).mayOomKill
    expect([may('GFP_KERNEL', 'v6.12'), may('GFP_KERNEL', 'v6.12', 3), may('GFP_KERNEL', 'v6.12', 4)]).toEqual([
      true,
      true,
      false,
    ])
    for (const names of [
      'GFP_NOFS',
      'GFP_NOIO',
      'GFP_ATOMIC',
      'GFP_KERNEL|__GFP_NORETRY',
      'GFP_KERNEL|__GFP_THISNODE',
      'GFP_KERNEL|__GFP_DMA32',
    ])
      expect([names, may(names, 'v6.12')]).toEqual([names, false])
    expect([may('GFP_KERNEL|__GFP_RETRY_MAYFAIL', 'v4.13'), may('GFP_KERNEL|__GFP_REPEAT', 'v4.12')]).toEqual([
      false,
      true,
    ])
  })

  it('with __GFP_NOFAIL passed every rule up to 4.11 and passes none from 4.12 on', () => {
    const nofail = (kernel: string, order: number) => of('GFP_NOFS|__GFP_NOFAIL', kernel, order).mayOomKill
    expect([nofail('v4.10', 0), nofail('v4.10', 5), nofail('v4.12', 0), nofail('v6.12', 0)]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('fails or loops (kernel-mm.md 3.6, A1)', () => {
    const fails = (names: string, order = 0) => of(names, 'v6.12', order).mayFail
    expect([fails('GFP_KERNEL'), fails('GFP_NOFS'), fails('GFP_KERNEL|__GFP_NOFAIL', 9)]).toEqual([false, false, false])
    expect([
      fails('GFP_ATOMIC'),
      fails('GFP_KERNEL', 4),
      fails('GFP_KERNEL|__GFP_NORETRY'),
      fails('GFP_KERNEL|__GFP_RETRY_MAYFAIL'),
      fails('GFP_KERNEL|__GFP_THISNODE'),
    ]).toEqual([true, true, true, true, true])
  })

  it('gives a cite for every rule it names', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 0x3ffffff }),
        fc.constantFrom('v3.19', 'v4.4', 'v4.10', 'v5.4', 'v6.12'),
        fc.nat({ max: 10 }),
        (mask, kernel, order) => {
          const { rules } = decodeGfp(mask, kernel, order)!
          expect(rules.every(r => r.cites.length > 0 && r.says !== '')).toBe(true)
          expect(['reclaim', 'oom', 'fail', 'watermark'].every(about => rules.some(r => r.about === about))).toBe(true)
        },
      ),
    )
  })
})
