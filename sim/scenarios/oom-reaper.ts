import type { GfpTable, ParamValues } from '../../model/index.ts'
import { addLock, addProcess, addThread, finishMachine, jiffiesOf, newMachine, percentOf } from '../build.ts'
import { bug } from '../ints.ts'
import type { Questions } from '../explore/explore.ts'
import { kernelsKnowing } from '../kernels/all.ts'
import type { BehaviourName, Behaviours } from '../kernels/behaviours.ts'
import { clearMemdie, introduceReaper, queueVictims, reapMlocked, reportReaper } from '../kernels/patches.ts'
import type { Index, Machine, Op } from '../machine.ts'
import { below } from '../prng.ts'
import type { Scenario } from '../scenario.ts'
import { maskOf } from '../world.ts'
import { expectations } from './oom-reaper/expect.ts'
import { info, measures } from './oom-reaper/info.ts'
import { predictions } from './oom-reaper/predictions.ts'

const intOf = (params: ParamValues, id: string): number => {
  const value = params[id]
  return typeof value === 'number' ? value : bug(`parameter ${id} is no number`)
}

/** How big everything is, pages, and when everybody starts, jiffies. */
type Sizes = {
  readonly initPages: number
  readonly bystanderPages: number
  readonly writerPages: number
  readonly wantPages: number
  readonly victimPages: number
  /** What a writer of mmap_sem allocates, where it does. */
  readonly holderPages: number
  readonly startJiffies: () => number
  /** Free pages above MIN at the start, and clean file cache. */
  readonly sparePages: () => number
  readonly cachePages: () => number
}

/** Programs of the threads beside the victim's first one, by who has its mmap_sem. */
const others = (
  holder: string,
  holdMs: number,
  x: Index,
  sem: Index,
  gfpKernel: number,
  { startJiffies, holderPages }: Sizes,
): Op[][] => {
  const start: Op = { op: 'sleep', jiffies: startJiffies(), state: 'interruptible', event: 'a timer of its own' }
  const late: Op = { op: 'sleep', jiffies: 4, state: 'interruptible', event: 'a timer of its own' }
  const writing = (...body: Op[]): Op[] => [
    start,
    { op: 'enter', name: 'mmap' },
    { op: 'downWrite', lock: sem },
    ...body,
    { op: 'upWrite', lock: sem },
    { op: 'leave' },
  ]
  const waitsForX: Op[] = [
    { op: 'lock', lock: x },
    { op: 'unlock', lock: x },
  ]
  switch (holder) {
    case 'nobody':
      return []
    case 'sleeper':
      return [writing({ op: 'sleep', jiffies: jiffiesOf(holdMs), state: 'uninterruptible', event: 'I/O' })]
    case 'waits-for-lock':
      return [writing(...waitsForX)]
    case 'allocates':
      return [
        writing(
          { op: 'sleep', jiffies: 4, state: 'uninterruptible', event: 'I/O' },
          { op: 'alloc', gfp: gfpKernel, order: 0, count: holderPages },
        ),
      ]
    case 'queued-writer':
      return [
        [
          start,
          { op: 'enter', name: 'fault' },
          { op: 'downRead', lock: sem },
          ...waitsForX,
          { op: 'upRead', lock: sem },
          { op: 'leave' },
        ],
        [
          late,
          { op: 'enter', name: 'mmap' },
          { op: 'downWrite', lock: sem },
          { op: 'upWrite', lock: sem },
          { op: 'leave' },
        ],
      ]
    default:
      return bug(`nobody is called ${holder}`)
  }
}

