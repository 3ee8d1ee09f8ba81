import type { Cite } from '../../model/index.ts'

/** What a flag is about; the groups of the kernel's own header, plus `combination` and `mask`. */
export type GfpGroup = 'zone' | 'mobility' | 'reserves' | 'reclaim' | 'action' | 'debug' | 'combination' | 'mask'

/** One flag explained: what it permits or asks for, in one sentence. */
export type GfpExplained = { readonly group: GfpGroup; readonly says: string; readonly cites: readonly Cite[] }

const s40: Cite = { kind: 'source', ref: 'include/linux/gfp.h@v4.0.5' }
const s44: Cite = { kind: 'source', ref: 'include/linux/gfp.h@d0164adc89f6' }
const s410: Cite = { kind: 'source', ref: 'include/linux/gfp.h@v4.10' }
const s412: Cite = { kind: 'source', ref: 'include/linux/gfp.h@7dea19f9ee63' }
const s61: Cite = { kind: 'source', ref: 'include/linux/gfp_types.h@6.1 (vendor tree)' }
const s612: Cite = { kind: 'source', ref: 'include/linux/gfp_types.h@v6.12' }
const slow: Cite = { kind: 'source', ref: 'mm/page_alloc.c@v6.12' }
const slow40: Cite = { kind: 'source', ref: 'mm/page_alloc.c@v4.0.5' }

const of = (group: GfpGroup, says: string, ...cites: Cite[]): GfpExplained => ({ group, says, cites })

