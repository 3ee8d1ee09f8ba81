import { describe, expect, it } from 'vitest'
import { lockOrSleep, tryRead, unlockRead, unlockWrite } from '../../sim/mechanisms/locks.ts'
import { sendSigkill, sleepJiffies } from '../../sim/mechanisms/schedule.ts'
import { addLock, pause, small, solo } from './machines.ts'

/** Five tasks and one rwsem, number 1 after oom_lock. */
const five = () =>
  small('v4.6', m => {
    addLock(m, 'S', 'rwsem')
    for (let i = 0; i < 5; i++) solo(m, `T${i}`, 10 + i, 10, [pause])
  })
const S = 1

describe('rwsem (kernel-mm.md 4.6, 7.2)', () => {
  it('lets readers in together and a writer alone', () => {
    const w = five()
    expect([lockOrSleep(w, S, 0, 'read'), lockOrSleep(w, S, 1, 'read'), lockOrSleep(w, S, 2, 'write')]).toEqual([
      true,
      true,
      false,
    ])
    expect(w.m.tasks[2]).toMatchObject({ state: 'uninterruptible', waitLock: S })
  })

  it('stops new readers and read trylocks behind a queued writer', () => {
    const w = five()
    lockOrSleep(w, S, 0, 'read')
    expect(tryRead(w, S, 1)).toBe(true)
    unlockRead(w, S, 1)
    lockOrSleep(w, S, 2, 'write')
    expect(tryRead(w, S, 1)).toBe(false)
    expect(lockOrSleep(w, S, 3, 'read')).toBe(false)
  })

  it('hands over first come first served, readers at the head together', () => {
    const w = five()
    lockOrSleep(w, S, 0, 'write')
    for (const [task, mode] of [
      [1, 'read'],
      [2, 'read'],
      [3, 'write'],
      [4, 'read'],
    ] as const)
      lockOrSleep(w, S, task, mode)
    unlockWrite(w, S, 0)
    expect(w.m.locks[S]).toMatchObject({ writer: -1, readers: [1, 2], waiters: [3, 4] })
    unlockRead(w, S, 1)
    unlockRead(w, S, 2)
    expect(w.m.locks[S]).toMatchObject({ writer: 3, readers: [], waiters: [4] })
    unlockWrite(w, S, 3)
    expect(w.m.locks[S]).toMatchObject({ writer: -1, readers: [4], waiters: [] })
  })

  it('stops the model, not the modelled machine, when a lock is given back that is not held', () => {
    const w = five()
    expect(() => unlockWrite(w, S, 0)).toThrow('sim: T0 unlocks S, which it does not hold')
    expect(() => unlockRead(w, S, 0)).toThrow('sim:')
  })
})

describe('SIGKILL (kernel-mm.md 5.1)', () => {
  it.each([
    ['interruptible', 'runnable'],
    ['killable', 'runnable'],
    ['uninterruptible', 'uninterruptible'],
  ] as const)('finds a task that sleeps %s afterwards %s', (state, after) => {
    const w = five()
    sleepJiffies(w.m, 0, 10, state)
    sendSigkill(w, w.m.tasks[0]!.process)
    expect(w.m.tasks[0]).toMatchObject({ state: after, sigkill: true })
    expect(w.m.pending.filter(e => e.kind === 'timer')).toHaveLength(after === 'runnable' ? 0 : 1)
  })

  it('fires timers on a tick', () => {
    const w = five()
    w.m.nowUs = 4_001
    sleepJiffies(w.m, 0, 1, 'uninterruptible')
    sleepJiffies(w.m, 1, 25, 'uninterruptible')
    expect([w.m.tasks[0]!.wakeAtUs, w.m.tasks[1]!.wakeAtUs]).toEqual([8_000, 104_000])
  })
})
