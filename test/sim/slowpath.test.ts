import { describe, expect, it } from 'vitest'
import type { Op } from '../../sim/machine.ts'
import { gfpToAllocFlags } from '../../sim/mechanisms/alloc-flags.ts'
import { tryToFreePages } from '../../sim/mechanisms/reclaim.ts'
import { ALLOC_CPUSET, ALLOC_HARDER, ALLOC_HIGH, ALLOC_NO_WATERMARKS } from '../../sim/mechanisms/watermarks.ts'
import { maskOf } from '../../sim/world.ts'
import { kinds, pause, small, solo, steps, stuck, until } from './machines.ts'

const request = (gfp: number, count = 1): Op[] => [
  { op: 'enter', name: 'write' },
  { op: 'alloc', gfp, order: 0, count },
  { op: 'leave' },
  pause,
]

/** One allocator A below min and an idle process V that could be killed. */
const pressed = (version: string, mask: string, more: Parameters<typeof small>[2] = {}) =>
  small(
    version,
    (m, of) => {
      solo(m, 'A', 10, 500, request(of(mask)))
      solo(m, 'V', 11, 9_000, stuck)
    },
    { cpus: 2, ...more },
  )

describe('masks and alloc flags (kernel-mm.md 1.1, 3.1)', () => {
  it('has the numbers of layout B in 4.5 and 4.6', () => {
    for (const version of ['v4.5', 'v4.6']) {
      const w = small(version, m => void solo(m, 'A', 10, 500, [pause]))
      expect(
        ['GFP_KERNEL', 'GFP_NOFS', 'GFP_NOIO', 'GFP_ATOMIC', 'GFP_NOWAIT'].map(name => maskOf(w.table, name)),
      ).toEqual([0x24000c0, 0x2400040, 0x2400000, 0x2080020, 0x2000000])
    }
  })

  it.each([
    ['GFP_KERNEL', {}, ALLOC_CPUSET],
    ['GFP_ATOMIC', {}, ALLOC_HIGH | ALLOC_HARDER],
    ['GFP_ATOMIC|__GFP_NOMEMALLOC', {}, ALLOC_HIGH],
    ['GFP_KERNEL|__GFP_MEMALLOC', {}, ALLOC_CPUSET | ALLOC_NO_WATERMARKS],
    ['GFP_KERNEL', { realtime: true }, ALLOC_CPUSET | ALLOC_HARDER],
    ['GFP_KERNEL', { memdie: true }, ALLOC_CPUSET | ALLOC_NO_WATERMARKS],
    ['GFP_KERNEL', { memalloc: true }, ALLOC_CPUSET | ALLOC_NO_WATERMARKS],
    ['GFP_KERNEL|__GFP_NOMEMALLOC', { memdie: true }, ALLOC_CPUSET],
  ])('%s of a task %o', (mask, task, flags) => {
    const w = small('v4.6', m => void solo(m, 'A', 10, 500, [pause]))
    Object.assign(w.m.tasks[0]!, task)
    expect(gfpToAllocFlags(w, w.m.tasks[0]!, maskOf(w.table, mask))).toBe(flags)
  })
})

describe('direct reclaim up to 4.6 (kernel-mm.md 3.1)', () => {
  const withCache = (fileClean: number, fileBusy: number) => {
    const w = small('v4.5', m => void solo(m, 'A', 10, 500, [pause]), { fileClean })
    w.m.zones[0]!.fileBusy = fileBusy
    w.m.zones[0]!.kernelPages -= fileBusy
    return w
  }
  const gfp = (w: ReturnType<typeof withCache>) => maskOf(w.table, 'GFP_KERNEL')

  it('frees clean cache, 32 pages a call', () => {
    const w = withCache(80, 0)
    expect([1, 2, 3, 4].map(() => tryToFreePages(w, gfp(w)))).toEqual([32, 32, 16, 0])
    expect(w.m.zones[0]!.freePages).toBe(w.m.zones[0]!.minPages + 80)
  })

  it('says 1 without freeing anything until the zone was scanned six times over', () => {
    const w = withCache(0, 1_000)
    const said: number[] = []
    for (let i = 0; i < 8; i++) said.push(tryToFreePages(w, gfp(w)))
    // A full round scans 1000 + 500 + ... + 0 = 1994 pages; 6000 are passed in the fourth.
    expect(said).toEqual([1, 1, 1, 0, 0, 0, 0, 0])
  })

  it('starts counting again when a page is freed in the zone', () => {
    const w = withCache(0, 1_000)
    for (let i = 0; i < 5; i++) tryToFreePages(w, gfp(w))
    expect(tryToFreePages(w, gfp(w))).toBe(0)
    w.m.zones[0]!.pagesScanned = 0
    expect(tryToFreePages(w, gfp(w))).toBe(1)
  })

  it('is honest where the version is', () => {
    const w = withCache(0, 1_000)
    expect(tryToFreePages({ ...w, k: { ...w.k, reclaimProgress: 'freed-only' } }, gfp(w))).toBe(0)
  })
})

