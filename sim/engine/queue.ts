import { bug } from '../ints.ts'
import type { Index, Machine, Pending } from '../machine.ts'

/** Puts an event into the queue, which is ordered by (time, sequence) with the next one last. */
export const addPending = (m: Machine, atUs: number, kind: Pending['kind'], index: Index): void => {
  if (atUs < m.nowUs) bug(`an event in the past: ${kind} at ${atUs}`)
  const event: Pending = { atUs, seq: m.nextSeq++, kind, index }
  const queue = m.pending
  let i = queue.length
  // A later number at the same time comes after: it stands nearer to the front of the array.
  while (i > 0 && queue[i - 1]!.atUs <= atUs) i--
  queue.splice(i, 0, event)
}

/** Takes a task's timer out of the queue. */
export const dropTimer = (m: Machine, task: Index): void => {
  const at = m.pending.findIndex(e => e.kind === 'timer' && e.index === task)
  if (at >= 0) m.pending.splice(at, 1)
}
