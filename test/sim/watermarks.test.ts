import { describe, expect, it } from 'vitest'
import {
  ALLOC_HARDER,
  ALLOC_HIGH,
  ALLOC_OOM,
  ALLOC_WMARK_HIGH,
  ALLOC_WMARK_LOW,
  loweredMark,
  lowmemReserve,
  marksOf,
  minFreeKbytes,
  setWatermarks,
  watermarkOk,
} from '../../sim/mechanisms/watermarks.ts'
import { kernelOf } from '../../sim/kernels/all.ts'
import { policyOf } from '../../sim/kernels/behaviours.ts'
import { zone } from './machines.ts'

describe('watermarks (kernel-mm.md 2, Appendix B)', () => {
  // MB, min_free_kbytes, MIN, LOW and HIGH up to 4.5, LOW and HIGH from 4.6 on: the table of 2.3.
  it.each([
    [64, 1024, 256, 320, 384, 320, 384],
    [256, 2048, 512, 640, 768, 640, 768],
    [512, 2896, 724, 905, 1086, 905, 1086],
    [1024, 4096, 1024, 1280, 1536, 1286, 1548],
    [2048, 5792, 1448, 1810, 2172, 1972, 2496],
    [4096, 8192, 2048, 2560, 3072, 3096, 4144],
    [16_384, 16_384, 4096, 5120, 6144, 8290, 12_484],
    [65_536, 32_768, 8192, 10_240, 12_288, 24_969, 41_746],
    [262_144, 65_536, 16_384, 20_480, 24_576, 83_492, 150_600],
  ])('one zone of %i MB', (mb, mfk, min, low45, high45, low46, high46) => {
    const pages = mb * 256
    expect(minFreeKbytes(pages, 65_536)).toBe(mfk)
    expect(marksOf(pages, pages, mfk, 'quarter-of-min')).toEqual({ minPages: min, lowPages: low45, highPages: high45 })
    expect(marksOf(pages, pages, mfk, 'quarter-of-min-or-scale-factor')).toEqual({
      minPages: min,
      lowPages: low46,
      highPages: high46,
    })
  })

  it('clamps min_free_kbytes at 128 and at the version’s upper bound', () => {
    expect(minFreeKbytes(100, 65_536)).toBe(128)
    expect(minFreeKbytes(4 * 67_108_864, 65_536)).toBe(65_536)
    expect(minFreeKbytes(4 * 67_108_864, 262_144)).toBe(131_072)
  })

  // B1: more than this is needed at order 0 with M=1024 and no reserve.
  it.each([
    ['no flag', 0, 1024],
    ['ALLOC_HIGH', ALLOC_HIGH, 512],
    ['ALLOC_HARDER', ALLOC_HARDER, 768],
    ['ALLOC_HIGH|ALLOC_HARDER', ALLOC_HIGH | ALLOC_HARDER, 384],
  ])('B1 up to 4.13: %s', (_, flags, needed) => {
    expect(loweredMark(1024, flags, 'high-then-harder')).toBe(needed)
  })
  it('B1 from 4.14 on: ALLOC_OOM halves, and never together with ALLOC_HARDER', () => {
    expect(loweredMark(1024, ALLOC_OOM, 'high-then-oom-or-harder')).toBe(512)
    expect(loweredMark(1024, ALLOC_OOM | ALLOC_HARDER, 'high-then-oom-or-harder')).toBe(512)
    expect(loweredMark(1024, ALLOC_HARDER, 'high-then-oom-or-harder')).toBe(768)
  })
  it('2.5 from 6.3 on: HARDER counts only on top of the min reserve', () => {
    expect(loweredMark(1024, ALLOC_HARDER, 'min-reserve')).toBe(1024)
    expect(loweredMark(1024, ALLOC_HIGH | ALLOC_HARDER, 'min-reserve')).toBe(384)
    expect(loweredMark(1024, ALLOC_OOM, 'min-reserve')).toBe(512)
  })
  // B2: an odd mark.
  it.each([
    ['HIGH', ALLOC_HIGH, 363],
    ['HIGH|HARDER', ALLOC_HIGH | ALLOC_HARDER, 273],
    ['HARDER', ALLOC_HARDER, 544],
  ])('B2 M=725: %s', (_, flags, needed) => expect(loweredMark(725, flags, 'high-then-harder')).toBe(needed))
  it('B2 M=725: OOM', () => expect(loweredMark(725, ALLOC_OOM, 'high-then-oom-or-harder')).toBe(363))

  it('passes only above the mark plus the lowmem reserve of the class zone', () => {
    const z = zone({ minPages: 1024, lowPages: 1280, highPages: 1536, reservePages: [0, 0, 100] })
    const passes = (free: number, flags: number, classZone: number) =>
      watermarkOk({ ...z, freePages: free }, classZone, flags, 'high-then-harder')
    expect([passes(1024, 0, 0), passes(1025, 0, 0)]).toEqual([false, true])
    expect([passes(1124, 0, 2), passes(1125, 0, 2)]).toEqual([false, true])
    expect([passes(1280, ALLOC_WMARK_LOW, 0), passes(1281, ALLOC_WMARK_LOW, 0)]).toEqual([false, true])
    expect([passes(1536, ALLOC_WMARK_HIGH, 0), passes(1537, ALLOC_WMARK_HIGH, 0)]).toEqual([false, true])
  })

  it('reserves what the zones above manage, divided by the ratio of the lower zone (2.4)', () => {
    const managed = [3_976, 500_000, 1_500_000]
    expect(lowmemReserve(managed, 0, 1)).toBe(1_953)
    expect(lowmemReserve(managed, 0, 2)).toBe(7_812)
    expect(lowmemReserve(managed, 1, 2)).toBe(5_859)
    expect(lowmemReserve(managed, 2, 2)).toBe(0)
    expect(lowmemReserve(managed, 2, 0)).toBe(0)
  })

  it('shares min_free_kbytes out over the zones by size', () => {
    const zones = [zone({ type: 0, managedPages: 3_976 }), zone({ type: 1, managedPages: 127_096 })]
    setWatermarks(zones, policyOf(kernelOf('v4.5')!))
    expect(zones.map(z => [z.minPages, z.lowPages, z.highPages])).toEqual([
      [21, 26, 31],
      [702, 877, 1053],
    ])
    expect(zones[0]!.reservePages).toEqual([0, 496, 496])
  })

  it('has wider steps in v4.6 than in v4.5', () => {
    const [old, young] = [zone({ managedPages: 1_048_576 }), zone({ managedPages: 1_048_576 })]
    setWatermarks([old], policyOf(kernelOf('v4.5')!))
    setWatermarks([young], policyOf(kernelOf('v4.6')!))
    expect([old.minPages, old.lowPages, old.highPages]).toEqual([2048, 2560, 3072])
    expect([young.minPages, young.lowPages, young.highPages]).toEqual([2048, 3096, 4144])
  })
})