describe('__alloc_pages_slowpath and __alloc_pages_may_oom (kernel-mm.md 3.2, 3.6)', () => {
  it('lets GFP_KERNEL kill, and then loop while the victim is pending', () => {
    const w = steps(pressed('v4.5', 'GFP_KERNEL'), 2_000)
    expect(w.out.measures.kills).toBe(1)
    expect(w.out.measures.oomAborts).toBeGreaterThan(10)
    expect(w.m.tasks[0]!.frames[1]?.fn).toBe('__alloc_pages_slowpath')
  })

  it('A1: GFP_NOFS loops and never calls out_of_memory', () => {
    const w = steps(pressed('v4.5', 'GFP_NOFS'), 2_000)
    expect([w.out.measures.oomCalls, w.out.measures.kills, w.out.measures.failedAllocs]).toEqual([0, 0, 0])
    expect(kinds(w)).toContain('A oom-skipped')
  })

  it('A2 up to 4.11: GFP_NOFS|__GFP_NOFAIL kills', () => {
    const w = steps(pressed('v4.5', 'GFP_NOFS|__GFP_NOFAIL'), 60)
    expect(w.out.measures.kills).toBe(1)
  })

  it('gives a __GFP_NOFAIL request a page below the watermark after out_of_memory', () => {
    const w = steps(pressed('v4.5', 'GFP_KERNEL|__GFP_NOFAIL'), 200)
    expect(w.out.measures.reserveAllocs).toBe(1)
    expect(w.m.tasks[0]!.kernelPages).toEqual([1])
  })

  it.each([
    ['__GFP_NORETRY after one round', 'GFP_KERNEL|__GFP_NORETRY', 1],
    ['GFP_NOWAIT at once', 'GFP_NOWAIT', 0],
    ['GFP_DMA without a kill: lowmem', 'GFP_KERNEL|__GFP_DMA', 1],
    ['__GFP_THISNODE without a kill', 'GFP_KERNEL|__GFP_THISNODE', 1],
  ])('fails %s', (_, mask, rounds) => {
    const w = steps(pressed('v4.5', mask), 60)
    expect([w.out.measures.failedAllocs, w.out.measures.kills, w.out.measures.reclaimRounds]).toEqual([1, 0, rounds])
  })

  it('takes GFP_ATOMIC down to 3/8 of min', () => {
    const floor = 724 - 362 - 90
    for (const [freePages, failed] of [
      [floor + 1, 0],
      [floor, 1],
    ] as const) {
      const w = steps(pressed('v4.5', 'GFP_ATOMIC', { freePages }), 30)
      expect(w.out.measures.failedAllocs).toBe(failed)
    }
  })

  it('lets a marked thread have every page, then gives it NULL instead of looping', () => {
    const w = small('v4.5', (m, of) => void solo(m, 'A', 10, 500, request(of('GFP_KERNEL'), 10)), { freePages: 4 })
    w.m.tasks[0]!.memdie = true
    w.m.victims = 1
    steps(w, 60)
    expect(w.m.zones[0]!.freePages).toBe(0)
    expect(w.m.tasks[0]!.kernelPages).toEqual([4])
    expect(w.out.measures).toMatchObject({ reserveAllocs: 4, failedAllocs: 1, reclaimRounds: 0 })
  })

  it('stops before reclaim for PF_MEMALLOC', () => {
    const w = small('v4.5', (m, of) => void solo(m, 'A', 10, 500, request(of('GFP_KERNEL'))), { freePages: 0 })
    w.m.tasks[0]!.memalloc = true
    steps(w, 30)
    expect(w.out.measures).toMatchObject({ failedAllocs: 1, reclaimRounds: 0, kills: 0 })
  })

  it('wants a page above HIGH before it kills', () => {
    const w = pressed('v4.5', 'GFP_KERNEL')
    until(w, () => w.m.tasks[0]!.frames.at(-1)?.pc === 'lastTry')
    const high = w.m.zones[0]!.highPages
    w.m.zones[0]!.kernelPages -= high + 1 - w.m.zones[0]!.freePages
    w.m.zones[0]!.freePages = high + 1
    steps(w, 20)
    expect([w.out.measures.kills, w.m.tasks[0]!.kernelPages[0]]).toEqual([0, 1])
  })
})

describe('pagefault_out_of_memory (kernel-mm.md 4.7)', () => {
  const faulter = (mask: string) =>
    small(
      'v4.5',
      (m, of) => {
        solo(m, 'F', 10, 500, [{ op: 'fault', gfp: of(mask), count: 2 }, pause])
        solo(m, 'V', 11, 9_000, stuck)
      },
      { cpus: 2 },
    )

  it('kills on a VM_FAULT_OOM, with mask 0, and the fault is tried again', () => {
    const w = faulter('GFP_HIGHUSER_MOVABLE|__GFP_NORETRY')
    until(w, () => w.out.measures.kills > 0)
    expect(w.out.dmesg[0]).toContain('f invoked oom-killer: gfp_mask=0x0, order=0, oom_score_adj=0')
    expect(kinds(w)).toContain('F fault-oom')
    const held = w.m.locks[w.m.mms[0]!.mmapSem]!
    expect([held.readers, held.writer]).toEqual([[], -1])
  })

  it('adds a page to the address space when there is one', () => {
    const w = small(
      'v4.5',
      (m, of) => void solo(m, 'F', 10, 500, [{ op: 'fault', gfp: of('GFP_HIGHUSER_MOVABLE'), count: 7 }]),
      { freePages: 5_000 },
    )
    until(w, () => w.m.tasks[0]!.opIndex > 0)
    expect(w.m.mms[0]!.pages.anon).toEqual([507])
  })
})
