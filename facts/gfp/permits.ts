import type { Cite, GfpTable, KernelVersion } from '../../model/index.ts'
import { isSince, releaseOf } from './name-order.ts'

/** One thing that a mask says about a request, in words, with where it is known from. */
export type GfpRule = {
  readonly about: 'reclaim' | 'io' | 'fs' | 'oom' | 'fail' | 'watermark'
  readonly says: string
  readonly cites: readonly Cite[]
}

/**
 * What a request with this mask may do, of an ordinary task: no PF_ flag, no scope, not a victim, not real-time,
 * not in an interrupt. Of one order on one kernel.
 */
export type GfpPermits = {
  /** Direct reclaim and compaction: the caller may sleep. */
  readonly mayReclaim: boolean
  readonly mayWakeKswapd: boolean
  readonly mayIo: boolean
  readonly mayFs: boolean
  /** out_of_memory() may pick a victim for this request. */
  readonly mayOomKill: boolean
  /** May return NULL to a caller that is not itself dying. */
  readonly mayFail: boolean
  /** The part of WMARK_MIN below which order 0 is refused (lowmem reserve comes on top): `1`, `1/2`, `3/8`, `3/4`, `0`. */
  readonly watermark: '1' | '3/4' | '1/2' | '3/8' | '0'
  /** The same for arithmetic. */
  readonly fraction: readonly [numerator: number, denominator: number]
  readonly rules: readonly GfpRule[]
}

/** PAGE_ALLOC_COSTLY_ORDER: above it requests fail rather than kill. */
export const costlyOrder = 3

const source = (ref: string): Cite => ({ kind: 'source', ref })

/** Trees of mm/page_alloc.c that were read, by the first release each stands for, oldest first. */
const trees = [
  [0, 0, 'v4.0.5'],
  [4, 4, 'd0164adc89f6'],
  [4, 7, '0a0337e0d1d1'],
  [4, 10, 'v4.10'],
  [4, 12, 'c288983dddf7'],
  [4, 14, '400e22499dd9'],
  [5, 0, 'b39d0ee2632d'],
  [5, 14, '3d36424b3b58'],
  [6, 3, 'v6.12'],
] as const

const fractions = { '1': [1, 1], '3/4': [3, 4], '1/2': [1, 2], '3/8': [3, 8], '0': [0, 1] } as const

