import type { Lock, Machine, Mm, Process, Reaper, Task, Zone } from '../machine.ts'

/**
 * Fields by whether `codec.ts` writes them (`state`), they never change while a machine is explored (`fixed`), or they are
 * times, run times, places on CPUs and pending events (`time`), which decide nothing where any task may take the next
 * step and any timer may fire. A field that is not named here is written too.
 */
type Known<T> = { readonly [K in keyof T]?: 'state' | 'fixed' | 'time' }

export const exempt = {
  machine: {
    nowUs: 'time',
    nextSeq: 'time',
    pending: 'time',
    cpus: 'time',
    floorVruntimeUs: 'time',
    hz: 'fixed',
    totalPages: 'fixed',
    dice: 'fixed',
    oomLock: 'fixed',
    notifiers: 'fixed',
    swapTotalPages: 'fixed',
    commitLimitPages: 'fixed',
    victims: 'state',
    panic: 'state',
    zones: 'state',
    mms: 'state',
    processes: 'state',
    tasks: 'state',
    locks: 'state',
    reaper: 'state',
  } satisfies Known<Machine>,
  zone: {
    name: 'fixed',
    type: 'fixed',
    node: 'fixed',
    managedPages: 'fixed',
    minPages: 'fixed',
    lowPages: 'fixed',
    highPages: 'fixed',
    reservePages: 'fixed',
    freePages: 'state',
    fileClean: 'state',
    fileBusy: 'state',
    shmemUnmapped: 'state',
    kernelPages: 'state',
    pagesScanned: 'state',
  } satisfies Known<Zone>,
  mm: {
    name: 'fixed',
    mmapSem: 'fixed',
    totalVmPages: 'fixed',
    vmas: 'fixed',
    users: 'state',
    pages: 'state',
    oomKilled: 'state',
    oomSkip: 'state',
  } satisfies Known<Mm>,
  process: {
    tgid: 'fixed',
    uid: 'fixed',
    admin: 'fixed',
    globalInit: 'fixed',
    parent: 'fixed',
    oomScoreAdj: 'state',
    groupExit: 'state',
    oomMm: 'state',
  } satisfies Known<Process>,
  task: {
    pid: 'fixed',
    comm: 'fixed',
    lane: 'fixed',
    process: 'fixed',
    realtime: 'fixed',
    kthread: 'fixed',
    background: 'fixed',
    program: 'fixed',
    cpu: 'time',
    vruntimeUs: 'time',
    wakeAtUs: 'state',
    mm: 'state',
    state: 'state',
    memdie: 'state',
    sigkill: 'state',
    exiting: 'state',
    memalloc: 'state',
    dumpcore: 'state',
    opIndex: 'state',
    opDone: 'state',
    inKernel: 'state',
    failed: 'state',
    frames: 'state',
    ret: 'state',
    page: 'state',
    waitLock: 'state',
    waitMode: 'state',
    kernelPages: 'state',
  } satisfies Known<Task>,
  lock: { name: 'fixed', kind: 'fixed', writer: 'state', readers: 'state', waiters: 'state' } satisfies Known<Lock>,
  reaper: { task: 'fixed', slot: 'state', list: 'state', delayed: 'state' } satisfies Known<Reaper>,
} as const

/** Names of the fields of a value that are not named above, in a fixed order. */
export const extraFields = (of: object | undefined, known: object): readonly string[] =>
  Object.keys(of ?? {})
    .filter(name => !(name in known))
    .sort()
