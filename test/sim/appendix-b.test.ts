import { describe, expect, it } from 'vitest'
import { runWorld } from '../../sim/engine/run.ts'
import { formatGfp } from '../../facts/index.ts'
import { div } from '../../sim/ints.ts'
import { kernelOf, kernels } from '../../sim/kernels/all.ts'
import { policyOf } from '../../sim/kernels/behaviours.ts'
import { ordinal } from '../../sim/kernels/releases.ts'
import { badness } from '../../sim/mechanisms/badness.ts'
import { costlyOrder } from '../../sim/mechanisms/slowpath.ts'
import { shouldReclaimRetry } from '../../sim/mechanisms/reclaim-retry.ts'
import {
  ALLOC_HARDER,
  ALLOC_HIGH,
  ALLOC_NO_WATERMARKS,
  ALLOC_OOM,
  loweredMark,
  privateReserveMarks,
} from '../../sim/mechanisms/watermarks.ts'
import { getPageFromFreelist } from '../../sim/mechanisms/freelist.ts'
import { addProcess, addThread, pause, small, solo, stuck } from './machines.ts'

/** The figures of the fact sheet's Appendix B, each on every kernel it speaks of. */

const tagOf = (version: string): string => (version.startsWith('v') ? version : `v${version}`)
const since = (version: string, tag: string): boolean => ordinal(tagOf(version)) >= ordinal(tag)
const versions = kernels.map(k => k.version)
const ruleOf = (version: string) => policyOf(kernelOf(version)!).watermarkRule

