import type { Cite, ScenarioInfo } from '../../../model/index.ts'
import { commit, mail } from '../../kernels/sources.ts'
import { alloc44, oom42, oom44lts, oom46, oom46first } from '../../kernels/trees.ts'
import type { MeasureSpec } from '../../scenario.ts'
import { predictions } from './predictions.ts'

const series = '1454505240-23446'
const cover = mail(`${series}-1-git-send-email-mhocko@kernel.org`, 'cover letter of v5, 3 Feb 2016')
const changelog = mail('1452094975-551-2-git-send-email-mhocko@kernel.org', 'changelog of the first patch, v4')
const part = (n: number): Cite => mail(`${series}-${n + 1}-git-send-email-mhocko@kernel.org`)

/** Everything a page or the command needs to know of this scenario without running it. */
export const info: ScenarioInfo = {
  id: 'oom-reaper',
  title: 'OOM victim behind a lock',
  question:
    'W holds a lock and allocates. The OOM killer picks V, which waits for that very lock. Does the machine get out of it?',
  cites: [
    cover,
    part(1),
    mail('1448467018-20603-1-git-send-email-mhocko@kernel.org', 'first RFC, 25 Nov 2015'),
    oom44lts.cite,
    oom46first.cite,
    oom46.cite,
  ],
  kernels: [],
  params: [
    {
      kind: 'choice',
      id: 'holder',
      title: "Who has the victim's mmap_sem",
      options: [
        { value: 'nobody', says: 'nobody' },
        { value: 'sleeper', says: 'a thread of V writes and sleeps in D state, for the time below' },
        { value: 'waits-for-lock', says: "a thread of V writes and waits for W's lock" },
        { value: 'allocates', says: 'a thread of V writes and allocates with GFP_KERNEL itself' },
        { value: 'queued-writer', says: "a thread of V reads and waits for W's lock, another one queues to write" },
      ],
      initial: 'nobody',
    },
    {
      kind: 'int',
      id: 'holdMs',
      title: 'How long the sleeping writer holds it',
      unit: 'ms',
      min: 0,
      max: 5000,
      step: 20,
      initial: 500,
    },
    {
      kind: 'int',
      id: 'unreapablePercent',
      title: "Share of V's memory that the reaper of v4.6 leaves",
      unit: '%',
      min: 0,
      max: 100,
      step: 1,
      initial: 0,
    },
    {
      kind: 'choice',
      id: 'unreapableKind',
      title: 'Why it leaves it',
      options: [
        { value: 'mlocked', says: 'VM_LOCKED' },
        { value: 'shared', says: 'mapped shared, contents on tmpfs' },
      ],
      initial: 'mlocked',
    },
    {
      kind: 'int',
      id: 'wantMb',
      title: 'What W allocates under the lock',
      unit: 'MB',
      min: 1,
      max: 16,
      step: 1,
      initial: 4,
    },
    {
      kind: 'choice',
      id: 'gfp',
      title: 'Mask of its requests',
      options: [
        { value: 'GFP_KERNEL', says: 'GFP_KERNEL' },
        { value: 'GFP_NOFS', says: 'GFP_NOFS: may not call the OOM killer' },
        { value: 'GFP_NOFS|__GFP_NOFAIL', says: 'GFP_NOFS|__GFP_NOFAIL: may, in these versions' },
      ],
      initial: 'GFP_KERNEL',
    },
    {
      kind: 'int',
      id: 'memoryMb',
      title: 'Memory of the machine',
      unit: 'MB',
      min: 256,
      max: 4096,
      step: 256,
      initial: 512,
    },
    { kind: 'int', id: 'cpus', title: 'Processors', unit: '', min: 1, max: 4, step: 1, initial: 2 },
  ],
  variants: [
    {
      id: 'before',
      title: 'v4.5',
      says: 'No reaper: only V itself can give its memory back.',
      kernel: 'v4.5',
      onlyOwnKernel: false,
      cites: [oom42.cite, oom44lts.cite, alloc44.cite],
    },
    {
      id: 'v5-1',
      title: 'v4.5 + 1/5',
      says: 'A kernel thread unmaps private memory of the victim; one slot; TIF_MEMDIE stays.',
      kernel: 'v4.5',
      onlyOwnKernel: true,
      cites: [part(1), commit('aac453635549')],
    },
    {
      id: 'v5-2',
      title: 'v4.5 + 1-2/5',
      says: 'Mlocked memory is reaped too. Posted, not in v4.6.',
      kernel: 'v4.5',
      onlyOwnKernel: true,
      cites: [part(2)],
    },
    {
      id: 'v5-3',
      title: 'v4.5 + 1-3/5',
      says: 'After reaping TIF_MEMDIE is cleared, so that somebody else may be chosen.',
      kernel: 'v4.5',
      onlyOwnKernel: true,
      cites: [part(3), commit('36324a990cf5')],
    },
    {
      id: 'v5-4',
      title: 'v4.5 + 1-4/5',
      says: 'The reaper reports. Behaves as 1-3/5.',
      kernel: 'v4.5',
      onlyOwnKernel: true,
      cites: [part(4), commit('bc448e897b6d')],
    },
    {
      id: 'v5-5',
      title: 'v4.5 + 1-5/5',
      says: 'A list instead of one slot: the whole series as posted.',
      kernel: 'v4.5',
      onlyOwnKernel: true,
      cites: [part(5), commit('03049269de43')],
    },
    {
      id: 'after',
      title: 'v4.6',
      says: 'The reaper as released: mlocked memory is skipped, victims are queued once per mm.',
      kernel: 'v4.6',
      onlyOwnKernel: false,
      cites: [commit('855b01832573'), oom46.cite],
    },
  ],
  positions: [
    {
      id: 'hocko',
      title: 'Hocko: reap it from a kernel thread',
      says: 'A victim may wait without bound for somebody who loops in the allocator. A thread of its own frees the private memory meanwhile; it only tries mmap_sem, ten times. He names the limit himself: a writer may hold mmap_sem or wait for it, and then nothing is reaped, but a lockup is much less likely.',
      cites: [changelog, part(1), cover],
      predictions: [
        'stuck-without',
        'progress',
        'reaped-while-blocked',
        'tries-bounded',
        'writer-locks-out',
        'one-victim',
      ],
    },
    {
      id: 'handa',
      title: 'Handa: killable waiting, and what a core dump then holds',
      says: 'Would like killable variants of down_write and down_read, and asks whether an incomplete core dump is shorter, has zeroes in it or still the data. The changelogs credit him with workloads that lock up, and with sparing an mm shared with tasks that may not be killed. Neither killable waiting nor core dumps are modelled here.',
      cites: [
        mail('201511281339.JHH78172.SLOQFOFHVFOMJt@I-love.SAKURA.ne.jp'),
        mail('201602062222.HJH86328.SMFVtFOJFHQOLO@I-love.SAKURA.ne.jp'),
        changelog,
      ],
      predictions: [],
    },
    {
      id: 'weiner',
      title: 'Weiner: resolve every deadlock in finite time',
      says: 'Making the common case smoother comes second. First there has to be a plan by which the kernel gets on in finite time, in the end by killing another task.',
      cites: [mail('20151125200806.GA13388@cmpxchg.org')],
      predictions: ['finite-time'],
    },
    {
      id: 'rientjes',
      title: 'Rientjes: acked',
      says: 'Acked the first patch and would have squashed the five. The cover of v5 credits him with the end of the real-time priority of the reaper. His points are about form and priority: nothing in them can be tested here.',
      cites: [mail('alpine.DEB.2.10.1602031543250.10331@chino.kir.corp.google.com'), cover],
      predictions: [],
    },
  ],
  predictions: predictions.map(({ id, says, position, variants }) => ({ id, says, position, variants })),
  limits: [
    'Behaviour of v4.5 is taken from 4.4 before it and 4.6-rc1 after it: its own source was not read. Each behaviour says how it is known.',
    'Free pages have no order: only order-0 requests, no compaction, no fragmentation, no per-CPU lists.',
    'No kswapd, no writeback, no swap and no slab shrinkers: beside a few clean file pages nothing in this machine can be reclaimed.',
    'Tasks are not throttled in direct reclaim (throttle_direct_reclaim), since kswapd is not there to wake them.',
    'One zone, one node, no memory cgroups, no OOM notifiers, no panic_on_oom.',
    'CPU time of each step is a round figure of this model. It sets the pace and decides no outcome.',
    'The scheduler is a simple fair one: the task that ran least goes next, for 4 ms at most while others want to run; no preemption at wake-up.',
    'Locks are handed over first come first served; no spinning, no stealing.',
    'All file-backed memory of processes is left out; the reaper takes or leaves a kind of memory as a whole.',
    'The kernel log shows the first line of the OOM report, the task table, the kill and the reaper. Stack and Mem-Info are left out.',
    'Counts of a run that loops go up to the moment at which the loop was proved.',
    'wait_iff_congested never waits: nothing is congested here.',
    'Coredump, freezer, ptrace and vfork are not modelled, nor a kernel thread that borrows the mm.',
  ],
  checked:
    'each behaviour it rests on says how it is known; of 5.10.223, 6.1.192, 6.12.117 and 7.2.13 some were seen on the running kernel, of older ones none',
}