const assemble = (m: Machine, params: ParamValues, k: Behaviours, table: GfpTable, sizes: Sizes): Machine => {
  const x = addLock(m, 'X', 'mutex')

  const init = addProcess(m, { pid: 1, comm: 'init', pages: { anon: sizes.initPages }, globalInit: true, uid: 0 })
  addThread(m, {
    pid: 1,
    comm: 'init',
    lane: 'init',
    process: init.process,
    mm: init.mm,
    background: true,
    program: [{ op: 'pause', state: 'interruptible', event: 'its children' }],
  })

  const bystander = addProcess(m, { pid: 400, comm: 'bystander', pages: { anon: sizes.bystanderPages } })
  addThread(m, {
    pid: 400,
    comm: 'bystander',
    lane: 'B',
    process: bystander.process,
    mm: bystander.mm,
    background: true,
    program: [{ op: 'pause', state: 'interruptible', event: 'requests' }],
  })

  const writer = addProcess(m, { pid: 500, comm: 'writer', pages: { anon: sizes.writerPages } })
  addThread(m, {
    pid: 500,
    comm: 'writer',
    lane: 'W',
    process: writer.process,
    mm: writer.mm,
    program: [
      { op: 'enter', name: 'write' },
      { op: 'lock', lock: x },
      { op: 'sleep', jiffies: 5, state: 'uninterruptible', event: 'I/O under X' },
      { op: 'alloc', gfp: maskOf(table, String(params.gfp)), order: 0, count: sizes.wantPages },
      { op: 'unlock', lock: x },
      { op: 'leave' },
      { op: 'free' },
    ],
  })

  const size = sizes.victimPages
  const unreapable = percentOf(size, intOf(params, 'unreapablePercent'))
  const victim = addProcess(m, {
    pid: 600,
    comm: 'victim',
    pages: { anon: size - unreapable, [params.unreapableKind === 'shared' ? 'shmem' : 'mlocked']: unreapable },
  })
  addThread(m, {
    pid: 600,
    comm: 'victim',
    lane: 'V',
    process: victim.process,
    mm: victim.mm,
    program: [
      { op: 'sleep', jiffies: sizes.startJiffies(), state: 'interruptible', event: 'a timer of its own' },
      { op: 'enter', name: 'write' },
      { op: 'lock', lock: x },
      { op: 'unlock', lock: x },
      { op: 'leave' },
      { op: 'pause', state: 'interruptible', event: 'requests' },
    ],
  })
  others(String(params.holder), intOf(params, 'holdMs'), x, victim.mmapSem, maskOf(table, 'GFP_KERNEL'), sizes).forEach(
    (program, i) =>
      addThread(m, {
        pid: 601 + i,
        comm: 'victim',
        lane: `V${i + 2}`,
        process: victim.process,
        mm: victim.mm,
        program,
      }),
  )
  return finishMachine(m, k, m.zones[0]!.minPages + sizes.sparePages(), sizes.cachePages())
}
const build = (params: ParamValues, seed: number, k: Behaviours, table: GfpTable): Machine => {
  const managedPages = intOf(params, 'memoryMb') * 256
  const m = newMachine([{ name: 'Normal', type: 2, managedPages }], intOf(params, 'cpus'), seed, k)
  return assemble(m, params, k, table, {
    initPages: 300,
    bystanderPages: percentOf(managedPages, 12),
    writerPages: 200,
    wantPages: intOf(params, 'wantMb') * 256,
    victimPages: percentOf(managedPages, 60) + below(m.dice, 256),
    holderPages: 256,
    startJiffies: () => 1 + below(m.dice, 2),
    sparePages: () => 16 + below(m.dice, 32),
    cachePages: () => 32 + below(m.dice, 32),
  })
}

/** The same question on a machine of 1 MB, for every interleaving. */
const buildSmall = (params: ParamValues, k: Behaviours, table: GfpTable): Machine => {
  const m = newMachine([{ name: 'Normal', type: 2, managedPages: 256 }], 1, 0, k)
  return assemble(m, params, k, table, {
    initPages: 2,
    bystanderPages: 20,
    writerPages: 2,
    wantPages: 2,
    victimPages: 100,
    holderPages: 1,
    startJiffies: () => 1,
    sparePages: () => 0,
    cachePages: () => 0,
  })
}

/** W has let go of X: the unlock of its program is behind it. */
const writerIsThrough = (m: Machine): boolean => {
  const w = m.tasks.find(t => t.lane === 'W')
  return w === undefined || w.state === 'dead' || w.opIndex > w.program.findIndex(op => op.op === 'unlock')
}

/** Processes that are waited for: by their mm from 4.8 on, before that by a marked thread. */
const victimsInFlight = (m: Machine): number => {
  const byMm = m.processes.some(p => p.oomMm >= 0)
  return m.processes.filter((p, i) =>
    byMm ? p.oomMm >= 0 && !m.mms[p.oomMm]!.oomSkip : m.tasks.some(t => t.process === i && t.memdie),
  ).length
}

const questions: Questions = {
  goal: { says: 'W lets go of X', isReached: writerIsThrough },
  always: [
    { id: 'no-panic', says: 'the kernel does not panic', holds: m => m.panic === null },
    {
      id: 'one-in-flight',
      says: 'at most one victim is waited for at a time',
      holds: m => victimsInFlight(m) <= 1,
    },
  ],
}

/** What decides how it ends. */
const restsOn = [
  'reclaimProgress',
  'reclaimRetry',
  'nothingReclaimable',
  'oomLockLost',
  'noFsRequest',
  'oomWithoutFs',
  'noFailPassesSkips',
  'noFailAfterOom',
  'victimReserves',
  'victimLeaves',
  'willFreeMem',
  'shortcutWakesReaper',
  'victimInFlight',
  'abortOnExiting',
  'reaper',
  'reaperQueue',
  'reaperDelayMs',
  'reaperAttempts',
  'reaperHoldsOomLock',
  'reaperSkipsMlocked',
  'reaperSkipsShmem',
  'reaperOnSuccess',
  'reaperOnGivingUp',
  'exitSkipsMm',
] as const satisfies readonly BehaviourName[]

/** The question of the OOM reaper's review, November 2015 to February 2016 (cites: `info`). */
export const oomReaper: Scenario = {
  info: { ...info, kernels: kernelsKnowing(restsOn) },
  restsOn,
  deltas: {
    before: [],
    'v5-1': [introduceReaper],
    'v5-2': [introduceReaper, reapMlocked],
    'v5-3': [introduceReaper, reapMlocked, clearMemdie],
    'v5-4': [introduceReaper, reapMlocked, clearMemdie, reportReaper],
    'v5-5': [introduceReaper, reapMlocked, clearMemdie, reportReaper, queueVictims],
    after: [],
  },
  build,
  small: { build: buildSmall, questions },
  predictions,
  measures,
  expect: expectations,
}
