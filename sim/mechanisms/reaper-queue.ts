import { note } from '../ledger.ts'
import type { Index, Machine } from '../machine.ts'
import type { World } from '../world.ts'
import { taskOf, wake } from './schedule.ts'

/** wake_up(&oom_reaper_wait): reaches the reaper where it waits for work, not in its sleep between two tries. */
const wakeIdle = (m: Machine): void => {
  const t = taskOf(m, m.reaper.task)
  if (t.frames.length === 1 && t.frames[0]!.pc === 'wait') wake(m, m.reaper.task)
}

/**
 * wake_oom_reaper. Single slot: cmpxchg(NULL -> mm or task), a second request is dropped while the first is being
 * worked on (read in mm/oom_kill.c@aac453635549). List: list_add at the head, so the newest goes first (kernel-mm.md 4.6).
 */
export const wakeOomReaper = (w: World, victim: Index, mm: Index): void => {
  const { m, out } = w
  const r = m.reaper
  if (r.task < 0) return
  const lane = taskOf(m, victim).lane
  if (w.k.reaperQueue === 'single-slot') {
    if (r.slot >= 0) {
      note(
        out,
        m,
        'oom_reaper',
        'reap-dropped',
        'wake_oom_reaper',
        `the reaper is busy: ${lane} is not taken into its one slot`,
        { victim: lane },
      )
      return
    }
    r.slot = w.k.reaperTarget === 'mm' ? mm : victim
  } else if (w.k.reaperDelayMs > 0) {
    r.delayed.push({ victim, atUs: m.nowUs + w.k.reaperDelayMs * 1000 })
    note(
      out,
      m,
      'oom_reaper',
      'reap-queued',
      'queue_oom_reaper',
      `${lane} will be handed to the reaper in ${w.k.reaperDelayMs} ms, if it is still there`,
      { victim: lane },
    )
    wakeIdle(m)
    return
  } else r.list.unshift(victim)
  note(out, m, 'oom_reaper', 'reap-queued', 'wake_oom_reaper', `${lane} is handed to the reaper`, { victim: lane })
  wakeIdle(m)
}
