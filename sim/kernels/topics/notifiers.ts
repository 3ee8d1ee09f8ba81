import type { Behaviours } from '../behaviours.ts'
import type { Histories } from '../history.ts'
import { commit, mail, memory } from '../sources.ts'
import { releases } from '../releases.ts'
import { alloc415, alloc54, notifier54, oom50, oom54, s40, s410, s612 } from '../trees.ts'

/** mmu notifiers, lockdep, and the form of the log. */
export const notifiers = {
  notifierNonblock: {
    values: [
      { since: 'v3.19', value: 'unknown', says: 'A callback is not told whether it may sleep.' },
      {
        since: 'v4.19',
        value: 'eagain',
        says: 'A callback that may not block says -EAGAIN instead of sleeping.',
        cites: [commit('93065ac753e4')],
      },
    ],
    readIn: [s410, oom50, notifier54, s612],
  },
  nonBlockCount: {
    values: [
      { since: 'v3.19', value: false, says: 'Nothing checks that a non-blocking callback does not sleep.' },
      {
        since: 'v5.4',
        value: true,
        says: 'non_block_start counts; might_sleep complains within, with DEBUG_ATOMIC_SLEEP.',
        cites: [commit('312364f3534c')],
      },
    ],
    readIn: [s410, s612],
  },
  notifierMap: {
    values: [
      { since: 'v3.19', value: false, says: 'Lockdep does not know when notifiers are called.' },
      {
        since: 'v5.4',
        value: true,
        says: 'A lockdep map is taken around invalidate_range_start, and within fs_reclaim at registration.',
        cites: [commit('23b68395c7c7')],
      },
    ],
    readIn: [s410, notifier54, s612],
  },
  trackingSeesScopes: {
    values: [
      { since: 'v3.19', value: false, says: 'Reclaim tracking looks at the mask as it was asked for.' },
      {
        since: 'v4.12',
        value: true,
        says: 'Reclaim tracking looks at what scopes leave of the mask.',
        cites: [mail('1488367797-27278-1-git-send-email-nborisov@suse.com'), memory('release 4.12')],
      },
    ],
    readIn: [s410, alloc415, s612],
  },
  reclaimTracking: {
    values: [
      {
        since: 'v3.19',
        value: 'held-locks-fs',
        says: 'Locks held at a __GFP_FS request are marked as taken around reclaim.',
      },
      { since: 'v4.14', value: 'fs-map', says: 'A lockdep map fs_reclaim is taken by requests with __GFP_FS.' },
      {
        since: 'v5.11',
        value: 'fs-map-and-notifier-map',
        says: 'Every request that may reclaim takes the notifier map too, __GFP_FS or not.',
        cites: [commit('f920e413ff9c'), memory('release 5.11')],
      },
    ],
    readIn: [s410, alloc415, alloc54, s612],
  },
  logForm: {
    values: releases.map(release => ({ since: release, value: release, says: `The report as ${release} prints it.` })),
    readIn: [s40, s410, oom54, s612],
  },
} as const satisfies Partial<Histories<Behaviours>>
