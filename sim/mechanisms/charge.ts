import type { ChargeFrame, MemcgMaxFrame } from '../frames.ts'
import { noteOnce } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { costUs } from './costs.ts'
import { lockOrSleep, unlockWrite } from './locks.ts'
import { chargeOne, overLimit } from './memcg.ts'
import { swapClusterMax } from './reclaim.ts'
import { swapOut } from './swap.ts'

/** Starts try_charge of one page that a task is about to use. Returns 1 in `ret` when it is charged. */
export const pushCharge = (t: Task, gfp: number, memcg: Index, user: boolean): void => {
  t.frames.push({ fn: 'try_charge', pc: 'charge', gfp, memcg, over: -1, user, retries: 0, passedOom: false })
}

/** Reclaim of a memory cgroup: there is nothing to take but what can be swapped out. */
const reclaimMemcg = (w: World, memcg: Index): number => {
  w.out.measures.reclaimRounds++
  return swapOut(w, swapClusterMax, { memcg, zoneType: 2, nodes: 0 })
}

const isDying = (t: Task): boolean => t.memdie || t.sigkill || t.exiting

/** try_charge, try_charge_memcg (kernel-mm.md 4.8), one page at a time: the stock of 32 pages is left out. */
export const stepCharge = (w: World, t: Task, f: ChargeFrame, index: Index): number => {
  const { m, k, gfp } = w
  const leave = (charged: boolean): number => {
    t.frames.pop()
    t.ret = charged ? 1 : 0
    return costUs.fault
  }
  const force = (): number => {
    chargeOne(m, f.memcg)
    return leave(true)
  }
  switch (f.pc) {
    case 'charge': {
      const over = overLimit(m, f.memcg)
      if (over < 0) return force()
      f.over = over
      if (t.memalloc || f.gfp & gfp.noFail) return force()
      if (isDying(t) && k.memcgDying !== 'fails-after-oom') return force()
      if (isDying(t) && f.passedOom) return leave(false)
      if (reclaimMemcg(w, over) > 0) return costUs.reclaim
      if (f.gfp & gfp.noRetry) return leave(false)
      if (f.retries < k.memcgReclaimRetries) {
        f.retries++
        return costUs.reclaim
      }
      if (k.memcgOom === 'user-fault-after-unwinding') {
        // Remembered, and dealt with when the fault has let go of its locks; a system call just fails.
        if (f.user) t.memcgInOom = over
        return leave(false)
      }
      f.pc = 'locked'
      lockOrSleep(w, m.oomLock, index, 'write')
      return costUs.mayOom
    }
    case 'locked': {
      // mem_cgroup_out_of_memory looks again: others may have uncharged, or the task may have been killed meanwhile.
      if (overLimit(m, f.memcg) < 0 || isDying(t)) {
        unlockWrite(w, m.oomLock, index)
        f.passedOom = true
        f.retries = 0
        f.pc = 'charge'
        return costUs.mayOom
      }
      f.pc = 'killed'
      t.frames.push({ fn: 'out_of_memory', pc: 'enter', gfp: f.gfp, order: 0, memcg: f.over })
      return costUs.mayOom
    }
    case 'killed':
      unlockWrite(w, m.oomLock, index)
      if (t.ret === 1) {
        f.passedOom = true
        f.retries = 0
        f.pc = 'charge'
        return costUs.mayOom
      }
      noteOnce(w.out, m, t.lane, 'charge-failed', 'try_charge', () =>
        k.memcgNobody === 'forced'
          ? `nobody of ${m.memcgs[f.over]!.path} can be killed: the charge of ${t.lane} is forced`
          : `nobody of ${m.memcgs[f.over]!.path} can be killed: the charge of ${t.lane} fails`,
      )
      return k.memcgNobody === 'forced' ? force() : leave(false)
  }
}

/** memory_max_write: reclaims, then kills, until usage fits below the limit that was set. */
export const stepMemcgMax = (w: World, t: Task, f: MemcgMaxFrame, index: Index): number => {
  const { m } = w
  const c = m.memcgs[f.memcg]!
  const leave = (): number => {
    t.frames.pop()
    return costUs.op
  }
  switch (f.pc) {
    case 'look':
      if (c.maxPages < 0 || c.usedPages <= c.maxPages || t.sigkill) return leave()
      if (reclaimMemcg(w, f.memcg) > 0) return costUs.reclaim
      if (f.retries < w.k.memcgReclaimRetries) {
        f.retries++
        return costUs.reclaim
      }
      f.pc = 'locked'
      lockOrSleep(w, m.oomLock, index, 'write')
      return costUs.mayOom
    case 'locked':
      if (c.usedPages + 1 <= c.maxPages) {
        unlockWrite(w, m.oomLock, index)
        f.pc = 'look'
        return costUs.mayOom
      }
      f.pc = 'killed'
      t.frames.push({ fn: 'out_of_memory', pc: 'enter', gfp: w.gfp.kernel, order: 0, memcg: f.memcg })
      return costUs.mayOom
    case 'killed':
      unlockWrite(w, m.oomLock, index)
      if (t.ret !== 1) return leave()
      f.pc = 'look'
      return costUs.mayOom
  }
}
