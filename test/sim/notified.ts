import { addNotifier } from '../../sim/build.ts'
import type { CallbackOp } from '../../sim/callbacks.ts'
import type { Behaviours } from '../../sim/kernels/behaviours.ts'
import type { Machine } from '../../sim/machine.ts'
import type { World } from '../../sim/world.ts'
import { addLock, addProcess, addThread, pause, small, solo, stuck } from './machines.ts'

/** Machines in which the OOM reaper meets the mmu notifiers of its victim. */

export const vPages = 4_000
export const n = 8
export const k = 3

/**
 * W writes memory; V, the biggest, is stuck in D state; a notifier covers `k` of its `n` areas and needs a lock that H
 * holds for so many jiffies (-1: for ever). B is idle and comes next.
 */
export const machine = (
  version: string,
  callback: (x: number, m: Machine, gfp: number) => CallbackOp[],
  options: {
    holdJiffies?: number
    changes?: Partial<Behaviours>
    vmas?: number
    covered?: number
    needs?: number
  } = {},
): World =>
  small(
    version,
    (m, of) => {
      const p = addProcess(m, { pid: 1, comm: 'init', pages: { anon: 10 }, globalInit: true })
      addThread(m, {
        pid: 1,
        comm: 'init',
        lane: 'init',
        process: p.process,
        mm: p.mm,
        background: true,
        program: [pause],
      })
      const x = addLock(m, 'X', 'mutex')
      const holdJiffies = options.holdJiffies ?? -1
      solo(m, 'H', 9, 100, [
        { op: 'enter', name: 'ioctl' },
        { op: 'lock', lock: x },
        holdJiffies < 0
          ? { op: 'pause', state: 'uninterruptible', event: 'the device' }
          : { op: 'sleep', jiffies: holdJiffies, state: 'uninterruptible', event: 'the device' },
        { op: 'unlock', lock: x },
        { op: 'leave' },
      ])
      m.tasks[m.tasks.length - 1]!.background = true
      solo(m, 'V', 11, vPages, stuck)
      m.tasks[m.tasks.length - 1]!.background = true
      const mm = m.tasks[m.tasks.length - 1]!.mm
      m.mms[mm]!.vmas = options.vmas ?? n
      const covered = options.covered ?? k
      if (covered > 0)
        addNotifier(m, {
          name: 'driver_invalidate_range_start',
          mm,
          firstVma: 1,
          vmas: covered,
          callback: callback(x, m, of('GFP_KERNEL')),
        })
      solo(m, 'B', 12, 3_500, [pause])
      m.tasks[m.tasks.length - 1]!.background = true
      solo(m, 'W', 13, 200, [
        { op: 'sleep', jiffies: 2, state: 'interruptible', event: 'a timer' },
        { op: 'enter', name: 'write' },
        { op: 'alloc', gfp: of('GFP_KERNEL'), order: 0, count: options.needs ?? 200 },
        { op: 'leave' },
      ])
    },
    { cpus: 2, ...(options.changes ? { changes: options.changes } : {}) },
  )

export const polite = (x: number): CallbackOp[] => [
  { op: 'mutexLockOrAgain', lock: x },
  { op: 'unlock', lock: x },
]
export const rude = (x: number): CallbackOp[] => [
  { op: 'mutexLock', lock: x },
  { op: 'unlock', lock: x },
]