describe('B0: masks by name', () => {
  it.each([
    ['v4.9', 0x24280ca, 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO'],
    ['v4.10', 0x14001c2, 'GFP_KERNEL|__GFP_HIGHMEM|__GFP_COLD'],
    ['v4.19', 0x6280ca, 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO'],
    ['v5.4', 0x101cc0, 'GFP_USER|__GFP_WRITE'],
    ['v5.10', 0x2dc2, 'GFP_KERNEL|__GFP_HIGHMEM|__GFP_NOWARN|__GFP_ZERO'],
    ['v6.12', 0x140cca, 'GFP_HIGHUSER_MOVABLE|__GFP_COMP'],
    ['v6.12', 0x140dca, 'GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO'],
  ])('%s %i is %s in the table that the kernel’s machine uses', (version, mask, names) => {
    expect(formatGfp(mask, small(version, () => undefined).table)).toBe(names)
  })
})

describe('B1, B2: how many pages have to be free beyond', () => {
  it.each(versions)('%s: MIN of 1024 and of 725', version => {
    const mark = (m: number, flags: number) => loweredMark(m, flags, ruleOf(version))
    expect([mark(1024, 0), mark(1024, ALLOC_HIGH), mark(1024, ALLOC_HIGH | ALLOC_HARDER)]).toEqual([1024, 512, 384])
    expect([mark(725, ALLOC_HIGH), mark(725, ALLOC_HIGH | ALLOC_HARDER)]).toEqual([363, 273])
  })

  it.each(versions.filter(v => !since(v, 'v6.3')))('%s: ALLOC_HARDER alone', version => {
    expect([1024, 725].map(m => loweredMark(m, ALLOC_HARDER, ruleOf(version)))).toEqual([768, 544])
  })

  it.each(versions.filter(v => since(v, 'v4.14')))('%s: ALLOC_OOM', version => {
    expect([1024, 725].map(m => loweredMark(m, ALLOC_OOM, ruleOf(version)))).toEqual([512, 363])
  })

  it.each(versions)('%s: without watermarks any page will do', version => {
    const w = small(version, () => undefined, { freePages: 1 })
    const gfp = w.table.flags['GFP_KERNEL']!.value
    expect([getPageFromFreelist(w, gfp, 0, 0), getPageFromFreelist(w, gfp, 0, ALLOC_NO_WATERMARKS)]).toEqual([-1, 0])
    expect([w.m.zones[0]!.freePages, getPageFromFreelist(w, gfp, 0, ALLOC_NO_WATERMARKS)]).toEqual([0, -1])
  })
})

describe('B3, B4: badness of 100000 pages and 200 page tables among 1048576', () => {
  const of = (version: string, oomScoreAdj: number, admin = false) =>
    badness(
      { rssPages: 100_000, swapPages: 0, pageTablePages: 200, oomScoreAdj, admin, totalPages: 1_048_576 },
      policyOf(kernelOf(version)!),
    )
  it.each(versions)('%s: adj 500 adds 524000', version => expect(of(version, 500)).toBe(624_200))
  it.each(versions)('%s: adj -500', version => expect(of(version, -500)).toBe(since(version, 'v5.9') ? -423_800 : 1))
  it.each(versions)('%s: CAP_SYS_ADMIN', version =>
    expect(of(version, 0, true)).toBe(since(version, 'v4.17') ? 100_200 : 97_194),
  )
  it.each(versions.filter(v => !since(v, 'v5.1')))('%s prints 595 for 624200 points', version => {
    expect(div(of(version, 500)! * 1000, 1_048_576)).toBe(595)
  })
})

describe('B5: should_reclaim_retry with R = 1000, free = 100, M = 600', () => {
  const retries = (version: string, loops: number): boolean => {
    const w = small(version, () => undefined)
    Object.assign(w.m.zones[0]!, { fileClean: 0, fileBusy: 1000, freePages: 100, minPages: 600 })
    return shouldReclaimRetry(
      w,
      {
        fn: '__alloc_pages_slowpath',
        pc: 'reclaim',
        gfp: w.table.flags['GFP_KERNEL']!.value,
        order: 0,
        allocFlags: 0,
        progress: 0,
        reclaimed: 0,
        noProgressLoops: loops - 1,
      },
      costlyOrder,
      0,
    )
  }
  it.each(['v4.9', 'v4.10'])('%s backs off: round 7 leaves 662 and is retried, round 8 leaves 600 and is not', v => {
    expect([7, 8].map(loops => retries(v, loops))).toEqual([true, false])
  })
  it.each(versions.filter(v => since(v, 'v4.12')))('%s does not back off: round 16 is retried, round 17 is not', v => {
    expect([7, 8, 16, 17].map(loops => retries(v, loops))).toEqual([true, true, true, false])
  })
})

describe('B6: the reaper against a writer that never goes', () => {
  it.each(versions.filter(v => since(v, 'v4.6')))('%s gives up after its delay and ten tries in a second', version => {
    const w = small(version, (m, of) => {
      const p = addProcess(m, { pid: 20, comm: 'v', pages: { anon: 9_000 } })
      const thread = (pid: number, lane: string, program: Parameters<typeof solo>[4]) =>
        addThread(m, { pid, comm: 'v', lane, process: p.process, mm: p.mm, program, background: true })
      thread(20, 'V', stuck)
      thread(21, 'V2', [
        { op: 'enter', name: 'mmap' },
        { op: 'downWrite', lock: p.mmapSem },
        { op: 'pause', state: 'uninterruptible', event: 'I/O' },
      ])
      solo(m, 'B', 22, 4_000, [pause])
      m.tasks[m.tasks.length - 1]!.background = true
      solo(m, 'W', 23, 100, [
        { op: 'sleep', jiffies: 2, state: 'interruptible', event: 'a timer' },
        { op: 'enter', name: 'write' },
        { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: 1 },
        { op: 'leave' },
      ])
    })
    runWorld(w)
    const at = (kind: string) => w.out.events.filter(e => e.kind === kind).map(e => e.atUs)
    const tries = at('reap-failed')
    expect(tries.length).toBe(10)
    const gaps = tries.slice(1).map((t, i) => t - tries[i]!)
    for (const gap of gaps) expect(Math.abs(gap - 100_000)).toBeLessThan(4_000)
    const givenUpUs = at('reap-gave-up')[0]! - tries[0]!
    expect(givenUpUs).toBeGreaterThan(1_000_000 - 4_000)
    expect(givenUpUs).toBeLessThan(1_000_000 + 4_000)
    const delayUs = tries[0]! - at('kill')[0]!
    const hasDelay = since(version, 'v5.18') || version === '5.10.223'
    expect(Math.abs(delayUs - (hasDelay ? 2_000_000 : 0))).toBeLessThan(10_000)
  })
})

describe('B7: marks with a private reserve for requests that called the OOM killer (Weiner, 9/12)', () => {
  it('of 1024 pages: OOM 1024, MIN 1152, LOW 1280, HIGH 1536', () => {
    expect(privateReserveMarks(1024)).toEqual({ oomPages: 1024, minPages: 1152, lowPages: 1280, highPages: 1536 })
  })
})
