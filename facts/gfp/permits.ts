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

const fact = (ref: string): Cite => ({ kind: 'fact', ref: `kernel-mm.md ${ref}` })
const source = (ref: string): Cite => ({ kind: 'source', ref })

const fractions = { '1': [1, 1], '3/4': [3, 4], '1/2': [1, 2], '3/8': [3, 8], '0': [0, 1] } as const

/** What a mask permits on a kernel; `table` is the one that stands for it (kernel-mm.md 1.3, 2.6, 3.1 to 3.7). */
export const gfpPermits = (mask: number, kernel: KernelVersion, table: GfpTable, order = 0): GfpPermits => {
  const release = releaseOf(kernel) ?? releaseOf(table.kernel) ?? [6, 12]
  const since = (major: number, minor: number) => isSince(release, [major, minor])
  const has = (name: string): boolean => {
    const bits = BigInt(table.flags[name]?.value ?? 0)
    return bits !== 0n && (BigInt(mask) & bits) === bits
  }
  const rules: GfpRule[] = []
  const say = (about: GfpRule['about'], says: string, ...cites: Cite[]) => void rules.push({ about, says, cites })

  const sleeps = since(4, 4) ? '__GFP_DIRECT_RECLAIM' : '__GFP_WAIT'
  const mayReclaim = has(sleeps)
  const mayWakeKswapd = since(4, 4) ? has('__GFP_KSWAPD_RECLAIM') : !has('__GFP_NO_KSWAPD')
  say(
    'reclaim',
    mayReclaim ? `${sleeps}: reclaims and compacts itself` : `without ${sleeps}: never sleeps, never reclaims`,
    fact('1.3'),
  )
  const mayIo = mayReclaim && has('__GFP_IO')
  const mayFs = mayReclaim && has('__GFP_FS')
  if (mayReclaim) {
    say('io', mayIo ? '__GFP_IO: reclaim may start I/O' : 'without __GFP_IO: reclaim starts no I/O', fact('3.8'))
    say(
      'fs',
      mayFs ? '__GFP_FS: reclaim may enter filesystems' : 'without __GFP_FS: reclaim stays out of filesystems',
      fact('3.8'),
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
  if (!mayReclaim) say('oom', 'what cannot reclaim never gets as far as the OOM killer', fact('3.7'))
  else if (noRetry) say('oom', '__GFP_NORETRY: one pass of reclaim, then it gives up', fact('1.3'))
  for (const reason of mayOomKill ? seen(noFailPasses) : []) {
    mayOomKill = false
    say('oom', `no kill: ${reason}`, fact('3.6'))
  }
  if (mayOomKill && !mayFs) {
    if (noFailPasses) say('oom', '__GFP_NOFAIL kills even without __GFP_FS, up to 4.11', fact('3.6'))
    else {
      mayOomKill = false
      say(
        'oom',
        'no kill without __GFP_FS: reclaim could not try everything',
        fact('3.6'),
        source('mm/oom_kill.c@v6.12'),
      )
    }
  } else if (mayOomKill) say('oom', 'kills when reclaim makes no more progress', fact('3.6'))

  let mayFail: boolean
  if (!mayReclaim) {
    mayFail = true
    say(
      'fail',
      noFail ? '__GFP_NOFAIL is of no use to a request that cannot reclaim' : 'fails when the free lists have nothing',
      fact('3.4'),
    )
  } else if (noFail && !noRetry) {
    mayFail = false
    say('fail', '__GFP_NOFAIL: loops for ever', fact('1.3'))
  } else if (noRetry || skips.length > 0) {
    mayFail = true
    say(
      'fail',
      noRetry ? '__GFP_NORETRY: fails after one pass' : `fails when reclaim ends without progress: ${skips[0]}`,
      fact('3.7'),
    )
  } else {
    mayFail = false
    say(
      'fail',
      mayFs
        ? `orders up to ${costlyOrder} loop, with the OOM killer's help, and fail only for a victim`
        : `orders up to ${costlyOrder} loop until somebody else frees memory`,
      fact('3.6'),
      fact('Appendix A1'),
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
    say('watermark', '__GFP_MEMALLOC: every page, whatever the watermarks', fact('1.3'))
  } else if (high) {
    watermark = harder ? '3/8' : '1/2'
    say(
      'watermark',
      harder ? 'may go down to 3/8 of min: high priority and cannot sleep' : '__GFP_HIGH: may go down to half of min',
      fact('2.6'),
    )
  } else if (harder) {
    watermark = '3/4'
    say('watermark', 'may go down to 3/4 of min: cannot sleep', fact('2.6'))
  } else say('watermark', 'the whole of min must stay free', fact('2.6'))
  if (noReserves) say('watermark', '__GFP_NOMEMALLOC: no reserves, not even for a victim', fact('1.3'))

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