/** What a mask permits on a kernel; `table` is the one that stands for it (gfp_to_alloc_flags, __alloc_pages_slowpath and __alloc_pages_may_oom of mm/page_alloc.c). */
export const gfpPermits = (mask: number, kernel: KernelVersion, table: GfpTable, order = 0): GfpPermits => {
  const release = releaseOf(kernel) ?? releaseOf(table.kernel) ?? [6, 12]
  const since = (major: number, minor: number) => isSince(release, [major, minor])
  const has = (name: string): boolean => {
    const bits = BigInt(table.flags[name]?.value ?? 0)
    return bits !== 0n && (BigInt(mask) & bits) === bits
  }
  const [, , tree] = trees.findLast(([major, minor]) => since(major, minor)) ?? trees[0]
  const allocator = source(`mm/page_alloc.c@${tree}`)
  const vmscan = source('mm/vmscan.c@v4.10')
  const rules: GfpRule[] = []
  const say = (about: GfpRule['about'], says: string, ...cites: Cite[]) => void rules.push({ about, says, cites })

  const sleeps = since(4, 4) ? '__GFP_DIRECT_RECLAIM' : '__GFP_WAIT'
  const mayReclaim = has(sleeps)
  const mayWakeKswapd = since(4, 4) ? has('__GFP_KSWAPD_RECLAIM') : !has('__GFP_NO_KSWAPD')
  say(
    'reclaim',
    mayReclaim ? `${sleeps}: reclaims and compacts itself` : `without ${sleeps}: never sleeps, never reclaims`,
    allocator,
  )
  const mayIo = mayReclaim && has('__GFP_IO')
  const mayFs = mayReclaim && has('__GFP_FS')
  if (mayReclaim) {
    say('io', mayIo ? '__GFP_IO: reclaim may start I/O' : 'without __GFP_IO: reclaim starts no I/O', vmscan)
    say(
      'fs',
      mayFs ? '__GFP_FS: reclaim may enter filesystems' : 'without __GFP_FS: reclaim stays out of filesystems',
      vmscan,
    )
  }

  const noFail = has('__GFP_NOFAIL')
  const noFailPasses = noFail && !since(4, 12)
  const isLow = (has('__GFP_DMA') || has('__GFP_DMA32')) && !has('__GFP_HIGHMEM')
  /** Reasons for which __alloc_pages_may_oom does not ask; the request is left without progress. */
  const skips: string[] = []
  if (order > costlyOrder) skips.push(`order ${order} is above ${costlyOrder}`)
  if (isLow) skips.push('only DMA or DMA32 memory would do')
  if (has('__GFP_THISNODE')) skips.push('__GFP_THISNODE: the shortage is of one node')
  const mayFailNow = since(4, 13) && has('__GFP_RETRY_MAYFAIL')
  if (mayFailNow) skips.push('__GFP_RETRY_MAYFAIL rather fails')
  const noRetry = has('__GFP_NORETRY')
  const seen = (passes: boolean) => (passes ? [] : skips)
  let mayOomKill = mayReclaim && !noRetry
  if (!mayReclaim) say('oom', 'what cannot reclaim never gets as far as the OOM killer', allocator)
  else if (noRetry) say('oom', '__GFP_NORETRY: one pass of reclaim, then it gives up', allocator)
  for (const reason of mayOomKill ? seen(noFailPasses) : []) {
    mayOomKill = false
    say('oom', `no kill: ${reason}`, allocator)
  }
  if (mayOomKill && !mayFs) {
    if (noFailPasses) say('oom', '__GFP_NOFAIL kills even without __GFP_FS, up to 4.11', allocator)
    else {
      mayOomKill = false
      say(
        'oom',
        'no kill without __GFP_FS: reclaim could not try everything',
        allocator,
        ...(since(4, 7) ? [source('mm/oom_kill.c@v6.12')] : []),
      )
    }
  } else if (mayOomKill) say('oom', 'kills when reclaim makes no more progress', allocator)

  let mayFail: boolean
  if (!mayReclaim) {
    mayFail = true
    say(
      'fail',
      noFail ? '__GFP_NOFAIL is of no use to a request that cannot reclaim' : 'fails when the free lists have nothing',
      allocator,
    )
  } else if (noFail && !noRetry) {
    mayFail = false
    say('fail', '__GFP_NOFAIL: loops for ever', allocator)
  } else if (noRetry || skips.length > 0) {
    mayFail = true
    say(
      'fail',
      noRetry ? '__GFP_NORETRY: fails after one pass' : `fails when reclaim ends without progress: ${skips[0]}`,
      allocator,
    )
  } else {
    mayFail = false
    say(
      'fail',
      mayFs
        ? `orders up to ${costlyOrder} loop, with the OOM killer's help, and fail only for a victim`
        : `orders up to ${costlyOrder} loop until somebody else frees memory`,
      allocator,
    )
  }

  const noReserves = has('__GFP_NOMEMALLOC')
  const high = has('__GFP_HIGH')
  const harder = noReserves
    ? false
    : since(6, 3)
      ? !mayReclaim && high
      : since(4, 4)
        ? has('__GFP_ATOMIC') && !mayReclaim
        : !mayReclaim && mayWakeKswapd
  let watermark: GfpPermits['watermark'] = '1'
  if (has('__GFP_MEMALLOC') && !noReserves) {
    watermark = '0'
    say('watermark', '__GFP_MEMALLOC: every page, whatever the watermarks', allocator)
  } else if (high) {
    watermark = harder ? '3/8' : '1/2'
    say(
      'watermark',
      harder ? 'may go down to 3/8 of min: high priority and cannot sleep' : '__GFP_HIGH: may go down to half of min',
      allocator,
    )
  } else if (harder) {
    watermark = '3/4'
    say('watermark', 'may go down to 3/4 of min: cannot sleep', allocator)
  } else say('watermark', 'the whole of min must stay free', allocator)
  if (noReserves) say('watermark', '__GFP_NOMEMALLOC: no reserves, not even for a victim', allocator)

  return {
    mayReclaim,
    mayWakeKswapd,
    mayIo,
    mayFs,
    mayOomKill,
    mayFail,
    watermark,
    fraction: fractions[watermark],
    rules,
  }
}
