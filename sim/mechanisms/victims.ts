import { note } from '../ledger.ts'
import type { Index } from '../machine.ts'
import type { World } from '../world.ts'
import { taskOf } from './schedule.ts'

/**
 * mark_oom_victim: TIF_MEMDIE on one thread, counted once (kernel-mm.md 4.4); from 4.8 on the process keeps which mm it
 * is a victim for. Nothing here is ever frozen.
 */
export const markOomVictim = (w: World, index: Index): void => {
  const t = taskOf(w.m, index)
  if (t.memdie) return
  t.memdie = true
  w.m.victims++
  const byMm = w.k.victimInFlight === 'oom-mm-unless-skipped'
  const process = w.m.processes[t.process]!
  if (byMm && process.oomMm < 0) process.oomMm = t.mm
  const who = w.k.victimReserves === 'whole-process-half' ? 'every thread of it' : 'it'
  note(
    w.out,
    w.m,
    t.lane,
    'memdie-set',
    'mark_oom_victim',
    byMm
      ? `${t.lane} is marked an OOM victim: ${who} may use the reserves, and nobody else is killed until its memory is given up`
      : `${t.lane} gets TIF_MEMDIE: it may use the reserves, and nobody else is killed meanwhile`,
  )
}

/** exit_oom_victim: TIF_MEMDIE is taken away, by the task itself when it exits or (4.6) by the reaper. */
export const exitOomVictim = (w: World, index: Index, by: string): void => {
  const t = taskOf(w.m, index)
  if (!t.memdie) return
  t.memdie = false
  w.m.victims--
  note(
    w.out,
    w.m,
    t.lane,
    'memdie-cleared',
    'exit_oom_victim',
    w.k.victimInFlight === 'oom-mm-unless-skipped'
      ? `TIF_MEMDIE of ${t.lane} is cleared (${by})`
      : `TIF_MEMDIE of ${t.lane} is cleared (${by}): the OOM killer may choose again`,
    { by },
  )
}

/** MMF_OOM_SKIP: the mm is no victim in flight any more, nor is its owner eligible. */
export const skipMm = (w: World, mm: Index, lane: string, fn: string): void => {
  const space = w.m.mms[mm]!
  if (space.oomSkip) return
  space.oomSkip = true
  // Of interest only where somebody was killed for it.
  if (!w.m.processes.some(p => p.oomMm === mm)) return
  note(w.out, w.m, lane, 'oom-skip', fn, `${space.name} is marked MMF_OOM_SKIP: the OOM killer may choose again`, {
    mm: space.name,
  })
}
