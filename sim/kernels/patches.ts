import type { Delta } from './behaviours.ts'
import { commit, mail } from './sources.ts'
import { oom46, oom46first } from './trees.ts'

const series = '1454505240-23446'
const part = (n: number) => mail(`${series}-${n + 1}-git-send-email-mhocko@kernel.org`)

/** [PATCH 1/5] mm, oom: introduce oom reaper. */
export const introduceReaper: Delta = {
  title: '[PATCH 1/5] mm, oom: introduce oom reaper',
  cites: [part(1), commit('aac453635549'), oom46first.cite],
  changes: {
    reaper: {
      value: 'kthread',
      says: 'oom_kill_process hands the mm of the victim to a kernel thread after signalling.',
      known: 'read',
      cites: [oom46first.cite],
    },
    reaperQueue: {
      value: 'single-slot',
      says: 'mm_to_reap takes one mm by cmpxchg; a second request is dropped while the first is worked on.',
      known: 'read',
      cites: [oom46first.cite],
    },
    reaperTarget: {
      value: 'mm',
      says: 'The mm itself is handed over, pinned by mm_count.',
      known: 'read',
      cites: [oom46first.cite],
    },
    reaperOncePerMm: { value: false, says: 'No guard but the slot.', known: 'read', cites: [oom46first.cite] },
    reaperSparesShared: {
      value: true,
      says: 'An mm shared with a kernel thread, global init or an adj -1000 process is not handed over.',
      known: 'read',
      cites: [oom46first.cite],
    },
    reaperAttempts: {
      value: 10,
      says: 'Ten tries of down_read_trylock(mmap_sem).',
      known: 'read',
      cites: [oom46first.cite],
    },
    reaperSleepHzDivisor: { value: 10, says: 'HZ/10 after each failed try.', known: 'read', cites: [oom46first.cite] },
    reaperSkipsMlocked: { value: true, says: 'VM_LOCKED areas are skipped.', known: 'read', cites: [oom46first.cite] },
    reaperSkipsHugetlb: { value: true, says: 'hugetlb areas are skipped.', known: 'read', cites: [oom46first.cite] },
    reaperSkipsShmem: { value: true, says: 'Shared areas are skipped.', known: 'read', cites: [oom46first.cite] },
    reaperOnSuccess: {
      value: 'nothing',
      says: 'TIF_MEMDIE stays after reaping: the OOM killer goes on waiting for the victim to exit.',
      known: 'read',
      cites: [oom46first.cite],
    },
    reaperOnGivingUp: {
      value: 'nothing',
      says: 'Nothing is said or done after ten failures.',
      known: 'read',
      cites: [oom46first.cite],
    },
    reaperLog: { value: 'none', says: 'The reaper prints nothing.', known: 'read', cites: [oom46first.cite] },
  },
}

/** [PATCH 2/5]: posted, not in v4.6. */
export const reapMlocked: Delta = {
  title: '[PATCH 2/5] oom reaper: handle mlocked pages',
  cites: [part(2)],
  changes: {
    reaperSkipsMlocked: {
      value: false,
      says: 'VM_LOCKED areas are unlocked and then unmapped. Posted; v4.6 skips them still.',
      known: 'read',
      cites: [part(2), oom46.cite],
    },
  },
}

/** [PATCH 3/5], merged as 36324a990cf5. */
export const clearMemdie: Delta = {
  title: '[PATCH 3/5] oom: clear TIF_MEMDIE after oom_reaper managed to unmap the address space',
  cites: [part(3), commit('36324a990cf5')],
  changes: {
    reaperTarget: {
      value: 'task',
      says: 'A task is handed over; the reaper looks through its threads for one that still has the mm.',
      known: 'read',
      cites: [part(3), oom46.cite],
    },
    reaperOnSuccess: {
      value: 'unmark-and-hide-victim',
      says: 'After reaping, TIF_MEMDIE is cleared and oom_score_adj becomes -1000: somebody else may be chosen.',
      known: 'read',
      cites: [part(3), oom46.cite],
    },
  },
}

/** [PATCH 4/5], merged as bc448e897b6d with another text. */
export const reportReaper: Delta = {
  title: '[PATCH 4/5] mm, oom_reaper: report success/failure',
  cites: [part(4), commit('bc448e897b6d')],
  changes: {
    reaperLog: {
      value: 'as-posted',
      says: 'One line for what was reaped, one for giving up; the posted text differs from the merged one.',
      known: 'read',
      cites: [part(4)],
    },
  },
}

/** [PATCH 5/5], merged as 03049269de43. */
export const queueVictims: Delta = {
  title: '[PATCH 5/5] mm, oom_reaper: implement OOM victims queuing',
  cites: [part(5), commit('03049269de43')],
  changes: {
    reaperQueue: {
      value: 'list',
      says: 'A list under a spinlock takes every victim; the newest is reaped first.',
      known: 'read',
      cites: [part(5), oom46.cite],
    },
  },
}

/** What v4.6 has beyond the series as posted, without patch 2. */
export const mergedForm: Delta = {
  title: 'The reaper as v4.6 has it',
  cites: [commit('855b01832573'), oom46.cite],
  changes: {
    reaperOncePerMm: {
      value: true,
      says: 'MMF_OOM_KILLED: an mm is handed to the reaper once.',
      known: 'read',
      cites: [oom46.cite],
    },
    reaperOnGivingUp: {
      value: 'nothing',
      says: 'After ten failures it says so and drops the task; TIF_MEMDIE stays, so no further kill.',
      known: 'read',
      cites: [oom46.cite],
    },
    reaperLog: { value: 'as-merged', says: 'Text of v4.6.', known: 'read', cites: [oom46.cite] },
  },
}
