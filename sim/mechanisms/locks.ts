import { bug } from '../ints.ts'
import { note } from '../ledger.ts'
import type { Index, Lock } from '../machine.ts'
import type { World } from '../world.ts'
import { lockAcquire, lockRelease, mightSleep } from './lockdep.ts'
import { sleep, taskOf, wake } from './schedule.ts'

/*
 * Mutexes and rwsems, first come first served: an unlock hands the lock to the head of the queue, and a run of readers
 * at the head gets it together. As in lib/rwsem of these versions a queued writer stops new readers, and read trylocks
 * with them (kernel-mm.md 7.2). Optimistic spinning and lock stealing are left out.
 */

const lockOf = (w: World, index: Index): Lock => w.m.locks[index] ?? bug(`no lock ${index}`)

/** mutex_trylock. */
export const tryLock = (w: World, lock: Index, task: Index): boolean => {
  const l = lockOf(w, lock)
  if (l.writer >= 0) return false
  l.writer = task
  lockAcquire(w, l, task, true)
  return true
}

/** down_read_trylock: fails behind a writer, also behind one that only waits. */
export const tryRead = (w: World, lock: Index, task: Index): boolean => {
  const l = lockOf(w, lock)
  if (l.writer >= 0 || l.waiters.length > 0) return false
  l.readers.push(task)
  lockAcquire(w, l, task, true)
  return true
}

/** mutex_lock, down_read or down_write, uninterruptible. True: taken. False: the task sleeps and wakes as its owner. */
export const lockOrSleep = (w: World, lock: Index, task: Index, mode: 'read' | 'write'): boolean => {
  const l = lockOf(w, lock)
  const t = taskOf(w.m, task)
  if (w.out.lockdep !== null) {
    mightSleep(w, t, `a wait for ${l.name}`)
    lockAcquire(w, l, task, false)
  }
  const free = mode === 'read' ? l.writer < 0 && l.waiters.length === 0 : l.writer < 0 && l.readers.length === 0
  if (free) {
    if (mode === 'read') l.readers.push(task)
    else l.writer = task
    return true
  }
  l.waiters.push(task)
  t.waitLock = lock
  t.waitMode = mode
  sleep(t, 'uninterruptible')
  note(
    w.out,
    w.m,
    t.lane,
    'lock-wait',
    mode === 'read' ? 'down_read' : l.kind === 'mutex' ? 'mutex_lock' : 'down_write',
    `${t.lane} waits for ${l.name}${l.kind === 'rwsem' ? ` (${mode})` : ''}, held by ${holders(w, l).join(', ') || 'nobody'}`,
    { lock: l.name, mode },
  )
  return false
}

/** Lanes of those who hold a lock. */
export const holders = (w: World, l: Lock): string[] =>
  (l.writer >= 0 ? [l.writer] : l.readers).map(i => taskOf(w.m, i).lane)

/** mutex_unlock or up_write. */
export const unlockWrite = (w: World, lock: Index, task: Index): void => {
  const l = lockOf(w, lock)
  if (l.writer !== task) bug(`${taskOf(w.m, task).lane} unlocks ${l.name}, which it does not hold`)
  l.writer = -1
  lockRelease(w, l, task)
  handOver(w, lock, l)
}

/** up_read. */
export const unlockRead = (w: World, lock: Index, task: Index): void => {
  const l = lockOf(w, lock)
  const at = l.readers.indexOf(task)
  if (at < 0) bug(`${taskOf(w.m, task).lane} reads ${l.name} no more`)
  l.readers.splice(at, 1)
  lockRelease(w, l, task)
  handOver(w, lock, l)
}

const handOver = (w: World, lock: Index, l: Lock): void => {
  while (l.waiters.length > 0 && l.writer < 0) {
    const next = l.waiters[0]!
    const t = taskOf(w.m, next)
    if (t.waitMode === 'write' && l.readers.length > 0) return
    l.waiters.shift()
    if (t.waitMode === 'write') l.writer = next
    else l.readers.push(next)
    t.waitLock = -1
    note(
      w.out,
      w.m,
      t.lane,
      'lock-taken',
      l.kind === 'mutex' ? 'mutex_unlock' : 'up_write',
      `${t.lane} gets ${l.name}`,
      {
        lock: l.name,
        mode: t.waitMode,
      },
    )
    wake(w.m, next)
    if (w.m.locks[lock]!.writer >= 0) return
  }
}