/** Figures of a run, in the order in which a page shows them. */
export const measures: readonly MeasureSpec[] = [
  { id: 'kills', title: 'processes killed', unit: '' },
  { id: 'progressAtUs', title: 'W released X', unit: 'us' },
  { id: 'killAtUs', title: 'first kill', unit: 'us' },
  { id: 'killToProgressUs', title: 'from the first kill to progress', unit: 'us' },
  { id: 'pagesReaped', title: 'pages reaped', unit: 'pages' },
  { id: 'pagesFreedByExit', title: 'pages freed by exiting', unit: 'pages' },
  { id: 'reapAttempts', title: 'tries of the reaper', unit: '' },
  { id: 'reapFailures', title: 'tries that found mmap_sem taken', unit: '' },
  { id: 'oomCalls', title: 'calls of out_of_memory', unit: '' },
  { id: 'oomAborts', title: 'of these, ended by a pending victim', unit: '' },
  { id: 'reclaimRounds', title: 'rounds of direct reclaim', unit: '' },
  { id: 'longestStallUs', title: 'longest stay in the slow path', unit: 'us' },
  { id: 'freeLowest', title: 'fewest free pages', unit: 'pages' },
  { id: 'reserveAllocs', title: 'pages taken below the min watermark regardless of it', unit: 'pages' },
  { id: 'failedAllocs', title: 'requests that got NULL', unit: '' },
  { id: 'steps', title: 'model events', unit: '' },
]
