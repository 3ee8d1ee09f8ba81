import type { Behaviours } from '../behaviours.ts'
import type { Histories } from '../history.ts'
import { commit, memory } from '../sources.ts'
import { mmap417, oom414lts, oom44lts, oom46, oom46first, oom50, oom54, ran, s40, s410, s612 } from '../trees.ts'

const trees = [s40, oom44lts, oom46, s410, oom414lts, oom50, oom54, s612]
const none = <T>(value: T) => ({ since: 'v3.19', value, says: 'No reaper.' }) as const
const delayed = (run: string) =>
  ({ value: 2000, says: 'Woken 2 s after the kill.', known: 'run', cites: [ran(run)] }) as const
const mlocked = (value: boolean, says: string, run: string) =>
  ({ value, says, known: 'run', cites: [ran(run)] }) as const

/** The OOM reaper and what an exiting victim leaves it. */
export const reaper = {
  reaper: {
    values: [
      { since: 'v3.19', value: 'none', says: 'Nobody takes the memory of a victim but the victim.' },
      {
        since: 'v4.6',
        value: 'kthread',
        says: 'oom_kill_process hands the victim to a kernel thread after signalling.',
        cites: [commit('aac453635549')],
      },
    ],
    readIn: trees,
  },
  reaperQueue: {
    values: [
      none('single-slot'),
      {
        since: 'v4.6',
        value: 'list',
        says: 'A list takes every victim; the newest is reaped first.',
        cites: [commit('03049269de43')],
      },
    ],
    readIn: trees,
  },
  reaperTarget: {
    values: [
      none('mm'),
      {
        since: 'v4.6',
        value: 'task',
        says: 'A task is handed over; the reaper looks through its threads for one that still has the mm.',
        cites: [commit('36324a990cf5')],
      },
      {
        since: 'v4.8',
        value: 'oom-mm',
        says: 'A task is handed over; its signal->oom_mm is reaped.',
        cites: [memory('4.9, 4.8 in a similar form')],
      },
    ],
    readIn: trees,
  },
  reaperOncePerMm: {
    values: [
      none(false),
      { since: 'v4.6', value: true, says: 'An mm (4.6: MMF_OOM_KILLED) or task is handed over once.' },
    ],
    readIn: trees,
  },
  reaperSparesShared: {
    values: [
      none(false),
      { since: 'v4.6', value: true, says: 'An mm shared with somebody who may not be killed is not handed over.' },
    ],
    readIn: trees,
  },
  reaperDelayMs: {
    values: [
      none(0),
      { since: 'v4.6', value: 0, says: 'The reaper starts at once.' },
      { since: 'v5.18', value: 2000, says: 'The reaper starts 2 s after the kill.', cites: [commit('e4a38402c36e')] },
    ],
    readIn: trees,
    inBuilds: {
      '5.10.223': delayed('5.10_14_reaper_exitstop'),
      '6.1.192': delayed('14_reaper_exitstop'),
      '6.12.117': delayed('6.12_14_reaper_exitstop'),
      '7.2.13': delayed('7.2_14_reaper_exitstop'),
    },
  },
  reaperAttempts: {
    values: [none(0), { since: 'v4.6', value: 10, says: 'Ten tries to read-lock the mm.' }],
    readIn: trees,
    inBuilds: {
      '6.1.192': { value: 10, says: 'Ten tries 0.1 s apart, then unable to reap.', known: 'run', cites: [ran('17')] },
      '5.10.223': {
        value: 10,
        says: 'Ten tries 0.1 s apart, then unable to reap.',
        known: 'run',
        cites: [ran('5.10_17')],
      },
      '6.12.117': {
        value: 10,
        says: 'Ten tries 0.1 s apart, then unable to reap.',
        known: 'run',
        cites: [ran('6.12_17')],
      },
    },
  },
  reaperSleepHzDivisor: {
    values: [none(10), { since: 'v4.6', value: 10, says: 'HZ/10 after each failed try.' }],
    readIn: trees,
  },
  reaperPinsMm: {
    values: [
      none(true),
      { since: 'v4.6', value: true, says: 'An attempt takes a user reference of the mm.' },
      {
        since: 'v4.14',
        value: false,
        says: 'No user reference: MMF_OOM_SKIP and the mm lock keep reaper and exit apart.',
      },
    ],
    readIn: trees,
  },
  reaperHoldsOomLock: {
    values: [
      none(false),
      {
        since: 'v4.8',
        value: true,
        says: 'oom_lock is held around an attempt.',
        cites: [memory('start between 4.6 and 4.10')],
      },
      { since: 'v4.19', value: false, says: 'oom_lock is not held.', cites: [commit('af5679fbc669')] },
    ],
    readIn: [oom46, s410, oom50, oom54, s612],
    unknownAt: ['v4.14'],
  },
  reaperSkipsMlocked: {
    values: [
      { since: 'v3.19', value: true, says: 'VM_LOCKED areas are skipped.' },
      { since: 'v5.18', value: false, says: 'VM_LOCKED areas are reaped.', cites: [memory('release 5.18')] },
    ],
    readIn: trees,
    inBuilds: {
      '5.10.223': mlocked(true, 'Locked memory stayed.', '5.10_15'),
      '6.1.192': mlocked(false, 'Locked memory was reaped.', '15_reaper_mlock'),
      '6.12.117': mlocked(false, 'Locked memory was reaped.', '6.12_15_reaper_mlock'),
      '7.2.13': mlocked(false, 'Locked memory was reaped.', '7.2_15_reaper_mlock'),
    },
  },
  reaperSkipsHugetlb: {
    values: [{ since: 'v3.19', value: true, says: 'hugetlb areas are skipped.' }],
    readIn: trees,
  },
  reaperSkipsShmem: {
    values: [{ since: 'v3.19', value: true, says: 'Shared areas are skipped.' }],
    readIn: trees,
    inBuilds: {
      '6.1.192': {
        value: true,
        says: 'Shared memory stayed, and the victim still counted as done.',
        known: 'run',
        cites: [ran('16')],
      },
    },
  },
  reaperNotifiers: {
    values: [
      { since: 'v3.19', value: 'ignored', says: 'mmu notifiers are not asked.' },
      {
        since: 'v4.14',
        value: 'sleeps-and-skips-mm',
        says: 'An mm with any mmu notifier is left alone: HZ of sleep, then it counts as reaped.',
        cites: [commit('4d4bbd8526a8')],
      },
      {
        since: 'v4.19',
        value: 'non-blocking',
        says: 'Notifiers are asked not to block; an area that says -EAGAIN is skipped and the attempt fails.',
        cites: [commit('93065ac753e4')],
      },
    ],
    readIn: [oom46, s410, oom414lts, oom50, oom54, s612],
  },
  reaperOnSuccess: {
    values: [
      none('nothing'),
      {
        since: 'v4.6',
        value: 'unmark-and-hide-victim',
        says: 'TIF_MEMDIE is cleared and oom_score_adj becomes -1000: somebody else may be chosen.',
        cites: [commit('36324a990cf5')],
      },
      {
        since: 'v4.8',
        value: 'skip-mm',
        says: 'MMF_OOM_SKIP: the mm is no longer looked at, somebody else may be chosen.',
        cites: [memory('4.7 MMF_OOM_REAPED, renamed 4.8 or 4.9')],
      },
    ],
    readIn: trees,
  },
  reaperOnGivingUp: {
    values: [
      none('nothing'),
      { since: 'v4.6', value: 'nothing', says: 'It says so and drops the task; TIF_MEMDIE stays, so no further kill.' },
      {
        since: 'v4.8',
        value: 'skip-mm',
        says: 'MMF_OOM_SKIP: the next victim may be chosen.',
        cites: [memory('release 4.8')],
      },
    ],
    readIn: trees,
    inBuilds: {
      '6.1.192': {
        value: 'skip-mm',
        says: 'The next victim died 35 ms after unable to reap.',
        known: 'run',
        cites: [ran('17')],
      },
    },
  },
  exitSkipsMm: {
    values: [
      { since: 'v3.19', value: 'never', says: 'There is no MMF_OOM_SKIP: TIF_MEMDIE is cleared in exit_mm.' },
      { since: 'v4.8', value: 'end-of-mmput', says: 'MMF_OOM_SKIP at the end of __mmput, when all is freed.' },
      {
        since: 'v4.14',
        value: 'before-page-tables',
        says: 'MMF_OOM_SKIP after unmapping and before the page tables are freed.',
        cites: [memory('start between 4.13 and 4.17')],
      },
    ],
    readIn: [s40, s410, mmap417, s612],
    inBuilds: {
      '6.1.192': {
        value: 'before-page-tables',
        says: 'A second victim died while the page tables of the first were still held.',
        known: 'run',
        cites: [ran('09')],
      },
      '5.10.223': {
        value: 'before-page-tables',
        says: 'A second victim died while the page tables of the first were still held.',
        known: 'run',
        cites: [ran('5.10_09')],
      },
    },
  },
  exitWaitsForReaper: {
    values: [
      { since: 'v3.19', value: false, says: 'exit_mmap takes no lock.' },
      {
        since: 'v4.14',
        value: true,
        says: 'exit_mmap of a victim takes the mm for write before it frees page tables.',
        cites: [memory('start between 4.13 and 4.17')],
      },
    ],
    readIn: [s410, mmap417, s612],
  },
  processMrelease: {
    values: [
      { since: 'v3.19', value: false, says: 'process_mrelease does not exist.' },
      {
        since: 'v5.15',
        value: true,
        says: 'process_mrelease runs the body of the reaper for a dying process.',
        cites: [commit('884a7e5964e0')],
      },
    ],
    readIn: [s410, s612],
  },
  reaperLog: {
    values: [
      none('none'),
      {
        since: 'v4.6',
        value: 'as-merged',
        says: 'One line for what was reaped, one for giving up.',
        cites: [commit('bc448e897b6d')],
      },
    ],
    readIn: trees,
  },
} as const satisfies Partial<Histories<Behaviours>>

/** The first form of the reaper, for patches; in no release. */
export const firstReaperTree = oom46first
