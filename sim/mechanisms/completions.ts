import { bug } from '../ints.ts'
import { note } from '../ledger.ts'
import type { Index, Task } from '../machine.ts'
import type { World } from '../world.ts'
import { mightSleep } from './lockdep.ts'
import { sleep, wake } from './schedule.ts'

/** wait_for_completion: goes on when it was completed, else sleeps in D state. */
export const takeCompletion = (w: World, t: Task, completion: Index, index: Index): void => {
  const c = w.m.completions[completion] ?? bug(`no completion ${completion}`)
  mightSleep(w, t, `a wait for ${c.name}`)
  if (c.done > 0) {
    c.done--
    return
  }
  c.waiters.push(index)
  sleep(t, 'uninterruptible')
  note(w.out, w.m, t.lane, 'wait', 'wait_for_completion', `${t.lane} waits for ${c.name}`, { completion: c.name })
}

/** complete: wakes the first who waits, or lets the next one pass. */
export const complete = (w: World, t: Task, completion: Index): void => {
  const c = w.m.completions[completion] ?? bug(`no completion ${completion}`)
  note(w.out, w.m, t.lane, 'complete', 'complete', `${t.lane} completes ${c.name}`, { completion: c.name })
  const first = c.waiters.shift()
  if (first === undefined) c.done++
  else wake(w.m, first)
}
