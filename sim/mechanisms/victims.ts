import { note } from '../ledger.ts'
import type { Index } from '../machine.ts'
import type { World } from '../world.ts'
import { taskOf } from './schedule.ts'

/** mark_oom_victim: TIF_MEMDIE on one thread, counted once (kernel-mm.md 4.4). Nothing here is ever frozen. */
export const markOomVictim = (w: World, index: Index): void => {
  const t = taskOf(w.m, index)
  if (t.memdie) return
  t.memdie = true
  w.m.victims++
  note(
    w.out,
    w.m,
    t.lane,
    'memdie-set',
    'mark_oom_victim',
    `${t.lane} gets TIF_MEMDIE: it may use the reserves, and nobody else is killed meanwhile`,
  )
}

/** exit_oom_victim: TIF_MEMDIE is taken away, by the task itself when it exits or by the reaper. */
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
    `TIF_MEMDIE of ${t.lane} is cleared (${by}): the OOM killer may choose again`,
    { by },
  )
}