/** What each flag permits, by canonical name; every name of `gfpNames` has an entry. */
export const gfpExplained: Readonly<Record<string, GfpExplained>> = {
  GFP_ATOMIC: of(
    'combination',
    'For callers that cannot sleep: no direct reclaim, wakes kswapd, may take pages well below the min watermark (down to three eighths of it).',
    s410,
    s612,
    slow,
  ),
  GFP_CONSTRAINT_MASK: of(
    'mask',
    'The flags that say on which nodes a request may be served; no request carries it as a whole.',
    s410,
  ),
  GFP_DMA: of(
    'combination',
    'Only from ZONE_DMA, the lowest physical addresses; such a request never makes the allocator invoke the OOM killer.',
    s410,
    slow,
  ),
  GFP_DMA32: of(
    'combination',
    'Only from memory below 4 GiB (ZONE_DMA32 or lower); such a request never makes the allocator invoke the OOM killer.',
    s410,
    slow,
  ),
  GFP_HIGHUSER: of(
    'combination',
    'For user pages that the kernel need not map permanently: GFP_USER, and high memory will do.',
    s410,
    s612,
  ),
  GFP_HIGHUSER_MOVABLE: of(
    'combination',
    'For user pages that can also be migrated later: GFP_HIGHUSER from movable page blocks; what a page fault asks for.',
    s410,
    s612,
  ),
  GFP_IOFS: of('mask', 'Both __GFP_IO and __GFP_FS, to be masked in or out together.', s40),
  GFP_KERNEL: of(
    'combination',
    'The default: may sleep, reclaim, start I/O, enter filesystems, and invoke the OOM killer for small orders.',
    s40,
    s410,
    s612,
  ),
  GFP_KERNEL_ACCOUNT: of('combination', 'GFP_KERNEL, charged to the memory cgroup of the task.', s410, s612),
  GFP_MOVABLE_MASK: of(
    'mask',
    'The two mobility bits, from which the page block type of a request is read.',
    s40,
    s410,
  ),
  GFP_NOFS: of(
    'combination',
    'May sleep, reclaim and start I/O, but reclaim must not enter a filesystem, since the caller may hold its locks; the page allocator does not kill for it.',
    s40,
    s410,
    s612,
    slow,
  ),
  GFP_NOIO: of(
    'combination',
    'May sleep and reclaim clean pages, but starts no I/O and enters no filesystem; the page allocator does not kill for it.',
    s40,
    s410,
    s612,
    slow,
  ),
  GFP_NOWAIT: of('combination', 'Must not sleep; wakes kswapd, and since 4.4 touches no reserves.', s40, s44, s612),
  GFP_RECLAIM_MASK: of(
    'mask',
    'The flags that steer watermarks and reclaim: what is kept of a mask when hints of placement do not matter.',
    s40,
    s44,
  ),
  GFP_TEMPORARY: of('combination', 'GFP_KERNEL for short-lived data, placed among reclaimable pages.', s40, s410),
  GFP_THISNODE: of(
    'combination',
    'Until 4.0: this node only, no retry, no warning; on NUMA such a request skips reclaim altogether.',
    s40,
    slow40,
  ),
  GFP_TRANSHUGE: of(
    'combination',
    'For a huge page of user memory, with direct reclaim and compaction, without reserves and without a warning.',
    s410,
    s612,
  ),
  GFP_TRANSHUGE_LIGHT: of(
    'combination',
    'For a huge page of user memory that is taken only if it is there: no reclaim, no reserves, no warning.',
    s410,
    s612,
  ),
  GFP_USER: of(
    'combination',
    'GFP_KERNEL for memory that user space will use, bound to the nodes the task may use.',
    s40,
    s410,
    s612,
  ),
  __GFP_ACCOUNT: of('action', 'Charges the pages to the memory cgroup of the task.', s410, s612),
  __GFP_ATOMIC: of(
    'reserves',
    'From 4.4 to 6.2: the caller cannot sleep and is important, so it may go a quarter further below the min watermark.',
    s44,
    s410,
  ),
  __GFP_COLD: of('action', 'Asks for a page that is probably not in the CPU cache.', s40, s410),
  __GFP_COMP: of('action', 'Makes the pages of a higher order into one compound page.', s40, s612),
  __GFP_DIRECT_RECLAIM: of(
    'reclaim',
    'The caller may sleep and may itself free memory before it gets any; without it a request can never invoke the OOM killer.',
    s44,
    s612,
    slow,
  ),
  __GFP_DMA: of('zone', 'Only from ZONE_DMA.', s40, s612),
  __GFP_DMA32: of('zone', 'From memory below 4 GiB.', s40, s612),
  __GFP_FS: of(
    'reclaim',
    'Reclaim may call into filesystems; a request without it does not make the page allocator kill anyone (__GFP_NOFAIL excepted until 4.11).',
    s40,
    s612,
    slow,
  ),
  __GFP_HARDWALL: of('mobility', 'Holds strictly to the nodes that the cpuset of the task allows.', s40, s612),
  __GFP_HIGH: of(
    'reserves',
    'The caller is important: it may take pages down to half the min watermark.',
    s40,
    s612,
    slow,
  ),
  __GFP_HIGHMEM: of('zone', 'Pages that the kernel has not mapped permanently will do.', s40, s612),
  __GFP_IO: of('reclaim', 'Reclaim may start I/O, such as writing to swap.', s40, s612),
  __GFP_KSWAPD_RECLAIM: of('reclaim', 'Wakes kswapd when the low watermark is reached.', s44, s612),
  __GFP_MEMALLOC: of(
    'reserves',
    'May use all reserves: for callers that will free more memory than they take.',
    s40,
    s612,
  ),
  __GFP_MOVABLE: of('mobility', 'The page can be migrated later, so it may stand in movable page blocks.', s40, s612),
  __GFP_NOACCOUNT: of('action', 'Until 4.4: not to be charged to the memory cgroup.', s44),
  __GFP_NOFAIL: of(
    'reclaim',
    'Never returns NULL to a caller that may sleep: it loops until there is memory; until 4.11 it could invoke the OOM killer where other requests may not.',
    s40,
    s412,
    s612,
    slow,
  ),
  __GFP_NOLOCKDEP: of('debug', 'Leaves this request out of the reclaim recursion check of lockdep.', s412, s612),
  __GFP_NOMEMALLOC: of('reserves', 'Forbids all reserves, and wins over every right to them.', s40, s410, s612),
  __GFP_NORETRY: of(
    'reclaim',
    'One round of reclaim and compaction, then failure; never invokes the OOM killer.',
    s40,
    s612,
    slow,
  ),
  __GFP_NOTRACK: of('debug', 'Not to be tracked by kmemcheck.', s40, s410),
  __GFP_NOWARN: of('action', 'No report in the kernel log when the request fails.', s40, s612),
  __GFP_NO_KSWAPD: of('reclaim', 'Until 4.3: does not wake kswapd.', s40),
  __GFP_NO_OBJ_EXT: of('debug', 'The slab pages get no vector for per-object accounting data.', s612),
  __GFP_OTHER_NODE: of(
    'mobility',
    'Allocated on behalf of another node, which the NUMA statistics take into account.',
    s40,
  ),
  __GFP_RECLAIM: of('reclaim', 'Both __GFP_DIRECT_RECLAIM and __GFP_KSWAPD_RECLAIM.', s44, s410, s612),
  __GFP_RECLAIMABLE: of(
    'mobility',
    'Slab pages that a shrinker can free; they stand together in reclaimable page blocks.',
    s40,
    s612,
  ),
  __GFP_REPEAT: of(
    'reclaim',
    'Until 4.12: asks costly orders to be tried harder; without effect on orders 0 to 3.',
    s40,
    slow40,
  ),
  __GFP_RETRY_MAYFAIL: of(
    'reclaim',
    'Retries as long as there is progress, never invokes the OOM killer, then fails; for small orders too.',
    s612,
    slow,
  ),
  __GFP_SKIP_KASAN: of('debug', 'Leaves memory tagging by hardware KASAN out for these pages.', s612),
  __GFP_SKIP_KASAN_POISON: of('debug', 'Hardware KASAN does not poison the pages when they are freed.', s61),
  __GFP_SKIP_KASAN_UNPOISON: of('debug', 'Hardware KASAN does not unpoison the pages when they are allocated.', s61),
  __GFP_SKIP_ZERO: of('debug', 'With hardware KASAN: the allocator does not zero the pages.', s61, s612),
  __GFP_THISNODE: of(
    'mobility',
    'From the given node only, no fallback; such a request does not invoke the OOM killer.',
    s40,
    s612,
    slow,
  ),
  __GFP_WAIT: of('reclaim', 'Until 4.3: the caller may sleep and reclaim memory directly.', s40),
  __GFP_WRITE: of('mobility', 'The page will soon be dirty, so spread such pages over the zones.', s40, s612),
  __GFP_ZERO: of('action', 'Returns zeroed pages.', s40, s612),
  __GFP_ZEROTAGS: of('debug', 'Zeroes the memory tags together with the memory.', s61, s612),
}
