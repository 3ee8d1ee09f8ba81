// Written by `node facts/write.js lists`; a test fails when it is stale.
import type { MechanismFact } from '../mechanism.ts'
import { allocationStallWarning } from './allocation-stall-warning.ts'
import { bpfOom } from './bpf-oom.ts'
import { compaction } from './compaction.ts'
import { coredump } from './coredump.ts'
import { costlyOrder } from './costly-order.ts'
import { directReclaim } from './direct-reclaim.ts'
import { exitMmap } from './exit-mmap.ts'
import { fsReclaimLockdep } from './fs-reclaim-lockdep.ts'
import { gfpNofsScope } from './gfp-nofs-scope.ts'
import { highAtomicReserve } from './high-atomic-reserve.ts'
import { intervalNotifier } from './interval-notifier.ts'
import { kswapd } from './kswapd.ts'
import { lockdep } from './lockdep.ts'
import { lowmemReserve } from './lowmem-reserve.ts'
import { memcgCharge } from './memcg-charge.ts'
import { memcgOom } from './memcg-oom.ts'
import { memoryReserves } from './memory-reserves.ts'
import { mempool } from './mempool.ts'
import { mlock } from './mlock.ts'
import { mmapLock } from './mmap-lock.ts'
import { mmfOomSkip } from './mmf-oom-skip.ts'
import { mmuNotifiers } from './mmu-notifiers.ts'
import { nofail } from './nofail.ts'
import { noioScope } from './noio-scope.ts'
import { nonBlockStart } from './non-block-start.ts'
import { oomGroup } from './oom-group.ts'
import { oomKillAllocatingTask } from './oom-kill-allocating-task.ts'
import { oomKiller } from './oom-killer.ts'
import { oomLock } from './oom-lock.ts'
import { oomNotifiers } from './oom-notifiers.ts'
import { oomReaper } from './oom-reaper.ts'
import { oomReport } from './oom-report.ts'
import { oomScoreAdj } from './oom-score-adj.ts'
import { oomVictimReserves } from './oom-victim-reserves.ts'
import { pageFaultOom } from './page-fault-oom.ts'
import { panicOnOom } from './panic-on-oom.ts'
import { pfMemalloc } from './pf-memalloc.ts'
import { processMrelease } from './process-mrelease.ts'
import { reclaimRecursion } from './reclaim-recursion.ts'
import { shouldReclaimRetry } from './should-reclaim-retry.ts'
import { shrinkers } from './shrinkers.ts'
import { synchronousOomKill } from './synchronous-oom-kill.ts'
import { tooSmallToFail } from './too-small-to-fail.ts'
import { userspaceOomKiller } from './userspace-oom-killer.ts'
import { victimSelection } from './victim-selection.ts'
import { vmFaultOom } from './vm-fault-oom.ts'
import { watermarks } from './watermarks.ts'
import { workqueueRescuer } from './workqueue-rescuer.ts'

export const mechanisms: readonly MechanismFact[] = [
  allocationStallWarning,
  bpfOom,
  compaction,
  coredump,
  costlyOrder,
  directReclaim,
  exitMmap,
  fsReclaimLockdep,
  gfpNofsScope,
  highAtomicReserve,
  intervalNotifier,
  kswapd,
  lockdep,
  lowmemReserve,
  memcgCharge,
  memcgOom,
  memoryReserves,
  mempool,
  mlock,
  mmapLock,
  mmfOomSkip,
  mmuNotifiers,
  nofail,
  noioScope,
  nonBlockStart,
  oomGroup,
  oomKillAllocatingTask,
  oomKiller,
  oomLock,
  oomNotifiers,
  oomReaper,
  oomReport,
  oomScoreAdj,
  oomVictimReserves,
  pageFaultOom,
  panicOnOom,
  pfMemalloc,
  processMrelease,
  reclaimRecursion,
  shouldReclaimRetry,
  shrinkers,
  synchronousOomKill,
  tooSmallToFail,
  userspaceOomKiller,
  victimSelection,
  vmFaultOom,
  watermarks,
  workqueueRescuer,
]
